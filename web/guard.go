package web

import (
	"context"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"path"
	"runtime/debug"
	"strings"
	"time"
)

const (
	// maxAtOnce requests are answered at a time. Pages cost processor, not waiting;
	// more at once only makes all of them slower.
	maxAtOnce = 64

	// waitIn is how long a reader waits for one of them to end. Longer, and what was
	// waited for would be answered to nobody.
	waitIn = 3 * time.Second

	// maxAddress is far above any address a page of ours links to.
	maxAddress = 4096

	// answerIn is how long one answer may take, the search of a large archive included.
	answerIn = 10 * time.Second
)

// policy forbids everything but our own style sheet, icon and search form.
const policy = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// guard stands in front of every page: it sets the headers that keep readers
// safe, refuses what no reader sends, and bounds time and number.
func (s *Site) guard(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.safeHeaders(w.Header())
		defer s.recovered(w, r)
		personal := s.opts.Leaving != nil && strings.HasPrefix(strings.TrimPrefix(r.URL.Path, s.prefix), "/u/")
		switch {
		case r.Method != http.MethodGet && r.Method != http.MethodHead && !(personal && r.Method == http.MethodPost):
			w.Header().Set("Allow", "GET, HEAD")
			s.refuse(w, r, problem{http.StatusMethodNotAllowed, "This site is only for reading", "What was sent has changed nothing."})
			return
		case len(r.RequestURI) > maxAddress:
			s.refuse(w, r, problem{http.StatusRequestURITooLong, "This address is too long", "No page here has one as long. Shorten what you look for."})
			return
		case !s.ourName(r.Host):
			http.Error(w, "This is not the site you asked for.", http.StatusMisdirectedRequest) // and no word of what it is
			return
		}
		if !s.underPrefix(r) {
			http.NotFound(w, r)
			return
		}
		if tidy := path.Clean(r.URL.Path); tidy != r.URL.Path {
			at := url.URL{Path: tidy, RawQuery: r.URL.RawQuery} // escaped, so that no path can name a host
			http.Redirect(w, r, s.at(at.String()), http.StatusPermanentRedirect)
			return
		}
		probe := r.URL.Path == "/healthz" || r.URL.Path == "/readyz"
		if !probe && !personal && !s.loggedIn(r) {
			s.askToLogIn(w)
			return
		}
		r.Body = http.MaxBytesReader(w, r.Body, maxForm)
		s.bounded(w, r, next)
	})
}

// refuse says what is wrong with a request on a page like the others. Who may not read
// those, or came by a name that is not ours, gets the bare words: a page names the operator.
func (s *Site) refuse(w http.ResponseWriter, r *http.Request, d problem) {
	if !s.ourName(r.Host) || !s.loggedIn(r) {
		http.Error(w, d.Error+".", d.Status)
		return
	}
	if _, found := cutJSON(r.URL.Path); found {
		r = r.WithContext(context.WithValue(r.Context(), asJSON{}, true))
	}
	p := page{Name: "error", Title: d.Error, Data: d, status: d.Status}
	if wantsJSON(r) {
		s.send(w, r, s.asJSON(p))
		return
	}
	s.send(w, r, s.asHTML(r, p))
}

// loggable is an address as a log may hold it: the token of a personal link is as
// good as a password.
func loggable(r *http.Request) string {
	if before, _, personal := strings.Cut(r.URL.Path, "/u/"); personal {
		return before + "/u/…"
	}
	return r.URL.Path
}

// bounded answers within the limits of number and time.
func (s *Site) bounded(w http.ResponseWriter, r *http.Request, next http.Handler) {
	ctx, cancel := context.WithTimeout(r.Context(), answerIn)
	defer cancel()
	wait := time.NewTimer(waitIn)
	defer wait.Stop()
	select {
	case s.slots <- struct{}{}:
		defer func() { <-s.slots }()
	case <-wait.C:
		w.Header().Set("Retry-After", "10")
		http.Error(w, "Too many readers at once. Try again in a moment.", http.StatusServiceUnavailable)
		return
	}
	if rest, found := cutJSON(r.URL.Path); found {
		ctx = context.WithValue(ctx, asJSON{}, true)
		r.URL.Path, r.URL.RawPath = rest, ""
	}
	next.ServeHTTP(w, r.WithContext(ctx))
}

func (s *Site) safeHeaders(h http.Header) {
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
	h.Set("X-Robots-Tag", "noindex, nofollow")
	if s.base != nil && s.base.Scheme == "https" {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
}

// recovered keeps one page's panic from ending the daemon.
func (s *Site) recovered(w http.ResponseWriter, r *http.Request) {
	if reason := recover(); reason != nil {
		s.log.Error("page panicked", "path", loggable(r), "reason", reason, "stack", string(debug.Stack()))
		http.Error(w, "This page could not be made.", http.StatusInternalServerError)
	}
}

// ourName reports whether a request's Host is one the site answers to. A page
// elsewhere whose name is made to point here could read an archive that only
// this machine reaches; such a request carries that name. An address is no name.
func (s *Site) ourName(host string) bool {
	if s.base == nil {
		return true
	}
	name := host
	if h, _, err := net.SplitHostPort(host); err == nil {
		name = h
	}
	name = strings.TrimSuffix(strings.ToLower(name), ".")
	if _, err := netip.ParseAddr(strings.Trim(name, "[]")); err == nil {
		return true
	}
	return name == "localhost" || name == strings.ToLower(s.base.Hostname())
}

// underPrefix takes the path of the base address from the request's, if a proxy
// has not done so already.
func (s *Site) underPrefix(r *http.Request) bool {
	if s.prefix != "" {
		if rest, found := strings.CutPrefix(r.URL.Path, s.prefix); found && (rest == "" || rest[0] == '/') {
			r.URL.Path, r.URL.RawPath = "/"+strings.TrimPrefix(rest, "/"), ""
		}
	}
	return strings.HasPrefix(r.URL.Path, "/")
}
