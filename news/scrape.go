package news

import "time"

// WantedPage is an article whose page is to be scraped.
type WantedPage struct {
	Article Article // whole, with the feed's own Summary and Body
	Tries   int     // how often its page was asked for in vain
}

// ScrapedPage is the result of one look at an article's page.
type ScrapedPage struct {
	Article     int64
	Page        Page
	State       PageState // PageDone or PageFailed
	At          time.Time
	Raw         []byte // decoded body as received; nil when there is none
	ContentType string // of Raw, as the server named it
	RawURL      string // where Raw came from, after redirects
	Robots      string // the X-Robots-Tag header that came with Raw
	Again       bool   // read anew from a kept page: what differs is our reading, no edit of the publisher's
}

// KeptPage is a page as it was received for an article.
type KeptPage struct {
	Article     Article
	URL         string // after redirects
	ContentType string
	Robots      string // the X-Robots-Tag header
	At          time.Time
	Raw         []byte
}

// PostponedPage says that an article's page is to be asked for later.
type PostponedPage struct {
	Article int64
	Until   time.Time
	Tried   bool // the page was really asked for
	Reason  string
}
