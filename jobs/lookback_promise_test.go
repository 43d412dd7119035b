package jobs

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// A due promise stands among the days ahead in every issue until its day, also when
// nothing about it changed that week; one that has moved since is not handed on.
func TestDaysOfPromisesAreAskedAnewForEachIssue(t *testing.T) {
	d := newDesk(t, monday.Add(-14*day), edition(t, "weekly", 1)).known(t)
	const due = news.Day("2026-12-14")
	promisedFor := func(at time.Time) bool {
		d.clock.Set(at)
		for _, date := range one(t, d.due(t)).Issue.Dates {
			if date.Day == due && date.Promise {
				return true
			}
		}
		return false
	}
	promising(t, d, monday.Add(-day), "NHS England will publish its digital skills register for trusts by 14 December 2026.")
	if !promisedFor(monday) {
		t.Error("the issue in which it falls due does not show its day")
	}
	d.publish(t, monday.Add(day), "two")
	if !promisedFor(monday.Add(7 * day)) {
		t.Error("a week later its day is gone, though nothing changed")
	}
	promising(t, d, monday.Add(8*day), "NHS England will publish its digital skills register for trusts by 15 January 2027 instead, it said.")
	if promisedFor(monday.Add(14 * day)) {
		t.Error("its old day is still shown after it moved")
	}
}

func TestASourceWithoutAnythingNewForLongIsNamed(t *testing.T) {
	d := newDesk(t, monday.Add(-14*day), edition(t, "weekly", 1)).known(t)
	source := news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed}
	d.Sources = []news.Source{source}
	for _, tt := range []struct {
		last time.Duration
		want int
	}{{silence + time.Hour, 1}, {silence - time.Hour, 0}} {
		for at, outcome := range map[time.Time]news.Outcome{monday.Add(-tt.last): news.OutcomeNew, monday.Add(-day): news.OutcomeUnchanged} {
			poll := news.Poll{Source: source, At: at, Outcome: outcome,
				State: news.SourceState{URL: source.URL, FirstRead: monday.AddDate(-1, 0, 0), LastRead: at, Outcome: outcome}}
			if outcome == news.OutcomeNew {
				poll.Items = []news.Item{{GUID: at.String(), URL: "https://ward.example/" + at.Format("0102-15"), Title: "Lunch", Published: at}}
			}
			if _, err := d.Store.SavePoll(t.Context(), poll); err != nil {
				t.Fatal(err)
			}
		}
		c, err := d.coverage(t.Context(), d.Editions[0], monday.Add(-7*day), monday)
		if err != nil {
			t.Fatal(err)
		}
		if c.Read != 1 || len(c.Silent) != tt.want {
			t.Errorf("nothing new for %s: read %d, silent %v; want it read, and %d silent", tt.last, c.Read, c.Silent, tt.want)
		}
	}
}
