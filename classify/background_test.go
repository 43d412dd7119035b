package classify

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// rarest is how often a word must stand in the pages to be listed: what stands
// once says nothing about how common a word is.
const rarest = 2

// The word list is counted from pages that no topic wants; -update writes it anew.
// Its head and the words marked with a dash are kept: those are written by hand.
func TestBackgroundIsCountedFromPagesOfNoTopic(t *testing.T) {
	count, total := map[string]int{}, 0
	for _, it := range slices.Concat(corpus(t, "corpus.jsonl"), corpus(t, "madeup.jsonl"), corpus(t, "fresh.jsonl")) {
		if it.Relevant != "no" {
			continue
		}
		text := it.Title + "\n" + it.Text
		for _, tok := range tokenise(nil, text) {
			if word := fold(text, tok); allLetters(word) {
				count[word]++
				total++
			}
		}
	}
	loadBackground()
	var out strings.Builder
	for line := range strings.Lines(backgroundText) {
		if strings.HasPrefix(line, "#") {
			out.WriteString(line)
		}
	}
	fmt.Fprintf(&out, "total %d\n", total)
	for word := range background.holds {
		if background.holds[word] && count[word] == 0 {
			count[word] = 0
		}
	}
	for _, word := range slices.Sorted(maps.Keys(count)) {
		switch {
		case background.holds[word]:
			fmt.Fprintf(&out, "%s %d -\n", word, count[word])
		case count[word] >= rarest:
			fmt.Fprintf(&out, "%s %d\n", word, count[word])
		}
	}
	if *update {
		if err := os.WriteFile("background.txt", []byte(out.String()), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if diff := cmp.Diff(backgroundText, out.String()); diff != "" {
		t.Errorf("background.txt is not what the pages say; run with -update (-file +pages):\n%s", diff)
	}
}
