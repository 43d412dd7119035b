package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/templates"
)

// Archive is what pages read. Lists come without the articles' texts.
type Archive interface {
	Search(ctx context.Context, q news.Search) ([]news.Hit, error)
	Hit(ctx context.Context, id int64) (hit news.Hit, source string, found bool, err error)
	Told(ctx context.Context, article int64) ([]news.Told, error)
	IssueLines(ctx context.Context, now time.Time, limit, offset int) ([]news.IssueLine, error)
	PutRight(ctx context.Context, edition string) ([]news.Correction, error) // of all editions for ""
	IssuesNumbered(ctx context.Context, number int, now time.Time) ([]news.Issue, error)
	TopicTimes(ctx context.Context, topic string, since time.Time) ([]time.Time, error)
	TopicCounts(ctx context.Context, since time.Time) (map[string]int, error)
	SourceCounts(ctx context.Context, since time.Time) (map[string]news.SourceCount, error)
	SourceStates(ctx context.Context) (map[string]news.SourceState, error)
	Ready(ctx context.Context) error
}

// Topic names a topic of the beat and how readers see it.
type Topic struct {
	Name  string `json:"name"`
	Title string `json:"title"`
}

// Retention is how long things are kept, as the privacy page says; 0 is for good,
// but for Pages, where it is not at all.
type Retention struct {
	Messages, Addresses, Texts, Leavers, Pages time.Duration
}

// Statements are the operator's own on the pages about privacy and accessibility;
// what is empty is said as the program knows it.
type Statements struct {
	Purpose, Basis string
	Faults         []string // of accessibility, beside the program's own
	Tested         news.Day // when this installation was last tested for accessibility
}

// Options is what a site is made of beside its archive.
type Options struct {
	// BaseURL is the address readers reach the site at. Links in feeds are made
	// from it, and no other host name is answered; a path in it is where the site
	// begins. Default "": links in feeds have no host, and any name is answered.
	BaseURL string

	// Username and Password are asked for when Username is set.
	Username, Password string

	// UserHeader is the header in which a proxy of these networks names the reader it
	// has logged in; who comes without is refused. Default "": none.
	UserHeader string
	Proxies    []netip.Prefix

	Title     string // of the site. Default "Wardround".
	Notice    string // stands on top of every page, such as a warning that the news is made up
	Version   string
	Topics    []Topic
	Sources   []news.Source // as they were declared at the start
	Editions  []news.Edition
	Operator  news.Operator
	Retention Retention
	Stated    Statements
	Zone      *time.Location // days are read in it. Default UTC.

	// Issue writes a frozen issue as HTML, with links to pages below root.
	Issue func(issue news.Issue, root string) (template.HTML, error)

	// SourcesNow reads the sources as they are declared at this moment, so that one
	// that a command adds is shown at once. Default nil: Sources.
	SourcesNow func(context.Context) ([]news.Source, error)

	// Extract returns the sentences of an article that may be quoted of a source.
	Extract func(hit news.Hit, allowed news.Excerpt) []string

	// Leaving is what personal links do. Default nil: there are none.
	Leaving Leaving

	// Figures says how things stand. Default nil: there is no /metrics.
	Figures func(context.Context) (Figures, error)

	// Promises says where every promise stands on a day. Default nil: there are no
	// pages of promises.
	Promises func(ctx context.Context, asOf news.Day) ([]news.Promise, error)

	// Stories looks stories up. Default nil: there are no pages of stories.
	Stories Stories

	Now func() time.Time // Default time.Now.
}

// Site answers requests. Make one with [New].
type Site struct {
	log     *slog.Logger
	archive Archive
	opts    Options
	base    *url.URL // nil without BaseURL
	prefix  string   // path of BaseURL without its last slash
	pages   map[string]*template.Template
	style   []byte
	icon    []byte
	styleAt string
	slots   chan struct{} // one for each request being answered
	now     func() time.Time
	zone    *time.Location

	asked   sync.Mutex // over known and askedAt
	known   Figures
	askedAt time.Time

	followings
	kept keptReplies
}

// New makes a site. An error is a mistake in a template or in the base URL.
func New(log *slog.Logger, archive Archive, opts Options) (*Site, error) {
	s := &Site{log: log, archive: archive, opts: opts, now: opts.Now, zone: opts.Zone, slots: make(chan struct{}, maxAtOnce)}
	s.followedOn = make(map[news.Day]followedDay)
	if s.now == nil {
		s.now = time.Now
	}
	if s.zone == nil {
		s.zone = time.UTC
	}
	if s.opts.Title == "" {
		s.opts.Title = "Wardround"
	}
	if opts.BaseURL != "" {
		base, err := url.Parse(opts.BaseURL)
		if err != nil || base.Host == "" {
			return nil, fmt.Errorf("base address of the site: want http or https with a host, got %q", opts.BaseURL)
		}
		s.base, s.prefix = base, strings.TrimRight(base.EscapedPath(), "/")
	}
	return s, s.load()
}

// load reads and parses what is embedded.
func (s *Site) load() (err error) {
	if s.style, err = templates.FS.ReadFile("web/style.css"); err != nil {
		return fmt.Errorf("read style: %w", err)
	}
	if s.icon, err = templates.FS.ReadFile("web/icon.svg"); err != nil {
		return fmt.Errorf("read icon: %w", err)
	}
	sum := sha256.Sum256(s.style)
	s.styleAt = "/style-" + hex.EncodeToString(sum[:4]) + ".css"
	layout, err := template.New("layout.html").Funcs(s.funcs()).ParseFS(templates.FS, "web/layout.html", "web/parts.html")
	if err != nil {
		return fmt.Errorf("parse layout: %w", err)
	}
	s.pages = make(map[string]*template.Template)
	for _, name := range pageNames {
		page, err := layout.Clone()
		if err == nil {
			page, err = page.ParseFS(templates.FS, "web/"+name+".html")
		}
		if err != nil {
			return fmt.Errorf("parse page %s: %w", name, err)
		}
		s.pages[name] = page
	}
	return nil
}

// pageNames are the templates beside layout and parts.
var pageNames = []string{"home", "issues", "issue", "article", "topics", "topic", "promises", "promise", "stories", "story", "search", "sources", "about", "leave",
	"privacy", "accessibility", "error"}

// funcs are what templates may call.
func (s *Site) funcs() template.FuncMap {
	return template.FuncMap{
		"at":       s.at,
		"capital":  capital,
		"count":    count,
		"times":    times,
		"day":      s.dayWords,
		"sentence": sentence,
	}
}

// at is the address of a page on this site.
func (s *Site) at(path string) string { return s.prefix + path }

// absolute is the address of a page for programs elsewhere.
func (s *Site) absolute(path string) string {
	if s.base == nil {
		return path
	}
	return s.base.Scheme + "://" + s.base.Host + s.prefix + path
}

// Handler returns the site with its guards.
func (s *Site) Handler() http.Handler { return s.guard(s.routes()) }
