package news

import (
	"strings"
	"time"
)

// BlockKind names the role of a block of text in an article's body.
type BlockKind string

const (
	Paragraph BlockKind = "p"  // running text
	Subhead   BlockKind = "h"  // a heading inside the body
	Quotation BlockKind = "q"  // a block of somebody else's words
	ListItem  BlockKind = "li" // one entry of a list
)

// Block is one block of an article's body: text without markup, on one line.
type Block struct {
	Kind BlockKind `json:"kind"`
	Text string    `json:"text"`

	NoQuote bool `json:"no_quote,omitempty"` // the publisher marked it data-nosnippet: read, never quoted
}

// Comment is a reader's comment under an article. Its text is used while the
// page is judged and is never stored; the topics it touches and its day are.
type Comment struct {
	Day    Day      `json:"day,omitempty"`
	Topics []string `json:"topics,omitempty"`
	Text   string   `json:"-"`
}

// Quality says how much of an article its page gave.
type Quality string

const (
	QualityFull      Quality = "full"      // the whole article
	QualityTeaser    Quality = "teaser"    // an opening only
	QualityWall      Quality = "wall"      // behind a paywall, consent or log-in page
	QualityChallenge Quality = "challenge" // a bot wall
	QualityOther     Quality = "other"     // a listing, PDF, video
	QualityFailed    Quality = "failed"    // not readable
	QualityFeed      Quality = "feed"      // no page; the feed's own text stands in
)

// ArticleKind says what sort of text an article is.
type ArticleKind string

const (
	KindReport    ArticleKind = "report"        // the publisher's own reporting
	KindPress     ArticleKind = "press release" // a body's or supplier's own words
	KindSponsored ArticleKind = "sponsored"     // paid for
	KindOpinion   ArticleKind = "opinion"       // comment, blog, letter
	KindOfficial  ArticleKind = "official"      // a public body's publication
)

// PageState says where an article's page stands.
type PageState string

const (
	PageWanted PageState = "wanted" // to be scraped
	PageDone   PageState = "done"   // scraped, or without a page
	PageFailed PageState = "failed" // not readable; the source's own text stands in
	PageKnown  PageState = "known"  // older than its source's first read: never scraped, never selected
)

// Article is one text at one canonical URL, however many sources list it.
type Article struct {
	ID           int64       `json:"id"`
	URL          string      `json:"url"`
	Source       string      `json:"source"` // name of the source that listed it first
	Publisher    string      `json:"publisher"`
	Title        string      `json:"title"`
	Standfirst   string      `json:"standfirst,omitempty"`
	Authors      []string    `json:"authors,omitempty"`
	Published    time.Time   `json:"published,omitzero"`      // an instant the source stated; zero when none
	PublishedDay Day         `json:"published_day,omitempty"` // a day the page stated, when no instant is known
	FirstSeen    time.Time   `json:"first_seen,omitzero"`
	Summary      string      `json:"summary,omitempty"` // the source's own summary
	Body         []Block     `json:"body,omitempty"`
	Comments     []Comment   `json:"comments,omitempty"`
	Quality      Quality     `json:"quality,omitempty"`
	Kind         ArticleKind `json:"kind,omitempty"`
	Language     string      `json:"language,omitempty"`
	Section      string      `json:"section,omitempty"`  // of the publication, as the page states it
	Document     string      `json:"document,omitempty"` // address of the primary document it links, if it names one
	MaxSnippet   int         `json:"max_snippet"`        // characters the publisher allows to be quoted; -1 without limit
	State        PageState   `json:"state"`
	Reason       string      `json:"reason,omitempty"`   // why the page is not whole
	Evidence     []string    `json:"evidence,omitempty"` // which source gave each value: "title: h1"
	Revision     int         `json:"revision"`
	Hash         string      `json:"hash,omitempty"` // of title and body
}

// Day returns the day the article was published on, in loc, or "" when none is known.
func (a Article) Day(loc *time.Location) Day {
	if !a.Published.IsZero() {
		return DayOf(a.Published, loc)
	}
	return a.PublishedDay
}

// Text returns standfirst and body, one block a line.
func (a Article) Text() string {
	var b strings.Builder
	if a.Standfirst != "" {
		b.WriteString(a.Standfirst)
	}
	for _, block := range a.Body {
		if b.Len() > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(block.Text)
	}
	return b.String()
}

// Page is what was taken out of a page: the article and nothing else.
type Page struct {
	URL        string      `json:"url"` // canonical, after redirects
	Title      string      `json:"title"`
	Standfirst string      `json:"standfirst,omitempty"`
	Authors    []string    `json:"authors,omitempty"`
	Publisher  string      `json:"publisher,omitempty"` // as the page names itself
	Published  Day         `json:"published,omitempty"`
	Reprint    bool        `json:"reprint,omitempty"` // its own text says it was first published on Published, long before this page
	Modified   Day         `json:"modified,omitempty"`
	Body       []Block     `json:"body,omitempty"`
	Comments   []Comment   `json:"comments,omitempty"`
	Quality    Quality     `json:"quality"`
	Kind       ArticleKind `json:"kind,omitempty"`
	Language   string      `json:"language,omitempty"`
	Section    string      `json:"section,omitempty"`
	Document   string      `json:"document,omitempty"` // address of the primary document linked, if any
	MaxSnippet int         `json:"max_snippet"`        // -1 without limit
	Evidence   []string    `json:"evidence,omitempty"`
	Reason     string      `json:"reason,omitempty"` // why the quality is not full
	Rule       string      `json:"rule,omitempty"`   // the site rule that applied
}

// Sighting is one item of one source, and the article it stands for.
type Sighting struct {
	Source  string    `json:"source"` // the source's identity
	GUID    string    `json:"guid"`
	Article int64     `json:"article"`
	Seen    time.Time `json:"seen,omitzero"`
}
