package classify

import (
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/wardround/wardround/news"
)

// evidence is everything a reading counted.
type evidence struct {
	groups   [][]counted
	sums     []float64 // by group, hosts included
	host     hostRule  // the publisher's address, when it gives evidence
	together meeting
	looks    [][]counted
	against  []float64 // by look-alike
	topics   [][]counted
	subjects []float64 // by topic
}

// Judge reads an article and says whether it belongs to the beat, how centrally,
// what it is about and why. It is deterministic and safe for concurrent use.
// Readers' comments and page furniture never select: their topics are reported as
// matches of [news.ZoneComment] and [news.ZoneFurniture], which weigh nothing.
func (l *Lexicon) Judge(a news.Article) news.Verdict {
	r := spare.Get().(*reading)
	defer spare.Put(r)
	r.read(l, a)
	r.displace()
	e := r.weigh()
	v := news.Verdict{Article: a.ID, Threshold: l.scoring.Threshold, Lexicon: l.hash, Topics: []string{}}
	v.Missing = l.missing(e)
	v.Parts, v.Score = l.parts(e, len(v.Missing) > 0)
	v.Relevant = v.Score >= v.Threshold
	v.Level = l.level(r, e, v)
	if v.Relevant {
		v.Topics = l.subjects(e)
	}
	v.Matches = r.matches(e)
	v.Why = l.why(e, v)
	return v
}

// weigh counts the hits of a reading for every group, look-alike and topic.
func (r *reading) weigh() *evidence {
	l, e := r.lex, r.sort()
	for g := range e.groups {
		e.groups[g], e.sums[g] = r.count(e.groups[g])
	}
	if h, ok := l.host(r.article.URL); ok {
		e.host = h
		e.sums[h.group] += h.weight
	}
	if t := l.together; t.a >= 0 {
		e.together = r.meet(e.groups[t.a], e.groups[t.b])
	}
	for i := range e.looks {
		e.looks[i], e.against[i] = r.count(e.looks[i])
		if t := l.together; t.a >= 0 && e.together.opening >= t.OpenFor {
			e.against[i] = r.scoped(e.looks[i])
		}
	}
	for i := range e.topics {
		e.topics[i], e.subjects[i] = r.count(e.topics[i])
	}
	return e
}

// scoped is the weight of a look-alike in an article whose opening carries the
// subject. The opening says what an article is about: other stories further down
// (a round-up, a page with more news below) speak against it a third as much, or
// five of them would sink any lead story.
func (r *reading) scoped(kept []counted) float64 {
	sum := 0.0
	for _, c := range kept {
		switch r.segments[c.segment].sentences[c.sentence].zone {
		case news.ZoneTitle, news.ZoneStandfirst, news.ZoneLead:
			sum += c.value
		default:
			sum += c.value / 3
		}
	}
	return sum
}

// host returns the publisher's evidence: the longest host that the address of the
// article is, or belongs to.
func (l *Lexicon) host(address string) (hostRule, bool) {
	u, err := url.Parse(address)
	if err != nil || u.Host == "" {
		return hostRule{}, false // an address nobody can read is no evidence
	}
	name := strings.ToLower(u.Hostname())
	best, ok := hostRule{}, false
	for _, h := range l.hosts {
		below, ends := strings.CutSuffix(name, h.host)
		if ends && (below == "" || strings.HasSuffix(below, ".")) && len(h.host) > len(best.host) {
			best, ok = h, true
		}
	}
	return best, ok
}

// missing names the required evidence that was not found.
func (l *Lexicon) missing(e *evidence) []string {
	var out []string
	for g, def := range l.groups {
		if e.sums[g] < def.Minimum || e.sums[g] == 0 {
			out = append(out, def.Name)
		}
	}
	if t := l.together; len(out) == 0 && t.a >= 0 && e.together.all < t.Minimum {
		out = append(out, l.meetingName())
	}
	if len(out) == 0 && slices.Max(e.subjects) == 0 {
		out = append(out, "any topic") // an issue would have no place for it
	}
	return out
}

func (l *Lexicon) meetingName() string {
	return l.groups[l.together.a].Name + " and " + l.groups[l.together.b].Name + " together"
}

// parts names the shares of the score. They are whole tenths, and add up to it.
func (l *Lexicon) parts(e *evidence, lacking bool) ([]news.Part, float64) {
	var out []news.Part
	total := 0 // tenths
	add := func(name, group string, value float64) {
		if tenths := int(math.Round(value * 10)); tenths != 0 {
			out = append(out, news.Part{Name: name, Value: float64(tenths) / 10, Group: group})
			total += tenths
		}
	}
	for g, def := range l.groups {
		add(def.Title, def.Name, grow(def.Points, e.sums[g], def.Full))
	}
	if t := l.together; t.a >= 0 {
		add(l.meetingName(), "", grow(t.Points, e.together.all, t.Full))
		add("in headline or opening", "", grow(t.Opening, e.together.opening, t.OpenFor))
	}
	for i, def := range l.lookalikes {
		add("reads like "+def.Title, def.Name, -loom(def.Points, e.against[i], def.Full))
	}
	if most := int(l.scoring.Lacking * 10); lacking && total > most {
		add("required evidence is missing", "", float64(most-total)/10)
	}
	if total < 0 {
		add("never below 0", "", float64(-total)/10)
	}
	if total > 1000 {
		add("never above 100", "", float64(1000-total)/10)
	}
	return out, float64(total) / 10
}

// level says how central the beat is. An article is core when its score says so,
// its opening carries the subject, and it is no news of a kind that the beat calls
// modest (who got a post).
func (l *Lexicon) level(r *reading, e *evidence, v news.Verdict) news.Level {
	switch {
	case !v.Relevant:
		return news.NotOurs
	case v.Score < l.scoring.Core, l.together.a >= 0 && e.together.opening == 0:
		return news.Peripheral
	}
	for _, f := range r.found {
		if l.rules[f.rule].role == roleModest && f.weight >= l.scoring.Zones.Standfirst {
			return news.Peripheral
		}
	}
	return news.Core
}

// subjects returns the topics that reach their minimum, strongest first. An
// article that is relevant and reaches none has the one it comes closest to.
func (l *Lexicon) subjects(e *evidence) []string {
	share := func(i int) float64 { return e.subjects[i] / l.minimums[i] }
	var order []int
	for i := range l.topics {
		if e.subjects[i] > 0 {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case share(a) > share(b):
			return -1
		case share(a) < share(b):
			return 1
		}
		return 0
	})
	out := []string{}
	for n, i := range order {
		if share(i) >= 1 || n == 0 {
			out = append(out, l.topics[i].Name)
		}
	}
	return out
}

// CommentTopics returns the topics that a reader's comment touches, in the order
// of the beat. They are shown as a comment's and never select an article.
func (l *Lexicon) CommentTopics(text string) []string {
	r := l.read(news.Article{Comments: []news.Comment{{Text: text}}})
	out := []string{}
	for i, t := range l.topics {
		if slices.ContainsFunc(r.found, func(f found) bool { return l.rules[f.rule].topic == i }) {
			out = append(out, t.Name)
		}
	}
	return out
}
