package fetch

import (
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// london is the zone of times that name none: the publishers this was built
// for write their clocks that way.
var london = sync.OnceValue(func() *time.Location {
	loc, err := time.LoadLocation("Europe/London")
	if err != nil {
		return time.UTC // no zone database at all
	}
	return loc
})

// ParseTime reads a time as feeds write it: RFC 822 and its many variations, ISO
// 8601, and a number of seconds. A time without a zone is read in zone. It
// reports false when s is no time.
func ParseTime(s string, zone *time.Location) (time.Time, bool) {
	s = cleanLine(s)
	if s == "" || len(s) > 100 {
		return time.Time{}, false
	}
	if t, err := time.ParseInLocation(usualLayout(s), s, time.UTC); err == nil {
		return t, plausible(t)
	}
	if t, ok := parseISO(s, zone); ok {
		return t, plausible(t)
	}
	if seconds, err := strconv.ParseInt(s, 10, 64); err == nil && len(s) == 10 {
		t := time.Unix(seconds, 0).UTC()
		return t, plausible(t)
	}
	t, ok := parseWords(s, zone)
	return t, ok && plausible(t)
}

// usualLayout is the layout that s most likely has. Nearly all feeds keep to one of three;
// taking a time apart word by word costs twenty times as much.
func usualLayout(s string) string {
	switch {
	case strings.HasSuffix(s, " GMT"):
		return http.TimeFormat
	case len(s) > 3 && s[3] == ',':
		return time.RFC1123Z
	}
	return time.RFC3339
}

// plausible refuses years that only a mistake has. The web is from 1991, but
// archives list older things.
func plausible(t time.Time) bool { return t.Year() >= 1900 && t.Year() < 2200 }

var iso = regexp.MustCompile(`^(\d{4})(?:-?(\d{3})|-?(\d\d)(?:-?(\d\d))?)?` +
	`(?:[T ]\s*(\d\d?)(?::?(\d\d)(?::?(\d\d)(?:[.,](\d{1,9})\d*)?)?)?\s*(.*))?$`)

// parseISO reads ISO 8601 dates and times, also cut ones and ordinal days.
func parseISO(s string, zone *time.Location) (time.Time, bool) {
	m := iso.FindStringSubmatch(s)
	if m == nil {
		return time.Time{}, false
	}
	month, day := number(m[3], 1), number(m[4], 1)
	if m[2] != "" {
		month, day = 1, number(m[2], 1)
	}
	loc := zone
	if m[9] != "" {
		var ok bool
		if loc, ok = zoneOf(m[9], zone); !ok {
			return time.Time{}, false
		}
	}
	c := clock{number(m[5], 0), number(m[6], 0), number(m[7], 0)}
	if month < 1 || month > 12 || day < 1 || day > 31 && m[2] == "" || day > 366 || !c.valid() {
		return time.Time{}, false
	}
	nanos := number((m[8] + "000000000")[:9], 0)
	return time.Date(number(m[1], 0), time.Month(month), day, c.hour, c.minute, c.second, nanos, loc), true
}

func number(s string, otherwise int) int {
	n, err := strconv.Atoi(s)
	if err != nil {
		return otherwise
	}
	return n
}

type clock struct{ hour, minute, second int }

// valid allows 24:00 and a leap second; time.Date carries both over.
func (c clock) valid() bool {
	return c.hour >= 0 && c.minute >= 0 && c.hour <= 24 && c.minute <= 59 && c.second >= 0 && c.second <= 61
}

// dateWords gathers the parts of a date written in words, in any order.
type dateWords struct {
	day, year int
	month     time.Month
	clock     clock
	hasClock  bool
	loc       *time.Location
	zone      *time.Location // for times that name none
}

var (
	clockWord = regexp.MustCompile(`^(\d{1,2})[:.](\d{2})(?:[:.](\d{2})(?:[.,]\d+)?)?([ap]m)?([+-]\d{1,2}:?\d{2})?$`)
	slashed   = regexp.MustCompile(`^(\d{1,4})[/.-](\d{1,2})[/.-](\d{1,4})$`)
	dashed    = regexp.MustCompile(`^(\d{1,2})-([a-z]{3,9})-(\d{2,4})$`)
	comment   = regexp.MustCompile(`\s*\([^)]*\)\s*$`)
	ordinal   = regexp.MustCompile(`^(\d{1,2})(st|nd|rd|th)$`)
)

func parseWords(s string, zone *time.Location) (time.Time, bool) {
	s = comment.ReplaceAllString(strings.ToLower(s), "")
	s = strings.ReplaceAll(s, " at ", " ")
	d := dateWords{zone: zone}
	for _, word := range strings.FieldsFunc(s, func(r rune) bool { return r == ' ' || r == ',' || r == ';' }) {
		if !d.take(word) {
			return time.Time{}, false
		}
	}
	if d.day < 1 || d.day > 31 || d.month == 0 || d.year == 0 || !d.clock.valid() {
		return time.Time{}, false
	}
	if d.loc == nil {
		d.loc = zone
	}
	return time.Date(d.year, d.month, d.day, d.clock.hour, d.clock.minute, d.clock.second, 0, d.loc), true
}

// take reads one word and reports whether it can stand in a date.
func (d *dateWords) take(word string) bool {
	if m := clockWord.FindStringSubmatch(word); m != nil && !d.hasClock {
		d.clock = clock{number(m[1], 0), number(m[2], 0), number(m[3], 0)}
		d.hasClock = true
		d.afternoon(m[4])
		return m[5] == "" || d.setZone(m[5])
	}
	if n, err := strconv.Atoi(word); err == nil && word[0] != '+' && word[0] != '-' {
		return d.number(n, len(word))
	}
	if m := ordinal.FindStringSubmatch(word); m != nil {
		return d.number(number(m[1], 0), 2)
	}
	if m := dashed.FindStringSubmatch(word); m != nil {
		return d.number(number(m[1], 0), 2) && d.setMonth(m[2]) && d.number(number(m[3], 0), len(m[3]))
	}
	if m := slashed.FindStringSubmatch(word); m != nil {
		return d.slashes(m)
	}
	switch word {
	case "am", "pm":
		d.afternoon(word)
		return true
	case "the", "of", "-", "|":
		return true
	}
	if isWeekday(word) || d.setMonth(word) {
		return true
	}
	return d.setZone(word)
}

func (d *dateWords) afternoon(mark string) {
	switch {
	case mark == "pm" && d.clock.hour < 12:
		d.clock.hour += 12
	case mark == "am" && d.clock.hour == 12:
		d.clock.hour = 0
	}
}

// number takes a bare number for the day, then for the year.
func (d *dateWords) number(n, digits int) bool {
	switch {
	case digits >= 3:
		d.year = n
	case d.day == 0:
		d.day = n
	case d.year == 0:
		d.year = century(n)
	default:
		return false
	}
	return true
}

// century completes a year of two digits as RFC 2822 says.
func century(n int) int {
	if n < 50 {
		return 2000 + n
	}
	return 1900 + n
}

// slashes reads 2006/09/15 and 15/09/2006. The day stands before the month, as
// in Britain, unless it cannot.
func (d *dateWords) slashes(m []string) bool {
	a, b, c := number(m[1], 0), number(m[2], 0), number(m[3], 0)
	switch {
	case strings.Contains(m[0], "-") && len(m[1]) == 2 && len(m[3]) == 2: // ISO with a short year
		d.year, d.month, d.day = a, time.Month(b), c
	case len(m[1]) == 4:
		d.year, d.month, d.day = a, time.Month(b), c
	case len(m[3]) >= 2 && b > 12:
		d.day, d.month, d.year = b, time.Month(a), c
	case len(m[3]) >= 2:
		d.day, d.month, d.year = a, time.Month(b), c
	}
	if d.year > 0 && d.year < 100 {
		d.year = century(d.year)
	}
	return d.month >= 1 && d.month <= 12
}

func (d *dateWords) setMonth(word string) bool {
	word = strings.TrimSuffix(word, ".")
	if len(word) < 3 {
		return false
	}
	for m := time.January; m <= time.December; m++ {
		if strings.HasPrefix(strings.ToLower(m.String()), word) || word == "sept" && m == time.September {
			d.month = m
			return true
		}
	}
	return false
}

func isWeekday(word string) bool {
	word = strings.TrimSuffix(word, ".")
	if len(word) < 2 {
		return false
	}
	for day := time.Sunday; day <= time.Saturday; day++ {
		if strings.HasPrefix(strings.ToLower(day.String()), word) || len(word) > 2 && strings.HasPrefix(word, strings.ToLower(day.String()[:3])) {
			return true
		}
	}
	return false
}

// setZone takes word for a zone. A word that is no known zone leaves the zone
// open: an instant off by an hour is better than none.
func (d *dateWords) setZone(word string) bool {
	loc, ok := zoneOf(word, d.zone)
	if !ok {
		return d.hasClock && isLetters(word)
	}
	d.loc = loc
	return true
}

func isLetters(s string) bool {
	return strings.Trim(strings.ToLower(s), "abcdefghijklmnopqrstuvwxyz") == ""
}
