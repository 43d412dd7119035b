package fetch

import (
	"errors"
	"fmt"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/microcosm-cc/bluemonday"
	"github.com/wardround/wardround/news"
)

// FeedInput is one feed document as it was received.
type FeedInput struct {
	Body            []byte
	URL             string         // where it came from, after redirects
	ContentType     string         // header, may be empty
	ContentLocation string         // header, may be empty
	Zone            *time.Location // of times that state no zone; default Europe/London
	Now             time.Time      // no item is dated later; zero sets no limit
}

// Feed is what a document says, with its gaps filled.
type Feed struct {
	Title   string
	Home    string     // the site it belongs to
	Items   []FeedItem // in the document's order
	Partial bool       // the document was cut; the items before the cut are here
	Hints   Hints
}

// FeedItem is one item of a feed, with its text as the feed wrote it.
type FeedItem struct {
	news.Item
	RawContent string // HTML, not safe to show; see Content
	RawSummary string
}

// Content returns the item's full text as HTML that is safe to show.
func (i FeedItem) Content() string { return safeHTML(i.RawContent) }

// SummaryHTML returns the item's summary as HTML that is safe to show.
func (i FeedItem) SummaryHTML() string { return safeHTML(i.RawSummary) }

// sanitiser keeps the text inside <object> and <frame>, which stands there for
// readers without them.
var sanitiser = sync.OnceValue(func() *bluemonday.Policy {
	return bluemonday.UGCPolicy().AllowElementsContent("object", "frame", "frameset")
})

func safeHTML(s string) string {
	if !strings.ContainsAny(s, "<&>") {
		return s
	}
	return sanitiser().Sanitize(literalOpening(s))
}

// Hints is what a feed wishes about how often it is read.
type Hints struct {
	TTL       time.Duration // ttl, or sy:updatePeriod over sy:updateFrequency
	SkipHours []int         // hours of the day, GMT
	SkipDays  []time.Weekday
}

// ErrNotFeed says that a document is no feed of any known format.
var ErrNotFeed = errors.New("not a feed")

// ParseFeed reads RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, and JSON Feed 1.0 and
// 1.1. It is lenient: whatever items a document yields are returned. The error
// wraps [ErrNotFeed] when the document is something else.
func ParseFeed(in FeedInput) (Feed, error) {
	if in.Zone == nil {
		in.Zone = london()
	}
	text := decodeDocument(in.Body, in.ContentType)
	base := documentBase(in.URL, in.ContentLocation)
	p := feedParser{in: in, base: base}
	var err error
	switch trimmed := strings.TrimLeft(text, blanks+"\x00"); {
	case strings.HasPrefix(trimmed, "{"):
		err = p.parseJSON(trimmed)
	default:
		err = p.parseXML(text)
	}
	if err != nil {
		return Feed{}, err
	}
	p.finish()
	return p.feed, nil
}

// documentBase is what relative addresses in a document are seen from.
func documentBase(address, contentLocation string) *url.URL {
	base, err := url.Parse(address)
	if err != nil || !base.IsAbs() {
		base = nil
	}
	return resolveBase(base, contentLocation)
}

// feedParser gathers one feed.
type feedParser struct {
	in      FeedInput
	base    *url.URL
	feed    Feed
	authors []string // the feed's own, for items that name none
	texts   aside
}

func (p *feedParser) parseXML(text string) error {
	doc, ok := repair(text, p.base)
	if !ok {
		return fmt.Errorf("parse feed: %w", ErrNotFeed)
	}
	p.feed.Partial, p.texts = doc.partial, doc.texts
	if doc.root == "feed" {
		return p.parseAtom(doc.xml)
	}
	return p.parseRSS(doc.xml)
}

// finish fills what the format left empty.
func (p *feedParser) finish() {
	p.feed.Home = httpLink(p.base, p.feed.Home)
	if p.feed.Title == "" {
		p.feed.Title = firstOf(p.in.URL, p.feed.Home)
	}
	p.feed.Title = clip(plainText(p.feed.Title), maxTitle)
	if len(p.feed.Items) > maxItems {
		p.feed.Items = p.feed.Items[:maxItems]
	}
	for i := range p.feed.Items {
		p.finishItem(&p.feed.Items[i])
	}
}

func (p *feedParser) finishItem(item *FeedItem) {
	item.Link = httpLink(p.base, item.Link)
	if item.Link != "" {
		item.URL, _ = CanonicalURL(item.Link) // it is absolute http(s), so there is no error
	}
	p.fillText(item)
	if len(item.Authors) == 0 {
		item.Authors = p.authors
	}
	item.Title = clip(plainText(item.Title), maxTitle)
	if item.Publisher != "" {
		item.Title = strings.TrimSuffix(item.Title, " - "+item.Publisher) // as news searches write it
	}
	if item.Title == "" {
		item.Title = firstOf(cutWords(item.Summary, titleFromText), cutWords(joinBlocks(item.Body, titleFromText), titleFromText), item.Link)
	}
	item.GUID = clip(strings.TrimSpace(item.GUID), maxGUID)
	item.Published = clampTime(item.Published, p.in.Now)
	item.Updated = clampTime(item.Updated, p.in.Now)
}

const (
	titleFromText = 120  // bytes of a title made of an item's first words
	maxGUID       = 2048 // bytes; longer ones are told apart by their beginning
)

// fillText makes the plain summary and the blocks of an item.
func (p *feedParser) fillText(item *FeedItem) {
	if item.RawContent != "" {
		item.Body = feedBlocks(item.RawContent)
	}
	if item.RawSummary == "" {
		item.Summary = joinBlocks(item.Body, longSummary/3)
		return
	}
	blocks := feedBlocks(item.RawSummary)
	if len(item.Body) == 0 && len(blocks) > 2 && len(item.RawSummary) > longSummary {
		item.Body = blocks
		item.Summary = joinBlocks(blocks[:1], maxSummary)
		return
	}
	item.Summary = joinBlocks(blocks, maxSummary)
}

// httpLink returns ref as an absolute http or https address, or "".
func httpLink(base *url.URL, ref string) string {
	ref = cleanLine(ref)
	abs := absolute(base, ref)
	u, err := url.Parse(abs)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return abs
}

func clampTime(t, now time.Time) time.Time {
	if !now.IsZero() && t.After(now) {
		return now
	}
	return t
}

func firstOf(values ...string) string {
	for _, v := range values {
		if v != "" {
			return v
		}
	}
	return ""
}
