package jobs

import (
	"errors"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// one returns the only issue frozen, or fails.
func one(t *testing.T, taken []Taken) store.KeptIssue {
	t.Helper()
	if len(taken) != 1 || !taken[0].Is {
		t.Fatalf("took %+v, want one issue", taken)
	}
	return taken[0].Issue
}

func names(all ...string) map[string]int {
	m := map[string]int{}
	for _, name := range all {
		m[name] = 1
	}
	return m
}

func TestNoSlotIsDueFromBeforeTheEditionWasKnown(t *testing.T) {
	d := newDesk(t, monday.Add(-6*day), edition(t, "weekly", 1)) // a Tuesday
	d.publish(t, monday.Add(-day), "a")
	for _, now := range []time.Time{monday.Add(-6 * day), monday.Add(-time.Minute)} {
		d.clock.Set(now)
		if taken := d.due(t); len(taken) != 0 {
			t.Errorf("at %v took %+v, want nothing", now, taken)
		}
	}
	d.clock.Set(monday)
	kept := one(t, d.due(t))
	if kept.Issue.Number != 1 || kept.Issue.Slot.Key != "2026-11-23T07:30" || kept.State != news.IssueFrozen || !kept.Issue.First {
		t.Errorf("issue = %+v, want the first one of that Monday", kept)
	}
	if taken := d.due(t); len(taken) != 0 {
		t.Errorf("a second look took %+v", taken)
	}
}

func TestSlotMissedWhileDownIsCaughtUpForThreeDays(t *testing.T) {
	for late, caught := range map[time.Duration]bool{
		time.Minute: true, time.Hour: true, 71*time.Hour + 59*time.Minute: true, grace: true, grace + time.Minute: false, 6 * day: false,
	} {
		d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 1)).known(t)
		d.publish(t, monday.Add(-day), "a")
		d.clock.Set(monday.Add(late))
		taken := d.due(t)
		if len(taken) != 1 || taken[0].Is != caught || (taken[0].Reason == "") != caught {
			t.Errorf("%v late: took %+v, want caught up %v", late, taken, caught)
			continue
		}
		if again := d.due(t); len(again) != 0 {
			t.Errorf("%v late: a second look took %+v", late, again)
		}
	}
}

func TestWeeksMissedForGoodGoIntoTheNextIssue(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 1)).known(t)
	d.publish(t, monday.Add(-day), "first")
	d.clock.Set(monday)
	one(t, d.due(t))
	d.publish(t, monday.Add(day), "second")
	d.publish(t, monday.Add(9*day), "third")
	d.clock.Set(monday.Add(19 * day)) // down for weeks, back on a Saturday
	if taken := d.due(t); len(taken) != 1 || taken[0].Issue.State != news.IssueMissed {
		t.Fatalf("took %+v, want one missed slot", taken)
	}
	d.clock.Set(monday.Add(21 * day))
	kept := one(t, d.due(t))
	if diff := cmp.Diff(names("second", "third"), told(kept)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if !kept.Issue.From.Equal(monday) || !kept.Issue.To.Equal(monday.Add(21*day)) || kept.Issue.Number != 2 {
		t.Errorf("issue %d covers %v to %v", kept.Issue.Number, kept.Issue.From, kept.Issue.To)
	}
}

func TestCatchUpNearTheNextSlotBecomesOneIssueWithIt(t *testing.T) {
	daily := edition(t, "daily", 1)
	daily.Schedule = "0 7 * * *"
	seven := time.Date(2026, 11, 24, 7, 0, 0, 0, time.UTC)
	for late, merged := range map[time.Duration]bool{30 * time.Minute: false, 11 * time.Hour: false, 13 * time.Hour: true} {
		d := newDesk(t, seven.Add(-day), daily).known(t)
		d.publish(t, seven.Add(-time.Hour), "before")
		d.publish(t, seven.Add(time.Hour), "after")
		d.clock.Set(seven.Add(late))
		if taken := d.due(t); len(taken) != 1 || taken[0].Is == merged {
			t.Errorf("%v late: took %+v, want merged %v", late, taken, merged)
		}
		d.clock.Set(seven.Add(day))
		want := names("after")
		if merged {
			want = names("before", "after")
		}
		if diff := cmp.Diff(want, told(one(t, d.due(t)))); diff != "" {
			t.Errorf("%v late: the next issue tells (-want +got):\n%s", late, diff)
		}
	}
}

func TestClockSetBackALittleDoesNothing(t *testing.T) {
	d := newDesk(t, monday.Add(-14*day), edition(t, "weekly", 1)).known(t)
	d.publish(t, monday.Add(-day), "a")
	d.clock.Set(monday.Add(time.Minute))
	one(t, d.due(t))
	for _, back := range []time.Duration{2 * time.Hour, 23 * time.Hour} {
		d.clock.Set(monday.Add(-back))
		if taken := d.due(t); len(taken) != 0 {
			t.Errorf("clock back by %v: took %+v", back, taken)
		}
	}
	d.clock.Set(monday.Add(7 * day))
	d.publish(t, monday.Add(day), "b")
	if diff := cmp.Diff(names("b"), told(one(t, d.due(t)))); diff != "" {
		t.Errorf("the next issue tells (-want +got):\n%s", diff)
	}
}

