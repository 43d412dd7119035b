package news

import (
	"cmp"
	"time"
)

// SourceKind says how a source is read.
type SourceKind string

const (
	KindFeed   SourceKind = "feed"   // RSS, Atom, RDF or JSON Feed
	KindSite   SourceKind = "site"   // a home page; its feed is discovered and remembered
	KindPage   SourceKind = "page"   // no feed: links are picked from a page by selectors
	KindSearch SourceKind = "search" // a feed of search results
)

// SourceOrigin says where a source was declared. Configuration wins over the
// store, the store over the beat's starter list.
type SourceOrigin string

const (
	FromConfig  SourceOrigin = "config"  // the configuration file
	FromStore   SourceOrigin = "store"   // added by a command
	FromStarter SourceOrigin = "starter" // the beat's own list
	FromCommand SourceOrigin = "command" // named on the command line for one run
)

// Excerpt says what of a publisher's words may be quoted in an issue.
type Excerpt string

const (
	ExcerptShort Excerpt = "short" // at most two sentences, 60 words, a tenth of the body
	ExcerptFeed  Excerpt = "feed"  // only what the feed itself carries
	ExcerptNone  Excerpt = "none"  // headline and link only
)

// Source is a publisher's list of news that is read again and again. Its URL as
// declared is its identity; Name is unique and for people.
type Source struct {
	Name    string        `json:"name"`
	URL     string        `json:"url"`
	Kind    SourceKind    `json:"kind"`
	Origin  SourceOrigin  `json:"origin"`
	Every   time.Duration `json:"every,omitempty"`   // least time between reads; 0 leaves it to the program
	List    string        `json:"list,omitempty"`    // KindPage: selector of one entry
	Link    string        `json:"link,omitempty"`    // KindPage: selector of the link inside an entry
	Topics  []string      `json:"topics,omitempty"`  // the only topics it may select for; empty means all
	Excerpt Excerpt       `json:"excerpt,omitempty"` // default short
	Mark    string        `json:"mark,omitempty"`    // starter list: A, B or C, how sure the address is
	Off     bool          `json:"off,omitempty"`     // listed, not polled
}

// SourceState is what is remembered of a source from one read to the next.
// Validators are kept byte for byte as the server sent them (RFC 9110 section 8.8).
type SourceState struct {
	URL          string        `json:"url"`                     // the source's identity
	Name         string        `json:"name,omitempty"`          // as declared at the last read; kept by the store
	Excerpt      Excerpt       `json:"excerpt,omitempty"`       // likewise; what may be quoted once it is declared no more
	CurrentURL   string        `json:"current_url,omitempty"`   // where it is read after discovery or a permanent move
	Moved        bool          `json:"moved,omitempty"`         // CurrentURL is a permanent move, not a discovery
	MovedTo      string        `json:"moved_to,omitempty"`      // a permanent move seen but not yet trusted
	MovedSince   time.Time     `json:"moved_since,omitzero"`    // when MovedTo was first seen
	ETag         string        `json:"etag,omitempty"`          //
	LastModified string        `json:"last_modified,omitempty"` //
	ValidatorsOf string        `json:"validators_of,omitempty"` // where both came from, if a redirect led there
	BodyHash     string        `json:"body_hash,omitempty"`     // of the last document that parsed
	FirstRead    time.Time     `json:"first_read,omitzero"`     // first successful read; zero when there was none
	LastRead     time.Time     `json:"last_read,omitzero"`      // last successful read, 304 included
	LastTry      time.Time     `json:"last_try,omitzero"`       //
	Due          time.Time     `json:"due,omitzero"`            // not before this instant, unless forced
	NotBefore    time.Time     `json:"not_before,omitzero"`     // the server's own wish (Retry-After); force does not override it
	LastUncond   time.Time     `json:"last_uncond,omitzero"`    // last read without validators
	Failures     int           `json:"failures"`                // in a row
	FailingSince time.Time     `json:"failing_since,omitzero"`  //
	Status       int           `json:"status"`                  // HTTP status of the last answer, 0 for none
	Outcome      Outcome       `json:"outcome"`                 //
	Reason       string        `json:"reason,omitempty"`        // of a failure, in plain words
	Items        int           `json:"items"`                   // in the last document that parsed
	EmptyReads   int           `json:"empty_reads,omitempty"`   // in a row that listed nothing, after one that listed something
	LastNew      time.Time     `json:"last_new,omitzero"`       // when it last had an article not known before
	Newest       time.Time     `json:"newest,omitzero"`         // latest publication it ever stated
	Habit        time.Duration `json:"habit,omitempty"`         // usual gap between its items; 0 when not known
	Shaken       int           `json:"shaken,omitempty"`        // good reads still wanted before trouble counts as over
	Trouble      Outcome       `json:"trouble,omitempty"`       // of the trouble that Shaken is about
	SlowReads    int           `json:"slow_reads,omitempty"`    // slow reads in excess of quick ones
	Flooded      time.Time     `json:"flooded,omitzero"`        // when it last listed its past as if it were new
	FloodItems   int           `json:"flood_items,omitempty"`   // how many of that were kept as known
	Left         int           `json:"left,omitempty"`          // kept by the store: new items of its last list, too many for one read, that wait for the next
	Slow         bool          `json:"slow,omitempty"`          //
	Gone         bool          `json:"gone"`                    // 410: never asked again
	Gaps         []ReadGap     `json:"gaps,omitempty"`          // kept by the store, oldest first
}

