package news

import (
	"slices"
	"time"
)

// WhenEmpty says what happens to a slot that has no stories.
type WhenEmpty string

const (
	EmptySkip WhenEmpty = "skip" // recorded, not sent
	EmptyNote WhenEmpty = "note" // a short issue that says so
)

// Recipient is one address an edition goes to. List marks a distribution list,
// which gets no personal link.
type Recipient struct {
	Address string `json:"address"`
	Name    string `json:"name,omitempty"`
	List    bool   `json:"list,omitempty"`
}

// Edition is a named digest: what it covers, who gets it and when.
type Edition struct {
	Name       string
	Title      string
	Schedule   string         // five-field cron line
	Location   *time.Location // the zone Schedule is read in
	Topics     []string       // empty means all
	Recipients []Recipient
	From       string // RFC 5322 mailbox
	ReplyTo    string
	MaxStories int
	Excerpts   int // how many stories carry an excerpt; 0 means three
	Sentences  int // how many further ones carry one sentence; 0 means nine
	WhenEmpty  WhenEmpty
	Review     time.Duration

	Introduction string // stands under the title of every issue
	Accent       string // colour of links and bars, such as "#0b5394"; "" is ours
}

// Slot is one local wall-clock instant of an edition's schedule. It names the issue.
type Slot struct {
	Edition string    `json:"edition"`
	Key     string    `json:"key"` // local wall clock: "2026-11-23T07:30"
	At      time.Time `json:"at,omitzero"`
}

// IssueState says where an issue stands.
type IssueState string

const (
	IssueFrozen  IssueState = "frozen"  // written, deliveries outstanding
	IssueSent    IssueState = "sent"    // nothing outstanding
	IssueEmpty   IssueState = "empty"   // nothing to tell; not sent
	IssueMissed  IssueState = "missed"  // its slot was too long ago
	IssueExpired IssueState = "expired" // given up with deliveries outstanding
)

// Issue is what one slot produced, frozen: everything that mail, archive and
// JSON need to show it, with no way back to the articles.
type Issue struct {
	Version  int           `json:"version"` // of this format: 1
	Number   int           `json:"number"`
	Edition  string        `json:"edition"`
	Title    string        `json:"title"`
	Slot     Slot          `json:"slot"`
	From     time.Time     `json:"from,omitzero"` // window of first sight, half-open
	To       time.Time     `json:"to,omitzero"`
	Zone     string        `json:"zone"`                       // IANA name; days are read in it
	Notice   string        `json:"notice,omitempty"`           // first line: "made-up news"
	Promises []PromiseLine `json:"promises,omitempty"`         // those that changed or fall due
	Unshown  int           `json:"promises_unshown,omitempty"` // more that changed
	Sections []Section     `json:"sections"`
	More     []Story       `json:"more,omitempty"`    // beyond the limit: headline and link only
	Dropped  int           `json:"dropped,omitempty"` // relevant, but not even in More
	Coverage Coverage      `json:"coverage"`
	Operator Operator      `json:"operator"`
	First    bool          `json:"first,omitempty"` // the edition's first issue

	EveryHours int `json:"every_hours,omitempty"` // between two slots of the edition; 0: not known

	Introduction string       `json:"introduction,omitempty"` // of the edition
	Accent       string       `json:"accent,omitempty"`       // of the edition
	Corrections  []Correction `json:"corrections,omitempty"`  // of what earlier issues said
	Dates        []DateAhead  `json:"dates,omitempty"`        // soonest first
	Earlier      []int        `json:"earlier,omitempty"`      // stories of the issues before, newest first
	Removed      []Removed    `json:"removed,omitempty"`      // taken out since it was sent
}

// Tells reports whether there is anything to send: a story, a promise that moved or
// falls due, or a correction. What a first issue tells of promises that moved before its
// window is background, and waits for the first issue that has news.
func (i Issue) Tells() bool {
	return i.Stories() > 0 || len(i.Corrections) > 0 ||
		slices.ContainsFunc(i.Promises, func(p PromiseLine) bool { return !i.Background(p) })
}

// Background reports whether a promise of a first issue moved before its window.
func (i Issue) Background(p PromiseLine) bool {
	if !i.First || p.Status == Due {
		return false
	}
	moved := p.Now.Day
	if p.Status == Overdue {
		moved = p.Due
	}
	zone, err := time.LoadLocation(i.Zone)
	if err != nil {
		zone = time.UTC // a frozen issue stays readable where the zone is not known
	}
	return moved < DayOf(i.From, zone)
}

