package fetch

import (
	"bytes"
	"fmt"
	"math"
	"math/rand"
	"sort"
)

// trainer knows the features that at least four pages have; rarer ones would
// be learnt by heart.
type trainer struct {
	ids   map[extFeature]int32
	names []extFeature
}

const trainRare = 4

func newTrainer(pages []*trainPage) *trainer {
	t := &trainer{ids: map[extFeature]int32{}}
	named := make([][][]extFeature, len(pages))
	count := map[extFeature]int{}
	for k, p := range pages {
		facts := extFactsOf(p.page)
		seen := map[extFeature]bool{}
		for i := range p.page.blocks {
			var names []extFeature
			facts.of(i, func(name extFeature) {
				names = append(names, name)
				seen[name] = true
			})
			named[k] = append(named[k], names)
		}
		for name := range seen {
			count[name]++
		}
	}
	for k, p := range pages {
		for _, names := range named[k] {
			var ids []int32
			for _, name := range names {
				if count[name] >= trainRare {
					ids = append(ids, t.id(name))
				}
			}
			p.ids = append(p.ids, ids)
		}
	}
	return t
}

func (t *trainer) id(name extFeature) int32 {
	id, ok := t.ids[name]
	if !ok {
		id = int32(len(t.names))
		t.ids[name] = id
		t.names = append(t.names, name)
	}
	return id
}

// trainRow is one block as the regression sees it.
type trainRow struct {
	ids    []int32
	values []float64 // nil: all 1
}

// logistic is a logistic regression learnt by AdaGrad.
type logistic struct{ weight, square []float64 }

// Rounds and penalty were chosen by cross-validation; between a tenth and
// thirty times the penalty the result does not move by more than 0.0003.
const (
	trainRounds  = 14
	trainPenalty = 0.0003
)

func newLogistic(n int) *logistic {
	return &logistic{make([]float64, n), make([]float64, n)}
}

func (m *logistic) score(r trainRow) float64 {
	z := 0.0
	for k, id := range r.ids {
		v := 1.0
		if r.values != nil {
			v = r.values[k]
		}
		z += m.weight[id] * v
	}
	return z
}

func (m *logistic) step(r trainRow, want, weight, rate float64) {
	miss := (1/(1+math.Exp(-m.score(r))) - want) * weight
	for k, id := range r.ids {
		v := 1.0
		if r.values != nil {
			v = r.values[k]
		}
		g := miss*v + trainPenalty*m.weight[id]*weight
		m.square[id] += g * g
		m.weight[id] -= rate * g / math.Sqrt(m.square[id]+1e-6)
	}
}

func (t *trainer) learn(pages []*trainPage, rows map[*trainPage][]trainRow) *logistic {
	m := newLogistic(len(t.names) + 200) // the second pass names some more
	rng := rand.New(rand.NewSource(1))
	for round := range trainRounds {
		rate := 0.06 / (1 + 0.3*float64(round))
		for _, k := range rng.Perm(len(pages)) {
			p := pages[k]
			for i, r := range rows[p] {
				m.step(r, p.share[i], p.weight[i], rate)
			}
		}
	}
	return m
}

func (t *trainer) firstRows(pages []*trainPage) map[*trainPage][]trainRow {
	rows := map[*trainPage][]trainRow{}
	for _, p := range pages {
		for _, ids := range p.ids {
			rows[p] = append(rows[p], trainRow{ids: ids})
		}
	}
	return rows
}

func (t *trainer) secondRows(p *trainPage, first []float64) []trainRow {
	rows := make([]trainRow, len(p.ids))
	for i, ids := range p.ids {
		rows[i].ids = append([]int32{}, ids...)
		for range ids {
			rows[i].values = append(rows[i].values, 1)
		}
	}
	extSecond(p.page, first, func(i int, name extFeature, value float64) {
		rows[i].ids = append(rows[i].ids, t.id(name))
		rows[i].values = append(rows[i].values, value)
	})
	return rows
}

// fit learns both passes. What the second learns of the first comes from models
// that had not seen the page, as it will be in use.
func (t *trainer) fit(pages []*trainPage) (first, second *logistic) {
	const inner = 4
	firstRows := t.firstRows(pages)
	secondRows := map[*trainPage][]trainRow{}
	for fold := range inner {
		var learn []*trainPage
		for k, p := range pages {
			if (p.fold+k)%inner != fold {
				learn = append(learn, p)
			}
		}
		m := t.learn(learn, firstRows)
		for k, p := range pages {
			if (p.fold+k)%inner == fold {
				secondRows[p] = t.secondRows(p, m.scores(firstRows[p]))
			}
		}
	}
	return t.learn(pages, firstRows), t.learn(pages, secondRows)
}

func (m *logistic) scores(rows []trainRow) []float64 {
	out := make([]float64, len(rows))
	for i, r := range rows {
		out[i] = m.score(r)
	}
	return out
}

// apply scores a page's blocks as extScore would.
func (t *trainer) apply(p *trainPage, first, second *logistic) {
	rows := t.secondRows(p, first.scores(t.firstRows([]*trainPage{p})[p]))
	for i, b := range p.page.blocks {
		b.score, b.drop, b.area = second.score(rows[i]), "", nil
	}
	extSettleDoubt(p.page)
}

// table is the text of weights.tsv.
func (t *trainer) table(first, second *logistic) []byte {
	var lines []string
	for id, name := range t.names {
		if a, b := first.weight[id], second.weight[id]; math.Abs(a) >= 0.005 || math.Abs(b) >= 0.005 {
			lines = append(lines, fmt.Sprintf("%s\t%.3f\t%.3f", name, a, b))
		}
	}
	sort.Strings(lines)
	var out bytes.Buffer
	out.WriteString("# Weights of extScore: feature, first pass, second pass. Learnt, not written: see TestTrain.\n")
	for _, l := range lines {
		out.WriteString(l + "\n")
	}
	return out.Bytes()
}
