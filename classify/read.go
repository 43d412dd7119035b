package classify

import (
	"slices"
	"sync"

	"github.com/wardround/wardround/news"
)

// reading is one article on its way to a verdict. What one held serves the next
// ([spare]): nearly all that judging allocated was the same few lists, five
// thousand times over.
type reading struct {
	lex      *Lexicon
	article  news.Article
	segments []segment
	found    []found // hits that count, in reading order
	accounts accounts

	spans []span  // of the segment being read
	raw   []found // hits of it whose neighbours are not checked yet
	holds []bool  // which of raw count
}

// spare readings are done with and may be read into again.
var spare = sync.Pool{New: func() any { return new(reading) }}

// segment is one stretch of an article that is matched by itself: the title, the
// standfirst, a block of the body or a comment.
type segment struct {
	zone      news.Zone
	block     int
	text      string
	offset    int // bytes of body before it
	tokens    []token
	hits      []hit
	sentences []sentence
}

// sentence is one sentence of a segment and how much evidence in it counts.
type sentence struct {
	span
	zone   news.Zone
	weight float64
}

// found is one rule found at one place, its neighbours checked.
type found struct {
	rule        int32
	segment     int
	sentence    int // in its segment
	first, last int32
	weight      float64 // of the place: zone and depth
	said        uint64  // hash of [reading.saying]
}

// read takes an article apart and finds all that the lexicon knows in it.
func (l *Lexicon) read(a news.Article) *reading {
	r := new(reading)
	r.read(l, a)
	return r
}

// read is [Lexicon.read] into a reading that may have served before.
func (r *reading) read(l *Lexicon, a news.Article) {
	r.lex, r.article = l, a
	r.segments, r.found = r.segments[:0], r.found[:0]
	r.add(news.ZoneTitle, 0, 0, a.Title)
	r.add(news.ZoneStandfirst, 0, 0, a.Standfirst)
	offset := 0
	for i, b := range a.Body {
		r.add(news.ZoneBody, i, offset, b.Text)
		offset += len(b.Text)
	}
	for _, c := range a.Comments {
		r.add(news.ZoneComment, 0, 0, c.Text)
	}
	for i := range r.segments {
		r.tokens(i)
	}
	if flat(a) {
		r.furnish(offset)
	}
	for i := range r.segments {
		r.find(i)
	}
}

// flat reports whether the body came without structure, from a feed or a pipe, so
// that page furniture may still stand in it.
func flat(a news.Article) bool {
	return a.Quality == "" || a.Quality == news.QualityFeed || len(a.Body) == 1
}

func (r *reading) add(zone news.Zone, block, offset int, text string) {
	if text == "" {
		return
	}
	n := len(r.segments)
	if n == cap(r.segments) {
		r.segments = slices.Grow(r.segments, max(n, 8)) // a feed's item has fewer, a page more
	}
	r.segments = r.segments[:n+1]
	s := &r.segments[n]
	*s = segment{zone: zone, block: block, offset: offset, text: text,
		tokens: s.tokens[:0], hits: s.hits[:0], sentences: s.sentences[:0]}
}

// tokens cuts segment i into words and sentences and finds its phrases.
func (r *reading) tokens(i int) {
	s := &r.segments[i]
	s.tokens = tokenise(slices.Grow(s.tokens, len(s.text)/5), s.text)
	s.hits = r.lex.phrases.match(s.hits, s.text, s.tokens)
	r.spans = sentences(r.spans[:0], s.text)
	for _, sp := range r.spans {
		zone, weight := r.place(s, sp.start)
		s.sentences = append(s.sentences, sentence{sp, zone, weight})
	}
}

