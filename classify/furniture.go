package classify

import (
	"unicode"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// spot is one sentence of the body as furniture sees it.
type spot struct {
	segment, sentence int
	opens, closes     bool
}

// furnish marks page furniture in text without structure: related headlines,
// tags, sign-ups, readers' comments. It begins at a sentence that opens with a
// furniture term as a label ("Related news", "3 Comments", "Tags:") and runs to the
// sentence that closes it ("Comments are closed."). Without a closer it runs to the
// end when it begins late in the text; before that only the opening sentence is
// taken, so that a false opener costs one sentence and not the article.
func (r *reading) furnish(length int) {
	cfg := r.lex.furniture
	spots := r.spots()
	for k := 0; k < len(spots); k++ {
		last := k
		switch {
		case spots[k].opens:
			for last++; last < len(spots) && last-k <= cfg.Longest && !spots[last].closes; last++ {
			}
			if last == len(spots) || !spots[last].closes { // no closer within reach
				last = k
				s := &r.segments[spots[k].segment]
				if float64(s.offset+s.sentences[spots[k].sentence].start) >= cfg.Tail*float64(length) {
					last = len(spots) - 1
				}
			}
		case !spots[k].closes:
			continue
		}
		for _, sp := range spots[k : last+1] {
			s := &r.segments[sp.segment].sentences[sp.sentence]
			s.zone, s.weight = news.ZoneFurniture, 0
		}
		k = last
	}
}

// spots lists the sentences of the body, and which open and close furniture.
func (r *reading) spots() []spot {
	var out []spot
	for i := range r.segments {
		s := &r.segments[i]
		if s.zone != news.ZoneBody {
			continue
		}
		first := len(out)
		for n := range s.sentences {
			out = append(out, spot{segment: i, sentence: n})
		}
		r.marks(s, out[first:])
	}
	return out
}

// marks finds the furniture terms that begin a sentence of s as a label.
func (r *reading) marks(s *segment, spots []spot) {
	at := 0
	for _, h := range s.hits {
		start, end := int(s.tokens[h.first].start), int(s.tokens[h.last].end)
		for at < len(s.sentences)-1 && start >= s.sentences[at].end {
			at++
		}
		if !s.leads(h, at) || !heads(s.text[end:max(end, s.sentences[at].end)]) {
			continue
		}
		for _, id := range r.lex.phrases.nodes[h.node].ends {
			spots[at].opens = spots[at].opens || r.lex.rules[id].role == roleOpen
			spots[at].closes = spots[at].closes || r.lex.rules[id].role == roleClose
		}
	}
}

// leads reports whether a hit begins its sentence, a number or bullet before it
// allowed ("3 Comments").
func (s *segment) leads(h hit, at int) bool {
	begin := s.sentences[at].start
	first := int(h.first)
	if first > 0 && int(s.tokens[first-1].start) >= begin && digits(s.text[s.tokens[first-1].start:s.tokens[first-1].end]) {
		first--
	}
	return first == 0 || int(s.tokens[first-1].start) < begin
}

// heads reports whether a term stands as a label: nothing of its sentence follows,
// or a colon, a dash or a capital does. "Most read the plan closely" is a sentence,
// "Most read: plan delayed" is not.
func heads(rest string) bool {
	for _, r := range rest {
		if !unicode.IsSpace(r) {
			return !unicode.IsLower(r) && r != ',' && r != '\'' && r != '’'
		}
	}
	return true
}

func digits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func capital(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsUpper(r)
}
