package track

import (
	"testing"
	"time"
)

// TestNoTimePhraseBeginsElsewhere tries every rule of the grammar on every word: what
// is skipped for speed never begins a phrase.
func TestNoTimePhraseBeginsElsewhere(t *testing.T) {
	r := rules(t)
	var texts []string
	for _, d := range devRows(t) {
		texts = append(texts, d.Sentence)
	}
	for _, file := range []string{"testdata/fresh.txt", "testdata/prose.txt", "testdata/statements.txt"} {
		for _, l := range labelledLines(t, file) {
			texts = append(texts, l.text)
		}
	}
	for _, text := range texts {
		read := reader{s: tokens(text, 0), day: date(2025, time.March, 10), cal: &r.calendar}
		for i := range read.s {
			if w, ok := read.at(i); ok && !read.mayStart(i) {
				t.Errorf("%q: a phrase begins with %q (%s)", text, read.s[i].low, w.rule)
			}
		}
	}
}
