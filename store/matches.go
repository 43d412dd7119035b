package store

import (
	"fmt"

	"github.com/wardround/wardround/news"
)

// keptMatches is how the matches of a verdict are kept: each text once, however
// many matches share it. A sentence with ten terms in it stood there ten times
// before, and verdicts were nine tenths of the store.
type keptMatches struct {
	Words   []string  `json:"words"`
	Spans   []int     `json:"spans"`   // matchNumbers for each match: indices into Words, then the place
	Weights []float64 `json:"weights"` // one for each match
}

// matchNumbers is how many numbers of Spans one match takes: term, text, group,
// topic, zone, rule and sentence by their index, then block, start and end.
const matchNumbers = 10

// packMatches writes the matches of a verdict as they are kept; "" for none.
func packMatches(matches []news.Match) string {
	if len(matches) == 0 {
		return ""
	}
	kept := keptMatches{Spans: make([]int, 0, matchNumbers*len(matches)), Weights: make([]float64, 0, len(matches))}
	index := make(map[string]int, 2*len(matches))
	at := func(word string) int {
		i, ok := index[word]
		if !ok {
			i = len(kept.Words)
			index[word] = i
			kept.Words = append(kept.Words, word)
		}
		return i
	}
	for _, m := range matches {
		kept.Spans = append(kept.Spans, at(m.Term), at(m.Text), at(m.Group), at(m.Topic), at(string(m.Zone)), at(m.Rule), at(m.Sentence),
			m.Block, m.Start, m.End)
		kept.Weights = append(kept.Weights, m.Weight)
	}
	return asJSON(kept)
}

// unpackMatches is the opposite of packMatches.
func unpackMatches(text string) ([]news.Match, error) {
	if text == "" {
		return nil, nil
	}
	var kept keptMatches
	if err := fromJSON(text, &kept); err != nil {
		return nil, err
	}
	if len(kept.Spans) != matchNumbers*len(kept.Weights) {
		return nil, fmt.Errorf("decode matches: %d numbers for %d matches", len(kept.Spans), len(kept.Weights))
	}
	matches := make([]news.Match, len(kept.Weights))
	for i := range matches {
		n := kept.Spans[i*matchNumbers:][:matchNumbers]
		for _, word := range n[:7] {
			if word < 0 || word >= len(kept.Words) {
				return nil, fmt.Errorf("decode matches: there is no text %d", word)
			}
		}
		w := func(i int) string { return kept.Words[n[i]] }
		matches[i] = news.Match{Term: w(0), Text: w(1), Group: w(2), Topic: w(3), Zone: news.Zone(w(4)), Rule: w(5), Sentence: w(6),
			Block: n[7], Start: n[8], End: n[9], Weight: kept.Weights[i]}
	}
	return matches, nil
}

// verdictColumns are the two a whole verdict v is kept in.
const verdictColumns = `coalesce(v.data, ''), coalesce(v.matches, '')`

// keptVerdict receives verdictColumns. Verdicts of before the second column have
// their matches in the first.
type keptVerdict struct{ data, matches string }

func (k *keptVerdict) read(v *news.Verdict) error {
	if err := fromJSON(k.data, v); err != nil || k.matches == "" {
		return err
	}
	var err error
	v.Matches, err = unpackMatches(k.matches)
	return err
}