// Correction puts right what an earlier issue said.
type Correction struct {
	Issue   int    `json:"issue"`             // number of the issue that said it
	Ref     string `json:"ref,omitempty"`     // what it is about: a story or a promise
	Text    string `json:"text"`              // what was wrong and what is right, by the operator
	Promise bool   `json:"promise,omitempty"` // it is about a promise
	About   string `json:"about,omitempty"`   // title of the story or promise; "": not known any more
	URL     string `json:"url,omitempty"`     // what that rests on

	At time.Time `json:"at,omitzero"` // when the operator wrote it
}

// Says reports whether the issue tells the story or promise ref.
func (i Issue) Says(ref string) bool {
	_, _, told := i.Told(ref)
	return told
}

// Told returns what the issue tells under ref: the title of a story or promise and the
// address it rests on. A promise that is only a day ahead has neither.
func (i Issue) Told(ref string) (title, url string, told bool) {
	for _, p := range i.Promises {
		if p.Ref == ref {
			return p.Title, p.Now.URL, true
		}
	}
	for _, d := range i.Dates {
		if d.Promise && d.Ref == ref {
			return "", "", true
		}
	}
	stories := i.More
	for _, section := range i.Sections {
		stories = append(stories[:len(stories):len(stories)], section.Stories...)
	}
	for _, s := range stories {
		if s.Ref == ref {
			return s.Title, s.URL, true
		}
	}
	return "", "", false
}

// DateAhead is a day that somebody has stated and that is still to come.
type DateAhead struct {
	Day  Day    `json:"day"`
	What string `json:"what"` // "consultation closes: Six trusts ask about data jobs"
	Ref  string `json:"ref"`

	Promise bool   `json:"promise,omitempty"` // something promised falls due; else an event
	URL     string `json:"url,omitempty"`     // of the report that states an event
}

// Stories counts the stories of all sections.
func (i Issue) Stories() int {
	n := 0
	for _, s := range i.Sections {
		n += len(s.Stories)
	}
	return n
}

// Section is the stories of one topic.
type Section struct {
	Topic   string  `json:"topic"`
	Title   string  `json:"title"`
	Stories []Story `json:"stories"`
}

// Layer says how much of a story an issue tells.
type Layer string

const (
	LayerLead   Layer = "lead"   // with an excerpt
	LayerSecond Layer = "second" // with one sentence
	LayerBrief  Layer = "brief"  // headline and link
)

// Story is what several articles tell about one event; often there is only one.
type Story struct {
	Ref       string      `json:"ref"` // "11.3": story 3 of issue 11
	Article   int64       `json:"article"`
	Revision  int         `json:"revision"`
	Title     string      `json:"title"`
	URL       string      `json:"url"`
	Publisher string      `json:"publisher"`
	Day       Day         `json:"day,omitempty"`
	Kind      ArticleKind `json:"kind,omitempty"`
	Quality   Quality     `json:"quality,omitempty"`
	Level     Level       `json:"level"`
	Score     float64     `json:"score"`
	Layer     Layer       `json:"layer,omitempty"`   // empty is told in full
	Excerpt   []string    `json:"excerpt,omitempty"` // adjoining whole sentences in the publisher's words
	Why       string      `json:"why"`
	Topics    []string    `json:"topics"`
	Also      []Also      `json:"also,omitempty"`    // other reports of the same event
	Role      string      `json:"role,omitempty"`    // how the article came by its story, when others tell it too: "original", "re-report"
	Of        string      `json:"of,omitempty"`      // re-reports and copies: of whom
	Before    *Before     `json:"before,omitempty"`  // the affair at an earlier stage
	Since     string      `json:"since,omitempty"`   // an earlier issue told the story under this reference
	Updates   string      `json:"updates,omitempty"` // reference under which an earlier issue told it
	Changed   string      `json:"changed,omitempty"` // what is new since then: "its headline was “…”"
	Note      string      `json:"note,omitempty"`    // the operator's own words
}

// Before is the story that told an affair at an earlier stage: announced, before it
// was delayed.
type Before struct {
	Ref       string `json:"ref,omitempty"` // when the edition told it
	Article   int64  `json:"article"`
	Publisher string `json:"publisher"`
	Title     string `json:"title"`
	URL       string `json:"url"`
	Day       Day    `json:"day"`
}

