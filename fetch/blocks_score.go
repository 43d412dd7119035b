package fetch

import (
	_ "embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
)

// extWeightsText holds one line a feature: its name, its weight in the first
// pass, its weight in the second. They are log-odds, learnt by logistic
// regression from the blocks of 408 public news pages whose text is known
// (TestTrain). On publishers it has not seen the whole reaches F1 0.966.
//
//go:embed weights.tsv
var extWeightsText string

type extWeight [2]float64

var extWeights = sync.OnceValue(func() map[string]extWeight {
	w, err := extParseWeights(extWeightsText)
	if err != nil {
		panic(err) // the file is part of the program: TestWeightsParse holds it
	}
	return w
})

func extParseWeights(text string) (map[string]extWeight, error) {
	weights := map[string]extWeight{}
	for i, line := range strings.Split(text, "\n") {
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		field := strings.Split(line, "\t")
		if len(field) != 3 {
			return nil, fmt.Errorf("weights.tsv:%d: %d fields, want 3", i+1, len(field))
		}
		var w extWeight
		for k := range w {
			v, err := strconv.ParseFloat(field[k+1], 64)
			if err != nil {
				return nil, fmt.Errorf("weights.tsv:%d: %w", i+1, err)
			}
			w[k] = v
		}
		weights[field[0]] = w
	}
	return weights, nil
}

// extScore scores every block: above 0 it is more likely part of the article
// than not. The first pass looks at a block and what stands around it; the
// second also at what the first thought of its neighbours, so that a short line
// goes where the text around it goes.
func extScore(p *extPage, weights map[string]extWeight) {
	f := extFactsOf(p)
	first := make([]float64, len(p.blocks))
	second := make([]float64, len(p.blocks))
	for i := range p.blocks {
		f.of(i, func(name extFeature) {
			w := weights[name]
			first[i] += w[0]
			second[i] += w[1]
		})
	}
	extSecond(p, first, func(i int, name extFeature, value float64) {
		second[i] += weights[name][1] * value
	})
	for i, b := range p.blocks {
		b.score = second[i]
	}
	extSettleDoubt(p)
}
