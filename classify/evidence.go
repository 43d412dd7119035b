package classify

import (
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// explains reports whether b is an acronym in brackets right after what it stands for.
func (r *reading) explains(a, b found) bool {
	if a.segment != b.segment || b.first != b.last || b.first != a.last+1 {
		return false
	}
	s := &r.segments[b.segment]
	t := s.tokens[b.first]
	return t.acronym && bracketed(s.text, t) && strings.HasPrefix(s.text[t.end:], ")")
}

// saying returns what a hit says: its letters and digits in small letters, the same
// for singular and plural and however it is typeset.
func (r *reading) saying(f found) string {
	s := &r.segments[f.segment]
	text := strings.Map(func(r rune) rune {
		if !wordRune(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, s.text[s.tokens[f.first].start:s.tokens[f.last].end])
	return strings.TrimSuffix(text, "s")
}

// said is a hash of [reading.saying], by which hits are told apart.
func said(text string) uint64 {
	h, before, last := uint64(14695981039346656037), uint64(0), rune(0) // FNV-1a, as byCase
	for i := 0; i < len(text); {
		r, size := rune(byteFold[text[i]]), 1
		if class := byteClass[text[i]]; class == classWide {
			if r, size = utf8.DecodeRuneInString(text[i:]); wordRune(r) {
				r = unicode.ToLower(r)
			} else {
				r = 0
			}
		} else if class == classOther {
			r = 0
		}
		if i += size; r != 0 {
			before, last = h, r
			h = (h ^ uint64(r)) * 1099511628211
		}
	}
	if last == 's' {
		return before
	}
	return h
}

// displace takes out of the reading what longer look-alike phrases cover: a word of
// ours inside another thing's name is no evidence.
func (r *reading) displace() {
	var covers []found
	for _, f := range r.found {
		if r.lex.rules[f.rule].look >= 0 && f.last > f.first {
			covers = append(covers, f)
		}
	}
	if len(covers) == 0 {
		return
	}
	from := 0 // both lists are in reading order, and no phrase is longer than maxWords
	r.found = slices.DeleteFunc(r.found, func(f found) bool {
		if r.lex.rules[f.rule].look >= 0 {
			return false
		}
		for from < len(covers) && (covers[from].segment < f.segment ||
			covers[from].segment == f.segment && covers[from].first+maxWords < f.first) {
			from++
		}
		for _, c := range covers[from:] {
			if c.segment > f.segment || c.first > f.first {
				return false
			}
			if f.last <= c.last && c.last-c.first > f.last-f.first {
				return true
			}
		}
		return false
	})
}

// meeting is how strongly two groups meet: in single phrases that carry both, and
// in words of either that stand close together.
type meeting struct{ all, opening float64 }

// meet adds up, sentence by sentence, the phrases that carry both groups and the
// closest pair of a word of each.
func (r *reading) meet(a, b []counted) meeting {
	var m meeting
	times := map[uint64]int{}
	both := map[[3]int]bool{}
	add := func(f found, v float64) {
		v *= f.weight
		m.all += v
		if f.weight > 1 {
			m.opening += v
		}
	}
	rules := r.lex.rules
	ga, gb := r.lex.together.a, r.lex.together.b
	for _, c := range a {
		if w := min(rules[c.rule].gives[ga], rules[c.rule].gives[gb]); w > 0 && c.weight > 0 {
			times[c.said]++
			both[[3]int{c.segment, c.sentence, int(c.first)}] = true
			add(c.found, w/math.Sqrt(float64(times[c.said])))
		}
	}
	for _, p := range r.pairs(a, b, both) {
		add(p.found, p.value)
	}
	return m
}

// pairs returns the closest pair of each sentence, phrases that carry both left out.
func (r *reading) pairs(a, b []counted, both map[[3]int]bool) []counted {
	var best []counted // in reading order, as a is
	rules, t := r.lex.rules, &r.lex.together
	from := 0
	for _, x := range a {
		if x.weight == 0 || both[[3]int{x.segment, x.sentence, int(x.first)}] {
			continue
		}
		// Both lists are in reading order: only words within reach are looked at.
		for from < len(b) && (before(b[from].found, x.found) || b[from].segment == x.segment && x.first-b[from].first > int32(t.Within)+maxWords) {
			from++
		}
		for _, y := range b[from:] {
			if before(x.found, y.found) || y.segment == x.segment && y.first-x.last > int32(t.Within) {
				break
			}
			if y.segment != x.segment || y.sentence != x.sentence || overlap(x.found, y.found) ||
				both[[3]int{y.segment, y.sentence, int(y.first)}] || distance(x.found, y.found) > int32(t.Within) || r.listed(x.found, y.found) {
				continue
			}
			v := min(rules[x.rule].gives[t.a], rules[y.rule].gives[t.b])
			switch n := len(best) - 1; {
			case n < 0 || before(best[n].found, x.found):
				best = append(best, counted{x.found, v})
			case v > best[n].value:
				best[n] = counted{x.found, v}
			}
		}
	}
	return best
}

// listed reports whether two words only stand in one list: what "gardens, rents and
// roads" names is three things, and says nothing of one and another.
func (r *reading) listed(a, b found) bool {
	if a.first > b.first {
		a, b = b, a
	}
	s := &r.segments[a.segment]
	between := s.text[s.tokens[a.last].end:s.tokens[b.first].start]
	return between == ", " || between == " and " || between == ", and " || between == " & "
}

// before reports whether a stands in an earlier sentence than b.
func before(a, b found) bool {
	return a.segment < b.segment || a.segment == b.segment && a.sentence < b.sentence
}

// grow turns a weight into points: about two thirds of them at full, never all.
func grow(points, weight, full float64) float64 {
	return points * (1 - math.Exp(-weight/full))
}

// loom turns the weight of a look-alike into points. One mention is passing and
// costs little, several are a theme: the curve starts flat and meets grow at full.
func loom(points, weight, full float64) float64 {
	return points * (1 - math.Exp(-weight*weight/(full*full)))
}
