package news

import "time"

// Order says how found articles are sorted.
type Order string

const (
	NewestFirst Order = "new"   // by first sight
	BestMatch   Order = "best"  // by the words that were searched
	HighScore   Order = "score" // by the verdict
)

// Search says which articles of the archive are wanted. The zero value wants
// the first hundred that were taken in, newest first.
type Search struct {
	Text     string    // words that must all be there; "a phrase" in double quotes
	Topic    string    // only relevant articles with this topic
	Source   string    // only what the source with this identity lists
	Since    time.Time // first seen at or after
	Until    time.Time // first seen before
	Relevant bool      // only relevant ones
	Order    Order     // default newest first
	Limit    int       // at most so many, up to 100
	Offset   int       // leave out so many first
}

// Hit is an article of the archive with its verdict; Judged tells whether there
// is one. In a list the article comes without its text.
type Hit struct {
	Article Article
	Verdict Verdict
	Judged  bool
}

// IssueLine is one line of the list of issues.
type IssueLine struct {
	Edition string     `json:"edition"`
	Number  int        `json:"number"`
	Slot    time.Time  `json:"slot,omitzero"`
	State   IssueState `json:"state"`
	From    time.Time  `json:"from,omitzero"`
	To      time.Time  `json:"to,omitzero"`
	Stories int        `json:"stories"` // headlines beyond the limit included
}

// Told names an issue that tells an article, and the reference it has there.
type Told struct {
	Edition string `json:"edition"`
	Number  int    `json:"number"`
	Ref     string `json:"ref"`
}

// SourceCount is what came from one source.
type SourceCount struct {
	Seen     int `json:"seen"`
	Relevant int `json:"relevant"`
}
