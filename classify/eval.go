package classify

import (
	"cmp"
	"math"
	"slices"

	"github.com/wardround/wardround/news"
)

// Labelled is an article of which somebody has said whether it belongs to the
// beat and what it is about.
type Labelled struct {
	ID       string
	Article  news.Article
	Relevant bool
	Core     bool     // it is at the centre of the beat
	Topics   []string // nil: nobody said
	Slice    string   // the kind of page it stands for; "" for none
}

// Rate is a share with the Wilson interval it lies in with 95 % confidence.
type Rate struct {
	Hits  int     `json:"hits"`
	Of    int     `json:"of"`
	Value float64 `json:"value"`
	Low   float64 `json:"low"`
	High  float64 `json:"high"`
}

// Score is how well one yes-or-no question was answered.
type Score struct {
	Precision Rate    `json:"precision"`
	Recall    Rate    `json:"recall"`
	F1        float64 `json:"f1"`
}

// TopicScore is the score of one topic, over the articles whose topics are labelled.
type TopicScore struct {
	Topic string `json:"topic"`
	Score
}

// SliceRate is how much of one kind of page was let in.
type SliceRate struct {
	Slice    string `json:"slice"`
	Relevant int    `json:"relevant"` // labelled so
	In       Rate   `json:"in"`
	Wrong    int    `json:"wrong"` // judged otherwise than labelled
}

// Confusion is an article that was judged otherwise than labelled.
type Confusion struct {
	ID      string   `json:"id"`
	Title   string   `json:"title"`
	Want    bool     `json:"want"`
	Got     bool     `json:"got"`
	Score   float64  `json:"score"`
	Why     string   `json:"why"`
	Lacking []string `json:"lacking"` // topics it was not given
	Extra   []string `json:"extra"`   // topics it should not have been given
}

// Evaluation compares verdicts with labels.
type Evaluation struct {
	Articles   int          `json:"articles"`
	Relevant   Score        `json:"relevant"`
	CoreRecall Rate         `json:"core_recall"`
	MacroF1    float64      `json:"macro_f1"` // over the topics that have a labelled article
	Topics     []TopicScore `json:"topics"`
	Slices     []SliceRate  `json:"slices"`
	Confusions []Confusion  `json:"confusions"`
}

// tally is right, wrong and missed answers.
type tally struct{ tp, fp, fn int }

func (c *tally) add(want, got bool) {
	switch {
	case want && got:
		c.tp++
	case got:
		c.fp++
	case want:
		c.fn++
	}
}

func (c tally) score() Score {
	s := Score{Precision: rate(c.tp, c.tp+c.fp), Recall: rate(c.tp, c.tp+c.fn)}
	if c.tp > 0 {
		s.F1 = float64(2*c.tp) / float64(2*c.tp+c.fp+c.fn)
	}
	return s
}

// rate is hits of n with its Wilson interval; nothing is known of none.
func rate(hits, n int) Rate {
	if n == 0 {
		return Rate{High: 1}
	}
	const z = 1.96 // 95 %
	p, size := float64(hits)/float64(n), float64(n)
	middle := (p + z*z/(2*size)) / (1 + z*z/size)
	half := z * math.Sqrt(p*(1-p)/size+z*z/(4*size*size)) / (1 + z*z/size)
	return Rate{Hits: hits, Of: n, Value: p, Low: max(middle-half, 0), High: min(middle+half, 1)}
}

// Evaluate judges every article and compares the verdicts with the labels. What
// an article is about is compared only where both say that it belongs to the
// beat; an article that was wrongly left out lacks all its topics.
func (l *Lexicon) Evaluate(all []Labelled) Evaluation {
	e := evaluator{topics: make([]tally, len(l.topics)), slices: map[string]*SliceRate{}, lex: l}
	for _, it := range all {
		e.add(it, l.Judge(it.Article))
	}
	return e.result(len(all))
}

