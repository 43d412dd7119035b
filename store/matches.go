package store

import (
	"fmt"
	"math"
	"strconv"
	"sync"

	"github.com/wardround/wardround/news"
)

// keptMatches is how the matches of a verdict are kept: what a page or an excerpt asks
// of them, each text once, however many matches share it. Sentences, terms and the lines
// of rules are left out, since who wants those has the article judged again: they
// were half of the store, and nobody read them. So are matches that weigh nothing.
type keptMatches struct {
	Words []string `json:"words"`
	Found []int    `json:"found"` // foundNumbers for each match

	// As they were kept before: earlierNumbers of Spans and one of Weights a match.
	Spans   []int     `json:"spans"`
	Weights []float64 `json:"weights"`
}

// foundNumbers is how many numbers of Found one match takes: text, group, topic and
// zone by their index into Words; block, start and length; the weight in weightUnits.
const foundNumbers = 8

// weightUnits parts of a weight are told apart. Pages round to a tenth.
const weightUnits = 1e4

// matchWriter writes matches as they are kept, by hand: reflection took a tenth of
// judging. It is used again, for its room.
type matchWriter struct {
	words []string
	index map[string]int // into words
	found []byte
	last  [4]string // of the match before: neighbours share most of their words
	at    [4]int
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
	p.words, p.found = p.words[:0], p.found[:0]
	for _, m := range matches {
		if math.Round(m.Weight*weightUnits) != 0 {
			p.add(m)
		}
	}
	if len(p.found) == 0 {
		return ""
	}
	return `{"words":` + asJSON(p.words) + `,"found":[` + string(p.found[:len(p.found)-1]) + `]}`
}

func (p *matchWriter) add(m news.Match) {
	first := len(p.found) == 0
	for i, word := range [...]string{m.Text, m.Group, m.Topic, string(m.Zone)} {
		if first || word != p.last[i] {
			p.last[i], p.at[i] = word, p.word(word)
		}
		p.found = append(strconv.AppendInt(p.found, int64(p.at[i]), 10), ',')
	}
	for _, n := range [...]int{m.Block, m.Start, m.End - m.Start, int(math.Round(m.Weight * weightUnits))} {
		p.found = append(strconv.AppendInt(p.found, int64(n), 10), ',')
	}
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
	if len(kept.Weights) > 0 {
		return kept.earlier()
	}
	if len(kept.Found) == 0 || len(kept.Found)%foundNumbers != 0 {
		return nil, fmt.Errorf("decode matches: %d numbers", len(kept.Found))
	}
	matches := make([]news.Match, len(kept.Found)/foundNumbers)
	for i := range matches {
		n := kept.Found[i*foundNumbers:][:foundNumbers]
		w, err := kept.pick(n[:4])
		if err != nil {
			return nil, err
		}
		matches[i] = news.Match{Text: w[0], Group: w[1], Topic: w[2], Zone: news.Zone(w[3]),
			Block: n[4], Start: n[5], End: n[5] + n[6], Weight: float64(n[7]) / weightUnits}
	}
	return matches, nil
}

// earlierNumbers is how many numbers of Spans one match took: term, text, group,
// topic, zone, rule and sentence by their index, then block, start and end.
const earlierNumbers = 10

// earlier reads matches as they were kept with all that judging says of them.
func (k *keptMatches) earlier() ([]news.Match, error) {
	if len(k.Spans) != earlierNumbers*len(k.Weights) {
		return nil, fmt.Errorf("decode matches: %d numbers for %d matches", len(k.Spans), len(k.Weights))
	}
	matches := make([]news.Match, len(k.Weights))
	for i := range matches {
		n := k.Spans[i*earlierNumbers:][:earlierNumbers]
		w, err := k.pick(n[:7])
		if err != nil {
			return nil, err
		}
		matches[i] = news.Match{Term: w[0], Text: w[1], Group: w[2], Topic: w[3], Zone: news.Zone(w[4]), Rule: w[5], Sentence: w[6],
			Block: n[7], Start: n[8], End: n[9], Weight: k.Weights[i]}
	}
	return matches, nil
}

// pick returns the words with these numbers.
func (k *keptMatches) pick(numbers []int) (words [7]string, err error) {
	for i, n := range numbers {
		if n < 0 || n >= len(k.Words) {
			return words, fmt.Errorf("decode matches: there is no text %d", n)
		}
		words[i] = k.Words[n]
	}
	return words, nil
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
