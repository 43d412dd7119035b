package classify

import (
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

func TestRateIsWilson(t *testing.T) {
	for _, c := range []struct {
		hits, of         int
		value, low, high float64
	}{
		{0, 0, 0, 0, 1},
		{0, 10, 0, 0, 0.278},
		{10, 10, 1, 0.722, 1},
		{81, 100, 0.81, 0.722, 0.875},
	} {
		r := rate(c.hits, c.of)
		for _, pair := range [][2]float64{{r.Value, c.value}, {r.Low, c.low}, {r.High, c.high}} {
			if math.Abs(pair[0]-pair[1]) > 0.001 {
				t.Errorf("rate(%d, %d) = %+v, want %v in %v to %v", c.hits, c.of, r, c.value, c.low, c.high)
			}
		}
	}
}

// The figures of Evaluate are those of the corpus floor, which counts by itself.
func TestEvaluateCorpus(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	var all []Labelled
	for _, it := range corpus(t, "corpus.jsonl") {
		all = append(all, Labelled{ID: it.ID, Article: it.article(), Relevant: it.Relevant != "no",
			Core: it.Relevant == "core", Topics: it.Topics, Slice: it.Slice})
	}
	e := lex.Evaluate(all)
	if e.Articles != len(all) || e.Relevant.F1 < 0.95 || e.CoreRecall.Value < 0.97 || e.MacroF1 < 0.8 {
		t.Errorf("Evaluate = %+v %v %v", e.Relevant, e.CoreRecall, e.MacroF1)
	}
	wrong, counted := 0, 0
	for _, s := range e.Slices {
		wrong += s.Wrong
		counted += s.In.Of
	}
	confused := 0
	for _, c := range e.Confusions {
		if c.Want != c.Got {
			confused++
		}
		if c.Want == c.Got && len(c.Lacking)+len(c.Extra) == 0 {
			t.Errorf("%s is listed and nothing is wrong with it", c.ID)
		}
	}
	if wrong != confused || counted != len(all) {
		t.Errorf("slices hold %d of %d articles, %d wrong; %d are listed", counted, len(all), wrong, confused)
	}
}

// Five articles whose verdicts are known, each counted once in every figure.
func TestEvaluateCountsEachAnswerOnce(t *testing.T) {
	rent := article("Millbrook allotment rent to rise", "The plot rent of a garden doubles.")
	beer := article("Millbrook pub raises fee for its beer garden", "The beer garden costs rent. The pub and its beer garden stay.")
	e := load(t, gardens()).Evaluate([]Labelled{
		{ID: "right", Article: rent, Relevant: true, Core: true, Topics: []string{"rents"}, Slice: "ours"},
		{ID: "half right", Article: rent, Relevant: true, Topics: []string{"clubs"}, Slice: "ours"},
		{ID: "wrongly in", Article: rent, Slice: "trap"},
		{ID: "missed", Article: beer, Relevant: true, Core: true, Topics: []string{"rents"}, Slice: "ours"},
		{ID: "rightly out", Article: beer, Topics: []string{}, Slice: "trap"},
	})
	want := Evaluation{
		Articles: 5, CoreRecall: rate(1, 2), MacroF1: 0.25, // rents 2·1/(2+1+1) = 0.5, clubs 0
		Relevant: Score{Precision: rate(2, 3), Recall: rate(2, 3), F1: 2.0 / 3},
		Topics: []TopicScore{
			{"rents", Score{Precision: rate(1, 2), Recall: rate(1, 2), F1: 0.5}},
			{"clubs", Score{Precision: rate(0, 0), Recall: rate(0, 1)}},
		},
		Slices: []SliceRate{{"ours", 3, rate(2, 3), 1}, {"trap", 0, rate(1, 2), 1}},
	}
	ignore := cmpopts.IgnoreFields(Evaluation{}, "Confusions")
	if diff := cmp.Diff(want, e, ignore, cmpopts.EquateApprox(0, 1e-9)); diff != "" {
		t.Errorf("Evaluate (-want +got):\n%s", diff)
	}
	var confused []string
	for _, c := range e.Confusions {
		confused = append(confused, fmt.Sprintf("%s: lacks %v, given %v", c.ID, c.Lacking, c.Extra))
	}
	if diff := cmp.Diff([]string{
		"half right: lacks [clubs], given [rents]", "wrongly in: lacks [], given []", "missed: lacks [rents], given []",
	}, confused); diff != "" {
		t.Errorf("confusions (-want +got):\n%s", diff)
	}
}

func TestTermsNameTheirPlace(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	kinds := map[string]bool{}
	for _, term := range lex.Terms() {
		kinds[strings.Fields(term.For)[0]] = true
		if term.Term == "" || !strings.Contains(term.At, ".yaml:") {
			t.Fatalf("term %+v", term)
		}
	}
	for _, want := range []string{"topic", "look-alike", "evidence", "furniture", "modest"} {
		if !kinds[want] {
			t.Errorf("no term for %s", want)
		}
	}
}
