package web

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync"
)

// reply is an answer. [reply.finished] fills what stands below the line.
type reply struct {
	status int // 0: 200
	kind   string
	body   []byte
	cache  string // default: ask each time whether it is still the same

	packed []byte // the body for who takes gzip; nil when that is not worth it
	tag    string // of a page that was made well
}

// worthPacking is where gzip begins to save more than its own frame costs.
const worthPacking = 1000

// packers are used again: a new one takes as long as packing ten pages.
var packers = sync.Pool{New: func() any { return gzip.NewWriter(io.Discard) }}

// finished packs the body and gives it a tag. The tag is weak: packed or not, it is
// the same page.
func (p reply) finished() reply {
	if p.status == 0 {
		p.status = http.StatusOK
	}
	if p.status == http.StatusOK && p.tag == "" {
		sum := sha256.Sum256(p.body)
		p.tag = `W/"` + hex.EncodeToString(sum[:10]) + `"`
	}
	if len(p.body) >= worthPacking && p.packed == nil {
		var packed bytes.Buffer
		zip := packers.Get().(*gzip.Writer)
		zip.Reset(&packed)
		_, err := zip.Write(p.body)
		if closeErr := zip.Close(); err == nil && closeErr == nil { // a buffer never fails
			p.packed = packed.Bytes()
		}
		packers.Put(zip)
	}
	return p
}

// send writes a reply with an ETag, packed when the reader takes that, or only
// says that nothing changed.
func (s *Site) send(w http.ResponseWriter, r *http.Request, p reply) {
	p = p.finished()
	header := w.Header()
	header.Set("Content-Type", p.kind)
	header.Set("Vary", "Accept, Accept-Encoding")
	header.Set("Cache-Control", cmp.Or(p.cache, "private, no-cache"))
	if p.tag != "" {
		header.Set("ETag", p.tag)
		if known(r.Header.Get("If-None-Match"), p.tag) {
			w.WriteHeader(http.StatusNotModified)
			return
		}
	}
	body := p.body
	if p.packed != nil && takesGzip(r.Header.Get("Accept-Encoding")) {
		header.Set("Content-Encoding", "gzip")
		body = p.packed
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
