package cluster

import (
	"strings"
	"testing"
)

func TestEarlierStagesAreOfTheSameAffair(t *testing.T) {
	found := 0
	for _, file := range []string{"stories.jsonl", "invented.jsonl"} {
		articles, gold := labelledArticles(t, file)
		for _, story := range Batch(articles, Ties{}) {
			inside := map[int64]bool{}
			for _, m := range story {
				inside[m.Article] = true
			}
			var others []*Signature
			for _, a := range articles {
				if !inside[a.Article] {
					others = append(others, a)
				}
			}
			before, why := Earlier(Told(story), others)
			if before == nil {
				continue
			}
			found++
			now, then := affair(gold[story[0].Article]), affair(gold[before.Article])
			if !strings.HasPrefix(now, then) {
				t.Errorf("%s is taken for the past of %s: %v", gold[before.Article], gold[story[0].Article], why)
			}
		}
	}
	if found < 3 {
		t.Errorf("%d earlier stages found, want at least 3", found)
	}
}

// affair is the first part of a label: "gpdpr" of "gpdpr-defer".
func affair(label string) string {
	name, _, _ := strings.Cut(label, "-")
	return name
}

func TestEarlier(t *testing.T) {
	now := report(t, 1, "Ward and Wire", "Fenside scraps Quillmark rosters", original)
	then := func(title string, days int) *Signature {
		s := report(t, 2, "Corridor Post", title, "Fenside will pay £4.2m to Quillmark, Delia Marsh said. The 38 clerks hope.")
		s.Day = now.Day.Add(-days)
		return s
	}
	for _, test := range []struct {
		name  string
		other *Signature
		want  bool
	}{
		{"announced before it was dropped", then("Fenside to launch Quillmark rosters", 30), true},
		{"on the same day", then("Fenside to launch Quillmark rosters", 0), false},
		{"a year ago", then("Fenside to launch Quillmark rosters", 365), false},
		{"at the same stage", then("Fenside abandons Quillmark rosters", 30), false},
		{"at no stage", then("Fenside and Quillmark", 30), false},
	} {
		got, why := Earlier(Told([]*Signature{now}), []*Signature{test.other})
		if (got != nil) != test.want {
			t.Errorf("%s: found %v: %v", test.name, got != nil, why)
		}
	}
}
