package news

import "cmp"

// Signal says what a statement does to the promise it speaks of.
type Signal string

const (
	SignalPromise Signal = "promise" // said for the first time
	SignalRepeat  Signal = "repeat"  // the same again
	SignalSlip    Signal = "slip"    // the sentence itself says that it moved or was missed
	SignalDrop    Signal = "drop"    // given up, folded into something else, or its date withdrawn
	SignalKept    Signal = "kept"    // it happened
)

// Grain says how a time phrase names its days.
type Grain string

const (
	GrainHard       Grain = "hard"       // a date, or a period of the calendar
	GrainSoft       Grain = "soft"       // loose words with a window of ours: "imminent"
	GrainParliament Grain = "parliament" // a parliament, recess or election, by a table
	GrainVague      Grain = "vague"      // words that name no window: "in due course"
	GrainNone       Grain = ""           // no time phrase
)

// Basis says whose reading a due date is.
type Basis string

const (
	BasisStated Basis = "stated" // a date or calendar period in their words
	BasisRead   Basis = "read"   // our reading of loose words, of a season without a year, or of a table
)

// ActorClass says whether who speaks has power over the thing.
type ActorClass string

const (
	ActorOwner    ActorClass = "owner"    // has power over it
	ActorOutsider ActorClass = "outsider" // asks, hopes, forecasts
	ActorUnknown  ActorClass = ""         // not said
)

// Statement is one sentence that promises, moves, drops or reports the outcome of
// something. It is kept for good, also when its page changes or goes.
type Statement struct {
	ID        string     `json:"id"`
	Article   int64      `json:"article,omitempty"`
	URL       string     `json:"url"`
	Source    string     `json:"source,omitempty"` // by name, that listed the article
	Publisher string     `json:"publisher"`
	Title     string     `json:"title"`           // of the article
	Reported  Day        `json:"reported"`        // when it was published: windows count from it
	Said      Day        `json:"said,omitempty"`  // when it was said, if the report names a day
	About     bool       `json:"about,omitempty"` // Said is a guess: that week, that month
	Seen      Day        `json:"seen,omitempty"`  // when we first read it
	Sentence  string     `json:"sentence"`
	Quote     string     `json:"quote"`              // at most 25 words of it; "" where nothing may be quoted
	NoQuote   bool       `json:"no_quote,omitempty"` // behind a wall, not let be quoted by its publisher, or by its source here: no reader is shown its words
	InFeed    bool       `json:"in_feed,omitempty"`  // the feed itself carries the sentence
	Zone      Zone       `json:"zone"`
	Block     int        `json:"block"`
	Start     int        `json:"start"` // bytes of the block
	End       int        `json:"end"`
	Hash      string     `json:"hash,omitempty"`    // of the page it was read in
	Changed   bool       `json:"changed,omitempty"` // the page no longer holds the sentence
	Speaker   string     `json:"speaker,omitempty"` // by name, as reported; shown only where names are allowed
	Office    string     `json:"office,omitempty"`  // what the speaker was on that day
	Actor     string     `json:"actor,omitempty"`   // the body that promises
	Class     ActorClass `json:"class,omitempty"`   //
	Subject   string     `json:"subject,omitempty"` //
	Thing     string     `json:"thing,omitempty"`   // what is promised, in a few words: "publish the framework"; "" where the sentence does not name it
	Action    string     `json:"action,omitempty"`  // publish, launch, roll-out, fund, recruit, legislate, consult, other
	Phrase    string     `json:"phrase,omitempty"`  // the time phrase as written
	From      Day        `json:"from,omitempty"`
	To        Day        `json:"to,omitempty"`
	NamedFrom Day        `json:"named_from,omitempty"` // the period that is named, without its preposition
	NamedTo   Day        `json:"named_to,omitempty"`
	Grain     Grain      `json:"grain,omitempty"`
	Basis     Basis      `json:"basis,omitempty"`
	Commits   bool       `json:"commits"` // it promises something; else it only reports an outcome
	Signal    Signal     `json:"signal"`
	Beside    bool       `json:"beside,omitempty"`    // brings up something new that is nothing of the beat by its noun
	LeftOpen  []string   `json:"left_open,omitempty"` // what was plainly left open beside it: "money"
	Secondary bool       `json:"secondary,omitempty"` // a leak or unnamed source: marks as disputed, changes no status
	ByHand    bool       `json:"by_hand,omitempty"`   // entered by hand, from before watching began
	Rules     []string   `json:"rules"`               // what made it a statement
	Keys      []string   `json:"keys"`                // what it is linked by
}

// Unquoted is the statement without the words to show. Day, office and link remain:
// they are facts.
func (s Statement) Unquoted() Statement {
	s.Quote, s.NoQuote = "", true
	return s
}

// Unnamed is the statement without the name of who spoke. The office remains.
func (s Statement) Unnamed() Statement {
	s.Speaker = ""
	return s
}

// Who is who said it, as readers are told: name and office, else the body that promises.
// There is no name in what [Statement.Unnamed] returned.
func (s Statement) Who() string {
	if s.Speaker != "" && s.Office != "" {
		return s.Speaker + ", " + s.Office
	}
	return cmp.Or(s.Speaker, s.Office, s.Actor)
}

// ShownPhrase is the time phrase as readers may see it, "" where nothing may be quoted.
func (s Statement) ShownPhrase() string {
	if s.NoQuote {
		return ""
	}
	return s.Phrase
}

