package jobs

import (
	"fmt"
	"strings"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/wardround/wardround/news"
)

// Schedule is a checked cron line, read on the wall clock of one place.
//
// The line is evaluated on wall-clock time alone and the result then placed in
// the zone. So each wall-clock time comes exactly once: one that the clocks
// skip in spring falls on the first instant after the gap, one that comes twice
// in autumn counts the first time. (robfig/cron itself would pass over a week,
// or fire twice.)
type Schedule struct {
	line string
	spec cron.Schedule
	zone *time.Location
}

var cronParser = cron.NewParser(cron.Minute | cron.Hour | cron.Dom | cron.Month | cron.Dow | cron.Descriptor)

// ParseSchedule reads a cron line of five fields (minute, hour, day of month,
// month, day of week with 0 to 6 or names) or @hourly, @daily, @weekly,
// @monthly. A line that never comes due is an error, and so is one with a zone
// of its own.
func ParseSchedule(line string, zone *time.Location) (Schedule, error) {
	s := Schedule{line: strings.TrimSpace(line), zone: zone}
	if strings.Contains(s.line, "TZ=") {
		return s, fmt.Errorf("schedule %q: the zone is set by `timezone`, not in the line", line)
	}
	if strings.HasPrefix(s.line, "@every") {
		return s, fmt.Errorf("schedule %q: @every has no wall-clock time; write five fields such as `0 */2 * * *`", line)
	}
	var err error
	if s.spec, err = cronParser.Parse(s.line); err != nil {
		return s, fmt.Errorf("schedule %q: %w", line, err)
	}
	if s.spec.Next(time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)).IsZero() {
		return s, fmt.Errorf("schedule %q: that day never comes", line)
	}
	return s, nil
}

// String returns the cron line.
func (s Schedule) String() string { return s.line }

// Next returns the first instant of the schedule after t. It makes Schedule a
// cron.Schedule.
func (s Schedule) Next(t time.Time) time.Time {
	// Two hours early: the wall clock of an instant in a doubled hour, or just
	// after a gap, is not a safe place to start from.
	wall := wallClock(t.In(s.zone)).Add(-2 * time.Hour)
	for {
		wall = s.spec.Next(wall)
		if wall.IsZero() {
			return wall
		}
		if at := place(wall, s.zone); at.After(t) {
			return at
		}
	}
}

// Latest returns the last instant of the schedule at or before t; it is zero
// when there was none in the ten years before.
func (s Schedule) Latest(t time.Time) time.Time {
	for _, back := range []time.Duration{3 * time.Hour, 2 * day, 9 * day, 63 * day, 3660 * day} {
		var last time.Time
		for at := s.Next(t.Add(-back)); !at.IsZero() && !at.After(t); at = s.Next(at) {
			last = at
		}
		if !last.IsZero() {
			return last
		}
	}
	return time.Time{}
}

// Unsafe finds a time of the schedule, in the five years after t, that the clocks
// skip or show twice. Such a time still comes once, but not when people expect it.
// A line that runs every hour is not meant by the clock on the wall, and safe.
func (s Schedule) Unsafe(t time.Time) (at time.Time, found bool) {
	for end := t.AddDate(5, 0, 0); t.Before(end); {
		_, change := t.In(s.zone).ZoneBounds()
		if change.IsZero() || change.After(end) {
			return time.Time{}, false
		}
		wall := wallClock(change.In(s.zone)).Add(-2 * time.Hour)
		hits := 0
		for next := s.spec.Next(wall); next.Before(wall.Add(4 * time.Hour)); next = s.spec.Next(next) {
			if hits++; s.ambiguous(next) {
				at, found = change, true
			}
		}
		if found && hits < 3 {
			return at, true
		}
		found = false
		t = change
	}
	return time.Time{}, false
}

// ambiguous reports whether the wall clock shows wall never, or twice.
func (s Schedule) ambiguous(wall time.Time) bool {
	shown := 0
	_, before := wall.Add(-day).In(s.zone).Zone()
	_, after := wall.Add(day).In(s.zone).Zone()
	for _, offset := range []int{before, after} {
		if wallClock(wall.Add(-time.Duration(offset) * time.Second).In(s.zone)).Equal(wall) {
			shown++
		}
	}
	return before != after && shown != 1
}

const day = 24 * time.Hour

// Slot names the slot of an edition at an instant of its schedule.
func (s Schedule) Slot(edition string, at time.Time) news.Slot {
	return news.Slot{Edition: edition, Key: at.In(s.zone).Format("2006-01-02T15:04"), At: at.UTC()}
}

// wallClock is what the clock on the wall shows at t, as if there were no zones.
func wallClock(t time.Time) time.Time {
	return time.Date(t.Year(), t.Month(), t.Day(), t.Hour(), t.Minute(), t.Second(), t.Nanosecond(), time.UTC)
}

// place returns the instant at which the wall clock in zone first shows wall,
// or the first instant after the gap that swallows it.
func place(wall time.Time, zone *time.Location) time.Time {
	_, before := wall.Add(-day).In(zone).Zone()
	_, after := wall.Add(day).In(zone).Zone()
	// Where the offset changes nearby, try the larger one first: the earlier instant.
	for _, offset := range []int{max(before, after), min(before, after)} {
		at := wall.Add(-time.Duration(offset) * time.Second).In(zone)
		if wallClock(at).Equal(wall) {
			return at
		}
	}
	// In the gap: read with the old offset it lies in the new period, which
	// begins with the change itself.
	change, _ := wall.Add(-time.Duration(before) * time.Second).In(zone).ZoneBounds()
	return change
}
