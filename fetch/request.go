package fetch

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"time"
)

// What is asked for, feed types first: some servers choose by it.
const (
	acceptFeed = "application/atom+xml, application/rss+xml, application/feed+json, application/rdf+xml;q=0.9, application/xml;q=0.8, text/xml;q=0.8, application/json;q=0.7, text/html;q=0.4, */*;q=0.1"
	acceptPage = "text/html, application/xhtml+xml;q=0.9, */*;q=0.1"
	acceptText = "text/plain, */*;q=0.1"
)

// request is one GET. No cookie, no Referer, no Range ever goes with it.
type request struct {
	url          *url.URL
	accept       string
	etag         string // sent back byte for byte
	lastModified string
	validatorsOf string // the one address both are sent to; "" sends them wherever a redirect leads
	limit        int64  // bytes of the decoded body
	pace         func(ctx context.Context, host string) error
	admit        func(ctx context.Context, u *url.URL) error // says whether a redirect may be followed
	gap          func() time.Duration                        // what pace keeps between two requests
}

// answer is what a server said in the end.
type answer struct {
	status    int
	header    http.Header
	body      []byte // decoded
	url       *url.URL
	moved     bool // redirected, by permanent redirects only
	redirects int
	asked     bool   // with validators
	proxied   bool   // it came through the operator's proxy
	release   func() // gives the memory of a large body free for the next
}

// get asks for req and follows redirects. The error is a *problem, or the
// context's.
func (c *client) get(ctx context.Context, req request) (*answer, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	left := &allowance{left: requestTimeout, cancel: cancel}
	defer left.stop()
	at, seen, permanent := req.url, []string{}, true
	for hops := 0; ; hops++ {
		if slices.Contains(seen, at.String()) {
			return nil, &problem{kind: problemRedirect, reason: "it redirects in a circle"}
		}
		if hops > maxHops {
			return nil, &problem{kind: problemRedirect, reason: fmt.Sprintf("it redirects more than %d times", maxHops)}
		}
		seen = append(seen, at.String())
		unlock, err := c.turn(ctx, req, at)
		if err != nil {
			return nil, explain(ctx, at, err)
		}
		left.start()
		a, err := c.hop(ctx, req, at)
		left.stop()
		if err != nil {
			time.AfterFunc(noticed, unlock)
			return nil, explain(ctx, at, err)
		}
		unlock()
		a.redirects, a.moved = hops, hops > 0 && permanent
		next := a.header.Get("Location")
		if a.status < 300 || a.status > 399 || a.status == http.StatusNotModified || next == "" {
			return a, nil
		}
		a.done()
		permanent = permanent && (a.status == http.StatusMovedPermanently || a.status == http.StatusPermanentRedirect)
		if at, err = nextHop(at, next); err == nil && req.admit != nil {
			err = req.admit(ctx, at)
		}
		if err != nil {
			return nil, err
		}
	}
}

// noticed is how long a host is left alone after a request was broken off: until
// its server notices, the request is in flight there.
const noticed = 250 * time.Millisecond

// done gives what the answer holds free. It may be called more than once.
func (a *answer) done() {
	if a.release != nil {
		a.release()
		a.release = nil
	}
	a.body = nil
}

// shrink keeps the first n bytes of the body only.
func (a *answer) shrink(n int) {
	start := bytes.Clone(a.body[:min(len(a.body), n)])
	a.done()
	a.body = start
}

// nextHop returns where a redirect leads. A way from https back to http is
// refused: it would take away what the reader's connection promised.
func nextHop(from *url.URL, location string) (*url.URL, error) {
	to, err := from.Parse(location)
	if err != nil {
		return nil, &problem{kind: problemRedirect, reason: "it redirects to something that is no address", err: err}
	}
	if from.Scheme == "https" && to.Scheme == "http" {
		return nil, &problem{kind: problemRedirect, reason: "it redirects from https to http"}
	}
	return to, nil
}

// allowance is the time a request may take. What it waits for its turn does
// not count.
type allowance struct {
	left    time.Duration
	cancel  context.CancelCauseFunc
	started time.Time
	timer   *time.Timer
}

func (w *allowance) start() {
	w.started = time.Now()
	w.timer = time.AfterFunc(w.left, func() { w.cancel(errTooLong) })
}

func (w *allowance) stop() {
	if w.timer != nil && w.timer.Stop() {
		w.left -= time.Since(w.started)
	}
	w.timer = nil
}

// hop makes one request, with no redirects.
func (c *client) hop(ctx context.Context, req request, at *url.URL) (*answer, error) {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	out, err := http.NewRequestWithContext(ctx, http.MethodGet, at.String(), nil)
	if err != nil {
		return nil, err
	}
	out.Header.Set("User-Agent", c.agent)
	out.Header.Set("Accept", req.accept)
	out.Header.Set("Accept-Language", "en-GB, en;q=0.8")
	out.Header.Set("Accept-Encoding", "gzip, br, zstd")
	conditional := req.validate(out)
	in, err := c.http.Do(out)
	if err != nil {
		return nil, causeOr(ctx, err)
	}
	defer in.Body.Close()
	a := &answer{status: in.StatusCode, header: in.Header, url: at, asked: conditional, proxied: c.viaProxy(at)}
	if in.StatusCode == http.StatusNotModified {
		return a, nil
	}
	limit := req.limit
	if in.StatusCode != http.StatusOK {
		limit = smallBody // enough to tell a bot wall from an error
	}
	watched := watchSpeed(in.Body, cancel)
	defer watched.stop()
	err = c.readBody(ctx, a, watched, limit)
	if err != nil && in.StatusCode != http.StatusOK {
		return a, nil // the status says enough
	}
	return a, causeOr(ctx, err)
}

// validate makes a request conditional, if its address gave validators.
func (r request) validate(out *http.Request) bool {
	if r.validatorsOf != "" && r.validatorsOf != out.URL.String() {
		return false
	}
	for name, value := range map[string]string{"If-None-Match": r.etag, "If-Modified-Since": r.lastModified} {
		if value != "" {
			out.Header.Set(name, value)
		}
	}
	return r.etag != "" || r.lastModified != ""
}

// causeOr prefers the reason a context was ended for to the error it led to.
func causeOr(ctx context.Context, err error) error {
	if err != nil && ctx.Err() != nil {
		return context.Cause(ctx)
	}
	return err
}