// PromiseStatus says where a promise stands on a day.
type PromiseStatus string

const (
	Announced PromiseStatus = "announced" // its date is still ahead, or it has none
	Due       PromiseStatus = "due"       // 28 days or fewer are left, or the named window is open
	Overdue   PromiseStatus = "overdue"   // the date has passed and no report was seen
	Slipped   PromiseStatus = "slipped"   // moved later, or promised again after its date
	Dropped   PromiseStatus = "dropped"   // given up, or made part of something else
	Kept      PromiseStatus = "kept"      // reported done
)

// DueWords go before the date of a promise: what is over, or past its date, is not
// due any more.
func (s PromiseStatus) DueWords() string {
	switch s {
	case Overdue, Dropped, Kept:
		return "it was due by"
	}
	return "due by"
}

// Promise is statements on one thing over time, and where it stands on a day.
type Promise struct {
	ID         string        `json:"id"`  // of its first statement, or the operator's name for it
	Ref        string        `json:"ref"` // P2
	Title      string        `json:"title"`
	Aliases    []string      `json:"aliases,omitempty"`
	Statements []Statement   `json:"statements"` // by day
	AsOf       Day           `json:"as_of"`
	Status     PromiseStatus `json:"status"`
	Since      Day           `json:"since,omitempty"`
	Due        Day           `json:"due_to,omitempty"`
	DueFrom    Day           `json:"due_from,omitempty"`
	FirstDue   Day           `json:"first_due,omitempty"`
	Grace      Day           `json:"grace,omitempty"` // a season's date is not called passed before it
	DueBasis   Basis         `json:"due_basis,omitempty"`
	DuePhrase  string        `json:"due_phrase,omitempty"`
	Label      string        `json:"label"` // promised again, moved, date passed, due in 13 days ...
	Moves      int           `json:"moves"`
	Evidence   string        `json:"evidence,omitempty"` // the statement that decided the status
	Disputed   []string      `json:"disputed,omitempty"` // statements that say otherwise, second-hand
	Steps      []PromiseStep `json:"steps,omitempty"`    // how the status came about
	Named      bool          `json:"named,omitempty"`    // the beat has a name for it
	Muted      bool          `json:"muted,omitempty"`    // by the operator
	Note       string        `json:"note,omitempty"`     // by the operator
	Link       string        `json:"link,omitempty"`     // by the operator: what closed it

	// What "not seen" rests on.
	WatchedFrom Day        `json:"watched_from,omitempty"` // since when any source is read; "" when none was
	Sources     int        `json:"sources"`                // that are read
	Gaps        []WatchGap `json:"gaps,omitempty"`         // since its latest statement, of the source that reported it
	Unwatched   bool       `json:"unwatched,omitempty"`    // too little was read to tell that nothing was said
}

// WatchGap is days on which a source was not read.
type WatchGap struct {
	Source string `json:"source"`
	From   Day    `json:"from"`
	To     Day    `json:"to"`
}

// PromiseStep is one change of a promise, with its reason.
type PromiseStep struct {
	Day       Day           `json:"day"`
	Status    PromiseStatus `json:"status"`
	Due       Day           `json:"due_to,omitempty"`
	Statement string        `json:"statement,omitempty"`
	Why       string        `json:"why"`
}

// PromiseLine is what an issue tells of one promise, frozen.
type PromiseLine struct {
	Ref       string        `json:"ref"`
	Title     string        `json:"title"`
	Status    PromiseStatus `json:"status"`
	Label     string        `json:"label"`
	Due       Day           `json:"due_to,omitempty"`
	DueBasis  Basis         `json:"due_basis,omitempty"`
	Now       PromiseWords  `json:"now"`
	Before    *PromiseWords `json:"before,omitempty"`
	First     *PromiseWords `json:"first,omitempty"` // with the first date, where that is neither of the two
	Disputed  *PromiseWords `json:"disputed,omitempty"`
	Moves     int           `json:"moves,omitempty"`
	Unwatched bool          `json:"unwatched,omitempty"` // sources were not read for all of the time
	ByHand    bool          `json:"by_hand,omitempty"`   // all of it from before watching began
	Note      string        `json:"note,omitempty"`      // the operator's own words
}

// PromiseWords is who said what when, in an issue.
type PromiseWords struct {
	Phrase    string `json:"phrase,omitempty"`
	Name      string `json:"name,omitempty"` // of who spoke, where names are allowed
	Office    string `json:"office,omitempty"`
	Publisher string `json:"publisher"`
	URL       string `json:"url,omitempty"`
	Day       Day    `json:"day"`
	Said      Day    `json:"said,omitempty"`  // where the report names a day before its own
	About     bool   `json:"about,omitempty"` // Said is a guess
	Due       Day    `json:"due_to,omitempty"`
	Basis     Basis  `json:"basis,omitempty"`
	Secondary bool   `json:"secondary,omitempty"` // by a leak or an unnamed source

	Quote    string   `json:"quote,omitempty"`     // of a report of an outcome; "" where it may not be quoted
	OurWords string   `json:"our_words,omitempty"` // of one that was entered by hand
	LeftOpen []string `json:"left_open,omitempty"` // what was plainly left open
	Alone    bool     `json:"alone,omitempty"`     // an outcome that one publisher reports, by nobody's name or office, and none beside it in the issue
}
