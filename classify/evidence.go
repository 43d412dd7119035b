package classify

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
)

// counted is one hit with what it adds to something: a group, a topic, a look-alike.
type counted struct {
	found
	value float64
}

// count adds up hits for one thing. value says what a rule is worth for it, 0 for
// nothing. Longer phrases displace what they cover; a term and its acronym in
// brackets are one ("Pay Review Body (PRB)"); a term counts once a sentence,
// and its second sentence half, its third a third: saying it again adds less. Terms
// with a limit add no more than that together.
func (r *reading) count(value func(*rule) float64) (kept []counted, sum float64) {
	var all []counted
	for _, f := range r.found {
		if v := value(&r.lex.rules[f.rule]); v > 0 {
			all = append(all, counted{f, v})
		}
	}
	all = longest(all)
	type seen struct{ segment, sentence, times int }
	last := map[string]seen{}
	added := map[limit]float64{}
	for i, c := range all {
		if i > 0 && r.explains(all[i-1].found, c.found) {
			continue
		}
		term := r.saying(c.found)
		s := last[term]
		if s.times > 0 && s.segment == c.segment && s.sentence == c.sentence {
			continue
		}
		s = seen{c.segment, c.sentence, s.times}
		if c.weight > 0 {
			s.times++
			c.value *= c.weight / float64(s.times)
		} else {
			c.value = 0
		}
		last[term] = s
		if most := r.lex.rules[c.rule].most; most.sum > 0 {
			c.value = min(c.value, most.sum-added[most])
			added[most] += c.value
		}
		sum += c.value
		kept = append(kept, c)
	}
	return kept, sum
}

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

// longest drops every hit that overlaps a longer one, or one of more value.
func longest(all []counted) []counted {
	byLength := slices.Clone(all)
	slices.SortStableFunc(byLength, func(a, b counted) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment),
			cmp.Compare(b.last-b.first, a.last-a.first), cmp.Compare(b.value, a.value))
	})
	type word struct{ segment, token int32 }
	taken := map[word]bool{}
	kept := byLength[:0]
next:
	for _, c := range byLength {
		for t := c.first; t <= c.last; t++ {
			if taken[word{int32(c.segment), t}] {
				continue next
			}
		}
		for t := c.first; t <= c.last; t++ {
			taken[word{int32(c.segment), t}] = true
		}
		kept = append(kept, c)
	}
	slices.SortStableFunc(kept, func(a, b counted) int {
		return cmp.Or(cmp.Compare(a.segment, b.segment), cmp.Compare(a.first, b.first))
	})
	return kept
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
	times := map[string]int{}
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
			term := r.saying(c.found)
			times[term]++
			both[[3]int{c.segment, c.sentence, int(c.first)}] = true
			add(c.found, w/math.Sqrt(float64(times[term])))
		}
	}
	for _, p := range r.pairs(a, b, both) {
		add(p.found, p.value)
	}
	return m
}

// pairs returns the closest pair of each sentence, phrases that carry both left out.
func (r *reading) pairs(a, b []counted, both map[[3]int]bool) []counted {
	type place struct{ segment, sentence int }
	best := map[place]counted{}
	var order []place
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
			at := place{x.segment, x.sentence}
			if _, ok := best[at]; !ok {
				order = append(order, at)
			}
			if v := min(rules[x.rule].gives[t.a], rules[y.rule].gives[t.b]); v > best[at].value {
				best[at] = counted{x.found, v}
			}
		}
	}
	var out []counted
	for _, at := range order {
		out = append(out, best[at])
	}
	return out
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
