package cluster

import (
	"cmp"
	"slices"
	"strings"
)

// maxGroup is how many articles are grouped at once: the work grows with the cube.
const maxGroup = 150

// order sorts articles so that nothing depends on how they arrived.
func order(a, b *Signature) int {
	return cmp.Or(strings.Compare(string(a.Day), string(b.Day)), a.Seen.Compare(b.Seen), strings.Compare(a.URL, b.URL),
		cmp.Compare(a.Article, b.Article))
}

// pair is two articles by number, the smaller first.
type pair [2]int64

func pairOf(a, b int64) pair { return pair{min(a, b), max(a, b)} }

// Ties are what is settled before any article is compared.
type Ties struct {
	Told   map[int64]int64 // article to the story that an issue told it in: frozen
	joined map[pair]bool
	parted map[pair]bool
}

// Join says that two articles are one story.
func (t *Ties) Join(a, b int64) { t.joined = put(t.joined, pairOf(a, b)) }

// Part says that two articles are never one story.
func (t *Ties) Part(a, b int64) { t.parted = put(t.parted, pairOf(a, b)) }

func put(m map[pair]bool, p pair) map[pair]bool {
	if m == nil {
		m = map[pair]bool{}
	}
	m[p] = true
	return m
}

// Apart reports whether a tie keeps a and b in different stories. The operator's
// word comes first; then stories told apart in an issue stay apart.
func (t *Ties) Apart(a, b int64) bool {
	p := pairOf(a, b)
	if t.parted[p] {
		return true
	}
	ta, tb := t.Told[a], t.Told[b]
	return ta != 0 && tb != 0 && ta != tb && !t.joined[p]
}

// together reports whether a tie holds a and b in one story.
func (t *Ties) together(a, b int64) bool {
	p := pairOf(a, b)
	if t.parted[p] {
		return false
	}
	return t.joined[p] || t.Told[a] != 0 && t.Told[a] == t.Told[b]
}

// differ reports whether a and b are tied to different articles, or by the operator
// at all: each then stands by itself.
func (t *Ties) differ(a, b int64) bool {
	return t.Told[a] != t.Told[b] || t.decided(a) || t.decided(b)
}

func (t *Ties) decided(a int64) bool {
	for _, pairs := range []map[pair]bool{t.joined, t.parted} {
		for p := range pairs {
			if p[0] == a || p[1] == a {
				return true
			}
		}
	}
	return false
}

// partedAny reports whether the operator parted any article of a from one of b.
func (t *Ties) partedAny(articles []*Signature, a, b []int) bool {
	for _, i := range a {
		for _, j := range b {
			if t.parted[pairOf(articles[i].Article, articles[j].Article)] {
				return true
			}
		}
	}
	return false
}

// Group joins articles into stories by average link: again and again the two
// stories whose articles are most alike on average become one, as long as that
// average reaches the threshold and no guard or tie stands between any two of
// their articles. The same articles in any order give the same stories.
func Group(articles []*Signature, ties Ties) [][]*Signature {
	sorted := slices.SortedFunc(slices.Values(articles), order)
	g := newGrouping(sorted, &ties)
	for {
		a, b := g.best()
		if a < 0 {
			break
		}
		g.join(a, b)
	}
	var stories [][]*Signature
	for _, members := range g.members {
		if len(members) == 0 {
			continue
		}
		slices.Sort(members)
		story := make([]*Signature, len(members))
		for i, m := range members {
			story[i] = sorted[m]
		}
		stories = append(stories, story)
	}
	return stories
}

// grouping is the state of one Group: sums of scores between stories, and which
// stories may never join.
type grouping struct {
	members [][]int
	sum     [][]float64
	barred  [][]bool
}

func newGrouping(articles []*Signature, ties *Ties) *grouping {
	n := len(articles)
	g := &grouping{members: make([][]int, n), sum: make([][]float64, n), barred: make([][]bool, n)}
	for i := range articles {
		g.members[i], g.sum[i], g.barred[i] = []int{i}, make([]float64, n), make([]bool, n)
	}
	tied := [][2]int{}
	for i, a := range articles {
		for j, b := range articles[:i] {
			l := Compare(a, b)
			g.sum[i][j] = l.Score
			g.barred[i][j] = l.Guard != "" || ties.Apart(a.Article, b.Article)
			if ties.together(a.Article, b.Article) {
				g.barred[i][j] = false
				tied = append(tied, [2]int{i, j})
			}
			g.sum[j][i], g.barred[j][i] = g.sum[i][j], g.barred[i][j]
		}
	}
	at := make([]int, n)
	for i := range at {
		at[i] = i
	}
	for _, t := range tied {
		a, b := min(at[t[0]], at[t[1]]), max(at[t[0]], at[t[1]])
		if a == b || ties.partedAny(articles, g.members[a], g.members[b]) {
			continue
		}
		for _, m := range g.members[b] {
			at[m] = a
		}
		g.join(a, b)
	}
	return g
}

// best returns the two stories with the highest average; -1 when none reaches the
// threshold. Of equal ones the first in order.
func (g *grouping) best() (a, b int) {
	a, b = -1, -1
	top := threshold
	for i := range g.members {
		for j := i + 1; j < len(g.members); j++ {
			if len(g.members[i]) == 0 || len(g.members[j]) == 0 || g.barred[i][j] {
				continue
			}
			mean := g.sum[i][j] / float64(len(g.members[i])*len(g.members[j]))
			if mean > top || mean == top && a < 0 {
				a, b, top = i, j, mean
			}
		}
	}
	return a, b
}

// join makes story b part of story a.
func (g *grouping) join(a, b int) {
	g.members[a] = append(g.members[a], g.members[b]...)
	g.members[b] = nil
	for k := range g.members {
		g.sum[a][k] += g.sum[b][k]
		g.sum[k][a] = g.sum[a][k]
		g.barred[a][k] = g.barred[a][k] || g.barred[b][k]
		g.barred[k][a] = g.barred[a][k]
	}
}
