package track

import "strings"

// actor is the body that a sentence says will do the thing, or did: what the act is
// said of ("the board will publish"), whose the thing is ("the board's plan will be
// published"), or whom a passive names ("to be published by the board"). Of those to whom
// something is done ("trusts will be asked"), and of a body in the name of a thing ("the
// council plan was dropped"), nothing is said.
func (x *reading) actor(sent sentence) string {
	start, end, passive := x.acting()
	for _, kind := range []string{"owner", "outsider"} {
		for _, h := range x.hits[kind] {
			from, to := wholeName(x.s, h)
			whose := x.s[to-1].possessive && overlaps(h, start, end)
			does := !passive && start < h.end && to == end && !x.belongs(from)
			by := passive && h.start >= end && (x.word(from-1) == "by" || x.word(from-1) == "the" && x.word(from-2) == "by")
			if whose || does || by {
				return trimPossessive(sent.text[x.s[from].start-sent.start : x.s[to-1].end-sent.start])
			}
		}
	}
	return ""
}

// belongs says whether the words from a token on only tell what another thing is of or
// for: "the staffing plan for the service".
func (x *reading) belongs(from int) bool {
	before := x.word(from - 1)
	if articles[before] {
		before = x.word(from - 2)
	}
	return before == "for" || before == "of" || before == "in" || before == "by" || before == "to" || before == "with" || before == "at"
}

// acting returns the words before the act, without the auxiliaries that begin it, and
// whether it is done to them.
func (x *reading) acting() (start, end int, passive bool) {
	at := x.cue.start
	start, end = x.subject()
	if x.cue.rule == "" { // an outcome: what tells it is no cue
		if told := x.hits[string(x.signal)]; len(told) > 0 {
			at = told[0].start
		}
		start, end = x.clauseStart(at), at
	}
	for end > start && (auxiliary[x.s[end-1].low] || commaAdverbs[x.s[end-1].low] || smallAdverbs[x.s[end-1].low]) {
		passive = passive || undergoing[x.s[end-1].low]
		end--
	}
	if x.cue.rule == "" {
		return start, end, passive || at < len(x.s) && undergoing[x.s[at].low]
	}
	act := x.act()
	return start, end, len(act) > 0 && undergoing[act[0].low]
}

// undergoing words begin what is done to the subject.
var undergoing = set("be been being is are was were get gets got")

// wholeName widens a body's words to the name they stand in: "the council" of "the Council
// Delivery Office", "Trust" of "Fenside Hospitals Trust". What a person is, is not
// widened: a name would follow ("minister Ada Moor"). The first word of a sentence has its
// capital in any case: it is taken in where a name has begun behind it, and it opens none
// ("Oakmere Hospitals Trust", not "Meanwhile Hospitals Trust").
func wholeName(s []token, h hit) (start, end int) {
	start, end = h.start, h.end
	for i := start; i < end; i++ {
		if officeWords[s[i].low] {
			return start, end
		}
	}
	for s[end-1].capital && !s[end-1].possessive && end < len(s) && ofName(s[end]) && !s[end].brk {
		end++
	}
	for start > 1 && s[start].capital && !s[start].brk && ofName(s[start-1]) && !s[start-1].possessive {
		start--
	}
	if start == 1 && start < h.start && s[1].capital && !s[1].brk && ofName(s[0]) && !s[0].possessive && !opens(s[0].low) {
		start = 0
	}
	return start, end
}

// opens says whether a word begins sentences and no names.
func opens(w string) bool {
	return commonWords[w] || dangling[w] || openers[w] || strings.HasSuffix(w, "ly")
}

var openers = set("meanwhile however yesterday tomorrow tonight although though because while once today instead elsewhere separately former new both")

// ofName says whether a word may stand in the name of a body.
func ofName(t token) bool {
	_, month := monthNames[t.low]
	_, weekday := weekdays[t.low]
	return t.capital && !month && !weekday && !officeWords[t.low]
}
