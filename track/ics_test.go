package track

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func calendarOf(t *testing.T, list ...news.Promise) string {
	t.Helper()
	var b strings.Builder
	if err := Calendar(&b, list); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestCalendarHoldsOpenDatesOnly(t *testing.T) {
	r := rules(t)
	got := calendarOf(t, r.Follow(r.History(), "2024-03-18")...)
	for _, want := range []string{"DTSTART;VALUE=DATE:20240412", "DTEND;VALUE=DATE:20240413", "DTSTART;VALUE=DATE:20240331", "SUMMARY:NHS digital workforce plan [P2]\\, by our reading"} {
		if !strings.Contains(got, want) {
			t.Errorf("calendar lacks %s:\n%s", want, got)
		}
	}
	if strings.Contains(got, "Long Term Workforce Plan [") || strings.Count(got, "BEGIN:VEVENT") != 2 {
		t.Errorf("calendar shows a promise that was kept:\n%s", got)
	}
}

func TestCalendarLinesAreFoldedAndEscaped(t *testing.T) {
	title := "Publish; then, " + strings.Repeat("prüfen ", 20)
	got := calendarOf(t, news.Promise{ID: "a", Ref: "P1", Title: title, AsOf: "2026-11-20", Due: "2026-12-01", Status: news.Announced,
		Statements: []news.Statement{{Publisher: "Ward and Wire", Reported: "2026-11-19", URL: "https://ward.example/1"}}})
	for line := range strings.SplitSeq(got, "\r\n") {
		if len(line) > 75 {
			t.Errorf("line of %d octets: %q", len(line), line)
		}
	}
	if whole := strings.ReplaceAll(got, "\r\n ", ""); !strings.Contains(whole, `SUMMARY:Publish\; then\, prüfen`) {
		t.Errorf("title is not escaped, or cut within a character:\n%s", whole)
	}
	if strings.Count(got, "\n") != strings.Count(got, "\r\n") {
		t.Error("a line ends without CR")
	}
}

func TestMutedPromisesHaveNoEvent(t *testing.T) {
	got := calendarOf(t, news.Promise{ID: "a", Due: "2026-12-01", Muted: true, Status: news.Announced, Statements: make([]news.Statement, 1)})
	if strings.Contains(got, "VEVENT") {
		t.Errorf("calendar shows a muted promise:\n%s", got)
	}
}

func TestASecondPromiseOfTheSameIsARepeat(t *testing.T) {
	r := rules(t)
	list := append(one(r, "2026-01-10", "", "The digital workforce plan will be published by June 2026."), one(r, "2026-02-10", "", "The digital workforce plan will be published by the end of June 2026.")...)
	p := r.Follow(list, "2026-03-01")[0]
	if p.Statements[0].Signal != news.SignalPromise || p.Statements[1].Signal != news.SignalRepeat {
		t.Errorf("signals %s, %s, want promise, repeat", p.Statements[0].Signal, p.Statements[1].Signal)
	}
}