func TestEmptyWeekIsRecordedAndNotSent(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 2)).known(t)
	d.clock.Set(monday)
	kept := one(t, d.due(t))
	deliveries, err := d.Store.Deliveries(t.Context(), kept.ID)
	if err != nil || kept.State != news.IssueEmpty || kept.Issue.Number != 0 || len(deliveries) != 0 {
		t.Errorf("issue %+v with %d deliveries (%v), want an empty one without number", kept, len(deliveries), err)
	}
	d.publish(t, monday.Add(day), "a")
	d.clock.Set(monday.Add(7 * day))
	next := one(t, d.due(t))
	if next.Issue.Number != 1 || !next.Issue.From.Equal(monday) || !next.Issue.First {
		t.Errorf("the next issue is %d from %v, want 1 from %v", next.Issue.Number, next.Issue.From, monday)
	}
}

func TestEmptyWeekIsSentAsANoteWhereThatIsWanted(t *testing.T) {
	e := edition(t, "weekly", 2)
	e.WhenEmpty = news.EmptyNote
	d := newDesk(t, monday.Add(-7*day), e).known(t)
	d.clock.Set(monday)
	kept := one(t, d.due(t))
	deliveries, err := d.Store.Deliveries(t.Context(), kept.ID)
	if err != nil || kept.State != news.IssueFrozen || kept.Issue.Number != 1 || len(deliveries) != 2 {
		t.Errorf("issue %+v with %d deliveries (%v), want a numbered one for two", kept, len(deliveries), err)
	}
	built, err := (&Mailer{Store: d.Store, Editions: d.Editions}).Build(t.Context(), deliveries[0])
	if err != nil || !strings.Contains(string(built.Bytes), "Subject: ") {
		t.Errorf("Build() of a note = %v", err)
	}
}

func TestIssueWithoutReadersIsDoneAtOnce(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 0)).known(t)
	d.publish(t, monday.Add(-day), "a")
	d.clock.Set(monday)
	if kept := one(t, d.due(t)); kept.State != news.IssueSent {
		t.Errorf("state %s, want sent", kept.State)
	}
}

func TestTwoProcessesTakeASlotOnce(t *testing.T) {
	a := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 3)).known(t)
	a.publish(t, monday.Add(-day), "a", "b")
	a.clock.Set(monday)
	desks := []*desk{a}
	for range 3 {
		desks = append(desks, openDesk(t, a.path, a.clock, a.Editions...))
	}
	var wg sync.WaitGroup
	results := make([][]Taken, len(desks))
	for i, d := range desks {
		wg.Go(func() { results[i] = d.due(t) })
	}
	wg.Wait()
	took := 0
	for _, taken := range results {
		for _, x := range taken {
			if x.Is {
				took++
			}
		}
	}
	count, err := a.Store.CountDeliveries(t.Context(), 0)
	if err != nil || took != 1 || count[news.Pending] != 3 {
		t.Errorf("%d took the slot, deliveries %v (%v); want one issue for three", took, count, err)
	}
}

func TestWindowIsHalfOpenAndBeginsWhereTheLastOneEnded(t *testing.T) {
	d := newDesk(t, monday.Add(-14*day), edition(t, "weekly", 1)).known(t)
	d.publish(t, monday.Add(-7*day), "at the start")
	d.publish(t, monday.Add(-7*day-time.Millisecond), "before the start")
	d.publish(t, monday.Add(-time.Millisecond), "at the end")
	d.publish(t, monday, "next week")
	d.clock.Set(monday.Add(2 * time.Hour)) // late: the window still ends at the slot
	first := one(t, d.due(t))
	if diff := cmp.Diff(names("at the start", "at the end"), told(first)); diff != "" {
		t.Errorf("first issue (-want +got):\n%s", diff)
	}
	d.clock.Set(monday.Add(7 * day))
	second := one(t, d.due(t))
	if diff := cmp.Diff(names("next week"), told(second)); diff != "" {
		t.Errorf("second issue (-want +got):\n%s", diff)
	}
	if !second.Issue.From.Equal(first.Issue.To) {
		t.Errorf("second window begins %v, the first ended %v", second.Issue.From, first.Issue.To)
	}
}

