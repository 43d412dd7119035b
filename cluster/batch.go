package cluster

import (
	"maps"
	"slices"
)

// maxPosting bounds the articles that one key of the index brings within the
// window: a key that more share tells nothing.
const maxPosting = 200

// Batch groups any number of articles at once. It compares only articles that
// share specific tokens, so that its work grows with their number, not its square.
func Batch(articles []*Signature, ties Ties) [][]*Signature {
	sorted := slices.SortedFunc(slices.Values(articles), order)
	set := newUnion(len(sorted))
	for i, near := range neighbours(sorted) {
		for _, j := range near {
			if set.find(i) != set.find(j) && Compare(sorted[i], sorted[j]).Same() {
				set.join(i, j)
			}
		}
	}
	at := make(map[int64]int, len(sorted))
	for i, a := range sorted {
		at[a.Article] = i
	}
	tie := func(p pair) {
		a, okA := at[p[0]]
		b, okB := at[p[1]]
		if okA && okB {
			set.join(a, b)
		}
	}
	for p := range ties.joined {
		tie(p)
	}
	first := map[int64]int64{}
	for _, a := range sorted {
		story := ties.Told[a.Article]
		if story == 0 {
			continue
		}
		if first[story] == 0 {
			first[story] = a.Article
		}
		tie(pairOf(a.Article, first[story]))
	}
	var stories [][]*Signature
	for _, part := range set.parts() {
		members := make([]*Signature, len(part))
		for i, m := range part {
			members[i] = sorted[m]
		}
		stories = append(stories, groupParts(members, ties)...)
	}
	return stories
}

// groupParts groups articles that hang together. Copies go with the one they are
// copies of. Too many for one Group are cut along the calendar, where one event
// ends and the next begins.
func groupParts(members []*Signature, ties Ties) [][]*Signature {
	alone, copies := fold(members, &ties)
	var stories [][]*Signature
	for part := range slices.Chunk(alone, maxGroup) {
		for _, story := range Group(part, ties) {
			for _, m := range story {
				story = append(story, copies[m.Article]...)
			}
			slices.SortFunc(story, order)
			stories = append(stories, story)
		}
	}
	return stories
}

// lastAlone is with how many earlier texts one is compared to be folded: a copy
// comes soon after its model.
const lastAlone = 64

// fold puts near-identical articles behind the first of them, so that a text that
// hundreds took over is compared once. What is tied otherwise stands by itself.
func fold(members []*Signature, ties *Ties) (alone []*Signature, copies map[int64][]*Signature) {
	copies = map[int64][]*Signature{}
next:
	for _, m := range members {
		for _, model := range slices.Backward(alone[max(0, len(alone)-lastAlone):]) {
			if !ties.differ(m.Article, model.Article) && Twins(m, model) {
				copies[model.Article] = append(copies[model.Article], m)
				continue next
			}
		}
		alone = append(alone, m)
	}
	return alone, copies
}

// neighbours lists for each article the earlier ones within the window that share
// a key, and so are worth comparing.
func neighbours(sorted []*Signature) [][]int {
	index := map[int64][]int{}
	out := make([][]int, len(sorted))
	for i, a := range sorted {
		shared := map[int]bool{}
		for _, key := range a.Keys() {
			posting := index[key.Hash]
			for len(posting) > 0 && a.Day.Sub(sorted[posting[0]].Day) > windowDays {
				posting = posting[1:]
			}
			for _, j := range posting[max(0, len(posting)-maxPosting):] {
				shared[j] = true
			}
			index[key.Hash] = append(posting, i)
		}
		out[i] = slices.Sorted(maps.Keys(shared))
	}
	return out
}

// union is a set of sets (union by smallest member).
type union []int

func newUnion(n int) union {
	u := make(union, n)
	for i := range u {
		u[i] = i
	}
	return u
}

func (u union) find(i int) int {
	for u[i] != i {
		u[i] = u[u[i]]
		i = u[i]
	}
	return i
}

func (u union) join(i, j int) {
	a, b := u.find(i), u.find(j)
	u[max(a, b)] = min(a, b)
}

// parts lists the sets, each sorted, by smallest member.
func (u union) parts() [][]int {
	var out [][]int
	at := map[int]int{}
	for i := range u {
		root := u.find(i)
		k, ok := at[root]
		if !ok {
			k = len(out)
			at[root] = k
			out = append(out, nil)
		}
		out[k] = append(out[k], i)
	}
	return out
}
