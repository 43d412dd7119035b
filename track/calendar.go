package track

import (
	"strconv"
	"strings"
	"time"
)

// calendar is the beat's table of parliaments, recesses, elections and the like.
type calendar struct {
	book  book
	dates map[string][]stretch
	byA   map[string]bool // "by" it means by its first day: recesses
}

// stretch is one run of a dated thing: a parliament, a recess. One that begins and
// ends on the same day is an event.
type stretch struct{ a, b time.Time }

// parliamentary reads a phrase of the table. A phrase without a date in the table
// keeps its words and gives no day.
func (r *reader) parliamentary(i int) (period, bool) {
	if r.cal == nil {
		return period{}, false
	}
	var name string
	end := i
	for _, p := range r.cal.book[r.word(i)] {
		if e := fits(p.seq, r.s, i); e > end {
			name, end = p.rule, e
		}
	}
	if end == i {
		return period{}, false
	}
	p := period{byStart: r.cal.byA[name], unit: "parliament", rule: "table: " + name, text: r.phrase(i, end), end: end, parliament: true}
	if w := r.word(end + 1); r.word(end) == "in" && len(w) == 4 { // "the current parliament in 2029" states a year
		if y, ok := digits(w); ok && isYear(y) {
			return period{a: date(y, 1, 1), b: date(y, 12, 31), unit: "year", rule: "year", end: end + 2}, true
		}
	}
	next := strings.HasPrefix(name, "next ")
	for _, s := range r.cal.dates[name] {
		if s.a.After(r.day) || !next && !s.b.Before(r.day) {
			p.a, p.b = s.a, s.b
			break
		}
	}
	return p, true
}

func (r *reader) phrase(i, end int) string {
	words := make([]string, 0, end-i)
	for _, t := range r.s[i:end] {
		words = append(words, t.low)
	}
	return strings.Join(words, " ")
}

func itoa(n int) string { return strconv.Itoa(n) }

// mustBook builds a book of patterns that are part of the program.
func mustBook(fill func(book) error) book {
	b := book{}
	if err := fill(b); err != nil {
		panic("track: " + err.Error())
	}
	return b
}
