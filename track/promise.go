package track

import (
	"github.com/wardround/wardround/news"
)

// promise decides whether the sentence promises, moves a date or says it again.
func (x *reading) promise(r *Rules) (*reading, string) {
	if len(x.cues) == 0 && !x.any("slip") {
		if x.any("past") {
			return nil, "filter.past"
		}
		return nil, ""
	}
	if f := x.filtered(); f != "" {
		return nil, f
	}
	dated := x.window != nil && (x.window.dated() || x.window.vague != "")
	x.signal, x.commits = news.SignalPromise, true
	slip := x.slips(r)
	switch {
	case slip != "":
		x.signal, x.rules = news.SignalSlip, append(x.rules, slip)
	case len(x.cues) == 0:
		return nil, ""
	case dated && (x.window.dated() || !purposeCue[x.cue.rule]):
	case x.cue.kind == "strong" && x.undated(r):
		x.rules = append(x.rules, "undated: owner and act")
	default:
		return nil, ""
	}
	if len(x.cues) > 0 {
		x.rules = append([]string{x.cue.rule}, x.rules...)
	}
	if x.window != nil {
		x.rules = append(x.rules, "time."+x.window.rule)
	}
	return x, ""
}

// purposeCue cues with words that name no day are no more than a wish.
var purposeCue = map[string]bool{"cue.infinitive": true, "cue.target": true}

// filtered returns the name of the first filter that fits.
func (x *reading) filtered() string {
	stated := x.window != nil && x.window.dated()
	owner := x.class == news.ActorOwner || x.subjectIs("owner")
	for _, h := range x.hits["filter"] {
		if x.isMonth(h) || h.rule != "filter.conditional" && x.dates(h) {
			continue
		}
		switch h.rule {
		case "filter.conditional":
			if x.approval(h) && x.cue.kind == "strong" && stated {
				continue
			}
			return h.rule
		case "filter.hypothetical":
			if x.partOf(h, "slip") {
				continue // "is now likely to be issued in May"
			}
			if x.cue.rule == "" || x.cue.rule == "cue.would" || weakest[x.cue.rule] || h.start < x.cue.start {
				return h.rule
			}
		case "filter.call":
			if h.end < len(x.s) && (x.s[h.end].low == "evidence" || x.s[h.end].low == "views") {
				continue // a call for evidence is a consultation
			}
			if overlaps(h, x.cue.start, x.cue.end) {
				continue // "should be available in February" is an expectation
			}
			if h.start <= x.cue.start || x.cue.kind != "strong" && !owner || !stated {
				return h.rule
			}
		case "filter.opinion":
			if x.partOf(h, "slip") || quarrels(x.s, h.start) {
				continue // "longer than first thought", "while the Office argued with trusts"
			}
			at := overlaps(h, x.cue.start, x.cue.end)
			if at && !stated || !at && (h.start < x.cue.start || !owner) && !(x.s[h.start].low == "thought" && h.start > 0 && x.s[h.start-1].low == "is") {
				return h.rule
			}
		case "filter.forecast":
			if h.end-h.start == 1 && h.start < x.cue.end {
				continue // "the rise will reach pay packets"
			}
			if !owner && !x.subjectHas("funding", "budget", "investment", "spending", "pay", "salary", "salaries", "places", "allowance", "fee", "award") {
				return h.rule
			}
		case "filter.event":
			if !x.toldAt(h) {
				return h.rule
			}
		case "filter.negated":
			if h.start <= x.cue.end && x.cue.start <= h.end && !x.any("slip") {
				return h.rule
			}
		case "filter.standing":
			if x.s[h.start].low != "already" || weakest[x.cue.rule] {
				return h.rule
			}
		case "filter.personnel":
			if !x.ofBodies(h) {
				return h.rule
			}
		case "filter.applications":
			if !x.decided(h) {
				return h.rule
			}
		case "filter.union", "filter.contract":
			return h.rule
		}
	}
	if x.cue.rule == "cue.must" && x.class == news.ActorOutsider {
		return "filter.call"
	}
	if x.orElse() {
		return "filter.alternative"
	}
	if x.retold() || x.cameToNothing() {
		return "filter.retold"
	}
	if why := x.sense(owner); why != "" {
		return why
	}
	return x.outsider(owner)
}

// orElse says whether the clause of the cue is what follows if something is not done:
// "publish it by Christmas, or trusts will lose more analysts". What must be done, or else
// something will follow, is the same said the other way round.
func (x *reading) orElse() bool {
	from := x.clauseStart(x.cue.start)
	if from > 0 && x.word(from) == "or" && x.cue.start > from+1 {
		return true
	}
	for i := x.cue.end; x.cue.rule == "cue.must" && x.class != news.ActorOwner && i+1 < len(x.s); i++ {
		if x.word(i) == "or" && (wills[x.word(i+2)] || wills[x.word(i+3)]) {
			return true
		}
	}
	return false
}

