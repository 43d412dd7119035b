package demo

import (
	"time"

	"github.com/wardround/wardround/news"
)

// Publisher is one made-up publisher: a host, its feed and the look of its pages.
type Publisher struct {
	Name    string        // "ward-and-wire"; the host is NAME.example
	Title   string        // as readers know it
	About   string        // its feed's description
	Feed    FeedKind      //
	Markup  Markup        // the shape of its pages
	Delay   time.Duration // before its feed answers
	Broken  Breakage      // what is wrong with its feed
	Writers []Writer
}

// Host returns the publisher's host name.
func (p Publisher) Host() string { return p.Name + ".example" }

// FeedURL returns the address of the publisher's feed.
func (p Publisher) FeedURL() string { return "https://" + p.Host() + p.Feed.path() }

// Writer is an author and the line about them under their articles.
type Writer struct{ Name, Bio string }

// FeedKind is the format of a publisher's feed.
type FeedKind string

const (
	RSS  FeedKind = "rss"  // RSS 2.0, summaries only
	Atom FeedKind = "atom" // Atom 1.0, summaries only
	JSON FeedKind = "json" // JSON Feed 1.1, with the whole text
	RDF  FeedKind = "rdf"  // RSS 1.0, summaries only
)

func (k FeedKind) path() string {
	switch k {
	case Atom:
		return "/atom.xml"
	case JSON:
		return "/feed.json"
	case RDF:
		return "/index.rdf"
	}
	return "/feed.xml"
}

// Markup is the shape of a publisher's pages.
type Markup string

const (
	Semantic Markup = "semantic" // article element, JSON-LD, OpenGraph
	Builder  Markup = "builder"  // nested divs with the classes of a page builder
	Opaque   Markup = "opaque"   // divs with generated class names
	Plain    Markup = "plain"    // a table for a layout, as pages once were
)

// Breakage is what is wrong with a feed or a page on purpose.
type Breakage string

const (
	Whole   Breakage = ""        // nothing
	Cut     Breakage = "cut"     // the feed ends in the middle of an item
	Missing Breakage = "missing" // 404
	Members Breakage = "members" // the page lies where robots.txt forbids to go
)

// Article is one article of the made-up world, its placeholders filled in.
type Article struct {
	Publisher string // name of the publisher
	Slug      string // last part of the address
	URL       string
	Title     string
	Author    string
	Section   string
	Summary   string
	Tags      []string
	Published time.Time
	Body      []news.Block
	Comments  []Comment
	Story     string   // shared by the reports of one event; "" for an event reported once
	Page      Breakage // Whole, Missing or Members
	Fate      Fate
}

// Path returns the path of the article's page.
func (a Article) Path() string {
	if a.Page == Members {
		return forbiddenPath + a.Slug
	}
	return "/news/" + a.Slug
}

// Comment is a reader's comment under an article.
type Comment struct {
	Name string
	At   time.Time
	Text string
}

// Fate is what a good classifier makes of an article.
type Fate struct {
	Relevant bool
	Topic    string // the topic it must at least be filed under, when relevant
	Why      string // otherwise what it is: "unrelated", or the name of the trap it sets
}

// Trap reports whether the article is a look-alike: not relevant, and written
// so that a match of words alone would take it.
func (f Fate) Trap() bool { return !f.Relevant && f.Why != unrelated }

// unrelated is the Fate.Why of ordinary news.
const unrelated = "unrelated"

// forbiddenPath is what every host's robots.txt forbids.
const forbiddenPath = "/members/"
