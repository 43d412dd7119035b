package store

import (
	"fmt"
	"strconv"
	"sync"

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

// matchWriter writes matches as they are kept, by hand: reflection took a tenth of
// judging. It is used again, for its room.
type matchWriter struct {
	words          []string
	index          map[string]int // into words
	spans, weights []byte
	last           [7]string // of the match before: neighbours share most of their words
	at             [7]int
}

var spareWriters = sync.Pool{New: func() any { return &matchWriter{index: map[string]int{}} }}

// packMatches writes the matches of a verdict as they are kept; "" for none.
func packMatches(matches []news.Match) string {
	if len(matches) == 0 {
		return ""
	}
	p := spareWriters.Get().(*matchWriter)
	defer spareWriters.Put(p)
	clear(p.index)
	p.words, p.spans, p.weights = p.words[:0], p.spans[:0], p.weights[:0]
	for i, m := range matches {
		p.add(m, i == 0)
	}
	return `{"words":` + asJSON(p.words) + `,"spans":[` + string(p.spans[:len(p.spans)-1]) + `],"weights":[` + string(p.weights[:len(p.weights)-1]) + `]}`
}

func (p *matchWriter) add(m news.Match, first bool) {
	for i, word := range [...]string{m.Term, m.Text, m.Group, m.Topic, string(m.Zone), m.Rule, m.Sentence} {
		if first || word != p.last[i] {
			p.last[i], p.at[i] = word, p.word(word)
		}
		p.spans = append(strconv.AppendInt(p.spans, int64(p.at[i]), 10), ',')
	}
	for _, place := range [...]int{m.Block, m.Start, m.End} {
		p.spans = append(strconv.AppendInt(p.spans, int64(place), 10), ',')
	}
	p.weights = append(strconv.AppendFloat(p.weights, m.Weight, 'g', -1, 64), ',')
}

// word returns the index of a text among the words.
func (p *matchWriter) word(text string) int {
	i, ok := p.index[text]
	if !ok {
		i = len(p.words)
		p.index[text] = i
		p.words = append(p.words, text)
	}
	return i
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
