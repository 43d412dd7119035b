package cluster

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestDecisionsAreReadAsWritten(t *testing.T) {
	want := Decisions{}.With(true, []string{"https://a.example/1", "https://b.example/\"2"}, "one press day").
		With(false, []string{"https://c.example/3", "https://a.example/1"}, "")
	got, err := ParseDecisions("stories.yaml", want.Format())
	if err != nil {
		t.Fatalf("%v in:\n%s", err, want.Format())
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("decisions (-written +read):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"https://a.example/1", "https://b.example/\"2", "https://c.example/3"}, got.URLs()); diff != "" {
		t.Errorf("URLs (-want +got):\n%s", diff)
	}
}

func TestTheLastDecisionCounts(t *testing.T) {
	pair := []string{"https://a.example/1", "https://b.example/2"}
	d := Decisions{}.With(true, pair, "").With(false, pair, "")
	if len(d.Join) != 0 || len(d.Part) != 1 {
		t.Errorf("after join and part: %+v", d)
	}
	if d = d.With(true, pair, ""); len(d.Join) != 1 || len(d.Part) != 0 {
		t.Errorf("joined again: %+v", d)
	}
}

func TestParseDecisionsNamesMistakes(t *testing.T) {
	_, err := ParseDecisions("stories.yaml", []byte("join:\n  - urls: [https://a.example/1]\nmerge: []\n"))
	if err == nil {
		t.Fatal("no mistake found")
	}
	for _, want := range []string{"stories.yaml:2", "at least two articles", "merge"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not say %q:\n%v", want, err)
		}
	}
}

func FuzzParseDecisions(f *testing.F) {
	f.Add("join:\n  - urls: [a, b]\n    note: x\n")
	f.Fuzz(func(t *testing.T, text string) {
		d, err := ParseDecisions("stories.yaml", []byte(text))
		if err != nil {
			return
		}
		if _, err := ParseDecisions("stories.yaml", d.Format()); err != nil {
			t.Errorf("%v in what was written:\n%s", err, d.Format())
		}
	})
}

func TestTieKnowsArticlesOnly(t *testing.T) {
	var ties Ties
	ids := map[string]int64{"a": 1, "b": 2, "c": 3}
	Decisions{Join: []Decision{{URLs: []string{"a", "b", "gone"}}}, Part: []Decision{{URLs: []string{"a", "c"}}}}.
		Tie(&ties, func(url string) int64 { return ids[url] })
	if !ties.together(2, 1) || !ties.Apart(3, 1) || ties.together(1, 0) {
		t.Errorf("ties: %+v", ties)
	}
}
