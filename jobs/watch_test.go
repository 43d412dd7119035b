package jobs

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/track"
)

var ward = news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed}

// readAt records a successful read without items.
func (d *desk) readAt(t *testing.T, at time.Time) {
	t.Helper()
	state, err := d.Store.SourceState(t.Context(), ward.URL)
	if err != nil {
		t.Fatal(err)
	}
	state.LastRead, state.LastTry = at, at
	if state.FirstRead.IsZero() {
		state.FirstRead = at
	}
	if _, err := d.Store.SavePoll(t.Context(), news.Poll{Source: ward, At: at, Outcome: news.OutcomeNew, State: state}); err != nil {
		t.Fatal(err)
	}
}

// register follows the promise of a register by the end of November 2026, reported
// three weeks before; reads are days after the report.
func register(t *testing.T, asOf time.Time, reads ...int) (*desk, news.Promise) {
	t.Helper()
	d := newDesk(t, monday, edition(t, "weekly", 1))
	d.Sources = []news.Source{ward}
	reported := time.Date(2026, 11, 9, 9, 0, 0, 0, time.UTC)
	promising(t, d, reported, "NHS England will publish its digital skills register for trusts by 30 November 2026.")
	for _, n := range reads {
		d.readAt(t, reported.AddDate(0, 0, n))
	}
	d.clock.Set(asOf)
	list, err := d.Promises(t.Context(), news.DayOf(asOf, time.UTC))
	if err != nil {
		t.Fatal(err)
	}
	return d, list[len(list)-1]
}

func TestSourceDownAcrossTheDateRaisesNoAlert(t *testing.T) {
	asOf := time.Date(2027, 1, 4, 7, 30, 0, 0, time.UTC)
	d, p := register(t, asOf, 7, 14, 49, 56) // silent for five weeks, from 23 November to 28 December
	if !p.Unwatched || p.Status != news.Overdue || p.Label != "not watched throughout" {
		t.Errorf("unwatched %v, %s, %q, want overdue and not watched throughout", p.Unwatched, p.Status, p.Label)
	}
	want := news.WatchGap{Source: "Ward and Wire", From: "2026-11-23", To: "2026-12-28"}
	if len(p.Gaps) != 1 || p.Gaps[0] != want || p.Sources != 1 || p.WatchedFrom != "2025-11-09" {
		t.Errorf("gaps %v of %d sources since %s, want %v of one since 2025-11-09", p.Gaps, p.Sources, p.WatchedFrom, want)
	}
	issue, err := d.Preview(t.Context(), d.Editions[0], asOf)
	if err != nil {
		t.Fatal(err)
	}
	for _, line := range issue.Promises {
		if line.Ref == p.Ref && line.Status == news.Overdue {
			t.Errorf("the issue raises an alert: %+v", line)
		}
	}
}

func TestShortGapLeavesTheAlert(t *testing.T) {
	_, p := register(t, time.Date(2027, 1, 4, 7, 30, 0, 0, time.UTC), 7, 14, 24, 31, 38, 45, 52, 56)
	if p.Unwatched || p.Label != "date passed" || len(p.Gaps) != 1 {
		t.Errorf("unwatched %v, %q, gaps %v, want the date passed and the one gap of ten days", p.Unwatched, p.Label, p.Gaps)
	}
}

func TestSourceThatIsSilentNowIsAGap(t *testing.T) {
	_, p := register(t, time.Date(2027, 1, 4, 7, 30, 0, 0, time.UTC), 7, 14)
	if want := (news.WatchGap{Source: "Ward and Wire", From: "2026-11-23", To: "2027-01-04"}); !p.Unwatched || len(p.Gaps) != 1 || p.Gaps[0] != want {
		t.Errorf("unwatched %v, gaps %v, want %v", p.Unwatched, p.Gaps, want)
	}
}

func TestStoreBegunTwoYearsAfterSaysThatItDidNotWatch(t *testing.T) {
	at := time.Date(2026, 1, 5, 7, 30, 0, 0, time.UTC) // the history's plan was promised in 2023
	d := newDesk(t, at, edition(t, "weekly", 1))
	d.Sources = []news.Source{ward}
	rules, err := track.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	d.Rules = rules
	d.readAt(t, at.AddDate(0, 0, -7))
	d.readAt(t, at)
	list, err := d.Promises(t.Context(), "2026-01-05")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range list {
		if p.Status == news.Overdue && p.Due < "2025-12-29" && (!p.Unwatched || p.Label != "not watched throughout") {
			t.Errorf("%s: unwatched %v, %q, want that nobody watched", p.Title, p.Unwatched, p.Label)
		}
		if p.WatchedFrom != "2025-12-29" {
			t.Errorf("%s watched from %s, want 2025-12-29", p.Title, p.WatchedFrom)
		}
	}
}
