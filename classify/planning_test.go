package classify

import (
	"os"
	"strings"
	"testing"
)

// The example beat is about other things than the embedded one, by other evidence.
// Its articles are our own and few: the floor guards against falling back.
func TestExampleBeatFloor(t *testing.T) {
	lex := load(t, os.DirFS("../docs/examples/planning"))
	var all []Labelled
	for _, it := range corpus(t, "../../docs/examples/planning/testdata/articles.jsonl") {
		all = append(all, Labelled{ID: it.ID, Article: it.article(), Relevant: it.Relevant != "no", Core: it.Relevant == "core", Topics: it.Topics, Slice: it.Slice})
		checkVerdict(t, lex.Judge(it.article()))
	}
	e := lex.Evaluate(all)
	if e.Articles != 40 || e.CoreRecall.Of < 10 {
		t.Fatalf("%d articles, %d core: want 40 and at least 10", e.Articles, e.CoreRecall.Of)
	}
	for name, c := range map[string]struct{ got, floor float64 }{
		"F1":             {e.Relevant.F1, 0.95},
		"precision":      {e.Relevant.Precision.Value, 0.95},
		"core recall":    {e.CoreRecall.Value, 1},
		"topic macro-F1": {e.MacroF1, 0.9},
	} {
		if c.got < c.floor {
			t.Errorf("%s %.3f, floor %.2f", name, c.got, c.floor)
		}
	}
	for _, s := range e.Slices {
		if (s.Slice == "plain" || strings.HasPrefix(s.Slice, "trap")) && s.In.Hits > 0 {
			t.Errorf("%d pages of %s are in", s.In.Hits, s.Slice)
		}
	}
}

// What the embedded beat looks for is nothing to another, and the other way round.
func TestBeatsKnowNothingOfEachOther(t *testing.T) {
	ours, theirs := load(t, os.DirFS("../seeds")), load(t, os.DirFS("../docs/examples/planning"))
	for _, it := range corpus(t, "../../docs/examples/planning/testdata/articles.jsonl") {
		if v := ours.Judge(it.article()); v.Relevant {
			t.Errorf("the embedded beat takes %q: %s", it.Title, v.Why)
		}
	}
	for _, it := range corpus(t, "madeup.jsonl") {
		if v := theirs.Judge(it.article()); v.Relevant {
			t.Errorf("the example beat takes %q: %s", it.Title, v.Why)
		}
	}
}
