package track

import (
	"slices"
	"strings"
)

// said is a sentence that was read, with its words. The zero said is none.
type said struct {
	sent sentence
	toks []token
}

// meant says what a sentence promises that only points to it: what the sentence before
// names ("folded into the Long View. That is due"), else that sentence, unless somebody
// speaks in it; and of a bare number what it counts ("forty places and will have 150").
func (x *reading) meant(r *Rules, sent sentence, before said) string {
	if x.cue.rule == "" || x.signal == "drop" || x.signal == "kept" {
		return ""
	}
	if what := x.howMany(sent); what != "" {
		return what
	}
	if !opensPointing(x.s) || len(before.toks) < 4 {
		return ""
	}
	things := r.thingsIn(before.toks)
	if len(things) == 0 {
		if opensPointing(before.toks) || slices.ContainsFunc(before.toks, func(t token) bool { return reportWords[t.low] }) {
			return ""
		}
		return capital(short(strings.TrimRight(strings.Trim(before.sent.text, `"“”‘’`), ".")))
	}
	thing := things[0] // "it" takes up what was spoken of, "that" what was said last
	if x.s[0].low == "that" || x.s[0].low == "this" {
		thing = things[len(things)-1]
	}
	title := capital(x.textOf(before.sent, thing, longestTitle))
	act := x.act()
	if x.cue.rule == "cue.present" || x.cue.rule == "cue.progressive" || x.nounCue() || bareAct(act, len(thing)) {
		return title
	}
	return title + " to " + x.textOf(sent, act, longestTitle-len(thing))
}

// opensPointing says whether a sentence begins with a word for what was said before: "It
// will", "That is", not "That plan will".
func opensPointing(s []token) bool {
	return len(s) > 1 && headPronouns[s[0].low] && (auxiliary[s[1].low] || wills[s[1].low])
}

var (
	headPronouns = set("it that this they these those")
	wills        = set("will would shall should must may might could can")
)

// longestThing is how many words of another sentence name a thing.
const longestThing = 6

// thingsIn are what a sentence names after an article: by a name in capitals, "the Long
// View", or a noun for what is promised, "a digital strategy". Bodies that speak or act
// are none.
func (r *Rules) thingsIn(s []token) [][]token {
	var bodies []hit
	for _, h := range r.words.find(s) {
		if h.kind == "owner" || h.kind == "outsider" {
			bodies = append(bodies, h)
		}
	}
	var out [][]token
	for i := range s {
		from := i + 1
		if !articles[s[i].low] || from >= len(s) || s[from].brk {
			continue
		}
		end := r.thingEnd(s, from)
		noun := r.artefacts[stem(s[end-1].low)] // "the council strategy" is no body
		body := slices.ContainsFunc(bodies, func(h hit) bool { return overlaps(h, from, end) && (h.end >= end || !noun) })
		if end > from && !body {
			out = append(out, s[from:end])
		}
	}
	return out
}

var articles = set("a an the its their our his her this that")

// thingEnd is where the name or noun that begins at from ends, from itself if there is none.
func (r *Rules) thingEnd(s []token, from int) int {
	end := from
	for end < len(s) && s[end].capital && !(s[end].brk && end > from) {
		end++
	}
	if end < from+2 { // one capital names nothing: "the Board", "the Monday"
		end = from
	}
	for k := end; k < len(s) && k < from+longestThing && !(s[k].brk && k > from); k++ {
		if dangling[s[k].low] || auxiliary[s[k].low] || wills[s[k].low] || reportWords[s[k].low] {
			break
		}
		if r.artefacts[stem(s[k].low)] && !s[k].possessive {
			end = k + 1
		} else if end > from {
			break // the noun is over: "the strategy sets out"
		}
	}
	return end
}

// howMany says what a bare number counts: the noun after an earlier number of the sentence.
func (x *reading) howMany(sent sentence) string {
	act := x.act()
	if len(act) < 2 || !bareAct(act, 1) || pointers[act[1].low] || pointers[act[len(act)-1].low] {
		return ""
	}
	for i := 0; i < x.cue.start; i++ {
		if _, number := x.s[i].number(); !number || articles[x.s[i].low] || x.inWindow(i) {
			continue
		}
		end := i + 1
		for end < x.cue.start && !x.s[end].brk && !dangling[x.s[end].low] && !auxiliary[x.s[end].low] && !quantities[x.s[end].low] {
			end++
		}
		if end > i+1 && end-i <= 4 && !x.inWindow(i+1) {
			return capital(x.textOf(sent, act[1:], longestTitle) + " " + x.textOf(sent, x.s[i+1:end], longestTitle))
		}
	}
	return ""
}
