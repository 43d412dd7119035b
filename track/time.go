package track

import (
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// window is a time phrase with the days it stands for.
type window struct {
	from, to   time.Time // both included; zero when the phrase names no day
	a, b       time.Time // the period that is named, without its preposition
	grain      news.Grain
	read       bool   // our reading of loose words, not a stated date
	vague      string // the phrase, when it names no calendar date
	unit       string // day, month, season, year ...
	prep       string // by, before, in, from, until ...
	rule       string
	start, end int // tokens
}

func (w window) dated() bool { return !w.to.IsZero() }

// reader resolves the time phrases of one sentence against the day it was reported.
type reader struct {
	s   []token
	day time.Time
	cal *calendar
}

// windows returns the time phrases of the sentence, past ones included.
func (r *reader) windows() []window {
	var out []window
	for i := 0; i < len(r.s); {
		if !r.mayStart(i) {
			i++
			continue
		}
		w, ok := r.at(i)
		if !ok {
			i++
			continue
		}
		w.start = i
		out = append(out, w)
		i = w.end
	}
	return out
}

// mayStart says whether a time phrase can begin with token i: most words begin none,
// and trying every rule on them took most of the time of reading.
func (r *reader) mayStart(i int) bool {
	w := r.word(i)
	if i > 0 && haves[r.word(i-1)] {
		return true // "have six months to"
	}
	return w != "" && w[0] >= '0' && w[0] <= '9' || starters[w] || strings.HasPrefix(w, "fy") || strings.HasPrefix(w, "mid-") || len(r.cal.book[w]) > 0
}

// starters are the words that begin a rule of the grammar.
var starters = func() map[string]bool {
	out := set("the this next last coming current later today tonight tomorrow decade year month quarter week new early christmas easter year-end financial fiscal")
	for _, list := range []map[string][]phraseKind{prepositionsBy, partsBy} {
		for w := range list {
			out[w] = true
		}
	}
	for w := range softBook {
		out[w] = true
	}
	for w := range monthNames {
		out[w] = true
	}
	for w := range seasonNames {
		out[w] = true
	}
	for w := range weekdays {
		out[w] = true
	}
	return out
}()

// at reads the time phrase that begins at token i: loose words first, since "in
// the coming weeks" would else lose its head to "in", then spans of two periods,
// lengths of time, single periods.
func (r *reader) at(i int) (window, bool) {
	if w, ok := r.soft(i); ok {
		return w, true
	}
	prep, j := r.preposition(i)
	if w, ok := r.span(prep, j); ok {
		return w, true
	}
	if w, ok := r.length(prep, j); ok {
		return w, true
	}
	p, ok := r.period(j)
	if !ok || prep == "" && p.needsPrep {
		return window{}, false
	}
	return r.resolve(prep, p), true
}

// prepositions by kind, longest first.
var prepositions = []phraseKind{
	{"no later than", "by"}, {"not later than", "by"}, {"at the latest by", "by"}, {"ahead of", "before"}, {"prior to", "before"},
	{"up to", "until"}, {"up until", "until"}, {"as early as", "in"}, {"as soon as", "in"}, {"as late as", "in"}, {"some time in", "in"}, {"sometime in", "in"},
	{"due for", "in"}, {"due by", "by"}, {"starting in", "from"}, {"starting from", "from"}, {"beginning in", "from"}, {"with effect from", "from"}, {"effective from", "from"}, {"as of", "from"}, {"as from", "from"},
	{"target for", "in"}, {"target of", "by"}, {"deadline of", "by"}, {"goal of", "by"}, {"deadline for", "in"}, {"date of", "in"}, {"deadline is", "by"}, {"target date of", "in"},
	{"by", "by"}, {"before", "before"}, {"until", "until"}, {"till", "until"}, {"in", "in"}, {"during", "in"}, {"throughout", "in"}, {"on", "in"},
	{"over", "in"}, {"within", "within"}, {"from", "from"}, {"at", "in"}, {"for", "for"}, {"to", "to"}, {"since", "since"}, {"after", "after"}, {"of", "of"}, {"between", "between"}, {"in or before", "by"}, {"around", "in"},
}

type phraseKind struct{ words, kind string }

// prepositionsBy holds them by their first word: most words begin none.
var prepositionsBy = byFirst(prepositions)

func byFirst(list []phraseKind) map[string][]phraseKind {
	out := map[string][]phraseKind{}
	for _, p := range list {
		first, _, _ := strings.Cut(p.words, " ")
		out[first] = append(out[first], p)
	}
	return out
}

func (r *reader) preposition(i int) (string, int) {
	for _, p := range prepositionsBy[r.word(i)] {
		if n := r.words(i, p.words); n > 0 {
			return p.kind, i + n
		}
	}
	return "", i
}

// words returns how many tokens at i spell text, 0 when they do not: "a year late, in
// April" holds no "late in".
func (r *reader) words(i int, text string) int {
	n := 0
	for len(text) > 0 {
		word := r.word(i + n)
		rest, begins := strings.CutPrefix(text, word)
		if !begins || word == "" || rest != "" && rest[0] != ' ' || n > 0 && r.s[i+n].brk {
			return 0
		}
		n, text = n+1, strings.TrimPrefix(rest, " ")
	}
	return n
}

func (r *reader) word(i int) string {
	if i < 0 || i >= len(r.s) {
		return ""
	}
	return r.s[i].low
}

// resolve turns a period and its preposition into an interval of days.
func (r *reader) resolve(prep string, p period) window {
	w := window{a: p.a, b: p.b, unit: p.unit, prep: prep, grain: news.GrainHard, rule: p.rule, end: p.end, read: p.read}
	if p.parliament {
		w.grain, w.read = news.GrainParliament, true
	}
	if p.b.IsZero() {
		w.vague = p.text
		return w
	}
	w.from, w.to = p.a, p.b
	switch prep {
	case "by", "until":
		w.from = r.day
		if p.byStart && !p.ending {
			w.to = p.a
		}
	case "before":
		w.from = r.day
		if !p.ending {
			w.to = p.a.AddDate(0, 0, -1)
		}
	}
	if p.later {
		w.from = r.day
	}
	if prep != "" {
		w.rule = prep + " " + p.rule
	}
	if w.from.Before(r.day) {
		w.from = r.day
	}
	return w
}

// span reads "between A and B", "from A to B" and "between now and B".
func (r *reader) span(prep string, j int) (window, bool) {
	if prep != "between" && prep != "from" && prep != "over" {
		return window{}, false
	}
	a, ok := r.period(j)
	if !ok && r.word(j) == "now" {
		a, ok = period{a: r.day, b: r.day, unit: "day", end: j + 1}, true
	}
	if !ok || a.b.IsZero() {
		return window{}, false
	}
	switch r.word(a.end) {
	case "and", "to", "until", "till", "through":
	default:
		return window{}, false
	}
	b, ok := r.periodAfter(a.end+1, a)
	if !ok || b.b.Before(a.a) {
		return window{}, false
	}
	w := window{from: a.a, to: b.b, a: b.a, b: b.b, grain: news.GrainHard, unit: b.unit, prep: "span", rule: "from " + a.rule + " to " + b.rule, end: b.end}
	if w.from.Before(r.day) {
		w.from = r.day
	}
	return w, true
}

// periodAfter reads the second period of a span; without a year of its own it is
// the first one after the start of the span.
func (r *reader) periodAfter(j int, a period) (period, bool) {
	later := *r
	if a.a.After(r.day) {
		later.day = a.a
	}
	return later.period(j)
}