// place returns the zone of a sentence and how much evidence in it counts. The
// news stands at the top: the opening counts more, what comes late less.
func (r *reading) place(s *segment, start int) (news.Zone, float64) {
	cfg := &r.lex.scoring
	switch s.zone {
	case news.ZoneTitle:
		return s.zone, cfg.Zones.Title
	case news.ZoneStandfirst:
		return s.zone, cfg.Zones.Standfirst
	case news.ZoneComment:
		return s.zone, 0
	}
	at := s.offset + start
	switch {
	case at < cfg.Lead:
		return news.ZoneLead, cfg.Zones.Lead
	case at <= cfg.Deep:
		return news.ZoneBody, 1
	}
	depth := float64(cfg.Deep) / float64(at)
	// By the square, all that follows Deep weighs at most as much as what stands
	// before it, however long the text: length alone must not make a theme.
	return news.ZoneBody, depth * depth
}

// find matches segment i and keeps the hits whose neighbours allow them.
func (r *reading) find(i int) {
	s := &r.segments[i]
	r.raw = r.raw[:0]
	at := 0
	for _, h := range s.hits {
		start := int(s.tokens[h.first].start)
		for at < len(s.sentences)-1 && start >= s.sentences[at].end {
			at++
		}
		if len(s.sentences) == 0 || int(s.tokens[h.last].end) > s.sentences[at].end {
			continue // runs over the end of its sentence
		}
		for _, rule := range r.lex.phrases.nodes[h.node].ends {
			if r.lex.rules[rule].named && !capital(s.text[start:]) {
				continue
			}
			r.raw = append(r.raw, found{rule: rule, segment: i, sentence: at, first: h.first, last: h.last, weight: s.sentences[at].weight})
		}
	}
	r.neighbours(s)
}

// neighbours takes over the hits whose required neighbours are there and whose
// forbidden ones are not. Rules that ask for a group are decided last, from hits
// that hold by themselves.
func (r *reading) neighbours(s *segment) {
	l, raw := r.lex, r.raw
	r.holds = append(r.holds[:0], make([]bool, len(raw))...)
	for pass := range 2 {
		for i, f := range raw {
			rule := &l.rules[f.rule]
			if (len(rule.groups) > 0) != (pass == 1) {
				continue
			}
			r.holds[i] = l.allowed(raw, r.holds, s, i)
		}
	}
	for i, f := range raw {
		if r.holds[i] && l.rules[f.rule].role != roleCue {
			f.said = said(s.text[s.tokens[f.first].start:s.tokens[f.last].end])
			r.found = append(r.found, f)
		}
	}
}

// allowed decides hit i. raw is in reading order, so that only hits within reach
// are looked at.
func (l *Lexicon) allowed(raw []found, holds []bool, s *segment, i int) bool {
	f := raw[i]
	rule := &l.rules[f.rule]
	met := len(rule.needs) == 0 && len(rule.groups) == 0
	if met && len(rule.not) == 0 {
		return true
	}
	furniture := s.sentences[f.sentence].zone == news.ZoneFurniture
	from := i
	for from > 0 && f.first-raw[from-1].first <= rule.within+maxWords {
		from--
	}
	for k := from; k < len(raw) && raw[k].first-f.last <= rule.within; k++ {
		n := raw[k]
		if distance(f, n) > rule.within || (s.sentences[n.sentence].zone == news.ZoneFurniture) != furniture {
			continue
		}
		if slices.Contains(rule.not, n.rule) {
			return false
		}
		if !overlap(f, n) {
			met = met || slices.Contains(rule.needs, n.rule) || holds[k] && l.givesAny(n.rule, rule.groups)
		}
	}
	return met
}

func (l *Lexicon) givesAny(rule int32, groups []int) bool {
	gives := l.rules[rule].gives
	for _, g := range groups {
		if gives != nil && gives[g] > 0 {
			return true
		}
	}
	return false
}

// distance is the number of words between two hits of one segment, plus one; 0
// when they overlap.
func distance(a, b found) int32 {
	switch {
	case b.first > a.last:
		return b.first - a.last
	case a.first > b.last:
		return a.first - b.last
	}
	return 0
}

func overlap(a, b found) bool {
	return a.segment == b.segment && a.first <= b.last && b.first <= a.last
}
