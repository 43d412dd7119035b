package web

import (
	"bytes"
	"encoding/json"
	"errors"
	"net/http"
	"path"
	"strings"

	"github.com/wardround/wardround/news"
)

// page is what a handler makes of a request: data for the template of its name
// and for programs. html/template escapes all of it.
type page struct {
	Name  string // of the template
	Title string
	Menu  string     // entry of the menu it belongs to
	Feeds []feedLink // feeds of the same articles
	Data  any        // has JSON tags

	ownNotice bool   // the page carries a notice itself
	status    int    // 0: 200
	cache     string // as in reply
}

type feedLink struct{ Path, Type, Title string }

// errNoPage says that nothing is at an address.
var errNoPage = errors.New("no such page")

// frame is what the layout shows around a page.
type frame struct {
	page
	Site     string
	Notice   string
	Style    string
	Home     bool // the menu's entry of this very page
	Menus    []menu
	Operator news.Operator
	Query    string // stands in the search box of the header
	JSON     string // the same page for programs
}

type menu struct {
	Path, Name    string
	Here, Current bool // in this part of the site; this very page
}

// show makes a handler of a function that makes a page.
func (s *Site) show(make func(*http.Request) (page, error)) http.Handler {
	return s.keeping(func(r *http.Request) reply {
		p, err := make(r)
		if err != nil {
			p = s.trouble(r, err)
		}
		if wantsJSON(r) {
			return s.asJSON(p)
		}
		return s.asHTML(r, p)
	})
}

func (s *Site) asHTML(r *http.Request, p page) reply {
	f := frame{page: p, Site: s.opts.Title, Notice: s.opts.Notice, Style: s.at(s.styleAt), Operator: s.opts.Operator}
	for _, m := range navigation {
		if m.Path == "/promises" && s.opts.Promises == nil || m.Path == "/stories" && s.opts.Stories == nil {
			continue
		}
		f.Menus = append(f.Menus, menu{Path: m.Path, Name: m.Name, Here: m.Path == p.Menu, Current: m.Path == r.URL.Path})
	}
	if p.ownNotice {
		f.Notice = ""
	}
	if p.status == 0 {
		f.JSON = jsonAddress(r)
	}
	var body bytes.Buffer
	if err := s.pages[p.Name].ExecuteTemplate(&body, "layout.html", f); err != nil {
		s.log.Error("render page", "page", p.Name, "err", err)
		return failure
	}
	return reply{status: p.status, kind: "text/html; charset=utf-8", body: squeeze(body.Bytes()), cache: p.cache}
}

func (s *Site) asJSON(p page) reply {
	body, err := json.MarshalIndent(p.Data, "", " ")
	if err != nil {
		s.log.Error("encode page", "page", p.Name, "err", err)
		return failure
	}
	return reply{status: p.status, kind: "application/json; charset=utf-8", body: append(body, '\n'), cache: p.cache}
}

// failure is the answer when a page was made and could not be written.
var failure = reply{status: http.StatusInternalServerError, kind: "text/plain; charset=utf-8", body: []byte("This page could not be made.\n")}

// problem is the data of a page that says what went wrong.
type problem struct {
	Status int    `json:"status"`
	Error  string `json:"error"`
	Advice string `json:"advice,omitempty"`
}

// trouble is the page in place of one that could not be made. Reasons are for
// the log alone.
func (s *Site) trouble(r *http.Request, err error) page {
	d := problem{http.StatusInternalServerError, "This page could not be made", "The reason is in the log of whoever runs this site. Try again in a minute."}
	switch {
	case errors.Is(err, errNoPage):
		d = problem{http.StatusNotFound, "There is no such page", "The address may have a typing mistake, or what was there is no longer kept."}
	case r.Context().Err() != nil:
		d = problem{http.StatusServiceUnavailable, "This took too long", "Try again in a minute, or ask for less."}
		s.log.Warn("page took too long", "path", loggable(r))
	default:
		s.log.Error("make page", "path", loggable(r), "err", err)
	}
	return page{Name: "error", Title: d.Error, Data: d, status: d.Status}
}

// jsonAddress is where the same page is for programs.
func jsonAddress(r *http.Request) string {
	at := r.URL.Path + ".json"
	if r.URL.Path == "/" {
		at = "/index.json"
	}
	if r.URL.RawQuery != "" {
		at += "?" + r.URL.Query().Encode()
	}
	return at
}

// squeeze drops indentation and blank lines, which a template has for its author
// and every reader would pay for. No element here keeps white space.
func squeeze(html []byte) []byte {
	out := make([]byte, 0, len(html))
	for line := range bytes.Lines(html) {
		if line = bytes.TrimSpace(line); len(line) > 0 {
			out = append(append(out, line...), '\n')
		}
	}
	return out
}

// wantsJSON reports whether the request named JSON by its address, which guard
// has taken the ending from, or prefers it to HTML.
func wantsJSON(r *http.Request) bool {
	if r.Context().Value(asJSON{}) != nil {
		return true
	}
	accept := strings.ToLower(r.Header.Get("Accept"))
	return strings.Contains(accept, "application/json") && !strings.Contains(accept, "text/html")
}

// asJSON marks a request whose address ended in .json.
type asJSON struct{}

// cutJSON takes the ending from the address of a page.
func cutJSON(at string) (string, bool) {
	rest, found := strings.CutSuffix(at, ".json")
	if !found || path.Base(at) == "feed.json" {
		return at, false
	}
	if rest == "/index" {
		rest = "/"
	}
	return rest, true
}
