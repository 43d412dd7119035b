package news

import "time"

// PagesWanted says which wanted pages are meant.
type PagesWanted struct {
	Now   time.Time // those that may be asked for then
	At    string    // those whose address holds this, in any place; "" means all
	Limit int       // 0 means all
}

// WantedPage is an article whose page is to be scraped.
type WantedPage struct {
	Article      Article // whole, with the feed's own Summary and Body
	Tries        int     // how often its page was asked for in vain
	Revisit      bool    // it was read before, and its source has edited the article since
	ETag         string  // of the page as it was read last, byte for byte; Revisit only
	LastModified string  //
}

// RobotsFile is what a host said in its robots.txt.
type RobotsFile struct {
	Origin  string // scheme and host
	Text    string // empty when everything is allowed
	Refused bool   // it could not be had, so nothing is allowed
	Asked   time.Time
	Until   time.Time // believed until then
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
	ETag        string // of the page at RawURL, byte for byte
	Modified    string // its Last-Modified header, likewise
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
	Revisit bool // the article stays as it is; a zero Until ends the revisit
	Gone    bool // the server said 404 or 410
}
