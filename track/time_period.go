package track

import (
	"strings"
	"time"
)

// period is a named stretch of the calendar.
type period struct {
	a, b       time.Time // first and last day
	unit       string
	rule       string
	text       string
	end        int  // token after it
	ending     bool // "the end of" it: before it means to its last day
	later      bool // "later this year": from now to its end
	needsPrep  bool // a bare 2027 may be anything; "in 2027" is a year
	read       bool
	parliament bool
	byStart    bool // "by" it means by its first day
}

// parts are pieces of a period: early, mid, late, its start, its end.
var parts = []phraseKind{
	{"the very end of", "end"}, {"the end of", "end"}, {"end of", "end"}, {"the close of", "end"}, {"the conclusion of", "end"}, {"the end", "end"}, {"end", "end"}, {"late in", "late"}, {"late", "late"}, {"the latter half of", "second half"}, {"the back end of", "late"},
	{"the start of", "start"}, {"start of", "start"}, {"the beginning of", "start"}, {"beginning of", "start"}, {"the turn of", "start"}, {"early in", "early"}, {"early", "early"}, {"the early part of", "early"},
	{"the middle of", "mid"}, {"middle of", "mid"}, {"mid", "mid"},
	{"the first half of", "first half"}, {"first half of", "first half"}, {"the second half of", "second half"}, {"second half of", "second half"}, {"h1", "first half"}, {"h2", "second half"},
	{"the first quarter of", "q1"}, {"the second quarter of", "q2"}, {"the third quarter of", "q3"}, {"the fourth quarter of", "q4"}, {"the final quarter of", "q4"}, {"the last quarter of", "q4"},
	{"the first week of", "week 1"}, {"the second week of", "week 2"}, {"the third week of", "week 3"}, {"the fourth week of", "week 4"}, {"the first week in", "week 1"}, {"the second week in", "week 2"}, {"the third week in", "week 3"}, {"the last week of", "week 5"}, {"the final week of", "week 5"}, {"the last week in", "week 5"},
	{"q1 of", "q1"}, {"q2 of", "q2"}, {"q3 of", "q3"}, {"q4 of", "q4"}, {"q1", "q1"}, {"q2", "q2"}, {"q3", "q3"}, {"q4", "q4"}, {"quarter one of", "q1"}, {"quarter two of", "q2"}, {"quarter three of", "q3"}, {"quarter four of", "q4"},
}

var partsBy = byFirst(parts)

// period reads the period at token i, with its part.
func (r *reader) period(i int) (period, bool) {
	if !r.mayStart(i) {
		return period{}, false
	}
	if rest, ok := strings.CutPrefix(r.word(i), "mid-"); ok { // mid-2026, mid-March
		return r.mid(i, rest)
	}
	for _, p := range partsBy[r.word(i)] {
		n := r.words(i, p.words)
		if n == 0 {
			continue
		}
		whole, ok := r.whole(i + n)
		if !ok && p.kind == "end" { // "the end of the second quarter of 2026/27"
			whole, ok = r.period(i + n)
		}
		if ok && !whole.b.IsZero() {
			return whole.cut(p.kind), true
		}
	}
	if p, ok := r.quarter(i); ok {
		return p, true
	}
	return r.whole(i)
}

// quarter reads a quarter without its year: that of the financial year in which it has
// not ended yet, as board papers count. It is our reading.
func (r *reader) quarter(i int) (period, bool) {
	w, end := r.word(i), i+1
	for n, text := range []string{"the first quarter", "the second quarter", "the third quarter", "the fourth quarter"} {
		if k := r.words(i, text); k > 0 {
			w, end = "q"+itoa(n+1), i+k
		}
	}
	if end == i+1 && (len(w) != 2 || w[0] != 'q' || w[1] < '1' || w[1] > '4' || !r.s[i].upper) {
		return period{}, false
	}
	y := r.day.AddDate(0, -3, 0).Year() // of the financial year we are in
	p := financial(y, end).cut(w)
	if p.b.Before(r.day) {
		p = financial(y+1, end).cut(w)
	}
	p.unit, p.rule, p.needsPrep, p.read = "quarter", "quarter without a year", true, true
	return p, true
}

func (r *reader) mid(i int, rest string) (period, bool) {
	inner := *r
	inner.s = append([]token(nil), r.s...)
	inner.s[i].low = rest
	inner.s[i].capital = true
	whole, ok := inner.whole(i)
	if !ok || whole.b.IsZero() {
		return period{}, false
	}
	whole.needsPrep = false
	return whole.cut("mid"), true
}

// cut narrows a period to a part of it. Thirds of a month are ten days; the
// middle of a year is May to August, its beginning the first quarter.
func (p period) cut(which string) period {
	year, month := p.a.Year(), p.a.Month()
	long := p.b.Sub(p.a) > 300*24*time.Hour
	q := p
	switch {
	case which == "end":
		q.ending = true
		if long {
			q.a = date(p.b.Year(), p.b.Month(), 1)
		} else if p.unit == "month" {
			q.a = date(year, month, 21)
		}
	case which == "start" && long:
		q.b = monthEnd(year, month)
	case which == "start" || which == "early" && p.unit == "month":
		q.b = p.a.AddDate(0, 0, min(9, days(p.a, p.b)))
	case which == "early" && long:
		q.b = monthEnd(year, month+2)
	case which == "late" && long:
		q.a = date(year, month+9, 1)
	case which == "late" && p.unit == "month":
		q.a = date(year, month, 21)
	case which == "mid" && p.unit == "year":
		q.a, q.b = date(year, time.May, 1), date(year, time.August, 31)
	case which == "mid" && long:
		q.a, q.b = date(year, month+4, 1), monthEnd(year, month+7)
	case which == "mid" && p.unit == "month":
		q.a, q.b = date(year, month, 11), date(year, month, 20)
	case strings.HasPrefix(which, "week") && p.unit == "month":
		q.a, q.b = p.week(which)
	case which == "first half" && long:
		q.b = monthEnd(year, month+5)
	case which == "second half" && long:
		q.a = date(year, month+6, 1)
	case which[0] == 'q' && long:
		first := month + time.Month(3*(which[1]-'1'))
		q.a, q.b = date(year, first, 1), monthEnd(year, first+2)
	}
	q.needsPrep = false
	q.rule = which + " of " + p.rule
	return q
}

