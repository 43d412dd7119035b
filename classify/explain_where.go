package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// passage is one sentence with what was found in it.
type passage struct {
	zone     news.Zone
	sentence string
	matches  []news.Match
	weight   float64
}

// sentences lists the sentences that weigh most, in the order of the article, and
// under each what was found there.
func (e *explainer) sentences(matches []news.Match) {
	all := passages(matches)
	byWeight := slices.Clone(all)
	slices.SortStableFunc(byWeight, func(a, b passage) int { return cmp.Compare(b.weight, a.weight) })
	least := 0.0
	if len(byWeight) > shown && !e.all {
		least = byWeight[shown-1].weight
	}
	if len(all) > 0 {
		e.heading("Where it says so")
	}
	left := 0
	for _, p := range all {
		if p.weight < least {
			left++
			continue
		}
		e.passage(p)
	}
	if left > 0 {
		e.line("and %d that weigh less (--all)", left)
	}
}

// passages puts matches of one sentence together; what counts nowhere is left out.
func passages(matches []news.Match) []passage {
	var out []passage
	for _, m := range matches {
		if m.Weight == 0 {
			continue
		}
		n := len(out)
		if n == 0 || out[n-1].zone != m.Zone || out[n-1].sentence != m.Sentence {
			out = append(out, passage{zone: m.Zone, sentence: m.Sentence})
			n++
		}
		out[n-1].matches = append(out[n-1].matches, m)
		out[n-1].weight += abs(m.Weight)
	}
	return out
}

func (e *explainer) passage(p passage) {
	zone := zoneName(p.zone)
	pad := strings.Repeat(" ", placed)
	if p.sentence == "" {
		e.line("%s", zone)
	} else {
		e.wrap(zone+strings.Repeat(" ", max(placed-len(zone), 1)), pad, quote(p))
	}
	for i := 0; i < len(p.matches); {
		m := p.matches[i]
		var counts []string
		for ; i < len(p.matches) && p.matches[i].Start == m.Start && p.matches[i].End == m.End; i++ {
			counts = append(counts, fmt.Sprintf("%s %+.1f", p.matches[i].Group, p.matches[i].Weight))
		}
		text, rest := short(printable(m.Text), columns-placed-2), strings.Join(counts, ", ")+"  "+m.Rule
		if placed+4+utf8.RuneCountInString(text+rest) <= columns {
			e.line("%s  %s  %s", pad, e.paint(TonePhrase, text), rest)
			continue
		}
		e.line("%s  %s", pad, e.paint(TonePhrase, text))
		e.wrap(pad+"    ", pad+"    ", rest)
	}
}

// quote is the sentence of a passage, cut to two lines around its first match.
func quote(p passage) string {
	s, width := printable(p.sentence), 2*(columns-placed)-6
	first := printable(p.matches[0].Text)
	if at := strings.Index(s, first); at > width-len(first) {
		from := strings.LastIndexByte(s[:max(at-width/2, 0)], ' ') + 1
		s = "… " + s[from:]
	}
	return "“" + short(s, width) + "”"
}

// aside lists the topics that were found only where nothing counts. Of a comment
// in the store only its topics are kept.
func (e *explainer) aside(a news.Article, matches []news.Match) {
	for _, zone := range []news.Zone{news.ZoneComment, news.ZoneFurniture} {
		var topics []string
		add := func(topic string) {
			if topic != "" && !slices.Contains(topics, topic) {
				topics = append(topics, topic)
			}
		}
		for _, m := range matches {
			if m.Zone == zone {
				add(m.Topic)
			}
		}
		for _, c := range a.Comments {
			for _, topic := range c.Topics {
				if zone == news.ZoneComment {
					add(topic)
				}
			}
		}
		if len(topics) > 0 {
			e.heading("In " + zoneName(zone) + " (does not count)")
			e.wrap("  ", "  ", strings.Join(topics, ", "))
		}
	}
}

// zoneName is a zone as an operator calls it.
func zoneName(z news.Zone) string {
	switch z {
	case news.ZoneTitle:
		return "headline"
	case news.ZoneLead:
		return "opening"
	case news.ZoneSource:
		return "publisher's address"
	case news.ZoneComment:
		return "a reader comment"
	case news.ZoneFurniture:
		return "page furniture"
	}
	return string(z)
}
