package web

import "net/http"

// healthz says that the process answers.
func (s *Site) healthz(w http.ResponseWriter, r *http.Request) {
	s.send(w, r, reply{kind: "text/plain; charset=utf-8", body: []byte("ok\n"), cache: "no-store"})
}

// readyz says that the store answers as well.
func (s *Site) readyz(w http.ResponseWriter, r *http.Request) {
	p := reply{kind: "text/plain; charset=utf-8", body: []byte("ready\n"), cache: "no-store"}
	if err := s.archive.Ready(r.Context()); err != nil {
		s.log.Error("not ready", "err", err)
		p.status, p.body = http.StatusServiceUnavailable, []byte("the store does not answer\n")
	}
	s.send(w, r, p)
}
