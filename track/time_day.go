package track

import (
	"strings"
	"time"
)

var monthNames = map[string]time.Month{
	"january": 1, "february": 2, "march": 3, "april": 4, "may": 5, "june": 6, "july": 7, "august": 8, "september": 9,
	"october": 10, "november": 11, "december": 12,
	"jan": 1, "feb": 2, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9, "oct": 10, "nov": 11, "dec": 12,
}

var weekdays = map[string]time.Weekday{
	"sunday": 0, "monday": 1, "tuesday": 2, "wednesday": 3, "thursday": 4, "friday": 5, "saturday": 6,
}

// monthAt reads a month's name. The verbs march and may are written small.
func (r *reader) monthAt(i int) (time.Month, bool) {
	m, ok := monthNames[r.word(i)]
	return m, ok && r.s[i].capital
}

// dayAt reads 1, 1st, 21st.
func (r *reader) dayAt(i int) (int, bool) {
	w := r.word(i)
	for _, suffix := range []string{"st", "nd", "rd", "th"} {
		w = strings.TrimSuffix(w, suffix)
	}
	d, ok := digits(w)
	return d, ok && d >= 1 && d <= 31 && len(w) <= 2
}

// isoDay reads 2026-03-31 and 31/03/2026.
func (r *reader) isoDay(i int) (period, bool) {
	w := r.word(i)
	if len(w) < 8 || len(w) > 10 || w[0] < '0' || w[0] > '9' {
		return period{}, false
	}
	for _, layout := range []string{time.DateOnly, "02/01/2006", "2/1/2006"} {
		if d, err := time.Parse(layout, w); err == nil && isYear(d.Year()) {
			return oneDay(d, i+1), true
		}
	}
	return period{}, false
}

func oneDay(d time.Time, end int) period {
	return period{a: d, b: d, unit: "day", rule: "day", end: end}
}

// dayMonth reads 1 October, 1st of October 2025, October 1, with the weekday before.
func (r *reader) dayMonth(i int) (period, bool) {
	at := i
	if _, ok := weekdays[r.word(at)]; ok {
		at++
		if r.word(at) == "the" {
			at++
		}
	}
	if d, ok := r.dayAt(at); ok {
		next := at + 1
		if r.word(next) == "of" {
			next++
		}
		if m, ok := r.monthAt(next); ok {
			return r.dated(d, m, next+1)
		}
		return period{}, false
	}
	if m, ok := r.monthAt(at); ok {
		if d, ok := r.dayAt(at + 1); ok {
			return r.dated(d, m, at+2)
		}
	}
	return period{}, false
}

// dated gives a day and month its year: the stated one, or the next to come.
func (r *reader) dated(d int, m time.Month, at int) (period, bool) {
	y, n := r.yearAt(at)
	if n == 0 {
		y = r.day.Year()
		if date(y, m, d).Before(r.day) {
			y++
		}
	}
	if got := date(y, m, d); got.Month() == m {
		return oneDay(got, at+n), true
	}
	return period{}, false // 31 April
}

// yearAt reads what gives a day, month or season its year: 2026, of 2026, this
// year, of next year.
func (r *reader) yearAt(i int) (year, n int) {
	at := i
	if r.word(at) == "of" || r.word(at) == "in" {
		at++
	}
	w := r.word(at)
	if y, ok := digits(w); ok && len(w) == 4 && isYear(y) {
		return y, at + 1 - i
	}
	switch {
	case r.words(at, "this year") > 0:
		return r.day.Year(), at + 2 - i
	case r.words(at, "next year") > 0:
		return r.day.Year() + 1, at + 2 - i
	case r.words(at, "last year") > 0:
		return r.day.Year() - 1, at + 2 - i
	}
	return 0, 0
}

// month reads March 2026, next March, a March to come.
func (r *reader) month(i int) (period, bool) {
	at, way := i, r.word(i)
	switch way {
	case "this", "next", "last", "coming":
		at++
	default:
		way = ""
	}
	m, ok := r.monthAt(at)
	if !ok {
		return period{}, false
	}
	y, n := r.yearAt(at + 1)
	if n == 0 {
		y = r.day.Year()
		passed := m < r.day.Month()
		switch {
		case way == "last" && m >= r.day.Month():
			y--
		case way == "next" && m == r.day.Month(), way != "last" && passed:
			y++
		}
	}
	return period{a: date(y, m, 1), b: monthEnd(y, m), unit: "month", rule: "month", end: at + 1 + n}, true
}

// seasons by their first month; each has three.
var seasonNames = map[string]time.Month{
	"spring": time.March, "springtime": time.March, "summer": time.June, "summertime": time.June, "autumn": time.September, "winter": time.December,
}

// season reads autumn 2025, spring next year, this summer, next spring. A season
// without a year is the one we are in, else the next to come.
func (r *reader) season(i int) (period, bool) {
	at, way := i, r.word(i)
	switch way {
	case "this", "next", "last", "coming":
		at++
	default:
		way = ""
	}
	first, ok := seasonNames[r.word(at)]
	if !ok {
		return period{}, false
	}
	y, n := r.yearAt(at + 1)
	if n == 0 {
		y = r.seasonYear(first, way)
	}
	a := date(y, first, 1)
	return period{a: a, b: monthEnd(y, first+2), unit: "season", rule: "season", end: at + 1 + n, read: n == 0, needsPrep: way == "" && n == 0}, true
}

func (r *reader) seasonYear(first time.Month, way string) int {
	y := r.day.Year() - 1
	for ; ; y++ {
		a, b := date(y, first, 1), monthEnd(y, first+2)
		switch {
		case way == "next" && a.After(r.day):
			return y
		case way == "last" && !b.AddDate(1, 0, 0).Before(r.day):
			return y
		case way != "next" && way != "last" && !b.Before(r.day):
			return y
		}
	}
}
