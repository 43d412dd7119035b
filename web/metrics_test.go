package web

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// figured is a site with figures; asked counts how often they are asked for.
func figured(t *testing.T, asked *int, failing *error, now *time.Time) http.Handler {
	return newSite(t, fixture(), func(o *Options) {
		o.Now = func() time.Time { return *now }
		o.Promises = func(context.Context, news.Day) ([]news.Promise, error) {
			late := news.Promise{Status: news.Overdue, Statements: []news.Statement{{ID: "x"}}}
			return []news.Promise{late, late}, nil
		}
		o.Figures = func(context.Context) (Figures, error) {
			*asked++
			return Figures{
				Sources: map[string]int{"ok": 9, "failing": 1}, Articles: map[string]int{"taken": 120, "relevant": 12}, Stories: 8,
				Deliveries: map[string]int{"sent": 40}, LastPoll: monday.Add(-time.Minute), Bytes: 4096,
				Editions: []EditionFigures{{Name: "weekly", Last: monday, Next: monday.Add(168 * time.Hour), Late: 3 * time.Second}, {Name: "new", Next: monday.Add(time.Hour)}},
			}, *failing
		}
	})
}

func TestMetricsSayHowThingsStand(t *testing.T) {
	var asked int
	var failing error
	now := monday
	handler := figured(t, &asked, &failing, &now)
	fetch := func(path string) string { return get(t, handler, path).Body.String() }
	fetch("/")
	fetch("/nowhere/at/all")
	got := fetch("/metrics")
	for _, want := range []string{
		`wardround_sources{health="failing"} 1`, `wardround_articles{which="relevant"} 12`, "wardround_stories 8",
		`wardround_promises{status="overdue"} 2`, `wardround_deliveries{state="sent"} 40`, "wardround_store_bytes 4096",
		`wardround_slot_lateness_seconds{edition="weekly"} 3`, `wardround_http_requests_total{page="/{$}",status="200"} 1`,
		`wardround_http_requests_total{page="/",status="404"} 1`, "wardround_last_poll_timestamp_seconds", "go_goroutines",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("/metrics lacks %s", want)
		}
	}
	for _, never := range []string{"nowhere", "@", `wardround_slot_lateness_seconds{edition="new"}`} {
		if strings.Contains(got, never) {
			t.Errorf("/metrics holds %q", never)
		}
	}
}

func TestFiguresAreCountedAtMostOnceAMinute(t *testing.T) {
	var asked int
	var failing error
	now := monday
	handler := figured(t, &asked, &failing, &now)
	for i, want := range []int{1, 1, 1, 2} {
		get(t, handler, "/metrics")
		get(t, handler, "/readyz")
		if asked != want {
			t.Errorf("scrape %d: asked %d times, want %d", i+1, asked, want)
		}
		now = now.Add(25 * time.Second)
	}
}

func TestReadyzNamesLastPollAndNextSlot(t *testing.T) {
	var asked int
	var failing error
	now := monday
	handler := figured(t, &asked, &failing, &now)
	want := "ready\nlast poll 2026-11-16T08:59:00Z\nnext slot of weekly 2026-11-23T09:00:00Z\nnext slot of new 2026-11-16T10:00:00Z\n"
	if got := get(t, handler, "/readyz").Body.String(); got != want {
		t.Errorf("/readyz = %q, want %q", got, want)
	}
	failing, now = errors.New("no store"), now.Add(time.Hour)
	if got := get(t, handler, "/readyz"); got.Code != http.StatusServiceUnavailable {
		t.Errorf("/readyz without a store: %d, want 503", got.Code)
	}
	if got := get(t, handler, "/metrics"); got.Code != http.StatusInternalServerError {
		t.Errorf("/metrics without a store: %d, want 500, not nought", got.Code)
	}
}

func TestWithoutFiguresThereAreNoMetrics(t *testing.T) {
	if got := get(t, newSite(t, fixture()), "/metrics"); got.Code != http.StatusNotFound {
		t.Errorf("/metrics: %d, want 404", got.Code)
	}
}
