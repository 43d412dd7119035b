package digest

import (
	"slices"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// statementOf is one statement of a promise, due on to.
func statementOf(id string, day, to news.Day) news.Statement {
	return news.Statement{ID: id, Reported: day, Publisher: "Wardline", URL: "https://wardline.example/" + id, Phrase: id, To: to, Commits: true}
}

func TestADroppedPromiseIsToldFromItsFirstWordsToItsLast(t *testing.T) {
	end := news.Statement{ID: "end", Reported: "2026-11-20", Publisher: "Wardline", URL: "https://wardline.example/end", Signal: news.SignalDrop,
		Quote: "The plan will now be folded into another."}
	p := news.Promise{ID: "a", Ref: "P1", Title: "Plan", Status: news.Dropped, Evidence: "end", Named: true, Since: "2026-11-20", Statements: []news.Statement{
		statementOf("later this year", "2025-08-23", "2025-12-31"), statementOf("by spring", "2026-01-10", "2026-05-31"), statementOf("soon", "2026-06-01", "2026-09-01"), end}}
	lines, _ := Promises(PromiseInput{Now: []news.Promise{p}, From: "2026-11-16", WatchedFrom: "2025-01-01"})
	if len(lines) != 1 {
		t.Fatalf("Promises = %d lines, want one", len(lines))
	}
	got := strings.Join(promiseLines(lines[0], "2026-11-23", 2026), "\n")
	want := `Reported given up, or made part of something else, by one publisher alone so far (Wardline, 20 November): “The plan will now be folded into another”.
Before: “soon” (Wardline, 1 June). That ran out on 1 September.
First: “later this year” (Wardline, 23 August 2025). That ran out on 31 December 2025.`
	if got != want {
		t.Errorf("lines:\n%s\nwant:\n%s", got, want)
	}
	if links := len(reportsOf(lines[0], linkNames{}, 2026)); links != 3 {
		t.Errorf("%d links, want one for each report", links)
	}
	p.Statements[3].Quote, p.Statements[3].NoQuote = "", true
	lines, _ = Promises(PromiseInput{Now: []news.Promise{p}, From: "2026-11-16", WatchedFrom: "2025-01-01"})
	if got := promiseLines(lines[0], "2026-11-23", 2026)[0]; strings.Contains(got, "“") {
		t.Errorf("%q quotes what may not be quoted", got)
	}
}

func TestWhatWasLeftOpenAndWhenItWasSaidAreTold(t *testing.T) {
	s := statementOf("imminent", "2024-03-15", "2024-04-12")
	s.Said, s.About, s.LeftOpen = "2024-03-12", true, []string{"money", "a merger with something else"}
	p := news.Promise{ID: "a", Ref: "P1", Title: "Plan", Status: news.Slipped, Label: "promised again", Evidence: s.ID, Named: true, Since: "2024-03-15", Due: s.To, DueBasis: news.BasisRead, Statements: []news.Statement{s}}
	lines, _ := Promises(PromiseInput{Now: []news.Promise{p}, From: "2024-03-11", WatchedFrom: "2024-01-01"})
	got := promiseLines(lines[0], "2024-03-18", 2024)
	want := []string{"Now: “imminent” (Wardline, 15 March; said about 12 March).", "Our reading, not theirs: by 12 April.", "Left open: money and a merger with something else."}
	if !slices.Equal(got, want) {
		t.Errorf("lines %q, want %q", got, want)
	}
}

func TestWhatWasDroppedComesBeforeWhatMoved(t *testing.T) {
	dropped, moved := aPromise("b", news.Dropped, "2026-11-30"), aPromise("a", news.Slipped, "2026-11-30")
	lines, _ := Promises(PromiseInput{Now: []news.Promise{moved, dropped}, From: "2026-11-16", WatchedFrom: "2026-01-01"})
	if len(lines) != 2 || lines[0].Status != news.Dropped {
		t.Errorf("Promises = %+v, want the dropped one first", lines)
	}
}
