package classify

import (
	"cmp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// Bounds of what a verdict keeps: it is stored with every article.
const (
	maxMatches  = 150 // the weightiest are kept
	maxSentence = 320 // bytes of a sentence shown around a match
)

// cited is a counted hit and what it served.
type cited struct {
	counted
	group string
}

// cite is where a match comes in the order of a verdict. Numbers are sorted: a match
// is large, and moving it about took a third of judging.
type cite struct {
	weight float64
	place  uint64 // by zone, block, byte
	at     int    // index into accounts.cited; -1 is the host
}

// matches lists what was counted, in reading order: once for each group,
// look-alike or topic a hit served. Of a long list the weakest are left out.
func (r *reading) matches(e *evidence) []news.Match {
	t := &r.accounts
	r.cite(e)
	group := func(c cite) string {
		if c.at < 0 {
			return r.lex.groups[e.host.group].Name
		}
		return t.cited[c.at].group
	}
	if len(t.order) > maxMatches {
		slices.SortFunc(t.order, func(a, b cite) int { return cmp.Or(cmp.Compare(abs(b.weight), abs(a.weight)), compareAt(a, b)) })
		t.order = t.order[:maxMatches]
	}
	slices.SortFunc(t.order, func(a, b cite) int {
		if a.place != b.place { // as nearly all do: their groups need not be looked up
			return cmp.Compare(a.place, b.place)
		}
		return cmp.Or(strings.Compare(group(a), group(b)), compareAt(a, b))
	})
	out := make([]news.Match, len(t.order))
	for i, c := range t.order {
		if c.at < 0 {
			out[i] = news.Match{Term: e.host.host, Text: e.host.host, Group: group(c), Zone: news.ZoneSource, Weight: c.weight, Rule: e.host.at}
			continue
		}
		out[i] = r.match(t.cited[c.at])
		out[i].Weight = c.weight
	}
	return out
}

// compareAt keeps what is equal otherwise as it stood; the host stands last.
func compareAt(a, b cite) int { return cmp.Compare(uint(a.at), uint(b.at)) }

// cite lists everything that was counted in the accounts.
func (r *reading) cite(e *evidence) {
	l, t := r.lex, &r.accounts
	t.cited, t.order = t.cited[:0], t.order[:0]
	add := func(list []counted, group string, sign float64) {
		for _, c := range list {
			s := &r.segments[c.segment]
			place := zoneOrder[s.sentences[c.sentence].zone]<<56 | uint64(s.block)<<32 | uint64(s.tokens[c.first].start)
			t.order = append(t.order, cite{sign * c.value, place, len(t.cited)})
			t.cited = append(t.cited, cited{c, group})
		}
	}
	for g, list := range e.groups {
		add(list, l.groups[g].Name, 1)
	}
	for i, list := range e.topics {
		add(list, l.topics[i].Name, 1)
	}
	for i, list := range e.looks {
		add(list, l.lookalikes[i].Name, -1)
	}
	if e.host.group >= 0 {
		t.order = append(t.order, cite{e.host.weight, zoneOrder[news.ZoneSource] << 56, -1})
	}
}

var zoneOrder = map[news.Zone]uint64{
	news.ZoneTitle: 0, news.ZoneStandfirst: 1, news.ZoneLead: 2, news.ZoneBody: 3,
	news.ZoneComment: 4, news.ZoneFurniture: 5, news.ZoneSource: 6,
}

func abs(f float64) float64 { return max(f, -f) }

func (r *reading) match(c cited) news.Match {
	s := &r.segments[c.segment]
	rule := &r.lex.rules[c.rule]
	start, end := int(s.tokens[c.first].start), int(s.tokens[c.last].end)
	term := rule.term
	if strings.Contains(term, "(") { // several phrases written as one
		term = r.saying(c.found)
	}
	topic := ""
	if rule.topic >= 0 {
		topic = r.lex.topics[rule.topic].Name
	}
	return news.Match{
		Term: term, Text: s.text[start:end], Group: c.group, Topic: topic,
		Zone: s.sentences[c.sentence].zone, Block: s.block, Start: start, End: end,
		Rule: rule.at, Sentence: window(s.text, s.sentences[c.sentence].span, start, end),
	}
}

// window returns the sentence, or of a long one what stands around the match.
func window(text string, sp span, start, end int) string {
	if sp.end-sp.start <= maxSentence {
		return text[sp.start:sp.end]
	}
	half := (maxSentence - min(end-start, maxSentence)) / 2
	from, to := max(sp.start, start-half), min(sp.end, end+half)
	for from > sp.start && text[from-1] != ' ' && from < start {
		from++
	}
	for to < sp.end && text[to] != ' ' && to > end {
		to--
	}
	for from < to && !utf8.RuneStart(text[from]) {
		from++
	}
	for to < sp.end && to > from && !utf8.RuneStart(text[to]) {
		to--
	}
	out := strings.TrimSpace(text[from:to])
	if from > sp.start {
		out = "… " + out
	}
	if to < sp.end {
		out += " …"
	}
	return out
}
