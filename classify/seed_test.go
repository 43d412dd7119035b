package classify

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// The founding articles, re-told, must propose what the beat was seeded with, and
// nothing of the furniture around them (issue 4, item 5).
func TestProposeFromFoundingArticles(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	got := lex.Propose([]news.Article{
		founding(t, "2023-08.txt", "Leaked messages show NHSE going back on its digital workforce plan"),
		founding(t, "2024-03.txt", "‘Imminent’: digital workforce strategy is almost here, says NHS lead"),
	})
	names := map[string]Proposal{}
	for _, p := range got {
		names[strings.ToLower(p.Term)] = p
	}
	for _, want := range []string{"DDaT", "AFC", "digital workforce plan", "digital workforce strategy", "NHS Digital Academy",
		"Digital Learning Solutions", "digital skills assessment tool", "clinical digital professions"} {
		if _, ok := names[strings.ToLower(want)]; !ok {
			t.Errorf("%s is not proposed", want)
		}
	}
	if p := names["ddat"]; p.Expansion != "digital data analytics technology" {
		t.Errorf("DDaT stands for %q", p.Expansion)
	}
	if p := names["afc"]; p.Expansion != "Agenda for Change" || !slices.Contains(p.Zones, news.ZoneFurniture) {
		t.Errorf("AFC = %+v", p)
	}
	for _, p := range got {
		for _, not := range []string{"newsletter", "related", "comment", "sign up", "inbox", "health professionals only", "fenwick"} {
			if strings.Contains(strings.ToLower(p.Term), not) {
				t.Errorf("%q is furniture or a person", p.Term)
			}
		}
	}
}

func TestAcronymsAreSpelledOut(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	for _, c := range []struct{ text, acronym, want string }{
		{"The Pay Review Body (PRB) reports in May.", "PRB", "Pay Review Body"},
		{"The PRB (Pay Review Body) reports in May.", "PRB", "Pay Review Body"},
		{"Digital, data and technology (DDaT) roles are open.", "DDaT", "Digital, data and technology"},
		{"Electronic patient records (EPRs) are live.", "EPR", "Electronic patient records"},
		{"A word with a label (XYZ) nobody explains.", "XYZ", ""},
	} {
		var found bool
		for _, p := range lex.Propose([]news.Article{article("A title", c.text)}) {
			if p.Term == c.acronym {
				found = true
				if p.Expansion != c.want {
					t.Errorf("%s in %q stands for %q, want %q", c.acronym, c.text, p.Expansion, c.want)
				}
			}
		}
		if !found {
			t.Errorf("%s is not proposed from %q", c.acronym, c.text)
		}
	}
}

func TestBackgroundIsWhole(t *testing.T) {
	loadBackground()
	if background.total < 10000 || !background.holds["the"] || background.count["the"] == 0 || background.holds["digital"] {
		t.Errorf("background: %d words in all, the: %d", background.total, background.count["the"])
	}
}
