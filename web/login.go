package web

import (
	"crypto/sha256"
	"crypto/subtle"
	"net"
	"net/http"
	"net/netip"
	"slices"
)

// loggedIn reports whether a request may read, where not everybody may: by the name
// and password it brings, or because a proxy that is trusted names its reader.
func (s *Site) loggedIn(r *http.Request) bool {
	switch {
	case s.opts.UserHeader != "":
		return r.Header.Get(s.opts.UserHeader) != "" && s.fromProxy(r)
	case s.opts.Username != "":
		name, password, _ := r.BasicAuth()
		return same(name, s.opts.Username)&same(password, s.opts.Password) == 1
	}
	return true
}

// fromProxy goes by the other end of the connection: what a request says of where it
// comes from anybody can write.
func (s *Site) fromProxy(r *http.Request) bool {
	host, _, err := net.SplitHostPort(r.RemoteAddr)
	if err != nil {
		return false
	}
	from, err := netip.ParseAddr(host)
	return err == nil && slices.ContainsFunc(s.opts.Proxies, func(p netip.Prefix) bool { return p.Contains(from.Unmap().WithZone("")) })
}

func (s *Site) askToLogIn(w http.ResponseWriter) {
	if s.opts.UserHeader != "" {
		http.Error(w, "This archive is read through the proxy in front of it, which did not say who you are.", http.StatusForbidden)
		return
	}
	w.Header().Set("WWW-Authenticate", `Basic realm="news archive", charset="UTF-8"`)
	http.Error(w, "Please log in.", http.StatusUnauthorized)
}

// same compares digests, so that the time it takes tells nothing.
func same(a, b string) int {
	x, y := sha256.Sum256([]byte(a)), sha256.Sum256([]byte(b))
	return subtle.ConstantTimeCompare(x[:], y[:])
}
