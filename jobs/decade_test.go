package jobs

import (
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// Ten years of Mondays at 07:30 on the London wall. In each year an outage of an
// hour, one of three days and one of three weeks ends in one issue.
func TestTenYearsOfMondaysEachHaveOneIssue(t *testing.T) {
	t.Parallel()
	zone := london(t)
	schedule, err := ParseSchedule("30 7 * * 1", zone)
	if err != nil {
		t.Fatal(err)
	}
	at := schedule.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, zone))
	d := newDesk(t, at.Add(-day), edition(t, "weekly", 1)).known(t)
	d.Editions[0].WhenEmpty = news.EmptyNote
	var last news.Slot
	number := 0
	for week := 0; at.Year() < 2036; week, at = week+1, schedule.Next(at) {
		wake, state := at, news.IssueFrozen
		switch week % 52 {
		case 6:
			wake = at.Add(time.Hour)
		case 18:
			wake = at.Add(3 * day)
		case 35, 36: // nothing runs
			continue
		case 37:
			wake, state = at.Add(5*day), news.IssueMissed
		}
		d.clock.Set(wake)
		taken := d.due(t)
		if len(taken) != 1 || taken[0].Issue.State != state || !taken[0].Slot.At.Equal(at) {
			t.Fatalf("%v after the slot of %v: took %+v, want it %s", wake.Sub(at), at, taken, state)
		}
		if state == news.IssueFrozen {
			number++
			issue := taken[0].Issue.Issue
			if issue.Number != number || !last.At.IsZero() && !issue.From.Equal(last.At) {
				t.Fatalf("issue %d of %v begins %v; want number %d, from %v", issue.Number, at, issue.From, number, last.At)
			}
			last = taken[0].Slot
		}
		d.clock.Advance(time.Minute)
		if again := d.due(t); len(again) != 0 {
			t.Fatalf("a minute later took %+v", again)
		}
	}
	if want := 522 - 10*3; number != want { // three weeks of each year make one issue with the fourth
		t.Errorf("%d issues in ten years, want %d", number, want)
	}
}

// cronLines are legal lines, and what they say of a wall clock in words of Go.
var cronLines = map[string]func(wall time.Time) bool{
	"30 7 * * 1":   func(w time.Time) bool { return hm(w) == 730 && w.Weekday() == time.Monday },
	"30 1 * * 0":   func(w time.Time) bool { return hm(w) == 130 && w.Weekday() == time.Sunday },
	"0 1 * * *":    func(w time.Time) bool { return hm(w) == 100 },
	"59 1 * * SUN": func(w time.Time) bool { return hm(w) == 159 && w.Weekday() == time.Sunday },
	"0 2 * * *":    func(w time.Time) bool { return hm(w) == 200 },
	"*/30 * * * *": func(w time.Time) bool { return w.Minute()%30 == 0 },
	"@hourly":      func(w time.Time) bool { return w.Minute() == 0 },
	"@daily":       func(w time.Time) bool { return hm(w) == 0 },
	"@weekly":      func(w time.Time) bool { return hm(w) == 0 && w.Weekday() == time.Sunday },
	"15 0-3 * * *": func(w time.Time) bool { return w.Minute() == 15 && w.Hour() <= 3 },
	"5 1,2 * 3,10 0": func(w time.Time) bool {
		return (hm(w) == 105 || hm(w) == 205) && w.Weekday() == time.Sunday && (w.Month() == time.March || w.Month() == time.October)
	},
	"45 1 25-31 * *": func(w time.Time) bool { return hm(w) == 145 && w.Day() >= 25 },
	"0 1 31 * 0":     func(w time.Time) bool { return hm(w) == 100 && (w.Day() == 31 || w.Weekday() == time.Sunday) },
}

func hm(t time.Time) int { return t.Hour()*100 + t.Minute() }

// fires walks a clock on the wall minute by minute: each time it shows counts once,
// and what it skips counts when it has skipped it.
func fires(from, to time.Time, zone *time.Location, matches func(time.Time) bool) []time.Time {
	var all []time.Time
	shown := wallClock(from.In(zone)).Add(-time.Minute)
	for t := from; t.Before(to); t = t.Add(time.Minute) {
		hit := false
		for wall := wallClock(t.In(zone)); shown.Before(wall); {
			shown = shown.Add(time.Minute)
			hit = hit || matches(shown)
		}
		if hit {
			all = append(all, t.UTC())
		}
	}
	return all
}

func TestEveryLineIsRightAtEveryClockChangeUntil2036(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"Europe/London", "America/New_York", "Australia/Lord_Howe"} { // the last one by half an hour
		zone, err := time.LoadLocation(name)
		if err != nil {
			t.Fatal(err)
		}
		changes := 0
		for at := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC); at.Year() <= 2036; {
			_, change := at.In(zone).ZoneBounds()
			for line, matches := range cronLines {
				s, err := ParseSchedule(line, zone)
				if err != nil {
					t.Fatal(err)
				}
				from, to := change.Add(-12*time.Hour), change.Add(12*time.Hour)
				var got []time.Time
				for next := s.Next(from.Add(-time.Second)); next.Before(to); next = s.Next(next) {
					got = append(got, next.UTC())
				}
				if diff := cmp.Diff(fires(from, to, zone, matches), got); diff != "" {
					t.Errorf("%q in %s around %s (-want +got):\n%s", line, name, change, diff)
				}
			}
			at, changes = change, changes+1
		}
		if changes < 20 {
			t.Errorf("%s: %d clock changes, want both of every year", name, changes)
		}
	}
}
