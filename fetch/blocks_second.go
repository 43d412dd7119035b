package fetch

import "golang.org/x/net/html"

// extSecondFacts is what the first pass thought of a page, for the second.
type extSecondFacts struct {
	first  []float64
	groups map[*html.Node]*extMean // by holder
	shapes map[string]*extMean     // by shape of place
	best   int                     // the first block that is surely prose of the article, or -1
	last   int
}

// extMean is a mean of scores, weighed by words up to 60 a block.
type extMean struct{ sum, words float64 }

func (m *extMean) add(score float64, words int) *extMean {
	if m == nil {
		m = &extMean{}
	}
	w := float64(min(words, 60))
	m.sum += w * score
	m.words += w
	return m
}

func (m *extMean) value() float64 { return m.sum / max(1, m.words) }

// at is the first score of block i, held to what matters: beyond 4 either way a
// block is as good as certain.
func (f *extSecondFacts) at(i int) float64 {
	if i < 0 || i >= len(f.first) {
		return -4
	}
	return max(-4, min(4, f.first[i]))
}

func extSecondFactsOf(p *extPage, first []float64) *extSecondFacts {
	f := &extSecondFacts{first: first, groups: map[*html.Node]*extMean{}, shapes: map[string]*extMean{}, best: -1, last: -1}
	for i, b := range p.blocks {
		h, s := extHolder(b.node), extSig(b)
		f.groups[h] = f.groups[h].add(f.at(i), b.words)
		f.shapes[s] = f.shapes[s].add(f.at(i), b.words)
		if first[i] > 1 && b.words >= 15 {
			if f.best < 0 {
				f.best = i
			}
			f.last = i
		}
	}
	return f
}

// extSecond lists the features of the second pass.
func extSecond(p *extPage, first []float64, add func(i int, name extFeature, value float64)) {
	f := extSecondFactsOf(p, first)
	for i, b := range p.blocks {
		short := extShort(b.words)
		add(i, "own", f.at(i))
		add(i, "own "+short, f.at(i))
		add(i, "before1 "+short, f.at(i-1))
		add(i, "after1 "+short, f.at(i+1))
		add(i, "before2", f.at(i-2))
		add(i, "after2", f.at(i+2))
		add(i, "both "+short, min(max(f.at(i-1), f.at(i-2)), max(f.at(i+1), f.at(i+2))))
		add(i, "group "+short, f.groups[extHolder(b.node)].value())
		add(i, "shape "+short, f.shapes[extSig(b)].value())
		switch {
		case f.best < 0:
			add(i, "no run", 1)
		case i < f.best:
			add(i, "before run "+short, 1)
		case i > f.last:
			add(i, "after run "+short, 1)
		default:
			add(i, "in run "+short, 1)
		}
	}
}
