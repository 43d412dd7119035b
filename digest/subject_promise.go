package digest

import (
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// headRunes is what an inbox on a telephone shows of a subject: the news has to
// stand in it.
const headRunes = 35

// leadPromise returns the promise that takes the subject: the first that moved.
// One that only falls due does so when there is nothing else to tell. What moved
// before an edition's first window, or was entered by hand, is told below, but is
// no news of the week.
func leadPromise(issue news.Issue) (news.PromiseLine, bool) {
	for _, p := range issue.Promises {
		if p.Status != news.Due && !p.ByHand && !issue.Background(p) {
			return p, true
		}
	}
	if len(inOrder(issue)) > 0 || len(issue.Corrections) > 0 {
		return news.PromiseLine{}, false
	}
	for _, p := range issue.Promises {
		if !issue.Background(p) {
			return p, true
		}
	}
	return news.PromiseLine{}, false
}

// promiseGist is the news of a promise in a clause. What happened stands in its
// first 35 characters, however long the promise's name is.
func promiseGist(p news.PromiseLine, year int) string {
	title := strings.TrimRight(clip(plain(p.Title), headlineRunes), ".")
	deed, when := promiseDeed(p, year)
	if p.Disputed != nil && p.Disputed.Day >= p.Now.Day {
		when += ", disputed" // an older dispute is told below
	}
	if utf8.RuneCountInString(title+" "+deed) <= headRunes {
		return title + " " + deed + when
	}
	if strings.HasPrefix(when, " ") {
		when = "," + when
	}
	return capital(deed) + ": " + title + when
}

// promiseDeed says what became of a promise, and for when it is now. "Past its
// date" is said only of a date that was stated.
func promiseDeed(p news.PromiseLine, year int) (deed, when string) {
	stated := p.Due != "" && p.DueBasis != news.BasisRead
	due := dayIn(p.Due, year)
	switch p.Status {
	case news.Slipped:
		deed, when = "moved", " to "+due
		if p.Label == "promised again" {
			deed, when = p.Label, " for "+due
		}
		if !stated {
			when = ", no day named"
		}
		return deed, when
	case news.Dropped:
		return "dropped", ""
	case news.Kept:
		return "reported done", ""
	case news.Overdue:
		if stated {
			return "past its date of " + due, ""
		}
		return "not seen yet", ""
	}
	if stated {
		return "due " + due, ""
	}
	return "may be due soon", ""
}

// promiseSubject is the subject of an issue that a promise leads: what else the
// section holds if it fits, else how many stories follow.
func promiseSubject(issue news.Issue, p news.PromiseLine, day news.Day, tail string) string {
	year := day.Start(time.UTC).Year()
	line := calm(promiseGist(p, year))
	for _, more := range promiseTails(issue, p, year) {
		if all := line + "; " + more + tail; utf8.RuneCountInString(all) <= subjectRunes {
			return all
		}
	}
	return gist(line, subjectRunes-utf8.RuneCountInString(tail)) + tail
}

// promiseTails are what may follow the news of a promise, best first.
func promiseTails(issue news.Issue, lead news.PromiseLine, year int) []string {
	var tails []string
	stories := len(inOrder(issue)) + issue.Dropped
	for _, other := range issue.Promises {
		if other.Ref != lead.Ref {
			tails = append(tails, calm(promiseGist(other, year)))
			break
		}
	}
	if stories > 0 {
		tails = append(tails, count(stories, "story", "stories"))
	}
	return tails
}