// ReadGap is a stretch in which a source was not read: it failed, or nobody asked.
type ReadGap struct {
	From time.Time `json:"from,omitzero"` // last read before it
	To   time.Time `json:"to,omitzero"`   // first read after it; zero while it lasts
}

// Address returns where the source is read now.
func (s SourceState) Address() string {
	if s.CurrentURL != "" {
		return s.CurrentURL
	}
	return s.URL
}

// Quotable is what may be quoted of a source that is declared no more: what was allowed
// when it was last read, and nothing of one read by a version that did not remember that.
func (s SourceState) Quotable() Excerpt { return cmp.Or(s.Excerpt, ExcerptNone) }

// AskAgain forgets that the publisher ended the source, and the trouble that told
// it. What the server asked for (NotBefore) holds.
func (s *SourceState) AskAgain() {
	s.Gone, s.Failures, s.Shaken = false, 0, 0
	s.Outcome, s.Trouble, s.Reason = "", "", ""
	s.FailingSince, s.Due = time.Time{}, time.Time{}
}

// Outcome classes one read of a source.
type Outcome string

const (
	OutcomeNew        Outcome = "read"       // a document that parsed
	OutcomeUnchanged  Outcome = "unchanged"  // 304, or the same bytes
	OutcomePartial    Outcome = "partial"    // a cut document; the items before the cut were taken
	OutcomeSkipped    Outcome = "skipped"    // not due, or asked to wait
	OutcomeFailed     Outcome = "failed"     // network, server or parse error
	OutcomeRefused    Outcome = "refused"    // 401, 403, 429, robots.txt, address not allowed
	OutcomeChallenged Outcome = "challenged" // a bot wall, consent or log-in page in place of the feed
	OutcomeGone       Outcome = "gone"       // 410
	OutcomeNotAFeed   Outcome = "not a feed" // a page or other document where a feed was expected
)

// OK reports whether the source's content is known after a read with this outcome.
func (o Outcome) OK() bool {
	return o == OutcomeNew || o == OutcomeUnchanged || o == OutcomePartial
}

// Item is one entry of a source, cleaned: plain text without markup or control
// characters, absolute http(s) link, instants where the source stated any.
type Item struct {
	GUID      string
	Link      string // as the source gave it, absolute
	URL       string // canonical form of Link
	Title     string
	Authors   []string
	Published time.Time // zero when not stated
	Updated   time.Time
	Summary   string  // plain text
	Publisher string  // named by a source that collects others' news; empty: the source's own
	Body      []Block // the source's own full text, if it carries one
}

// Poll is the outcome of one read of a source. A store saves all of it, state
// and items, in one transaction.
type Poll struct {
	Source  Source
	State   SourceState // to be remembered from now on
	At      time.Time
	Outcome Outcome
	Items   []Item
	Took    time.Duration
	Bytes   int64
	Fresh   time.Time // first read only: items published before it are stored as known; zero takes all
	Error   error     // why it failed; nil when Outcome.OK

	// Judge, if set, gives new articles their verdict as they are saved. It is for
	// polls after which nothing more will be known of them, for want of a scrape;
	// else they are judged once their pages are there.
	Judge func(Article) Verdict
}

// PollSaved says what a saved poll changed.
type PollSaved struct {
	New     int // articles not known before that are to be read
	Known   int // articles of a first read that are older than its window
	Updated int // articles whose title or text in the feed changed
	Judged  int // of New: those that have a verdict
	Items   int
	Flood   int // of Known: old items of a list that came back under new ids; see SourceState.Flooded
	Left    int // of Items: new ones beyond what one read brings; see SourceState.Left
}
