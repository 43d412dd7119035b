package classify

import (
	"cmp"
	"slices"
)

// counted is one hit with what it adds to something: a group, a topic, a look-alike.
type counted struct {
	found
	value float64
}

// accounts are what counting works on. They belong to a reading and are used again.
type accounts struct {
	evidence
	last  map[uint64]seen   // by what was said
	added map[limit]float64 // what terms with a limit have added
	taken []bool            // words of a run of overlapping hits
	cited []cited
	order []cite
}

// seen is where something was said last, and how often before.
type seen struct{ segment, sentence, times int }

// sort puts the hits of a reading on the list of everything they may count for,
// in reading order.
func (r *reading) sort() *evidence {
	l, e := r.lex, &r.accounts.evidence
	*e = evidence{host: hostRule{group: -1}, groups: emptied(e.groups, len(l.groups)), sums: make([]float64, len(l.groups)),
		looks: emptied(e.looks, len(l.lookalikes)), against: make([]float64, len(l.lookalikes)),
		topics: emptied(e.topics, len(l.topics)), subjects: make([]float64, len(l.topics))}
	for _, f := range r.found {
		rule := &l.rules[f.rule]
		if rule.role == roleEvidence {
			for g, value := range rule.gives {
				if value > 0 {
					e.groups[g] = append(e.groups[g], counted{f, value})
				}
			}
		}
		if rule.weight <= 0 {
			continue
		}
		if rule.look >= 0 {
			e.looks[rule.look] = append(e.looks[rule.look], counted{f, rule.weight})
		}
		if rule.topic >= 0 {
			e.topics[rule.topic] = append(e.topics[rule.topic], counted{f, rule.weight})
		}
	}
	return e
}

// emptied returns n empty lists in the room of those before.
func emptied(lists [][]counted, n int) [][]counted {
	lists = append(lists, make([][]counted, max(0, n-len(lists)))...)[:n]
	for i := range lists {
		lists[i] = lists[i][:0]
	}
	return lists
}

// count adds up the hits for one thing, in reading order, and returns those that
// add to it, in the room of all. Longer phrases displace what they cover; a term and
// its acronym in brackets are one ("Pay Review Body (PRB)"); a term counts once a
// sentence, and its second sentence half, its third a third: saying it again adds
// less. Terms with a limit add no more than that together.
func (r *reading) count(all []counted) (kept []counted, sum float64) {
	if len(all) == 0 {
		return all, 0
	}
	if r.accounts.last == nil {
		r.accounts.last, r.accounts.added = map[uint64]seen{}, map[limit]float64{}
	}
	last, added := r.accounts.last, r.accounts.added
	clear(last)
	clear(added)
	all = r.longest(all)
	kept = all[:0] // never ahead of what is looked at
	for i, c := range all {
		if i > 0 && r.explains(all[i-1].found, c.found) {
			continue
		}
		s := last[c.said]
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
		last[c.said] = s
		if most := r.lex.rules[c.rule].most; most.sum > 0 {
			c.value = min(c.value, most.sum-added[most])
			added[most] += c.value
		}
		sum += c.value
		kept = append(kept, c)
	}
	return kept, sum
}

// longest drops every hit that overlaps a longer one, or one of more value. The hits
// are in reading order and stay so; what is kept stands in their room.
func (r *reading) longest(all []counted) []counted {
	kept := all[:0]
	for from := 0; from < len(all); {
		to, end := from+1, all[from].last
		for to < len(all) && all[to].segment == all[from].segment && all[to].first <= end {
			end = max(end, all[to].last)
			to++
		}
		kept = append(kept, r.apart(all[from:to], end)...)
		from = to
	}
	return kept
}

// apart keeps of a run of hits, each of which overlaps another, those of [longest].
// The run ends with the word end.
func (r *reading) apart(run []counted, end int32) []counted {
	if len(run) == 1 {
		return run
	}
	begin := run[0].first
	slices.SortStableFunc(run, func(a, b counted) int {
		return cmp.Or(cmp.Compare(b.last-b.first, a.last-a.first), cmp.Compare(b.value, a.value))
	})
	r.accounts.taken = append(r.accounts.taken[:0], make([]bool, end-begin+1)...)
	kept := run[:0]
	for _, c := range run {
		words := r.accounts.taken[c.first-begin : c.last-begin+1]
		if slices.Contains(words, true) {
			continue
		}
		for i := range words {
			words[i] = true
		}
		kept = append(kept, c)
	}
	slices.SortFunc(kept, func(a, b counted) int { return cmp.Compare(a.first, b.first) })
	return kept
}
