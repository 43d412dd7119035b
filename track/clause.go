package track

import "strings"

// A time phrase is only the date of a promise when the words of the promise govern
// it. This file finds phrases that belong to another clause of the sentence: to a
// question in it, to what has happened, to an aside.

// elsewhere says whether w belongs to another clause than the cue.
func (x *reading) elsewhere(w *window) bool {
	if len(x.cues) == 0 {
		return false
	}
	if w.start < x.cue.end {
		return x.aside(w)
	}
	return x.asked(x.cue.end, w.start) || x.happened(w) || x.needed(w) ||
		x.cue.rule == "cue.present" && x.breakBetween(x.cue.end, w.start+1)
}

// asked says whether a question begins in s[from:to] that looks ahead: "estimate how many
// will be needed in five years" dates no estimate, "report how many are left by January"
// does, for what is cannot be dated ahead.
func (x *reading) asked(from, to int) bool {
	asks := false
	for _, t := range x.s[from:max(from, to)] {
		asks = asks || questions[t.low]
		if asks && (ahead[t.low] || t.low == "to") {
			return true
		}
	}
	return false
}

var ahead = set("will would shall may might could can should must need needs needed")

var questions = set("how what whether why")

// needed says whether the phrase dates what somebody will need, not what is promised:
// "the number they will need in five years".
func (x *reading) needed(w *window) bool {
	for i := x.cue.end; i < w.start; i++ {
		if x.s[i].low == "need" && x.word(i+1) != "to" && i > x.cue.end && futures[x.word(i-1)] {
			return true
		}
	}
	return false
}

var futures = set("will would shall may might could they it we")

// aside says whether a phrase before the cue stands in a clause without a cue: "the
// contract, signed in May, will". At the head of the sentence it governs all of it,
// and a deadline does wherever it stands.
func (x *reading) aside(w *window) bool {
	if w.start <= 1 || w.prep == "by" || w.prep == "before" || w.end > x.cue.start || !x.breakBetween(w.end, x.cue.start) {
		return false
	}
	from := x.clauseStart(w.start)
	if from == w.start {
		return false // "the service, in 2027, will": put between commas by itself
	}
	for _, c := range x.cues {
		if c.start >= from && c.end <= w.start {
			return false
		}
	}
	for _, h := range append(append([]hit(nil), x.hits["past"]...), x.hits["slip"]...) {
		if h.start >= from && h.end <= w.start {
			return false // told there of the promise itself
		}
	}
	return true
}

// happened says whether the phrase tells when something was done: "under rules laid
// on Thursday", "; 30,000 doctors applied this year". A phrase that can only lie
// ahead is never one.
func (x *reading) happened(w *window) bool {
	switch w.prep {
	case "soft", "by", "before", "within", "until", "span":
		return false
	}
	named := w.unit == "day" || w.unit == "month" || w.unit == "week" || w.unit == "year" && w.prep == ""
	if !named {
		return false
	}
	from := max(x.cue.end+1, x.clauseStart(w.start))
	for i := from; i < w.start; i++ {
		before := x.word(i - 1)
		if !participle(x.s[i]) || passive[before] || determiners[before] || perfect[before] || strings.HasSuffix(before, "ly") || x.startsCue(i) {
			continue
		}
		return w.unit != "month" || days(x.day, w.a) > 180 // a month soon to come is a plan
	}
	return false
}

func (x *reading) startsCue(i int) bool {
	for _, c := range x.cues {
		if c.start <= i && i < c.end {
			return true
		}
	}
	return false
}

// determiners before a participle make it part of a name: "the shared system".
var determiners = set("the a an its their this that our his her new")

var perfect = set("have has had having not")

// participle says whether a word has the form of what was done.
func participle(t token) bool {
	return pastVerbs[t.low] || irregular[t.low] || len(t.low) > 4 && strings.HasSuffix(t.low, "ed") && !t.capital
}

var irregular = set("put laid sent told said given held seen drawn written tabled won lost left cut paid built made brought shown taken kept bought found led moved run")

// clauseStart is the first word of the clause in which s[i] stands.
func (x *reading) clauseStart(i int) int {
	for i > 0 && !x.s[i].brk {
		i--
	}
	return i
}

func (x *reading) breakBetween(from, to int) bool {
	for i := from; i < to && i < len(x.s); i++ {
		if x.s[i].brk {
			return true
		}
	}
	return false
}

func (x *reading) word(i int) string {
	if i < 0 || i >= len(x.s) {
		return ""
	}
	return x.s[i].low
}
