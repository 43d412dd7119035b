package cluster

import (
	"crypto/sha256"
	_ "embed"
	"encoding/hex"
	"slices"
	"strings"

	"github.com/wardround/wardround/internal/yamlfile"
)

// What a token adds, by how many articles of the beat have it: about the natural
// logarithm of one over its share, less one.
const (
	everywhere = 0.0 // a fifth of all articles
	often      = 1.0 // one in twelve
	sometimes  = 2.2 // one in forty
	nowAndThen = 3.3 // one in a hundred
	rare       = 4.5 // fewer
)

// signatureVersion grows when signatures of an older program no longer compare.
const signatureVersion = "2:"

// Words are what a beat says of its own language: how common words are, which
// names stand in many stories, which words tell the stage of an affair, and which
// outlets are cited. The zero value knows nothing and takes every word for rare.
type Words struct {
	weight  map[string]float64       // stem to weight
	stages  map[string][]stagePhrase // by first word, the longest first
	outlets map[string]string        // any spelling, lower case, to the first
	version string
}

// ordinary are words of any reporting in English, whatever it is about: about one in
// forty articles has each. What a beat lists as more common weighs less.
//
//go:embed ordinary.txt
var ordinary string

//go:generate go test . -run TestSchema -write-schema

// wordsFile is stories.yaml of a beat.
type wordsFile struct {
	Common  commonness `yaml:"common"`  // words by how many articles of the beat have them
	Names   []string   `yaml:"names"`   // people and bodies that are in many stories
	Outlets [][]string `yaml:"outlets"` // the spellings of one outlet, the usual one first
	Stages  stagesDef  `yaml:"stages"`  // words that tell where an affair stands
}

// stagesDef is the phrases of each stage. The longest at a place counts.
type stagesDef struct {
	Announced []string `yaml:"announced"` // it is to come
	Delayed   []string `yaml:"delayed"`   // it comes later
	Dropped   []string `yaml:"dropped"`   // it does not come
	Published []string `yaml:"published"` // it has come
	Past      []string `yaml:"past"`      // only retells, and counts for nothing
}

type commonness struct {
	Everywhere []string `yaml:"everywhere"`   // a fifth of all articles
	Often      []string `yaml:"often"`        // one in twelve
	Sometimes  []string `yaml:"sometimes"`    // one in forty
	NowAndThen []string `yaml:"now_and_then"` // one in a hundred
	Ordinary   []string `yaml:"ordinary"`     // more words of any reporting: the program knows the usual English ones
}

// PlainWords are for a beat that says nothing of its language: ordinary English alone
// is common.
func PlainWords() *Words { return weigh(commonness{}, nil) }

// ParseWords reads a beat's stories.yaml; name stands in positions of mistakes.
func ParseWords(name string, data []byte) (*Words, error) {
	var in wordsFile
	file := yamlfile.Parse(name, data)
	file.Decode(&in)
	checkWords(file, in)
	w := weigh(in.Common, data)
	w.addNames(in.Names)
	w.addOutlets(file, in.Outlets)
	w.addStages(file, in)
	return w, file.Err()
}

// weigh makes words of how common they are; data is what they were read from.
func weigh(common commonness, data []byte) *Words {
	sum := sha256.Sum256(append([]byte(ordinary), data...))
	w := &Words{weight: map[string]float64{}, outlets: map[string]string{}, stages: map[string][]stagePhrase{},
		version: signatureVersion + hex.EncodeToString(sum[:6])}
	for _, level := range []struct {
		words  []string
		weight float64
	}{ // the lowest weight of a stem comes last, and stays
		{common.NowAndThen, nowAndThen}, {strings.Fields(ordinary), sometimes}, {common.Ordinary, sometimes},
		{common.Sometimes, sometimes}, {common.Often, often}, {common.Everywhere, everywhere},
	} {
		for _, word := range level.words {
			w.weight[stem(strings.ToLower(word))] = level.weight
		}
	}
	return w
}

func (w *Words) addNames(names []string) {
	for _, name := range names {
		for _, part := range strings.Fields(strings.ToLower(name)) {
			w.weight[stem(part)] = min(w.wordWeight(stem(part)), often)
		}
	}
}

func (w *Words) addOutlets(file *yamlfile.File, outlets [][]string) {
	for i, spellings := range outlets {
		if len(spellings) == 0 {
			file.Add("$.outlets["+itoa(i)+"]", "an outlet needs a name")
		}
		for _, s := range spellings {
			w.outlets[outletKey(s)] = spellings[0]
			for _, part := range strings.Fields(strings.ToLower(s)) {
				w.weight[stem(part)] = min(w.wordWeight(stem(part)), sometimes)
			}
		}
	}
}

// outletKey is how outlets are compared: without case and article.
func outletKey(name string) string {
	return strings.TrimPrefix(strings.ToLower(strings.TrimSpace(name)), "the ")
}

// outlet returns an outlet's usual name, or name itself for one that is not listed.
func (w *Words) outlet(name string) string {
	if known, ok := w.outlets[outletKey(name)]; ok {
		return known
	}
	return strings.TrimSpace(name)
}

// Version changes with everything that signatures depend on.
func (w *Words) Version() string { return w.version }

func (w *Words) wordWeight(stem string) float64 {
	if v, ok := w.weight[stem]; ok {
		return v
	}
	return rare
}

// of is the weight of a token. Sums, shares and days are a little more telling
// than rare words; years and small numbers much less.
func (w *Words) of(t token) float64 {
	switch t.kind {
	case moneyToken:
		return 1.3 * rare
	case shareToken, dateToken:
		return 1.1 * rare
	case yearToken:
		return 1.5
	case numberToken:
		if len(t.key) <= 2 {
			return sometimes
		}
		return rare
	case nameToken:
		a, b, _ := strings.Cut(t.key, " ")
		sum := w.wordWeight(a) + w.wordWeight(b)
		if slices.Max([]float64{w.wordWeight(a), w.wordWeight(b)}) <= often {
			return min(sum, often) // a person or body that is in many stories
		}
		return min(sum, rare)
	}
	if !t.caps { // a word, not a name: no list of common words is ever whole
		return min(w.wordWeight(t.key), nowAndThen)
	}
	return w.wordWeight(t.key)
}
