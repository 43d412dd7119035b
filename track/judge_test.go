package track

import (
	"os"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func one(r *Rules, day, title, text string) []news.Statement {
	return r.Statements(news.Article{Title: title, MaxSnippet: -1, Body: []news.Block{{Kind: news.Paragraph, Text: text}}}, news.Day(day))
}

// TestMadeUpStatements reads testdata/statements.txt: sign, day, sentence, days due.
func TestMadeUpStatements(t *testing.T) {
	r := rules(t)
	data, err := os.ReadFile("testdata/statements.txt")
	if err != nil {
		t.Fatal(err)
	}
	signals := map[string]news.Signal{"+": news.SignalPromise, "s": news.SignalSlip, "d": news.SignalDrop, "k": news.SignalKept}
	for line := range strings.SplitSeq(strings.TrimSpace(string(data)), "\n") {
		f := strings.Split(line, "|")
		if len(f) < 4 {
			continue
		}
		t.Run(f[2], func(t *testing.T) {
			got := one(r, f[1], "", f[2])
			if f[0] == "-" {
				if len(got) != 0 {
					t.Fatalf("Statements(%q) = %s by %v, want none", f[2], got[0].Signal, got[0].Rules)
				}
				return
			}
			if len(got) != 1 {
				t.Fatalf("Statements(%q) = %d statements, want 1", f[2], len(got))
			}
			if s := got[0]; s.Signal != signals[f[0]] && !(f[0] == "+" && s.Signal == news.SignalSlip) {
				t.Errorf("Statements(%q) = %s by %v, want %s", f[2], s.Signal, s.Rules, signals[f[0]])
			}
			due := "none"
			if got[0].To != "" {
				due = string(got[0].From) + ".." + string(got[0].To)
			}
			if f[3] != "" && due != f[3] {
				t.Errorf("Statements(%q) due %s by %v, want %s", f[2], due, got[0].Rules, f[3])
			}
		})
	}
}

func TestAPassageThatMayNotBeQuotedIsFollowedWithoutItsWords(t *testing.T) {
	r := rules(t)
	const open, closed = "The school will open in September 2026.", "Ministers will publish a plan by May 2027."
	for _, quiet := range []bool{false, true} {
		a := news.Article{Title: "Trust opens data school", MaxSnippet: -1, Body: []news.Block{
			{Kind: news.Paragraph, Text: open}, {Kind: news.Paragraph, Text: closed, NoQuote: quiet}}}
		got := r.Statements(a, "2026-02-01")
		if len(got) != 2 || got[1].To != "2027-05-31" || got[0].NoQuote || got[1].NoQuote != quiet || (got[1].Quote == "") != quiet {
			t.Errorf("Statements with NoQuote %t = %+v, want both, the second's words only where they may be quoted", quiet, got)
		}
	}
}

func TestFurnitureAndCommentsNeverPromise(t *testing.T) {
	r := rules(t)
	a := news.Article{MaxSnippet: -1,
		Title: "Trust opens data school",
		Body: []news.Block{
			{Kind: news.Paragraph, Text: "The school will open in September 2026."},
			{Kind: news.Subhead, Text: "Ministers will publish a plan by May 2027"},
			{Kind: news.Subhead, Text: "Related stories"},
			{Kind: news.Paragraph, Text: "NHS England will consult on registry data in June 2027."},
		},
		Comments: []news.Comment{{Text: "The government will publish nothing by 2030."}},
	}
	got := r.Statements(a, "2026-03-01")
	if len(got) != 1 || got[0].To != "2026-09-30" {
		t.Errorf("Statements = %+v, want only the school", got)
	}
}

func TestSpeakerIsShownByOffice(t *testing.T) {
	r := rules(t)
	text := "Ada Moor, the trust's chief information officer, said work goes well. “We will go live in June 2026,” she added."
	got := one(r, "2026-01-10", "", text)
	if len(got) != 1 {
		t.Fatalf("Statements = %d, want 1", len(got))
	}
	if got[0].Office != "trust's chief information officer" || got[0].Class != news.ActorOwner {
		t.Errorf("office %q class %q, want the chief information officer, owner", got[0].Office, got[0].Class)
	}
}

func TestSpeakerIsKeptByFullNameWithoutOfficeAndMarks(t *testing.T) {
	r := rules(t)
	const promise = " “We will go live in June 2026,” Moor said."
	for text, want := range map[string]string{
		"Ada Moor, the trust's chief information officer, spoke.":      "Ada Moor",
		"The trust's chief information officer Ada Moor spoke.":        "Ada Moor",
		"The trust's chief information officer Ada Lee Moor spoke.":    "Ada Lee Moor",
		"Leeds's Dr Moor, the trust's chief information officer, did.": "Dr Moor",
	} {
		got := one(r, "2026-01-10", "", text+promise)
		if len(got) != 1 || got[0].Speaker != want {
			t.Errorf("%s: Statements = %+v, want one by %q", text, got, want)
		}
	}
}

func TestABodyIsNobodysName(t *testing.T) {
	r := rules(t)
	got := one(r, "2026-01-10", "", "The register will open in June 2026, a spokesperson for NHS England said.")
	if len(got) != 1 || got[0].Speaker != "" || got[0].Office == "" {
		t.Errorf("Statements = %+v, want one by an office without a name", got)
	}
}

func TestStatementKeepsItsPlace(t *testing.T) {
	r := rules(t)
	text := "Nothing is new. The register will open in June 2026. Dr. Moor agreed."
	got := one(r, "2026-01-10", "", text)
	if len(got) != 1 || text[got[0].Start:got[0].End] != got[0].Sentence || got[0].Sentence != "The register will open in June 2026." {
		t.Errorf("Statements = %+v, want the second sentence with its span", got)
	}
}