func TestPageThatComesLateGoesIntoTheNextIssue(t *testing.T) {
	const slow = "page slow"
	for name, read := range map[string]time.Duration{
		"read days later": 2 * day, "read just before the freeze and kept just after": -time.Second,
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 1)).known(t)
			d.publish(t, monday.Add(-day), "quick", slow)
			d.clock.Set(monday)
			if diff := cmp.Diff(names("quick"), told(one(t, d.due(t)))); diff != "" {
				t.Errorf("first issue (-want +got):\n%s", diff)
			}
			wanted, err := d.Store.WantedPages(t.Context(), news.PagesWanted{Now: d.clock.Now()})
			if err != nil || len(wanted) != 1 {
				t.Fatalf("WantedPages() = %d, %v", len(wanted), err)
			}
			a := wanted[0].Article
			page := news.ScrapedPage{Article: a.ID, State: news.PageDone, At: monday.Add(read), Page: news.Page{URL: a.URL, Title: a.Title,
				Quality: news.QualityFull, MaxSnippet: -1, Body: []news.Block{{Kind: news.Paragraph, Text: a.Summary}}}}
			if err := d.Store.SavePage(t.Context(), page); err != nil {
				t.Fatal(err)
			}
			for i, want := range []map[string]int{names(slow), {}} {
				d.clock.Set(monday.Add(time.Duration(i+1) * 7 * day))
				if diff := cmp.Diff(want, told(one(t, d.due(t)))); diff != "" {
					t.Errorf("issue %d weeks later (-want +got):\n%s", i+1, diff)
				}
			}
		})
	}
}

func TestEditionsAreIndependent(t *testing.T) {
	odd := edition(t, "odd", 1)
	odd.Schedule = "not a cron line"
	d := newDesk(t, monday.Add(-6*day), odd, edition(t, "north", 1), edition(t, "south", 2))
	d.Editions[2].Schedule = "30 8 * * 1"
	d.known(t).publish(t, monday.Add(-day), "a")
	d.clock.Set(monday)
	taken, err := d.TakeDue(t.Context())
	if err == nil || !strings.Contains(err.Error(), "edition odd") {
		t.Errorf("TakeDue() = %v, want the trouble of edition odd", err)
	}
	if got := one(t, taken); got.Issue.Edition != "north" || told(got)["a"] != 1 {
		t.Errorf("took %+v, want north with the article", got)
	}
	d.clock.Advance(time.Hour)
	taken, _ = d.TakeDue(t.Context())
	if got := one(t, taken); got.Issue.Edition != "south" || told(got)["a"] != 1 || got.Issue.Number != 1 {
		t.Errorf("took %+v, want issue 1 of south with the same article", got)
	}
}

func TestTakeReturnsTheIssueThatASlotHas(t *testing.T) {
	d := newDesk(t, monday.Add(4*day), edition(t, "weekly", 1)) // never known before, slot four days ago
	d.publish(t, monday.Add(-day), "a")
	first, err := d.Take(t.Context(), d.Editions[0])
	if err != nil || !first.Is || told(first.Issue)["a"] != 1 {
		t.Fatalf("Take() = %+v, %v", first, err)
	}
	again, err := d.Take(t.Context(), d.Editions[0])
	if err != nil || again.Is || again.Issue.ID != first.Issue.ID || again.Reason == "" {
		t.Errorf("second Take() = %+v, %v; want the same issue", again, err)
	}
}

func TestAFirstIssueByHandTellsWhatALookAtItShowed(t *testing.T) {
	now := monday.Add(5 * day)
	d := newDesk(t, now, edition(t, "weekly", 1))
	d.publish(t, monday.Add(-day), "before the slot")
	d.publish(t, monday.Add(4*day), "since")
	if _, err := d.Judge(t.Context()); err != nil {
		t.Fatal(err)
	}
	look, err := d.SoFar(t.Context(), d.Editions[0])
	if err != nil || look.Stories() != 2 {
		t.Fatalf("SoFar() = %d stories, %v; want 2", look.Stories(), err)
	}
	taken, err := d.Take(t.Context(), d.Editions[0])
	if diff := cmp.Diff(names("before the slot", "since"), told(taken.Issue)); err != nil || diff != "" {
		t.Fatalf("Take() tells (-want +got), %v:\n%s", err, diff)
	}
	issue := taken.Issue.Issue
	if !issue.To.Equal(now) || !issue.From.Equal(now.Add(-7*day)) || !issue.Slot.At.Equal(now) {
		t.Errorf("window from %v to %v of a slot at %v, want the week until now", issue.From, issue.To, issue.Slot.At)
	}
	d.publish(t, now.Add(time.Minute), "later")
	d.clock.Set(monday.Add(7 * day))
	next := one(t, d.due(t))
	if diff := cmp.Diff(names("later"), told(next)); diff != "" || !next.Issue.From.Equal(now) {
		t.Errorf("the Monday after tells from %v (-want +got):\n%s", next.Issue.From, diff)
	}
}

func TestPreviewChangesNothing(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	d.publish(t, monday.Add(-day), "a")
	if _, err := d.Judge(t.Context()); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		issue, err := d.Preview(t.Context(), d.Editions[0], monday)
		if err != nil || issue.Stories() != 1 || issue.Number != 1 {
			t.Errorf("Preview() = issue %d with %d stories, %v", issue.Number, issue.Stories(), err)
		}
	}
	if _, err := d.Store.LastIssue(t.Context(), "weekly"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("LastIssue() = %v, want none", err)
	}
}
