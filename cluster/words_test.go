package cluster

import (
	"slices"
	"strings"
	"testing"
)

func TestABeatKnowsOrdinaryEnglishWithoutListingIt(t *testing.T) {
	w, err := ParseWords("stories.yaml", []byte("common: {ordinary: [allotment], everywhere: [announce]}"))
	if err != nil {
		t.Fatal(err)
	}
	for word, want := range map[string]float64{
		"achieve":    sometimes,  // the program's own
		"achieving":  sometimes,  // any form of it
		"allotments": sometimes,  // the beat's addition
		"announced":  everywhere, // more common in the beat than elsewhere
		"quillmark":  rare,
	} {
		if got := w.wordWeight(stem(word)); got != want {
			t.Errorf("weight of %q: %v, want %v", word, got, want)
		}
	}
}

func TestABeatWithoutWordsKnowsOrdinaryEnglish(t *testing.T) {
	w := PlainWords()
	if achieve, name := w.wordWeight(stem("achieve")), w.wordWeight(stem("quillmark")); achieve != sometimes || name != rare {
		t.Errorf("weights %v of an ordinary word, %v of a name; want %v, %v", achieve, name, sometimes, rare)
	}
	if w.Version() == "" {
		t.Error("no version: stories would not follow when the program learns words")
	}
}

func TestOrdinaryWordsAreSortedAndStandOnce(t *testing.T) {
	all := strings.Fields(ordinary)
	if len(all) < 1000 || !slices.IsSorted(all) || len(slices.Compact(slices.Clone(all))) != len(all) {
		t.Errorf("%d words, sorted: %v, without doubles: %d", len(all), slices.IsSorted(all), len(slices.Compact(slices.Clone(all))))
	}
	if strings.ToLower(ordinary) != ordinary {
		t.Error("a word has a capital")
	}
}