// Also is another report of a story.
type Also struct {
	Publisher string `json:"publisher"`
	Title     string `json:"title"`
	URL       string `json:"url"`
	Day       Day    `json:"day,omitempty"`
	Article   int64  `json:"article,omitempty"`
	Revision  int    `json:"revision,omitempty"`
	Role      string `json:"role,omitempty"` // as in [Story]
	Of        string `json:"of,omitempty"`
}

// Coverage says how complete an issue is, in the reader's words.
type Coverage struct {
	WatchedFrom time.Time       `json:"watched_from,omitzero"` // since when sources are read
	Sources     int             `json:"sources"`
	Read        int             `json:"read"` // whole week, without trouble
	Troubled    []SourceTrouble `json:"troubled,omitempty"`
	Silent      []SourceTrouble `json:"silent,omitempty"`    // read, but without anything new for long
	Away        []ReadGap       `json:"away,omitempty"`      // stretches of the window in which no source was read
	Considered  int             `json:"considered"`          // articles first seen in the window
	Relevant    int             `json:"relevant"`            // of these, told by the issue
	LeftOut     int             `json:"left_out,omitempty"`  // of these, taken out by the operator before the freeze
	Elsewhere   int             `json:"elsewhere,omitempty"` // of these, relevant but not to this edition: other topics, or too old
	Unread      int             `json:"unread"`              // pages that could not be read; judged by the feed's text
}

// SourceTrouble says that a source's news may be missing.
type SourceTrouble struct {
	Name  string  `json:"name"`
	What  Outcome `json:"what"`
	Since Day     `json:"since,omitempty"`
}

// Operator is who runs this installation, as readers are told.
type Operator struct {
	Name    string `json:"name,omitempty"`
	Contact string `json:"contact,omitempty"`
}

// DeliveryState says where one issue stands for one recipient.
type DeliveryState string

const (
	Pending    DeliveryState = "pending"    // never offered, or offered and not blamed
	Talking    DeliveryState = "talking"    // claimed; before the final dot
	Committing DeliveryState = "committing" // the final dot may have been sent
	Sent       DeliveryState = "sent"       // accepted by the relay
	Retry      DeliveryState = "retry"      // refused for now
	Failed     DeliveryState = "failed"     // refused for good
	Unknown    DeliveryState = "unknown"    // the reply to the final dot was lost
	Suppressed DeliveryState = "suppressed" // not wanted any more: left, refused again and again, or dropped
	Expired    DeliveryState = "expired"    // the issue is too old to be of use
)

// Open reports whether the last word on a delivery is still to come.
func (s DeliveryState) Open() bool {
	switch s {
	case Pending, Talking, Committing, Retry, Unknown:
		return true
	}
	return false
}

// Delivery is one issue to one recipient.
type Delivery struct {
	ID        int64         `json:"id"`
	Issue     int64         `json:"issue"`
	Edition   string        `json:"edition"`
	Number    int           `json:"number"`
	Recipient Recipient     `json:"recipient"`
	State     DeliveryState `json:"state"`
	Attempts  int           `json:"attempts"`
	NextAt    time.Time     `json:"next_at,omitzero"`
	Expires   time.Time     `json:"expires,omitzero"`
	MessageID string        `json:"message_id,omitempty"`
	Message   []byte        `json:"-"`                      // rendered and signed; set at the first claim
	Hash      string        `json:"message_hash,omitempty"` // SHA-256 of a message whose bytes are kept no longer
	Code      int           `json:"code,omitempty"`
	Reply     string        `json:"reply,omitempty"`
	Enhanced  string        `json:"-"` // code of RFC 3463 in the last reply, such as "5.1.1"
	Blamed    bool          `json:"-"` // the last reply refused the address, not the message
	SentAt    time.Time     `json:"sent_at,omitzero"`
	Resent    bool          `json:"resent,omitempty"` // offered again after an unknown end
	Fence     int64         `json:"fence"`            // grows with each claim; a write with an old one is refused
}

// Claim asks for deliveries to send.
type Claim struct {
	Now    time.Time
	Lease  time.Duration // how long the claim holds without being settled
	Resend bool          // also those whose end is unknown, once more
	Most   int           // how many at most
}
