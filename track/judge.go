package track

import (
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// reading is all that is found in one sentence.
type reading struct {
	s       []token
	day     time.Time
	windows []window
	hits    map[string][]hit
	cues    []hit // strong and weak, without those that tell of the past
	cue     hit   // the one that decides
	window  *window
	signal  news.Signal
	commits bool
	rules   []string
	class   news.ActorClass // of who speaks
}

// maxSentence bounds what is read as one sentence, in words: what is longer is a
// list or a table.
const maxSentence = 120

// judge decides whether a sentence promises something. It returns nil and the
// filter that rejected it, or "" where nothing in it promises.
func (r *Rules) judge(s []token, day time.Time, speaker news.ActorClass) (*reading, string) {
	if len(s) < 3 || len(s) > maxSentence {
		return nil, ""
	}
	x := &reading{s: s, day: day, hits: map[string][]hit{}, class: speaker}
	for _, h := range r.words.find(s) {
		x.hits[h.kind] = append(x.hits[h.kind], h)
	}
	if !x.any("strong", "weak", "drop", "slip", "kept", "number") {
		return nil, ""
	}
	x.windows = (&reader{s: s, day: day, cal: &r.calendar}).windows()
	x.pickCues()
	x.pickWindow()
	if ok, why := x.outcome(); ok || why != "" {
		return x.orNil(ok), why
	}
	return x.promise(r)
}

func (x *reading) orNil(ok bool) *reading {
	if ok {
		return x
	}
	return nil
}

func (x *reading) any(kinds ...string) bool {
	for _, k := range kinds {
		if len(x.hits[k]) > 0 {
			return true
		}
	}
	return false
}

func overlaps(h hit, start, end int) bool { return h.start < end && start < h.end }

// pickCues keeps the cues that are neither told of the past nor part of a time
// phrase ("the coming weeks").
func (x *reading) pickCues() {
	for _, h := range append(append([]hit(nil), x.hits["strong"]...), x.hits["weak"]...) {
		drop := false
		for _, p := range x.hits["past"] {
			if x.backshifted(p) {
				continue
			}
			drop = drop || overlaps(h, p.start, p.end) || weakest[h.rule] && h.start >= p.end && h.start <= p.end+1
		}
		for _, w := range x.windows {
			drop = drop || overlaps(h, w.start, w.end) && h.start >= w.start && h.rule != "cue.due" && h.rule != "cue.target" && h.rule != "cue.ready"
		}
		if h.rule == "cue.will" && h.start > 0 && (x.s[h.start-1].low == "a" || x.s[h.start-1].low == "good" || x.s[h.start-1].low == "political") {
			drop = true // "political will"
		}
		if x.tellsOfHope(h) || h.rule == "cue.due" && x.word(h.end) == "course" {
			drop = true
		}
		if h.rule == "cue.would" && x.class == news.ActorUnknown && !x.reported() {
			drop = true // nobody says it: "it would let ministers leave early"
		}
		if !drop {
			x.cues = append(x.cues, h)
		}
	}
	best := -1.0
	for _, h := range x.cues {
		score := 1.0
		if h.kind == "strong" {
			score = 3
		} else if weakest[h.rule] {
			score = 0.5
		}
		score -= float64(h.start) * 0.001
		if score > best {
			best, x.cue = score, h
		}
	}
}

// tellsOfHope says whether "expected" is what somebody did: "few expected ministers to
// act". Of a thing it stands before a time or "to": "expected in June".
func (x *reading) tellsOfHope(h hit) bool {
	if h.end-h.start != 1 || x.s[h.start].low != "expected" || x.word(h.end) == "to" || h.end >= len(x.s) || x.s[h.end].brk {
		return false
	}
	for _, w := range x.windows {
		if w.start >= h.end && w.start <= h.end+2 {
			return false
		}
	}
	return !auxiliary[x.word(h.start-1)] && !smallAdverbs[x.word(h.start-1)]
}

// backshifted says whether an aim is in the past only because somebody told of it:
// "the council said it was aiming to". Its cue counts like "it is aiming to".
func (x *reading) backshifted(p hit) bool {
	verb := x.s[p.end-1].low
	if verb == "to" {
		verb = x.word(p.end - 2)
	}
	if p.end-p.start > 2 || !aims[verb] || p.start < 2 || !clausePronouns[x.s[p.start-1].low] {
		return false
	}
	said := x.word(p.start - 2)
	return reportWords[said] || said == "that" && reportWords[x.word(p.start-3)]
}

var aims = set("aiming hoping planning aimed hoped")

// weakest cues promise only with a time phrase close behind them.
var weakest = map[string]bool{"cue.present": true, "cue.progressive": true, "cue.infinitive": true, "cue.would": true, "cue.commitment": true, "cue.target": true, "cue.ready": true}

// outcome looks for reports that something was given up or happened.
func (x *reading) outcome() (ok bool, why string) {
	if x.any("drop") && !x.onlyLater() {
		if f := x.blocks("filter.conditional", "filter.hypothetical", "filter.call", "filter.denied"); f != "" {
			return false, f
		}
		d := x.hits["drop"][0]
		if d.start > 0 && negated(x.s[d.start-1].low) {
			return false, "filter.denied" // "has not been scrapped"
		}
		if x.longAgo(d) {
			return false, "filter.past"
		}
		x.signal, x.rules = news.SignalDrop, append(x.rules, d.rule)
		if w := x.window; d.rule == "drop.folded" && w != nil && w.dated() && w.start >= d.end {
			x.commits = true
			x.rules = append(x.rules, "time."+w.rule)
			return true, ""
		}
		x.window = nil
		return true, ""
	}
	if x.any("kept") && !toBe[x.word(x.hits["kept"][0].start-1)] && (x.window == nil || !x.window.dated() || len(x.cues) == 0 || x.cue.kind != "strong") && !x.moves() {
		k := x.hits["kept"][0]
		if f := x.blocks("filter.conditional", "filter.hypothetical", "filter.call", "filter.denied"); f != "" {
			return false, f
		}
		if !x.recent(k) {
			return false, "filter.past"
		}
		x.signal, x.rules, x.window = news.SignalKept, append(x.rules, k.rule), nil
		return true, ""
	}
	if n := x.hits["number"]; len(n) > 0 && len(x.cues) == 0 && x.hasShare() {
		x.signal, x.rules, x.window = news.SignalKept, append(x.rules, n[0].rule), nil
		return true, ""
	}
	return false, ""
}

// moves says whether a date is told to move. "A week late" of what is done only says when.
func (x *reading) moves() bool {
	for _, h := range x.hits["slip"] {
		if !lateness[x.s[h.end-1].low] {
			return true
		}
	}
	return false
}

var lateness = set("late overdue")

// longAgo says whether what was given up is told as history: "was withdrawn in December",
// said at the end of January. A month without a year was read as one to come.
func (x *reading) longAgo(d hit) bool {
	if first := x.word(d.start); first != "was" && first != "were" {
		return false
	}
	for _, w := range x.windows {
		last := w.b
		if w.a.After(x.day) {
			last = last.AddDate(-1, 0, 0)
		}
		if w.unit == "month" && w.prep == "in" && days(last, x.day) > 14 {
			return true
		}
	}
	return false
}

// negated says whether a word turns the next into its opposite.
func negated(w string) bool { return w == "not" || w == "never" || strings.HasSuffix(w, "n't") }

// toBe words before "have completed" leave it to be done.
var toBe = set("to must will shall should would")

// onlyLater says whether what looks given up is put off to a day that is named: "will
// not now appear until October".
func (x *reading) onlyLater() bool {
	if x.hits["drop"][0].rule != "drop.no-longer" || x.window == nil || !x.window.dated() {
		return false
	}
	for _, h := range x.hits["slip"] {
		if h.rule == "slip.new-date" && h.start < x.window.end && x.window.start <= h.end+1 {
			return true
		}
	}
	return false
}

// recent says whether a report of an outcome is news, not history: it names no day
// more than a fortnight back.
func (x *reading) recent(k hit) bool {
	for _, w := range x.windows {
		if w.b.IsZero() || w.prep == "since" || w.prep == "soft" || w.unit == "length" {
			continue
		}
		if w.unit == "day" && w.b.After(x.day) { // "on 7 July" said on 9 July has this year's, not next year's
			if back := w.b.AddDate(-1, 0, 0); days(back, x.day) <= 14 {
				continue
			}
		}
		if w.prep == "in" && w.b.Before(x.day) && days(w.b, x.day) > 14 {
			return false
		}
	}
	if k.start > 0 && (x.s[k.start-1].low == "which" || x.s[k.start-1].low == "to" || x.s[k.start-1].low == "will") {
		return false
	}
	return true
}

// hasShare says whether a share or a large number is named.
func (x *reading) hasShare() bool {
	for i, t := range x.s {
		if strings.HasSuffix(t.low, "%") || t.low == "percent" || t.low == "per" && i+1 < len(x.s) && x.s[i+1].low == "cent" {
			return true
		}
	}
	return false
}

// blocks returns the first of the named filters that fits anywhere.
func (x *reading) blocks(rules ...string) string {
	for _, h := range x.hits["filter"] {
		for _, r := range rules {
			if h.rule == r && !(r == "filter.conditional" && x.s[h.start].low == "if" && h.start > 0 && (x.s[h.start-1].low == "even" || x.s[h.start-1].low == "as")) && !x.isMonth(h) {
				return r
			}
		}
	}
	return ""
}

// isMonth says whether a hit on "may" is the month.
func (x *reading) isMonth(h hit) bool {
	if x.s[h.start].low != "may" {
		return false
	}
	for _, w := range x.windows {
		if overlaps(h, w.start, w.end) {
			return true
		}
	}
	return x.s[h.start].capital && h.start > 0
}
