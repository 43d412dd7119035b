package track

import (
	"bytes"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
)

// TestSlippingPlanFromHistory: a store that knows nothing but the history shows the
// plan that slipped, day by day.
func TestSlippingPlanFromHistory(t *testing.T) {
	r := rules(t)
	tests := []struct {
		asOf   news.Day
		status news.PromiseStatus
		due    news.Day
		label  string
	}{
		{"2023-08-27", news.Announced, "2023-12-31", "announced"},
		{"2023-12-10", news.Due, "2023-12-31", "due in 21 days"},
		{"2024-01-01", news.Overdue, "2023-12-31", "date passed"},
		{"2024-03-18", news.Slipped, "2024-04-12", "promised again"},
		{"2024-05-19", news.Overdue, "2024-04-12", "nothing seen since"},
		{"2025-05-04", news.Dropped, "2024-04-12", "dropped"},
	}
	for _, tt := range tests {
		t.Run(string(tt.asOf), func(t *testing.T) {
			p := titled(t, r.Follow(r.History(), tt.asOf), "NHS digital workforce plan")
			if p.Status != tt.status || p.Due != tt.due || p.Label != tt.label {
				t.Errorf("as of %s: %s %s %q, want %s %s %q", tt.asOf, p.Status, p.Due, p.Label, tt.status, tt.due, tt.label)
			}
			if len(p.Disputed) != 1 {
				t.Errorf("disputed by %v, want the leak alone", p.Disputed)
			}
		})
	}
}

func titled(t *testing.T, list []news.Promise, title string) news.Promise {
	t.Helper()
	for _, p := range list {
		if p.Title == title {
			return p
		}
	}
	t.Fatalf("no promise %q among %d", title, len(list))
	return news.Promise{}
}

func TestNeighboursStayApart(t *testing.T) {
	r := rules(t)
	list := r.Follow(r.History(), "2026-02-01")
	if len(list) != 4 {
		t.Errorf("Follow = %d promises, want 4: digital plan, first plan, its successor, skills tool", len(list))
	}
	if p := titled(t, list, "NHS Long Term Workforce Plan"); p.Status != news.Kept {
		t.Errorf("first plan %s, want kept", p.Status)
	}
	if p := titled(t, list, "Digital skills assessment tool for NHS staff"); p.Due != "2024-03-31" {
		t.Errorf("skills tool due %s, want 2024-03-31", p.Due)
	}
}

func TestArticleStandsInsteadOfItsHistory(t *testing.T) {
	r := rules(t)
	history := r.History()
	s := one(r, "2023-08-23", "", "The digital workforce plan will be published later this year.")[0]
	s.URL = history[3].URL
	p := titled(t, r.Follow(append(history, s), "2023-09-01"), "NHS digital workforce plan")
	if len(p.Statements) != 1 || p.Statements[0].ByHand {
		t.Errorf("statements %+v, want the article's alone", p.Statements)
	}
}

func TestExplainSaysWhyAndWhoseReading(t *testing.T) {
	r := rules(t)
	var b bytes.Buffer
	if err := Explain(&b, titled(t, r.Follow(r.History(), "2024-03-18"), "NHS digital workforce plan"), true); err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"PROMISED AGAIN", "our reading, not their words", `"later this year" is 2023-08-23 to 2023-12-31`, "second-hand", "promised again after its date"} {
		if !strings.Contains(b.String(), want) {
			t.Errorf("Explain lacks %q:\n%s", want, b.String())
		}
	}
}

func TestMistakesInABeatAreReportedTogether(t *testing.T) {
	fsys := fstest.MapFS{"promises.yaml": {Data: []byte("owners: [\"(a\"]\nnames:\n  - name: x\n    any: [\"()\"]\ndates:\n  - name: d\n    any: [d]\n    spans: [\"2024-13-01\"]\npromises:\n  - status: late\n")}}
	_, err := Load(fsys)
	if err == nil {
		t.Fatal("Load took a broken beat")
	}
	for _, want := range []string{"brackets do not match", "holds no word", "want YYYY-MM-DD", "`late` cannot be decided; known: kept, dropped"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("Load error lacks %q:\n%v", want, err)
		}
	}
}

func TestOperatorDecides(t *testing.T) {
	r := rules(t)
	id := titled(t, r.Follow(r.History(), "2024-05-19"), "NHS digital workforce plan").ID
	own, err := Load(fstest.MapFS{}, File{Name: "own.yaml", Data: []byte("promises:\n  - id: \"" + id + "\"\n    status: kept\n    day: 2024-05-01\n    mute: true\n")})
	if err != nil {
		t.Fatal(err)
	}
	r.decisions = own.decisions
	if p := titled(t, r.Follow(r.History(), "2024-05-19"), "NHS digital workforce plan"); p.Status != news.Kept || !p.Muted {
		t.Errorf("%s muted %v, want the operator's kept, muted", p.Status, p.Muted)
	}
	if p := titled(t, r.Follow(r.History(), "2024-04-20"), "NHS digital workforce plan"); p.Status != news.Overdue {
		t.Errorf("before the operator's day %s, want overdue", p.Status)
	}
}

func TestOperatorMergesAndSplits(t *testing.T) {
	r := rules(t)
	list := r.Follow(r.History(), "2026-02-01")
	plan, refresh := titled(t, list, "NHS digital workforce plan"), titled(t, list, "NHS Long Term Workforce Plan")
	r.decisions = []decisionDef{{ID: refresh.ID, Merge: []string{plan.ID}, Split: []string{refresh.Statements[1].ID}}}
	got := titled(t, r.Follow(r.History(), "2026-02-01"), "NHS Long Term Workforce Plan")
	if want := len(plan.Statements) + len(refresh.Statements) - 1; len(got.Statements) != want {
		t.Errorf("%d statements, want %d", len(got.Statements), want)
	}
}

func TestADecisionHoldsWhenAnOlderReportComesIn(t *testing.T) {
	first := one(rules(t), "2025-03-10", "", "NHS England will publish its digital skills register by 30 November 2026.")
	first[0].ID = "first"
	r, err := Load(seeds.FS, File{Name: "own.yaml", Data: []byte("promises: [{id: first, title: The register}]")})
	if err != nil {
		t.Fatal(err)
	}
	older := one(r, "2025-01-10", "", "NHS England plans to publish its digital skills register by 30 November 2026.")
	older[0].ID = "older"
	list := r.Follow(append(first, older...), "2025-03-11")
	if len(list) != 1 || list[0].ID != "older" || list[0].Title != "The register" {
		t.Errorf("Follow() = %+v, want one promise, called as was decided", list)
	}
}
