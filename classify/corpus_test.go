package classify

import (
	"os"
	"slices"
	"testing"

	"github.com/wardround/wardround/news"
)

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func (c tally) precision() float64 { return ratio(c.tp, c.tp+c.fp) }
func (c tally) f1() float64        { return ratio(2*c.tp, 2*c.tp+c.fp+c.fn) }

// The floor below which no change of lexicon or program may take us. The corpus
// shaped the lexicon: the figures are a guard against falling back, not a
// measure of how well unseen pages are judged.
func TestCorpusFloor(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	var all tally
	topics := map[string]*tally{}
	for _, topic := range lex.Topics() {
		topics[topic.Name] = &tally{}
	}
	core, coreFound := 0, 0
	wrong := map[string]int{}
	for _, it := range corpus(t, "corpus.jsonl") {
		v := lex.Judge(it.article())
		checkVerdict(t, v)
		all.add(it.Relevant != "no", v.Relevant)
		if it.Relevant == "core" {
			core++
			if v.Relevant {
				coreFound++
			}
		}
		if it.Relevant == "no" && v.Relevant {
			wrong[it.Slice]++
		}
		for name, c := range topics {
			c.add(slices.Contains(it.Topics, name), slices.Contains(v.Topics, name))
		}
	}
	macro := 0.0
	for _, c := range topics {
		macro += c.f1() / float64(len(topics))
	}
	for name, c := range map[string]struct{ got, floor float64 }{
		"F1":             {all.f1(), 0.95},
		"precision":      {all.precision(), 0.94},
		"core recall":    {ratio(coreFound, core), 0.97},
		"topic macro-F1": {macro, 0.80},
	} {
		t.Logf("%s %.3f", name, c.got)
		if c.got < c.floor {
			t.Errorf("%s %.3f, floor %.2f", name, c.got, c.floor)
		}
	}
	if wrong["plain"] > 0 {
		t.Errorf("%d plain pages are in", wrong["plain"])
	}
	for _, trap := range []string{"afc-football", "agenda-for-change-other", "ddat-other-gov", "digital-academy-gov", "digital-academy-retail", "rpa-bots", "job-advert", "non-uk-health-workforce"} {
		if wrong[trap] > 0 {
			t.Errorf("%d pages of %s are in", wrong[trap], trap)
		}
	}
}

// Furniture let through by a scraper must neither select a page nor lose one.
func TestCorpusFurniture(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	selected, lost := 0, 0
	for _, it := range corpus(t, "furniture.jsonl") {
		v := lex.Judge(it.article())
		switch {
		case it.Relevant == "no" && v.Relevant:
			selected++
		case it.Relevant == "core" && v.Level == news.NotOurs:
			lost++
		}
	}
	if selected > 1 || lost > 0 {
		t.Errorf("%d of 20 selected by furniture, %d of 10 lost to it; want at most 1 and 0", selected, lost)
	}
}

// Short made-up items, as a feed without pages would give them: what the beat is
// for, and what sounds like it.
func TestMadeUpItems(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	wrong := 0
	for _, it := range corpus(t, "madeup.jsonl") {
		v := lex.Judge(it.article())
		checkVerdict(t, v)
		if v.Relevant != (it.Relevant == "yes") {
			wrong++
			t.Logf("%s %q: relevant %v at %v, %s", it.ID, it.Title, v.Relevant, v.Score, v.Why)
		}
	}
	if wrong > 2 {
		t.Errorf("%d made-up items judged wrong, at most 2", wrong)
	}
}
