package news

// Level says how central the beat is to an article.
type Level string

const (
	Core       Level = "core"       // its main subject
	Peripheral Level = "peripheral" // a stated theme, not the main subject
	NotOurs    Level = "no"         // neither
)

// Zone names the part of an article a match stands in.
type Zone string

const (
	ZoneTitle      Zone = "title"      // the headline
	ZoneStandfirst Zone = "standfirst" // the summary under it
	ZoneLead       Zone = "lead"       // the opening of the body
	ZoneBody       Zone = "body"       // the rest of it
	ZoneComment    Zone = "comment"    // a reader's comment: never selects
	ZoneSource     Zone = "source"     // the publisher's address
	ZoneFurniture  Zone = "furniture"  // related headlines, tags, sign-ups: counts for nothing
)

// Match is one term found in an article. Start and End are byte offsets into
// the title, the standfirst, or the text of body block Block.
type Match struct {
	Term     string  `json:"term"`            // canonical form of the term
	Text     string  `json:"text"`            // as it stands in the article
	Group    string  `json:"group"`           // evidence group, topic or look-alike it counts for
	Topic    string  `json:"topic,omitempty"` // topic it speaks for, if any
	Zone     Zone    `json:"zone"`            //
	Block    int     `json:"block"`           // index into the body; 0 elsewhere
	Start    int     `json:"start"`           //
	End      int     `json:"end"`             //
	Weight   float64 `json:"weight"`          // what it added to its group; negative for a look-alike
	Rule     string  `json:"rule"`            // FILE:LINE the term is written at
	Sentence string  `json:"sentence"`        // the sentence it stands in
}

// Part is one named share of a score; the parts of a verdict add up to its score.
type Part struct {
	Name  string  `json:"name"`
	Value float64 `json:"value"`
	Group string  `json:"group,omitempty"` // of the matches it was counted from; "" for none
}

// Verdict is the judgement of one article, with its reasons.
type Verdict struct {
	Article   int64    `json:"article,omitempty"`
	Relevant  bool     `json:"relevant"`
	Level     Level    `json:"level"`
	Score     float64  `json:"score"`     // 0 to 100
	Threshold float64  `json:"threshold"` // the score from which an article is relevant
	Topics    []string `json:"topics"`    // strongest first
	Matches   []Match  `json:"matches"`   // from the store without Term, Rule and Sentence, and without those that weigh nothing
	Parts     []Part   `json:"parts,omitempty"`
	Missing   []string `json:"missing,omitempty"` // evidence groups that were not found
	Why       string   `json:"why"`               // the reason in a few words, for a reader
	Lexicon   string   `json:"lexicon"`           // hash of the files it was judged by
}