// retold says whether the sentence opens with a day in the past on which somebody
// spoke: "Last month she told the Commons that it would".
func (x *reading) retold() bool {
	if x.cue.rule == "cue.would" && (x.toldLongAgo() || x.word(0) == "we" && reportWords[x.word(1)] && !x.s[0].quoted) {
		return true // "we reported on 27 October that it would" is what a publisher wrote before
	}
	for _, w := range x.windows {
		if w.b.IsZero() {
			continue
		}
		if x.cue.rule == "cue.would" && w.start <= 6 && w.start < x.cue.start && reportWords[x.word(w.start-1)] {
			said := w.b // "the Gazette said on 12 November that it would": a day without a year was read as one to come
			if w.unit == "day" && said.After(x.day) {
				said = said.AddDate(-1, 0, 0)
			}
			if days(said, x.day) >= 7 {
				return true
			}
		}
		if w.start > 2 || !w.b.Before(x.day) || days(w.b, x.day) < 7 {
			continue
		}
		for _, t := range x.s[w.end:max(w.end, x.cue.start)] {
			if reportWords[t.low] || t.low == "had" {
				return true
			}
		}
	}
	return false
}

// toldLongAgo says whether what somebody said, weeks or years ago, is told again, or what
// those without power over it once heard: "three years ago ministers told us", "the board had
// said it would", "staff were told", said a union; "the posts it said it would fill".
func (x *reading) toldLongAgo() bool {
	ago := false
	for i := 0; i < x.cue.start; i++ {
		ago = ago || x.word(i) == "ago" && agoUnits[x.word(i-1)]
		heard := x.class == news.ActorOutsider && undergoing[x.word(i-1)] && hears[x.word(i)]
		had := x.word(i-1) == "had" && (x.word(i) == "said" || hears[x.word(i)])
		which := x.cue.start-i <= 2 && reportWords[x.word(i)] && clausePronouns[x.word(i-1)] && i-1 > x.clauseStart(i-1) && !linking[x.word(i-2)] && !reportWords[x.word(i-2)]
		if heard || had || which || ago && (reportWords[x.word(i)] || hears[x.word(i)]) {
			return true
		}
	}
	return false
}

var (
	agoUnits = set("week weeks month months year years decade decades")
	hears    = set("told promised assured")
	linking  = set("and but that as because since then")
)

// cameToNothing says whether what was told of an earlier promise ends with what became
// of it: "we were told it would be with us by Christmas; it was not".
func (x *reading) cameToNothing() bool {
	for i := x.cue.end; i < len(x.s); i++ {
		next := x.word(i + 1)
		if (x.s[i].brk || x.word(i-1) == "but") && failing[x.word(i)] && (negatives[next] || was[next] && x.word(i+2) == "not") {
			return true
		}
	}
	return false
}

var (
	failing   = set("it they that this none nothing")
	was       = set("was were did has have")
	negatives = set("wasn't weren't didn't never hasn't haven't")
)

// outsider rejects what somebody without power over the thing says of it, unless
// an owner is the one who acts.
func (x *reading) outsider(owner bool) string {
	if x.relayed() {
		return ""
	}
	if x.subjectIs("outsider") && !x.subjectIs("owner") && !x.served() {
		return "filter.outsider"
	}
	if x.class == news.ActorOutsider && !owner && !x.subjectIs("owner") {
		return "filter.outsider"
	}
	return ""
}

// toldAt says whether an event is only where somebody spoke.
func (x *reading) toldAt(h hit) bool {
	for i := h.start - 1; i >= 0 && i >= h.start-6; i-- {
		if reportWords[x.s[i].low] || x.s[i].low == "speaking" {
			return true
		}
	}
	return false
}

// subject returns the tokens of the clause before the cue.
func (x *reading) subject() (start, end int) {
	end = x.head(x.cue.start)
	start = end
	for start > 0 {
		t := x.s[start-1]
		if t.low == "that" || reportWords[t.low] && end-start > 0 {
			break
		}
		start--
		if t.brk && end-start > 1 {
			break
		}
	}
	return start, end
}

// head is where the subject of a cue ends: before a relative clause or an aside between
// commas, as in "the board, which has spent £9m on it, wants" and "the framework, first due
// in May, will".
func (x *reading) head(cue int) int {
	if cue >= len(x.s) || !x.s[cue].brk {
		return cue
	}
	if from := x.clauseStart(cue - 1); from > 1 && (relatives[x.word(from)] || asides[x.word(from)] || participle(x.s[from])) {
		return from
	}
	return cue
}

var (
	relatives = set("which who whose whom where")
	asides    = set("due first originally once previously already now still long part also")
)

func (x *reading) subjectIs(kind string) bool {
	start, end := x.subject()
	for _, h := range x.hits[kind] {
		if overlaps(h, start, end) {
			return true
		}
	}
	return false
}

func (x *reading) subjectHas(words ...string) bool {
	start, end := x.subject()
	for _, t := range x.s[start:end] {
		for _, w := range words {
			if t.low == w {
				return true
			}
		}
	}
	return false
}

// undated says whether a strong cue without a time phrase still promises: an owner
// or a thing that owners make, and an act that can be seen to be done.
func (x *reading) undated(r *Rules) bool {
	action := false
	for _, h := range x.hits["action"] {
		action = action || h.start >= x.cue.end && h.start <= x.cue.end+3
	}
	money := false
	start, end := x.subject()
	for _, t := range x.s[start:end] {
		if r.artefacts[stem(t.low)] {
			action = action && true
			money = true
		}
		money = money || len(t.low) > 2 && t.low[:2] == "£"
	}
	return action && (money || x.subjectIs("owner"))
}