type evaluator struct {
	lex         *Lexicon
	relevant    tally
	core, found int
	topics      []tally
	slices      map[string]*SliceRate
	confusions  []Confusion
}

func (e *evaluator) add(it Labelled, v news.Verdict) {
	e.relevant.add(it.Relevant, v.Relevant)
	if it.Core {
		e.core++
		if v.Relevant {
			e.found++
		}
	}
	s, ok := e.slices[it.Slice]
	if !ok {
		s = &SliceRate{Slice: it.Slice}
		e.slices[it.Slice] = s
	}
	s.In.Of++
	if v.Relevant {
		s.In.Hits++
	}
	if it.Relevant {
		s.Relevant++
	}
	if v.Relevant != it.Relevant {
		s.Wrong++
	}
	c := Confusion{ID: it.ID, Title: it.Article.Title, Want: it.Relevant, Got: v.Relevant,
		Score: v.Score, Why: v.Why, Lacking: []string{}, Extra: []string{}}
	if it.Topics != nil {
		e.compare(it, v, &c)
	}
	if c.Want != c.Got || len(c.Lacking)+len(c.Extra) > 0 {
		e.confusions = append(e.confusions, c)
	}
}

// compare counts the topics of one article.
func (e *evaluator) compare(it Labelled, v news.Verdict, c *Confusion) {
	for i, t := range e.lex.topics {
		want, got := slices.Contains(it.Topics, t.Name), slices.Contains(v.Topics, t.Name)
		e.topics[i].add(want, got)
		switch {
		case want && !got:
			c.Lacking = append(c.Lacking, t.Name)
		case got && !want:
			c.Extra = append(c.Extra, t.Name)
		}
	}
}

func (e *evaluator) result(articles int) Evaluation {
	out := Evaluation{Articles: articles, Relevant: e.relevant.score(), CoreRecall: rate(e.found, e.core),
		Topics: []TopicScore{}, Slices: []SliceRate{}, Confusions: e.confusions}
	if out.Confusions == nil {
		out.Confusions = []Confusion{}
	}
	labelled := 0
	for i, t := range e.lex.topics {
		s := e.topics[i].score()
		out.Topics = append(out.Topics, TopicScore{t.Name, s})
		if s.Recall.Of > 0 {
			labelled++
			out.MacroF1 += s.F1
		}
	}
	out.MacroF1 /= float64(max(labelled, 1))
	for _, s := range e.slices {
		s.In = rate(s.In.Hits, s.In.Of)
		out.Slices = append(out.Slices, *s)
	}
	slices.SortFunc(out.Slices, func(a, b SliceRate) int { return cmp.Compare(a.Slice, b.Slice) })
	return out
}

// Term is one written term of a lexicon.
type Term struct {
	Term  string  `json:"term"`
	For   string  `json:"for"` // what it stands under: `topic NAME`, `look-alike NAME`, `evidence`, ...
	Value float64 `json:"weight"`
	At    string  `json:"at"` // FILE:LINE
}

// Terms lists the terms in the order in which they were read.
func (l *Lexicon) Terms() []Term {
	var out []Term
	for _, r := range l.rules {
		t := Term{Term: r.term, Value: r.weight, At: r.at}
		switch {
		case r.role == roleCue:
			continue // only a neighbour that other terms name
		case r.role == roleModest:
			t.For = "modest"
		case r.role == roleOpen:
			t.For = "furniture open"
		case r.role == roleClose:
			t.For = "furniture close"
		case r.topic >= 0:
			t.For = "topic " + l.topics[r.topic].Name
		case r.look >= 0:
			t.For = "look-alike " + l.lookalikes[r.look].Name
		default:
			t.For = "evidence"
			for g, w := range r.gives {
				if w > 0 {
					t.For, t.Value = "evidence "+l.groups[g].Name, w
				}
			}
		}
		out = append(out, t)
	}
	return out
}
