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

// matches lists what was counted, in reading order: once for each group,
// look-alike or topic a hit served.
func (r *reading) matches(e evidence) []news.Match {
	out := []news.Match{}
	l := r.lex
	for g, list := range e.groups {
		for _, c := range list {
			m := r.match(c, l.groups[g].Name)
			if t := l.rules[c.rule].topic; t >= 0 {
				m.Topic = l.topics[t].Name
			}
			out = append(out, m)
		}
	}
	for t, list := range e.topics {
		for _, c := range list {
			m := r.match(c, l.topics[t].Name)
			m.Topic = l.topics[t].Name
			out = append(out, m)
		}
	}
	for i, list := range e.looks {
		for _, c := range list {
			m := r.match(c, l.lookalikes[i].Name)
			m.Weight = -m.Weight
			out = append(out, m)
		}
	}
	if h := e.host; h.group >= 0 {
		out = append(out, news.Match{Term: h.host, Text: h.host, Group: l.groups[h.group].Name,
			Zone: news.ZoneSource, Weight: h.weight, Rule: h.at})
	}
	return strongest(out)
}

// strongest drops the weakest matches of a long list and puts the rest in reading order.
func strongest(all []news.Match) []news.Match {
	if len(all) > maxMatches {
		all = sorted(all, func(a, b *news.Match) int { return cmp.Compare(abs(b.Weight), abs(a.Weight)) })[:maxMatches]
	}
	return sorted(all, func(a, b *news.Match) int {
		if a.Zone != b.Zone {
			return cmp.Compare(zoneOrder[a.Zone], zoneOrder[b.Zone])
		}
		if a.Block != b.Block {
			return cmp.Compare(a.Block, b.Block)
		}
		if a.Start != b.Start {
			return cmp.Compare(a.Start, b.Start)
		}
		return cmp.Compare(a.Group, b.Group)
	})
}

// sorted returns the matches in order; equal ones stay as they stood. Numbers are
// sorted in their place: a match is large, and moving it about took a third of judging.
func sorted(all []news.Match, compare func(a, b *news.Match) int) []news.Match {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(i, k int) int { return cmp.Or(compare(&all[i], &all[k]), cmp.Compare(i, k)) })
	out := make([]news.Match, len(all))
	for i, from := range order {
		out[i] = all[from]
	}
	return out
}

var zoneOrder = map[news.Zone]int{
	news.ZoneTitle: 0, news.ZoneStandfirst: 1, news.ZoneLead: 2, news.ZoneBody: 3,
	news.ZoneComment: 4, news.ZoneFurniture: 5, news.ZoneSource: 6,
}

func abs(f float64) float64 { return max(f, -f) }

func (r *reading) match(c counted, group string) news.Match {
	s := &r.segments[c.segment]
	rule := &r.lex.rules[c.rule]
	start, end := int(s.tokens[c.first].start), int(s.tokens[c.last].end)
	term := rule.term
	if strings.Contains(term, "(") { // several phrases written as one
		term = r.saying(c.found)
	}
	return news.Match{
		Term: term, Text: s.text[start:end], Group: group,
		Zone: s.sentences[c.sentence].zone, Block: s.block, Start: start, End: end,
		Weight: c.value, Rule: rule.at, Sentence: window(s.text, s.sentences[c.sentence].span, start, end),
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
