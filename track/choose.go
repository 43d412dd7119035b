package track

import (
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// weights of prepositions: how likely their phrase is the date that is promised.
// "By" and "before" make deadlines; "for 2026/27" mostly names what a thing is about.
var prepWeight = map[string]float64{
	"by": 5, "before": 5, "until": 4.6, "span": 5, "in": 4, "from": 4, "within": 4.2, "soft": 3.5, "": 3.4, "for": 1, "to": 1.2, "of": 1.5,
	"between": 3,
}

// pickWindow chooses the time phrase that the cue, or the move, is about.
func (x *reading) pickWindow() {
	best := 0.0
	for i := range x.windows {
		w := &x.windows[i]
		score := x.weigh(w)
		if score > best {
			best, x.window = score, w
		}
	}
}

// weigh scores one time phrase; 0 takes it out.
func (x *reading) weigh(w *window) float64 {
	score, ok := prepWeight[w.prep]
	if !ok || w.dated() && w.to.Before(x.day) || !w.dated() && w.vague == "" {
		return 0
	}
	if x.toldThen(w) || x.pastBefore(w) || x.elsewhere(w) || x.missed(w) {
		return 0
	}
	if w.end <= x.cue.start && (behind[x.cue.rule] || tells[x.cue.rule] && w.prep != "by" && w.prep != "before" && w.prep != "soft") {
		return 0
	}
	slip := x.slipBefore(w)
	switch {
	case w.prep == "span" && slip && x.any("slip") && x.hits["slip"][0].rule == "slip.moved":
		w.from, score = laterOf(w.a, x.day), 7 // moved from A to B
	case w.prep == "to" && slip:
		score = 7
	case w.prep == "from" && slip && w.end < len(x.s) && x.s[w.end].low == "to":
		return 0
	case (w.prep == "until" || w.prep == "before" && x.notBefore(w)) && slip:
		w.read = w.read || w.prep == "before" // it may come later still
		w.from, w.to, w.prep, score = laterOf(w.a, x.day), w.b, "until then", 7
	case w.prep == "" && w.unit == "financial year":
		score = 0.8
	case w.prep == "" && w.unit == "year":
		score = 0.8
	case w.grain == news.GrainVague, !w.dated():
		score = min(score, 2)
	case w.unit == "day" && w.prep == "in" && w.rule == "in weekday":
		score = 2
	}
	if w.end < len(x.s) && x.s[w.end-1].possessive {
		score = 0.7
	}
	if w.start > 0 && (x.s[w.start-1].low == "than" || x.s[w.start-1].low == "instead") {
		return 0
	}
	if w.prep == "by" && w.rule == "by weekday" {
		score = 4
	}
	distance := w.start - x.cue.end
	if w.end <= x.cue.start {
		distance = x.cue.start - w.end
		if w.start <= 1 {
			distance = 0 // "From October all practices will be ..."
		}
	}
	if len(x.cues) == 0 {
		distance = 0
	}
	score -= 0.08 * float64(max(distance, 0))
	return max(score, 0.05)
}

// missed says whether the phrase names the target that is missed: "will not meet the
// December target and expects to finish in 2027".
func (x *reading) missed(w *window) bool {
	for _, h := range x.hits["slip"] {
		if h.rule == "slip.missed" && h.start < w.start && w.end < h.end {
			return true
		}
	}
	return false
}

// notBefore says whether a period is the first in which something may come: "not
// expected before spring".
func (x *reading) notBefore(w *window) bool {
	for i := w.start - 1; i >= 0 && !x.s[i+1].brk; i-- {
		if x.s[i].low == "not" || strings.HasSuffix(x.s[i].low, "n't") {
			return true
		}
	}
	return false
}

// behind cues stand before their time phrase.
var behind = map[string]bool{"cue.infinitive": true, "cue.present": true, "cue.progressive": true}

// tells cues name an earlier promise or mark; only a deadline before them is theirs.
var tells = map[string]bool{"cue.target": true, "cue.commitment": true}

// toldThen says whether the phrase is when somebody spoke or something happened:
// "promised on Sunday that", "released in June describes", "In May she said it will".
func (x *reading) toldThen(w *window) bool {
	if w.prep == "soft" || w.prep == "by" || w.prep == "before" || w.prep == "until" {
		return false
	}
	if w.start > 0 {
		prev := x.s[w.start-1].low
		before := ""
		if w.start > 1 {
			before = x.s[w.start-2].low
		}
		happened := pastVerbs[prev] && !passive[before] && !(w.start > 2 && passive[x.s[w.start-3].low])
		if happened || reportWords[prev] && w.prep != "for" {
			return true
		}
	}
	if w.start > 1 && w.start-2 >= x.cue.end && clausePronouns[x.s[w.start-2].low] && w.unit == "length" {
		return true // "the service they build over the next decade"
	}
	if w.start <= 1 && w.end < x.cue.start {
		for _, t := range x.s[w.end:x.cue.start] {
			if reportWords[t.low] {
				return w.unit == "day" || w.unit == "month" || w.unit == "week"
			}
			if t.brk {
				continue
			}
		}
	}
	return false
}

var clausePronouns = set("they it we he she you")

// passive words before a participle make it something still to be done.
var passive = map[string]bool{"be": true, "been": true, "to": true, "is": true, "are": true, "being": true, "and": true, "get": true, "will": true}

var pastVerbs = map[string]bool{
	"published": true, "released": true, "announced": true, "launched": true, "unveiled": true, "issued": true, "held": true, "signed": true,
	"agreed": true, "made": true, "set": true, "began": true, "started": true, "opened": true, "introduced": true, "approved": true,
	"created": true, "established": true, "ran": true, "met": true, "spoke": true, "took": true, "came": true, "went": true, "given": true, "dated": true,
	"commissioned": true, "appointed": true, "leaked": true, "sent": true, "awarded": true, "ended": true, "closed": true, "speech": true,
}

// pastBefore says whether an earlier promise is told just before the phrase, and
// the present one comes after it: "once meant for September, are now due".
func (x *reading) pastBefore(w *window) bool {
	for _, p := range x.hits["past"] {
		if x.backshifted(p) {
			continue
		}
		if p.start > w.start || w.start-p.end > 8 {
			continue
		}
		between := false
		for _, c := range x.cues {
			between = between || c.start >= p.end && c.start < w.start
		}
		for _, m := range x.hits["slip"] {
			between = between || m.start >= p.end && m.end <= w.start+1 && x.standing(m)
		}
		if !between {
			return true
		}
	}
	return false
}

// slipBefore says whether a word for moving or waiting governs the phrase.
func (x *reading) slipBefore(w *window) bool {
	for _, h := range x.hits["slip"] {
		if h.start <= w.end && w.start-h.end <= 14 {
			return true
		}
	}
	return false
}

func laterOf(a, b time.Time) time.Time {
	if a.Before(b) {
		return b
	}
	return a
}
