package news

import (
	"fmt"
	"time"
)

// Day is a calendar day without a time or a zone, written YYYY-MM-DD. Days
// compare with < as strings do. The zero value "" means that no day is known.
type Day string

// DayOf returns the day that the instant t falls on in loc. It is "" for the
// zero instant.
func DayOf(t time.Time, loc *time.Location) Day {
	if t.IsZero() {
		return ""
	}
	return Day(t.In(loc).Format(time.DateOnly))
}

// ParseDay reads YYYY-MM-DD and refuses days that no calendar has.
func ParseDay(s string) (Day, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return "", fmt.Errorf("day %q: want YYYY-MM-DD", s)
	}
	return Day(t.Format(time.DateOnly)), nil
}

// IsZero reports whether no day is known.
func (d Day) IsZero() bool { return d == "" }

// Start returns the first instant of the day in loc: midnight, or the first
// instant after it where the clocks skip midnight. It is the zero instant for "".
func (d Day) Start(loc *time.Location) time.Time {
	t, err := time.ParseInLocation(time.DateOnly, string(d), loc)
	if err != nil {
		return time.Time{}
	}
	return t
}

// Add returns the day n days later; n may be negative. "" stays "".
func (d Day) Add(n int) Day {
	t := d.Start(time.UTC)
	if t.IsZero() {
		return d
	}
	return Day(t.AddDate(0, 0, n).Format(time.DateOnly))
}

// Sub returns the number of days from e to d. It is 0 when either is "".
func (d Day) Sub(e Day) int {
	a, b := d.Start(time.UTC), e.Start(time.UTC)
	if a.IsZero() || b.IsZero() {
		return 0
	}
	return int(a.Sub(b) / (24 * time.Hour))
}

// Long writes the day in words, British order: "9 November 2026".
func (d Day) Long() string { return d.format("2 January 2006") }

// Short writes the day without its year: "9 November".
func (d Day) Short() string { return d.format("2 January") }

func (d Day) format(layout string) string {
	t := d.Start(time.UTC)
	if t.IsZero() {
		return ""
	}
	return t.Format(layout)
}
