package web

import (
	"fmt"
	"net/http"
	"strings"
	"time"
)

// healthz says that the process answers.
func (s *Site) healthz(w http.ResponseWriter, r *http.Request) {
	s.send(w, r, reply{kind: "text/plain; charset=utf-8", body: []byte("ok\n"), cache: "no-store"})
}

// readyz says that the store answers as well, when a source was last asked, and
// when the next issue is due.
func (s *Site) readyz(w http.ResponseWriter, r *http.Request) {
	p := reply{kind: "text/plain; charset=utf-8", body: []byte("ready\n"), cache: "no-store"}
	err := s.archive.Ready(r.Context())
	if err == nil && s.opts.Figures != nil {
		var f Figures
		if f, err = s.figures(r.Context()); err == nil {
			p.body = []byte(readyWords(f))
		}
	}
	if err != nil {
		s.log.Error("not ready", "err", err)
		p.status, p.body = http.StatusServiceUnavailable, []byte("the store does not answer\n")
	}
	s.send(w, r, p)
}

func readyWords(f Figures) string {
	var b strings.Builder
	b.WriteString("ready\n")
	if !f.LastPoll.IsZero() {
		fmt.Fprintf(&b, "last poll %s\n", f.LastPoll.UTC().Format(time.RFC3339))
	}
	for _, e := range f.Editions {
		fmt.Fprintf(&b, "next slot of %s %s\n", e.Name, e.Next.UTC().Format(time.RFC3339))
	}
	return b.String()
}
