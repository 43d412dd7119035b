package track

import (
	"time"

	"github.com/wardround/wardround/news"
)

// relative reads periods that are named from the day of the report.
func (r *reader) relative(i int) (period, bool) {
	if _, ok := weekdays[r.word(i)]; ok {
		return r.weekday(i, i)
	}
	later := r.words(i, "later")
	at := i + later
	switch {
	case r.word(at) == "today" && (r.s[at].possessive || r.word(i-1) == "earlier"):
		return period{}, false // "today's gaps", "said earlier today"
	case r.word(at) == "today" || r.word(at) == "tonight":
		return oneDay(r.day, at+1), true
	case r.word(at) == "tomorrow":
		return oneDay(r.day.AddDate(0, 0, 1), at+1), true
	case r.words(i, "this time next year") > 0:
		return oneDay(r.day.AddDate(1, 0, 0), i+4), true
	case later > 0 && (r.words(at, "in the year") > 0 || r.words(at, "on this year") > 0):
		p := r.calendarUnit("year", 0, at+3)
		p.later = true
		return p, true
	case r.words(i, "the decade") > 0 || r.words(i, "this decade") > 0:
		y := r.day.Year() / 10 * 10
		return period{a: date(y, 1, 1), b: date(y+9, 12, 31), unit: "decade", rule: "decade", end: i + 2}, true
	case r.words(i, "decade") > 0:
		y := r.day.Year() / 10 * 10
		return period{a: date(y, 1, 1), b: date(y+9, 12, 31), unit: "decade", rule: "decade", end: i + 1, needsPrep: true}, true
	}
	ahead := 0
	switch r.word(at) {
	case "this", "current":
	case "next":
		ahead = 1
	case "last":
		ahead = -1
	case "year", "month", "quarter", "week": // "the end of the year"
		at--
		if later > 0 || at < 0 || r.word(at) != "the" && r.word(at) != "of" && r.word(at) != "end" {
			return period{}, false
		}
		if p := r.calendarUnit(r.word(at+1), 0, at+2); r.word(at) == "the" || r.word(at) == "end" {
			p.needsPrep = true
			return p, r.word(at+2) != "before" && !r.aheadOfName(at+2)
		}
		return period{}, false
	default:
		return period{}, false
	}
	if r.word(at+1) == "calendar" {
		at++
	}
	switch unit := r.word(at + 1); unit {
	case "year", "month", "quarter", "week":
		if r.s[at+1].possessive {
			return period{}, false // next year's award
		}
		p := r.calendarUnit(unit, ahead, at+2)
		p.later = later > 0
		return p, true
	}
	if _, ok := weekdays[r.word(at+1)]; ok && ahead >= 0 {
		return r.weekday(at, at+1)
	}
	return period{}, false
}

// aheadOfName says whether a number follows, as in "the year 2027".
func (r *reader) aheadOfName(i int) bool {
	_, ok := digits(r.word(i))
	return ok
}

func (r *reader) weekday(from, at int) (period, bool) {
	want := weekdays[r.word(at)]
	d := r.day
	for d.Weekday() != want {
		d = d.AddDate(0, 0, 1)
	}
	p := oneDay(d, at+1)
	p.rule, p.needsPrep = "weekday", from == at
	return p, true
}

// calendarUnit returns the week (Monday to Sunday), month, quarter or year that
// lies ahead units after the present one.
func (r *reader) calendarUnit(unit string, ahead, end int) period {
	y, m := r.day.Year(), r.day.Month()
	p := period{unit: unit, rule: "calendar " + unit, end: end}
	switch unit {
	case "week":
		monday := r.day.AddDate(0, 0, -(int(r.day.Weekday())+6)%7+7*ahead)
		p.a, p.b = monday, monday.AddDate(0, 0, 6)
	case "month":
		p.a = date(y, m+time.Month(ahead), 1)
		p.b = date(y, m+time.Month(ahead)+1, 0)
	case "quarter":
		first := (m-1)/3*3 + 1 + time.Month(3*ahead)
		p.a, p.b = date(y, first, 1), date(y, first+3, 0)
	default:
		p.a, p.b = date(y+ahead, 1, 1), date(y+ahead, 12, 31)
	}
	return p
}

// feast reads the new year, Christmas, Easter and the year's end.
func (r *reader) feast(i int) (period, bool) {
	y := r.day.Year()
	switch {
	case r.words(i, "early in the new year") > 0:
		return period{a: date(y+1, 1, 1), b: date(y+1, 3, 31), unit: "season", rule: "new year", end: i + 5}, true
	case r.words(i, "the new year") > 0:
		return period{a: date(y+1, 1, 1), b: date(y+1, 3, 31), unit: "season", rule: "new year", end: i + 3}, true
	case r.words(i, "new year") > 0:
		return period{a: date(y+1, 1, 1), b: date(y+1, 3, 31), unit: "season", rule: "new year", end: i + 2, needsPrep: true}, true
	case r.word(i) == "christmas" && r.word(i+1) != "recess":
		if r.day.After(date(y, 12, 25)) {
			y++
		}
		named, n := r.yearAt(i + 1)
		if n > 0 {
			y = named
		}
		p := oneDay(date(y, 12, 25), i+1+n)
		p.rule, p.needsPrep = "christmas", true
		return p, true
	case r.word(i) == "easter" && r.word(i+1) != "recess":
		if r.day.After(easter(y)) {
			y++
		}
		named, n := r.yearAt(i + 1)
		if n > 0 {
			y = named
		}
		p := oneDay(easter(y), i+1+n)
		p.rule, p.needsPrep = "easter", true
		return p, true
	case r.word(i) == "year-end" || r.words(i, "year end") > 0:
		end := i + max(1, r.words(i, "year end"))
		return period{a: date(y, 12, 1), b: date(y, 12, 31), unit: "year", rule: "year end", end: end, ending: true}, true
	}
	return period{}, false
}

