package web

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strconv"
	"strings"
)

// reply is a finished answer.
type reply struct {
	status int // 0: 200
	kind   string
	body   []byte
	cache  string // default: ask each time whether it is still the same
}

// worthPacking is where gzip begins to save more than its own frame costs.
const worthPacking = 1000

// send writes a reply with an ETag, packed when the reader takes that, or only
// says that nothing changed. The tag is weak: packed or not, it is the same page.
func (s *Site) send(w http.ResponseWriter, r *http.Request, p reply) {
	header := w.Header()
	header.Set("Content-Type", p.kind)
	header.Set("Vary", "Accept, Accept-Encoding")
	if p.cache == "" {
		p.cache = "private, no-cache"
	}
	header.Set("Cache-Control", p.cache)
	if p.status == 0 {
		p.status = http.StatusOK
		sum := sha256.Sum256(p.body)
		tag := `W/"` + hex.EncodeToString(sum[:10]) + `"`
		header.Set("ETag", tag)
		if known(r.Header.Get("If-None-Match"), tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := p.body
	if len(body) >= worthPacking && takesGzip(r.Header.Get("Accept-Encoding")) {
		var packed bytes.Buffer
		zip := gzip.NewWriter(&packed)
		_, err := zip.Write(body)
		if closeErr := zip.Close(); err == nil && closeErr == nil { // a buffer never fails
			header.Set("Content-Encoding", "gzip")
			body = packed.Bytes()
		}
	}
	header.Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(p.status)
	if r.Method == http.MethodHead {
		return
	}
	if _, err := w.Write(body); err != nil {
		s.log.Debug("reader hung up", "path", loggable(r), "err", err)
	}
}

// known reports whether tag is among those of an If-None-Match header.
func known(header, tag string) bool {
	for part := range strings.SplitSeq(header, ",") {
		if part = strings.TrimSpace(part); part == "*" || strings.TrimPrefix(part, "W/") == strings.TrimPrefix(tag, "W/") {
			return true
		}
	}
	return false
}

// takesGzip reads an Accept-Encoding header; "gzip;q=0" refuses.
func takesGzip(header string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, params, _ := strings.Cut(part, ";")
		if strings.EqualFold(strings.TrimSpace(name), "gzip") {
			q, found := strings.CutPrefix(strings.ReplaceAll(params, " ", ""), "q=")
			weight, err := strconv.ParseFloat(q, 64)
			return !found || err != nil || weight > 0
		}
	}
	return false
}

func (s *Site) serveStyle(w http.ResponseWriter, r *http.Request) {
	// The address changes with the content, so it may be kept for good.
	s.send(w, r, reply{kind: "text/css; charset=utf-8", body: s.style, cache: "public, max-age=31536000, immutable"})
}

func (s *Site) serveIcon(w http.ResponseWriter, r *http.Request) {
	s.send(w, r, reply{kind: "image/svg+xml", body: s.icon, cache: "public, max-age=86400"})
}

// serveRobots keeps the archive out of search engines: it quotes others.
func (s *Site) serveRobots(w http.ResponseWriter, r *http.Request) {
	s.send(w, r, reply{kind: "text/plain; charset=utf-8", body: []byte("User-agent: *\nDisallow: /\n")})
}
