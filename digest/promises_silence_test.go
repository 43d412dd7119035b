package digest

import (
	"testing"

	"github.com/wardround/wardround/news"
)

func TestSilenceIsToldOnceAQuarter(t *testing.T) {
	told := 0
	for week := range 52 {
		from := news.Day("2026-01-05").Add(7 * week)
		p := news.Promise{ID: "a", Named: true, Status: news.Overdue, Due: "2025-12-31", AsOf: from.Add(7), Since: "2026-01-01",
			Statements: []news.Statement{{ID: "a", Reported: "2025-10-01"}}}
		lines, _ := Promises(PromiseInput{Before: []news.Promise{p}, Now: []news.Promise{p}, From: from, WatchedFrom: "2025-01-01"})
		told += len(lines)
		if p.Unwatched = true; len(lines) > 0 {
			if again, _ := Promises(PromiseInput{Before: []news.Promise{p}, Now: []news.Promise{p}, From: from, WatchedFrom: "2025-01-01"}); len(again) != 0 {
				t.Errorf("week of %s: silence is told though nobody watched", from)
			}
		}
		p.Unwatched, p.Named = false, false
		if lines, _ := Promises(PromiseInput{Before: []news.Promise{p}, Now: []news.Promise{p}, From: from, WatchedFrom: "2025-01-01"}); len(lines) != 0 {
			t.Errorf("week of %s: the silence of a promise without a name is told again", from)
		}
	}
	if told != 4 {
		t.Errorf("told %d times in a year, want 4", told)
	}
}