// easter is Easter Sunday by the anonymous Gregorian computus.
func easter(y int) time.Time {
	a, b, c := y%19, y/100, y%100
	d, e := b/4, b%4
	g := (8*b + 13) / 25
	h := (19*a + b - d - g + 15) % 30
	j, k := c/4, c%4
	m := (a + 11*h) / 319
	q := (2*e + 2*j - k - h + m + 32) % 7
	n := (h - m + q + 90) / 25
	return date(y, time.Month(n), (h-m+q+n+19)%32)
}

// length reads a stretch of time from now: within 12 months, over the next three
// years, in two years' time, over three years from 2025/26.
func (r *reader) length(prep string, j int) (window, bool) {
	at, named := j, false
	if r.word(at) == "the" {
		at++
		named = prep != "" // over the five years
	}
	switch r.word(at) {
	case "next", "coming", "following":
		at++
		named = true
	case "course":
		if n := r.words(at, "course of the next"); n > 0 {
			at, named = at+n, true
		}
	}
	if at > j && !named || prep == "to" || prep == "since" || prep == "of" || prep == "after" || prep == "from" || prep == "between" || prep == "until" || prep == "before" {
		return window{}, false
	}
	if r.words(at, "up to") > 0 || r.words(at, "at least") > 0 {
		at += 2
	}
	n, next, ok := r.count(at, named)
	if ok && r.word(next) == "working" && (r.word(next+1) == "days" || r.word(next+1) == "day") {
		n, next = n+n/5*2, next+1 // a weekend for each five; no table of holidays
	}
	given := prep == "" && haves[r.word(j-1)] && r.word(next+1) == "to" // "have six months to comply"
	if given {
		prep = "within"
	}
	if !ok || !named && prep != "in" && prep != "within" { // "for four days" is how long, not by when
		return window{}, false
	}
	to, ok := later(r.day, n, r.word(next))
	if !ok {
		return window{}, false
	}
	if r.word(j) == "next" && next == j+1 {
		return window{}, false // "next month" is a calendar month, "the next month" 30 days
	}
	next++
	if r.word(next) == "time" {
		next++
	}
	w := window{from: r.day, to: to, a: r.day, b: to, grain: news.GrainHard, unit: "length", prep: prep, rule: "length of time", end: next}
	if prep == "in" && !named {
		w.prep = "within"
	}
	return r.startingFrom(w, n), true
}

var haves = set("have has given")

// count reads a number of units; "12 to 18" and "12-18" count as their end.
// "the next month" counts as one.
func (r *reader) count(at int, named bool) (n, next int, ok bool) {
	if n, ok := r.s0(at).number(); ok {
		if r.word(at+1) == "to" || r.word(at+1) == "or" {
			if m, ok := r.s0(at + 2).number(); ok && m > n {
				return m, at + 3, true
			}
		}
		if r.word(at+1) == "full" || r.word(at+1) == "financial" || r.word(at+1) == "further" || r.word(at+1) == "more" {
			at++
		}
		return n, at + 1, n > 0 && n <= 500
	}
	if named {
		if _, ok := later(r.day, 1, r.word(at)); ok && r.word(at)[len(r.word(at))-1] != 's' {
			return 1, at, true
		}
	}
	return 0, 0, false
}

func (r *reader) s0(i int) token {
	if i < 0 || i >= len(r.s) {
		return token{}
	}
	return r.s[i]
}

func later(day time.Time, n int, unit string) (time.Time, bool) {
	switch unit {
	case "day", "days", "days'":
		return day.AddDate(0, 0, n), true
	case "week", "weeks":
		return day.AddDate(0, 0, 7*n), true
	case "fortnight":
		return day.AddDate(0, 0, 14*n), true
	case "month", "months":
		return addMonths(day, n), true
	case "year", "years":
		return addMonths(day, 12*n), true
	case "decade", "decades":
		return addMonths(day, 120*n), true
	}
	return time.Time{}, false
}

// addMonths keeps to the end of a shorter month: a month after 31 January is 28 February.
func addMonths(day time.Time, n int) time.Time {
	got := day.AddDate(0, n, 0)
	if got.Day() != day.Day() {
		return got.AddDate(0, 0, -got.Day())
	}
	return got
}

// startingFrom reads "over three years from 2025/26": n years from its first day.
func (r *reader) startingFrom(w window, n int) window {
	if r.word(w.end) != "from" && r.word(w.end) != "starting" {
		return w
	}
	at := w.end + 1
	if r.word(at) == "from" || r.word(at) == "in" {
		at++
	}
	p, ok := r.period(at)
	if !ok || p.b.IsZero() || r.word(w.end-1) != "years" && r.word(w.end-1) != "year" {
		return w
	}
	w.from, w.to, w.end = p.a, addMonths(p.a, 12*n).AddDate(0, 0, -1), p.end
	w.a, w.b = w.from, w.to
	w.rule = "years from " + p.rule
	return w
}
