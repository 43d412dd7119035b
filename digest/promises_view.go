package digest

import (
	"fmt"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// promiseView is one promise as the templates show it. Status is told by word and
// shape, never by colour alone.
type promiseView struct {
	Shape string // ">>", "!!", "xx", "--", "ok"
	Label string
	Title string
	Ref   string
	Lines []string
	URL   string
}

var shapes = map[news.PromiseStatus]string{
	news.Slipped: ">>", news.Due: "!!", news.Overdue: "--", news.Dropped: "xx", news.Kept: "ok",
}

// promiseViews makes the section that opens an issue.
func promiseViews(issue news.Issue, year int) []promiseView {
	asOf := issueDay(issue, zone(issue))
	var out []promiseView
	for _, p := range issue.Promises {
		v := promiseView{Shape: shapes[p.Status], Label: strings.ToUpper(plain(p.Label)), Title: clip(plain(p.Title), headlineRunes),
			Ref: plain(p.Ref), URL: safeURL(p.Now.URL)}
		v.Lines = promiseLines(p, asOf, year)
		out = append(out, v)
	}
	return out
}

// promiseLines tells a promise. It reports dates and words and never blames: that
// nothing was seen does not mean that nothing was done.
func promiseLines(p news.PromiseLine, asOf news.Day, year int) []string {
	var out []string
	said := saidBy(p.Now, year)
	switch p.Status {
	case news.Kept:
		out = append(out, "Reported done: "+said+".")
	case news.Dropped:
		out = append(out, "Given up, or made part of something else: "+said+".")
	case news.Overdue:
		out = append(out, "Said: "+said+".", overdueLine(p, asOf, year))
	default:
		out = append(out, "Now: "+said+".")
		if p.Due != "" && p.DueBasis == news.BasisRead {
			out = append(out, "Our reading, not theirs: by "+dayIn(p.Due, year)+".")
		} else if p.Due != "" {
			out = append(out, "That is by "+dayIn(p.Due, year)+". No report of it seen yet.")
		}
	}
	if p.Before != nil {
		line := "Before: " + saidBy(*p.Before, year) + "."
		if p.Before.Due != "" && p.Before.Due < p.Now.Day {
			line += " That ran out on " + dayIn(p.Before.Due, year) + "."
		}
		out = append(out, line)
	}
	if d := p.Disputed; d != nil {
		out = append(out, "Disputed: "+publisher(d.Publisher)+" ("+dayIn(d.Day, year)+") reports otherwise, second-hand.")
	}
	switch {
	case p.ByHand:
		out = append(out, "From before we began to watch; entered by hand.")
	case p.Unwatched:
		out = append(out, "We were not watching all of this time.")
	}
	return out
}

func overdueLine(p news.PromiseLine, asOf news.Day, year int) string {
	if p.DueBasis != news.BasisRead {
		return "Its date, " + dayIn(p.Due, year) + ", has passed. We have seen no report of it."
	}
	weeks := asOf.Sub(p.Now.Day) / 7
	called := "it was promised"
	if p.Now.Phrase != "" {
		called = "it was called “" + clip(plain(p.Now.Phrase), nameRunes) + "”"
	}
	return fmt.Sprintf("%s since %s; nothing seen.", count(weeks, "week", "weeks"), called)
}

// saidBy is the words, the office and the report, such as “imminent”, interim
// director (Care News, 15 March).
func saidBy(w news.PromiseWords, year int) string {
	var parts []string
	if w.Phrase != "" {
		parts = append(parts, "“"+clip(plain(w.Phrase), nameRunes)+"”")
	}
	if w.Office != "" {
		parts = append(parts, clip(plain(w.Office), nameRunes))
	}
	return strings.TrimSpace(strings.Join(parts, ", ") + " (" + publisher(w.Publisher) + ", " + dayIn(w.Day, year) + ")")
}

// promiseTally counts the section for its heading.
func promiseTally(issue news.Issue) string {
	if len(issue.Promises) == 0 {
		return ""
	}
	return "Promises: " + count(len(issue.Promises), "changed or falls due", "changed or fall due")
}

// promiseNote says what "not seen" rests on.
func promiseNote(issue news.Issue, year int) string {
	c := issue.Coverage
	if len(issue.Promises) == 0 || c.WatchedFrom.IsZero() {
		return ""
	}
	since := news.DayOf(c.WatchedFrom, zone(issue))
	return "We have watched " + count(c.Sources, "source", "sources") + " since " + since.Start(time.UTC).Format("2 January 2006") +
		". Not seen is not the same as not done: tell us what we missed."
}
