package demo

import (
	"bytes"
	"net"
	"net/http"
	"slices"
	"time"
)

// Request is one request the world was asked, in order of arrival.
type Request struct {
	Host   string
	Method string
	Path   string
	Header http.Header // as received; conditional headers among them
	Status int         // what was answered; 0 while the answer is outstanding
	At     time.Time   // by the real clock
}

// Conditional reports whether the request carried a validator.
func (r Request) Conditional() bool {
	return r.Header.Get("If-None-Match") != "" || r.Header.Get("If-Modified-Since") != ""
}

// Requests returns the requests so far.
func (w *World) Requests() []Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.requests)
}

// noting tells note the status before it is sent.
type noting struct {
	http.ResponseWriter
	note func(status int)
}

// WriteHeader implements [http.ResponseWriter].
func (n *noting) WriteHeader(status int) {
	n.note(status)
	n.ResponseWriter.WriteHeader(status)
}

// handle notes the request, answers it and notes the answer.
func (w *World) handle(rw http.ResponseWriter, r *http.Request) {
	host := r.Host
	if name, _, err := net.SplitHostPort(r.Host); err == nil {
		host = name
	}
	w.mu.Lock()
	n := len(w.requests)
	w.requests = append(w.requests, Request{Host: host, Method: r.Method, Path: r.URL.Path, Header: r.Header.Clone(), At: time.Now()})
	w.mu.Unlock()

	// Noted before it is sent: a client that has its answer finds it in the log.
	note := func(status int) {
		w.mu.Lock()
		defer w.mu.Unlock()
		w.requests[n].Status = status
	}
	w.answer(&noting{ResponseWriter: rw, note: note}, r, host)
}

func (w *World) answer(rw http.ResponseWriter, r *http.Request, host string) {
	s, ok := w.sites[host]
	if !ok {
		http.Error(rw, "no such host in the made-up world", http.StatusMisdirectedRequest)
		return
	}
	if r.Method != http.MethodGet && r.Method != http.MethodHead {
		http.Error(rw, "read only", http.StatusMethodNotAllowed)
		return
	}
	if r.URL.Path == s.publisher.Feed.path() && !wait(r, s.publisher.Delay) {
		return
	}
	w.mu.Lock()
	doc, found, err := s.serve(r.URL.Path)
	w.mu.Unlock()
	switch {
	case err != nil:
		http.Error(rw, err.Error(), http.StatusInternalServerError)
	case !found:
		http.Error(rw, "nothing here", http.StatusNotFound)
	default:
		rw.Header().Set("Content-Type", doc.contentType)
		rw.Header().Set("ETag", doc.etag)
		http.ServeContent(rw, r, "", doc.modified, bytes.NewReader(doc.body))
	}
}

// wait is false when the client did not wait as long.
func wait(r *http.Request, d time.Duration) bool {
	if d == 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
		return false
	}
}
