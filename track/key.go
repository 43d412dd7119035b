package track

import (
	"slices"
	"sort"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// Keys link statements. A name of the beat is "@name"; a word that begins with a
// capital inside a sentence is "^word", a number with a unit "#75%", other words
// stand as they are, without their ending. A name that is not what the cue is about
// is "+name", one of many promises "=name". What the headline lends begins with "~". A place
// is "!place", a noun with the word before it "?skill passport": they link nothing, and keep
// apart what is promised in two places, or of two things.

// titleKeys is what a headline can lend to the sentences under it.
type titleKeys struct {
	names     []place
	words     []string
	slip      bool
	elsewhere bool     // it tells of another place, where the names mean something else
	places    []string // it tells of
}

func (r *Rules) titleKeys(title string, day news.Day) titleKeys {
	toks := tokens(title, 0)
	t := titleKeys{names: r.named(toks, day.Start(time.UTC), false), elsewhere: r.elsewhere(toks), places: r.places(toks)}
	for _, k := range toks {
		if w := stem(k.low); !r.skip(w, k.low) {
			t.words = append(t.words, w)
		}
	}
	for _, k := range toks {
		t.slip = t.slip || k.low == "delayed" || k.low == "postponed"
	}
	return t
}

// place is where a name of the beat stands.
type place struct {
	hit
	name string
	many bool // a programme of many promises
}

// named returns the names of the beat in s, longest first come; a shorter name
// inside a longer one does not count. Where s tells of elsewhere, or the headline above
// it does (away), only programmes are meant: many places have theirs.
func (r *Rules) named(s []token, day time.Time, away bool) []place {
	away = away || r.elsewhere(s)
	var found []hit
	not := map[string]bool{}
	for _, h := range r.names.find(s) {
		if h.kind == "not" {
			not[h.rule] = true
			continue
		}
		if h.kind == "name" && r.valid(h.rule, day) {
			found = append(found, h)
		}
	}
	sort.SliceStable(found, func(i, k int) bool { return found[i].end-found[i].start > found[k].end-found[k].start })
	var out []place
	var taken []hit
	for _, h := range found {
		if slices.ContainsFunc(taken, func(t hit) bool { return overlaps(h, t.start, t.end) }) {
			continue
		}
		taken = append(taken, h)
		if not[h.rule] {
			continue // something else, whose words are no shorter name either
		}
		name, _, _ := strings.Cut(h.rule, "#")
		if many := r.nameDefs[name][0].Many; many || !away {
			out = append(out, place{hit: h, name: name, many: many})
		}
	}
	return out
}

// nameKeys returns the keys of the names in a sentence. When something is folded
// into another thing, only what was given up is meant.
func (r *Rules) nameKeys(x *reading, title titleKeys, names []place) []string {
	var out []string
	whole := false
	start, end := x.subject()
	if len(x.cues) == 0 {
		start, end = 0, len(x.s)
	}
	if d := x.hits["drop"]; len(d) > 0 && d[0].rule == "drop.folded" {
		start, end = 0, d[0].start
	}
	for _, n := range names {
		about := x.isAbout(n.hit, start, end)
		switch {
		case n.many:
			out = append(out, "="+n.name)
		case about:
			out, whole = append(out, "@"+n.name), true
		default:
			out = append(out, "+"+n.name)
		}
	}
	if !whole && x.generic(r) { // "the plan is complete and its publication imminent"
		for i, k := range out {
			if k[0] == '+' && !whole {
				out[i], whole = "@"+k[1:], true
			}
		}
	}
	unnamed := len(out) == 0
	whole = whole || !x.generic(r) && !(unnamed && (x.signal == news.SignalDrop || x.signal == news.SignalSlip && x.saysIt()))
	for _, n := range title.names {
		switch {
		case !n.many && !whole:
			out = append(out, "@"+n.name)
		case n.many && unnamed:
			out = append(out, "~="+n.name)
		}
	}
	return out
}

// saysIt says whether the sentence speaks of "it" alone: what moved is what the
// headline names.
func (x *reading) saysIt() bool {
	start, end := x.subject()
	return end > start && x.s[start].low == "it"
}

// isAbout says whether what stands at h is what the sentence promises: subject of
// the cue, or object of its verb. What money goes to, or who is trained under it, is not.
func (x *reading) isAbout(h hit, start, end int) bool {
	for _, a := range x.hits["action"] {
		if a.start >= x.cue.end && a.start <= x.cue.end+3 && (a.rule == "fund" || a.rule == "recruit") {
			return false
		}
	}
	if h.start > 2 && x.s[h.start-1].low == "the" && x.s[h.start-2].low == "to" && x.s[h.start-3].low == "according" {
		return false
	}
	before := h.start - 1
	if w := x.word(before); w == "the" || w == "its" || w == "their" || w == "a" {
		before--
	}
	if beside[x.word(before)] || x.word(before) == "of" && (x.word(before-1) == "out" || x.word(before-1) == "part") {
		return false
	}
	if x.word(before) == "in" && x.inWindow(before-1) {
		return false // "6,000 more posts by 2032 in its plan": where that is written
	}
	inSubject := h.start < end && h.end > start
	return inSubject || end == x.cue.start && h.start >= x.cue.end && h.start <= x.cue.end+10
}

// beside words put what follows them beside the point: "under the plan".
var beside = set("on from under about alongside with despite since after before following against")

// generic says whether the sentence speaks of "the plan" without naming it.
func (x *reading) generic(r *Rules) bool {
	start, end := x.subject()
	if len(x.cues) == 0 {
		start, end = 0, len(x.s)
	}
	for i := 1; i < len(x.s); i++ {
		if !documents[x.s[i].low] || x.s[i].possessive || i+1 < len(x.s) && x.s[i+1].capital && !x.s[i+1].brk {
			continue
		}
		from := i - 1
		if from > 0 && epithets[x.s[from].low] {
			from--
		}
		if the := x.s[from].low; (the == "the" || the == "this" || the == "its" || the == "a") && x.isAbout(hit{start: from, end: i + 1}, start, end) {
			return true
		}
	}
	return false
}

var documents = set("plan strategy publication document roadmap report review framework")

// epithets leave a document unnamed.
var epithets = set("dedicated separate long-awaited promised new long-promised delayed long-delayed national final full published")

// valid says whether a name meant its thing on day.
func (r *Rules) valid(key string, day time.Time) bool {
	name, at, _ := strings.Cut(key, "#")
	i, _ := digits(at)
	def := r.nameDefs[name][i]
	d := dayOf(day)
	return d == "" || (def.From == "" || d >= news.Day(def.From)) && (def.Until == "" || d <= news.Day(def.Until))
}

// keys returns what the statement is linked by.
func (r *Rules) keys(x *reading, title titleKeys, day time.Time) []string {
	inTime := make([]bool, len(x.s))
	for _, w := range x.windows {
		for i := w.start; i < w.end; i++ {
			inTime[i] = true
		}
	}
	names := r.named(x.s, day, title.elsewhere)
	for _, n := range names { // the name stands for its words
		for i := n.start; i < n.end; i++ {
			inTime[i] = true
		}
	}
	for _, kind := range []string{"owner", "outsider"} { // who speaks is not what it is about
		for _, h := range x.hits[kind] {
			for i := h.start; i < h.end; i++ {
				inTime[i] = true
			}
		}
	}
	out := r.nameKeys(x, title, names)
	stems := make([]string, len(x.s)) // "" where a word says nothing
	for i, t := range x.s {
		if w := stem(t.low); !inTime[i] && !r.skip(w, t.low) {
			stems[i] = w
		}
	}
	out = append(out, pairs(x.s, stems)...)
	for i, t := range x.s {
		w := stems[i]
		if w == "" {
			continue
		}
		switch {
		case strings.HasSuffix(w, "%"):
			out = append(out, "#"+w)
		case t.low[0] >= '0' && t.low[0] <= '9' || strings.HasPrefix(t.low, "£"):
			if i+1 < len(x.s) && (x.s[i+1].low == "per" || x.s[i+1].low == "percent") {
				out = append(out, "#"+t.low+"%")
			} else {
				out = append(out, "#"+t.low)
			}
		case t.capital && i > 0 && x.person(i):
		case i > 0 && (x.s[i-1].low == "after" || x.s[i-1].low == "following"):
			// "after Lanarkshire the app will": what is over is not what is promised
		case t.capital && i > 0:
			out = append(out, "^"+w)
		default:
			out = append(out, w)
		}
	}
	for _, w := range title.words {
		out = append(out, "~"+w)
	}
	return unique(slices.Concat(out, r.placeKeys(x.s, title), r.headKeys(x.s)))
}

// pairs returns neighbouring words: "digital" and "workforce" are everywhere, the
// two side by side are not.
func pairs(s []token, stems []string) []string {
	var out []string
	for i := 1; i < len(s); i++ {
		if stems[i-1] != "" && stems[i] != "" && !s[i].brk {
			out = append(out, stems[i-1]+"_"+stems[i])
		}
	}
	return out
}

// person says whether the capital word at i belongs to who speaks: after a
// title, or just before a verb of saying.
func (x *reading) person(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3 && (x.s[k].capital || k == i-1); k-- {
		if honorifics[x.s[k].low] {
			return true
		}
	}
	k := i + 1
	for k < len(x.s) && k < i+3 && x.s[k].capital && !x.s[k].brk {
		k++
	}
	if w := x.word(k); k > i && (w == "has" || w == "had" || w == "have") {
		k++ // "the Delivery Office has said"
	}
	return k < len(x.s) && reportWords[x.s[k].low] && !isUpper(x.s[i])
}

// isUpper says whether a token is an abbreviation of capitals, which no person is.
func isUpper(t token) bool { return t.end-t.start <= 5 && t.capital && t.upper }

var honorifics = set("mr mrs ms dr sir dame lord lady prof professor baroness")

// skip says whether a word says nothing about what is promised.
func (r *Rules) skip(stemmed, low string) bool {
	return len(low) < 2 || commonWords[low] || commonWords[stemmed] || reportWords[low] || monthNames[low] > 0 || seasonNames[low] > 0
}

func unique(list []string) []string {
	seen := make(map[string]bool, len(list))
	out := list[:0]
	for _, v := range list {
		if !seen[v] {
			seen[v] = true
			out = append(out, v)
		}
	}
	return out
}

// endings are those of plurals and verbs, longest first, and what stands for them.
var endings = []struct{ cut, put string }{{"ations", ""}, {"ation", ""}, {"ingly", ""}, {"ings", ""}, {"ing", ""}, {"ies", "y"}, {"edly", ""}, {"ed", ""}, {"ly", ""}, {"es", ""}, {"s", ""}, {"e", ""}}

// stem takes off plural and verb endings, so that consultation and consult, launch
// and launching meet.
func stem(w string) string {
	for _, end := range endings {
		if cut, ok := strings.CutSuffix(w, end.cut); ok && len(cut) >= 4 && !strings.HasSuffix(w, "ss") {
			return cut + end.put
		}
	}
	return w
}

// commonWords say nothing about what is promised.
var commonWords = set(`a an the and or but of to in on at by for from with within into over under up out off as is are was were be been being
it its this that these those there their they them he she his her we our you your who which what when where how than then so if not no
will would shall can could may might must should do does did has have had having more most some any all each every other another such
now new also just only very still yet already soon shortly later next last first second early end start date day week month year years
time said says told say will due set expect expected plan plans planned aim aims hope hopes intend intended meant target targets about
after before until since between during through across per cent percent being both either own same much many few one two three four five
according confirmed announced promised minister ministers secretary spokesman spokesperson spokeswoman director chief sir mr mrs ms dr
prof government department official officials people part way make made take taken get given give going go come coming put back away
under further around including include use used work working well been today year's ahead stage set deadline`)

func set(words string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(words) {
		out[w] = true
	}
	return out
}