// week returns seven days of a month: the first are its first seven days.
func (p period) week(which string) (a, b time.Time) {
	if which == "week 5" {
		return p.b.AddDate(0, 0, -6), p.b
	}
	a = p.a.AddDate(0, 0, 7*int(which[len(which)-1]-'1'))
	return a, a.AddDate(0, 0, 6)
}

func date(y int, m time.Month, d int) time.Time { return time.Date(y, m, d, 0, 0, 0, 0, time.UTC) }

func monthEnd(y int, m time.Month) time.Time { return date(y, m+1, 0) }

func days(a, b time.Time) int { return int(b.Sub(a) / (24 * time.Hour)) }

// whole reads a period without a part. The financial year is tried before any
// calendar date: elsewhere 2023/24 is read as a day.
func (r *reader) whole(i int) (period, bool) {
	if !r.mayStart(i) {
		return period{}, false
	}
	for _, try := range []func(int) (period, bool){
		r.financialYear, r.parliamentary, r.isoDay, r.dayMonth, r.month, r.season, r.relative, r.feast, r.year,
	} {
		if p, ok := try(i); ok {
			return r.orLater(p), true
		}
	}
	if r.word(i) == "the" {
		return r.afterThe(i + 1)
	}
	return period{}, false
}

// orLater reads the second of two months or seasons that something may come in: "October
// or November". Nobody is held to the first.
func (r *reader) orLater(p period) period {
	if p.unit != "month" && p.unit != "season" || r.word(p.end) != "or" {
		return p
	}
	q, ok := r.periodAfter(p.end+1, p)
	if !ok || q.unit != p.unit || !q.b.After(p.b) {
		return p
	}
	p.b, p.end, p.rule = q.b, q.end, p.rule+" or the next"
	return p
}

func (r *reader) afterThe(i int) (period, bool) {
	if !r.mayStart(i) {
		return period{}, false
	}
	for _, try := range []func(int) (period, bool){r.financialYear, r.parliamentary, r.dayMonth, r.season, r.relative, r.feast} {
		if p, ok := try(i); ok {
			return p, true
		}
	}
	return period{}, false
}

// financialYear reads 2023/24, 2023-24, 2026/2027, 2026 to 2027, FY25/26, with
// "financial year" before or after, and this or the next financial year.
func (r *reader) financialYear(i int) (period, bool) {
	at := i
	for _, w := range []string{"financial year", "fiscal year", "fy"} {
		if n := r.words(at, w); n > 0 {
			at += n
			break
		}
	}
	if y, n := r.yearPair(at); n > 0 {
		at += n
		at += max(r.words(at, "financial year"), r.words(at, "fiscal year"))
		return financial(y, at), true
	}
	ahead := 0
	switch r.word(i) {
	case "this", "current":
	case "next":
		ahead = 1
	case "financial":
		i--
	default:
		return period{}, false
	}
	if n := max(r.words(i+1, "financial year"), r.words(i+1, "fiscal year")); n > 0 {
		y := r.day.AddDate(0, -3, 0).Year()
		return financial(y+ahead, i+1+n), true
	}
	return period{}, false
}

func financial(y, end int) period {
	return period{a: date(y, time.April, 1), b: date(y+1, time.March, 31), unit: "financial year", rule: "financial year", end: end}
}

// yearPair reads two years in a row and returns the first.
func (r *reader) yearPair(i int) (year, n int) {
	w := strings.TrimPrefix(r.word(i), "fy")
	for _, sep := range []string{"/", "-"} {
		a, b, ok := strings.Cut(w, sep)
		y, ok1 := digits(a)
		z, ok2 := digits(b)
		if ok1 && len(a) == 2 && len(b) == 2 {
			y += 2000
		}
		if ok && ok1 && ok2 && isYear(y) && (len(b) == 2 && z == (y+1)%100 || z == y+1) {
			return y, 1
		}
	}
	y, ok1 := digits(w)
	z, ok2 := digits(r.word(i + 2))
	if ok1 && ok2 && isYear(y) && z == y+1 && r.word(i+1) == "to" {
		return y, 3
	}
	return 0, 0
}

// isYear bounds what is read as a year: policy rarely looks further than a generation.
func isYear(y int) bool { return y >= 1990 && y <= 2075 }

// year reads 2027, which alone may be any number.
func (r *reader) year(i int) (period, bool) {
	at := i
	if n := r.words(i, "the year"); n > 0 {
		at += n
	}
	w := r.word(at)
	if y, ok := digits(w); ok && len(w) == 4 && isYear(y) {
		return period{a: date(y, time.January, 1), b: date(y, time.December, 31), unit: "year", rule: "year", end: at + 1, needsPrep: at == i}, true
	}
	return period{}, false
}
