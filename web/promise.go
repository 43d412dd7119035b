package web

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"github.com/wardround/wardround/news"
)

// promiseData is one promise on one day. A statement is shown by its quote, the
// office and the publisher, and by the name of who spoke where [Options.Promises] gives
// it; the publisher's text is not among it.
type promiseData struct {
	promiseLine
	AsOf       news.Day        `json:"as_of"`
	Past       bool            `json:"-"`
	Notes      []string        `json:"notes,omitempty"`
	FirstDue   news.Day        `json:"first_due,omitempty"`
	Phrase     string          `json:"due_phrase,omitempty"`
	Disputed   bool            `json:"disputed,omitempty"`
	Note       string          `json:"note,omitempty"` // the operator's
	Link       string          `json:"link,omitempty"`
	Statements []statementLine `json:"timeline"`
	Steps      []stepLine      `json:"steps,omitempty"`
	PutRight   []rightLine     `json:"put_right,omitempty"` // of what issues said of it
	Cite       string          `json:"cite"`                // the address of this very state
	Timeline   timeline        `json:"-"`
}

// statementLine is one thing that was said.
type statementLine struct {
	Day       news.Day `json:"reported"`
	Said      news.Day `json:"said,omitempty"`
	What      string   `json:"what"`
	Who       string   `json:"who,omitempty"`
	Quote     string   `json:"quote,omitempty"`
	Phrase    string   `json:"phrase,omitempty"`
	Due       news.Day `json:"due,omitempty"`
	OurDate   bool     `json:"due_is_our_reading,omitempty"`
	Publisher string   `json:"publisher"`
	Title     string   `json:"title"`
	URL       string   `json:"url,omitempty"`
	Article   int64    `json:"article,omitempty"`
	Second    bool     `json:"second_hand,omitempty"`
	Gone      bool     `json:"page_changed,omitempty"`
	ByHand    bool     `json:"by_hand,omitempty"`
}

type stepLine struct {
	Day    news.Day `json:"day"`
	Status string   `json:"status"`
	Due    news.Day `json:"due,omitempty"`
	Why    string   `json:"why"`
}

// DueWords are those of [promiseLine.DueWords] at this step.
func (l stepLine) DueWords() string { return news.PromiseStatus(l.Status).DueWords() }

// rightLine is one thing the operator put right.
type rightLine struct {
	Day  news.Day `json:"day"`
	Text string   `json:"text"`
}

var signalWords = map[news.Signal]string{
	news.SignalPromise: "Promised", news.SignalRepeat: "Said again", news.SignalSlip: "Moved or missed",
	news.SignalDrop: "Dropped", news.SignalKept: "Done",
}

func (s *Site) promise(r *http.Request) (page, error) {
	day, notes := s.asOf(r)
	list, err := s.followed(r.Context(), day)
	if err != nil {
		return page{}, err
	}
	ref := "P" + r.PathValue("number")
	i := slices.IndexFunc(list, func(p news.Promise) bool { return p.Ref == ref })
	if i < 0 {
		return page{}, errNoPage
	}
	p := list[i]
	d := promiseData{promiseLine: s.promiseLine(&p, false), AsOf: day, Past: day != s.today(), Notes: notes, FirstDue: p.FirstDue,
		Phrase: clean(p.DuePhrase, titleRunes), Disputed: len(p.Disputed) > 0, Note: clean(p.Note, queryRunes), Link: safeLink(p.Link)}
	d.Cite = s.absolute(d.Path + "?as-of=" + string(day))
	for _, st := range p.Statements {
		d.Statements = append(d.Statements, statementOf(st, slices.Contains(p.Disputed, st.ID)))
	}
	for _, step := range p.Steps {
		d.Steps = append(d.Steps, stepLine{step.Day, string(step.Status), step.Due, clean(step.Why, titleRunes)})
	}
	if d.PutRight, err = s.putRight(r.Context(), ref, day); err != nil {
		return page{}, err
	}
	d.Timeline = s.timeline(d)
	return page{Name: "promise", Title: p.Ref + ": " + d.Title, Menu: "/promises", Data: d}, nil
}

// putRight is what was put right of a promise up to a day, once for all editions.
func (s *Site) putRight(ctx context.Context, ref string, asOf news.Day) ([]rightLine, error) {
	all, err := s.archive.PutRight(ctx, "")
	var lines []rightLine
	for _, c := range all {
		line := rightLine{news.DayOf(c.At, s.opts.Zone), c.Text}
		if c.Ref == ref && line.Day <= asOf && !slices.Contains(lines, line) {
			lines = append(lines, line)
		}
	}
	return lines, err
}

func statementOf(st news.Statement, disputed bool) statementLine {
	line := statementLine{Day: st.Reported, What: signalWords[st.Signal], Who: clean(st.Who(), titleRunes),
		Quote: strings.Trim(clean(st.Quote, queryRunes), `"“” `), Phrase: clean(st.ShownPhrase(), titleRunes), Due: st.To, OurDate: st.Basis == news.BasisRead,
		Publisher: clean(st.Publisher, wordRunes), Title: clean(st.Title, titleRunes), URL: safeLink(st.URL), Article: st.Article,
		Second: st.Secondary || disputed, Gone: st.Changed, ByHand: st.ByHand}
	if !st.About && st.Said != st.Reported {
		line.Said = st.Said
	}
	return line
}
