package classify

import (
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// Readings are used again: what one article left behind must not show in the next,
// whatever came before and whoever judges beside.
func TestVerdictDoesNotDependOnWhatWasJudgedBefore(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	var articles []news.Article
	var want []news.Verdict
	for _, it := range corpus(t, "corpus.jsonl") {
		articles = append(articles, it.article())
		want = append(want, lex.Judge(it.article()))
	}
	var judges sync.WaitGroup
	for judge := range 4 {
		judges.Go(func() {
			for n := range articles {
				i := (n*7 + judge*13) % len(articles) // each in another order
				if diff := cmp.Diff(want[i], lex.Judge(articles[i])); diff != "" {
					t.Errorf("judge %d, article %d (-first +again):\n%s", judge, i, diff)
					return
				}
			}
		})
	}
	judges.Wait()
}

func TestWhatIsSaidDoesNotDependOnHowItIsTypeset(t *testing.T) {
	saying := func(text string) string {
		r := &reading{segments: []segment{{text: text, tokens: []token{{end: int32(len(text))}}}}}
		return r.saying(found{})
	}
	for _, same := range [][]string{
		{"nurse", "Nurses", "NURSE", "nur\u00adse"},
		{"skills framework", "skills-framework", "Skills Frameworks", "skillsframework"},
		{"café", "Cafés", "CAFÉ"},
		{"IM&T", "imt"},
		{"s", ""},
	} {
		for _, text := range same {
			if got, want := saying(text), saying(same[0]); got != want {
				t.Errorf("saying(%q) = %q, want %q", text, got, want)
			}
			if said(text) != said(same[0]) {
				t.Errorf("said(%q) is not that of %q", text, same[0])
			}
		}
	}
	if said("bus") == said("business") || said("nurse") == said("nursess") || said("ab") == said("ba") {
		t.Error("different words are said to be one")
	}
}

// The longest of overlapping hits is kept, then what does not touch it, run by run.
func TestLongerHitsDisplaceWhatTheyCover(t *testing.T) {
	at := func(segment int, first, last int32, value float64) counted {
		return counted{found{segment: segment, first: first, last: last}, value}
	}
	for name, c := range map[string]struct{ all, want []counted }{
		"nothing overlaps": {
			[]counted{at(0, 0, 1, 1), at(0, 2, 2, 1), at(1, 0, 0, 1)},
			[]counted{at(0, 0, 1, 1), at(0, 2, 2, 1), at(1, 0, 0, 1)}},
		"a shorter one inside": {
			[]counted{at(0, 3, 3, 9), at(0, 3, 5, 1), at(0, 5, 5, 9)},
			[]counted{at(0, 3, 5, 1)}},
		"of two equally long the one of more value": {
			[]counted{at(0, 1, 2, 1), at(0, 2, 3, 2)},
			[]counted{at(0, 2, 3, 2)}},
		"of two alike the first": {
			[]counted{at(0, 1, 2, 1), at(0, 1, 2, 1)},
			[]counted{at(0, 1, 2, 1)}},
		"a chain leaves its ends": {
			[]counted{at(0, 0, 1, 1), at(0, 1, 3, 1), at(0, 3, 4, 1), at(0, 4, 5, 1)},
			[]counted{at(0, 1, 3, 1), at(0, 4, 5, 1)}},
		"the same words of another segment": {
			[]counted{at(0, 0, 2, 1), at(1, 1, 1, 1)},
			[]counted{at(0, 0, 2, 1), at(1, 1, 1, 1)}},
	} {
		t.Run(name, func(t *testing.T) {
			got := new(reading).longest(slices.Clone(c.all))
			if !slices.Equal(got, c.want) {
				t.Errorf("longest(%v) = %v, want %v", c.all, got, c.want)
			}
		})
	}
}
