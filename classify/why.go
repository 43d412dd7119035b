package classify

import (
	"slices"
	"strings"

	"github.com/wardround/wardround/news"
)

// zoneWords are the zones as a reader calls them.
var zoneWords = map[news.Zone]string{
	news.ZoneTitle: "headline", news.ZoneStandfirst: "standfirst", news.ZoneLead: "first paragraph", news.ZoneBody: "body",
}

// why gives the reason of a verdict in a few words: the two phrases that weighed
// most and where they stand, or what kept the article out.
func (l *Lexicon) why(e *evidence, v news.Verdict) string {
	if v.Relevant {
		return l.reason(v)
	}
	worst, most := -1, 0.0
	for i, def := range l.lookalikes {
		if p := grow(def.Points, e.against[i], def.Full); p > most {
			worst, most = i, p
		}
	}
	switch {
	case worst >= 0 && (most >= 10 || len(v.Missing) == 0):
		return "reads like " + l.lookalikes[worst].Title
	case len(v.Missing) > 0:
		return "nothing on " + strings.Join(titles(l, v.Missing), ", ")
	}
	return "mentioned in passing only"
}

func titles(l *Lexicon, names []string) []string {
	out := slices.Clone(names)
	for i, name := range names {
		for _, g := range l.groups {
			if g.Name == name {
				out[i] = g.Title
			}
		}
	}
	return out
}

// reason names the two weightiest phrases, and their zones: of those that speak for the
// article's topics, or for both sorts of evidence that must meet. "Hire" may be what the
// topic is about; "software developers" is why it is ours.
func (l *Lexicon) reason(v news.Verdict) string {
	found := l.reasons(v)
	slices.SortStableFunc(found, func(a, b *reason) int {
		switch {
		case a.weight > b.weight:
			return -1
		case a.weight < b.weight:
			return 1
		}
		return 0
	})
	var words []string
	var zones []news.Zone
	for _, p := range found {
		if within(words, p.text) {
			continue
		}
		words, zones = append(words, p.text), append(zones, p.zones...)
		if len(words) == 2 {
			break
		}
	}
	if len(words) == 0 {
		return "several weaker terms"
	}
	return strings.Join(words, " and ") + ", " + places(zones)
}

// reason is a phrase as an article has it, with all that it says of the verdict.
type reason struct {
	text   string
	weight float64
	zones  []news.Zone
	topic  bool    // it speaks for a topic of the article
	meets  [2]bool // it is of either sort of evidence that must meet
}

// reasons gathers the matches of a verdict that may be its reason, by their wording.
func (l *Lexicon) reasons(v news.Verdict) []*reason {
	var sides []string
	if t := l.together; t.a >= 0 {
		sides = []string{l.groups[t.a].Name, l.groups[t.b].Name}
	}
	var found []*reason
	for _, m := range v.Matches {
		topic, side := slices.Contains(v.Topics, m.Topic), slices.Index(sides, m.Group)
		if m.Weight <= 0 || zoneWords[m.Zone] == "" || !topic && side < 0 {
			continue
		}
		i := slices.IndexFunc(found, func(p *reason) bool { return strings.EqualFold(p.text, m.Text) })
		if i < 0 {
			i = len(found)
			found = append(found, &reason{text: m.Text})
		}
		p := found[i]
		if m.Text == strings.ToLower(p.text) {
			p.text = m.Text // small where it does not begin a sentence
		}
		p.weight += m.Weight
		p.topic = p.topic || topic
		if side >= 0 {
			p.meets[side] = true
		}
		if !slices.Contains(p.zones, m.Zone) {
			p.zones = append(p.zones, m.Zone)
		}
	}
	return slices.DeleteFunc(found, func(p *reason) bool { return !p.topic && p.meets != [2]bool{true, true} })
}

// within reports whether one of the words says the same as text, or more.
func within(words []string, text string) bool {
	text = strings.ToLower(text)
	for _, w := range words {
		w = strings.ToLower(w)
		if strings.Contains(w, text) || strings.Contains(text, w) {
			return true
		}
	}
	return false
}

// places names at most two zones, the most prominent first.
func places(zones []news.Zone) string {
	var out []string
	for _, z := range []news.Zone{news.ZoneTitle, news.ZoneStandfirst, news.ZoneLead, news.ZoneBody} {
		if slices.Contains(zones, z) && len(out) < 2 {
			out = append(out, zoneWords[z])
		}
	}
	return strings.Join(out, " and ")
}
