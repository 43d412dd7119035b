package digest

import (
	"fmt"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// count writes a number with its noun: "1 story", "10 stories".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return thousands(n) + " " + many
}

// verb returns the form that agrees with n.
func verb(n int, one, many string) string {
	if n == 1 {
		return one
	}
	return many
}

// thousands writes 12345 as "12,345".
func thousands(n int) string {
	s := fmt.Sprint(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// series writes "a", "a and b", "a, b and c".
func series(items []string) string {
	if len(items) < 2 {
		return strings.Join(items, "")
	}
	last := len(items) - 1
	return strings.Join(items[:last], ", ") + " and " + items[last]
}

// dayIn writes a day the way a reader of an issue of year says it: without the
// year when that is the same.
func dayIn(d news.Day, year int) string {
	if strings.HasPrefix(string(d), fmt.Sprintf("%04d-", year)) {
		return d.Short()
	}
	return d.Long()
}

// windowWords says which days the half-open window [from, to) touches, seen
// from an issue of year.
func windowWords(from, to time.Time, loc *time.Location, year int) string {
	first, last := news.DayOf(from, loc), news.DayOf(to, loc)
	switch {
	case last == "":
		return ""
	case first == "":
		return "up to " + dayIn(last, year)
	case first == last:
		return "on " + dayIn(first, year)
	case first[:7] == last[:7]:
		return fmt.Sprintf("from %d to %s", first.Start(time.UTC).Day(), dayIn(last, year))
	}
	return "from " + dayIn(first, year) + " to " + dayIn(last, year)
}

// howOften says how often an edition comes: by its schedule, and in issues that were
// frozen before they held that, by the window.
func howOften(issue news.Issue) string {
	hours := float64(issue.EveryHours)
	if hours == 0 && !issue.From.IsZero() {
		hours = issue.To.Sub(issue.From).Hours()
	}
	// An hour either way leaves room for a change of the clocks.
	switch {
	case 23 <= hours && hours <= 25:
		return "once a day"
	case 7*24-1 <= hours && hours <= 7*24+1:
		return "once a week"
	case 14*24-1 <= hours && hours <= 14*24+1:
		return "every two weeks"
	}
	return ""
}

// readingSpeed is in words a minute: what adults read of English prose in silence
// (Brysbaert, 2019, finds 238).
const readingSpeed = 238

// Words of an issue beside those that stories and promises bring themselves.
const (
	storyWords   = 12 // publisher, day, what sort of text
	promiseWords = 45
	aroundWords  = 120 // title, counts, coverage; nobody reads the footer
)

// minutes says how long an issue takes to read.
func minutes(issue news.Issue) string {
	words := aroundWords + promiseWords*len(issue.Promises)
	for _, s := range inOrder(issue) {
		words += storyWords + len(strings.Fields(s.Title+" "+s.Why+" "+strings.Join(s.Excerpt, " ")))
		for _, a := range s.Also {
			words += len(strings.Fields(a.Title)) + 4
		}
	}
	return count((words+readingSpeed-1)/readingSpeed, "minute", "minutes") + " to read"
}
