package digest

import (
	"fmt"
	"slices"
	"strconv"
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
	URL   string // of the report it stands on now

	Reports []reportView // each report behind the lines, so that a reader can check
	Page    string       // of the promise in the archive, with all its dates; "" without an archive
}

// reportView is the link to one report.
type reportView struct{ Title, URL string }

var shapes = map[news.PromiseStatus]string{
	news.Slipped: ">>", news.Due: "!!", news.Overdue: "--", news.Dropped: "xx", news.Kept: "ok",
}

// promiseViews makes the section that opens an issue.
func promiseViews(issue news.Issue, names linkNames, year int, archive string) []promiseView {
	asOf := issueDay(issue, zone(issue))
	var out []promiseView
	for _, p := range issue.Promises {
		v := promiseView{Shape: shapes[p.Status], Label: strings.ToUpper(plain(p.Label)), Title: clip(plain(p.Title), headlineRunes),
			Ref: plain(p.Ref), URL: safeURL(p.Now.URL)}
		v.Page = promisePage(archive, v.Ref)
		v.Lines, v.Reports = promiseLines(p, asOf, year), reportsOf(p, names, year)
		if note := noteLine(p.Note); note != "" {
			v.Lines = append(v.Lines, note)
		}
		out = append(out, v)
	}
	return out
}

// promisePage is where the archive, which begins at root, has a promise; "" for a
// reference that is none.
func promisePage(root, ref string) string {
	number, found := strings.CutPrefix(ref, "P")
	if n, err := strconv.Atoi(number); root == "" || !found || err != nil || n < 1 {
		return ""
	}
	return strings.TrimRight(root, "/") + "/p/" + number
}

// promiseLines tells a promise. It reports dates and words and never blames: that
// nothing was seen does not mean that nothing was done.
func promiseLines(p news.PromiseLine, asOf news.Day, year int) []string {
	var out []string
	said := saidBy(p.Now, year)
	switch p.Status {
	case news.Kept:
		out = append(out, outcomeLine("Reported done", p.Now, year))
	case news.Dropped:
		out = append(out, outcomeLine("Reported given up, or made part of something else", p.Now, year))
	case news.Overdue:
		out = append(out, "Said: "+said+".", overdueLine(p, asOf, year))
	default:
		out = append(out, heard(p)+": "+said+".")
		if p.Due != "" && p.DueBasis == news.BasisRead {
			out = append(out, "Our reading, not theirs: by "+dayIn(p.Due, year)+".")
		} else if p.Due != "" {
			out = append(out, dueLine(p, asOf, year))
		} else {
			out = append(out, "No day named.")
		}
	}
	if p.Before != nil {
		out = append(out, earlierLine("Before", *p.Before, p.Now, year))
	}
	if p.First != nil {
		out = append(out, earlierLine("First", *p.First, p.Now, year))
	}
	if d := p.Disputed; d != nil {
		line := "Disputed: reported otherwise"
		if d.Secondary {
			line += ", second-hand"
		}
		out = append(out, line+" ("+reportedIn(*d, year)+").")
	}
	if open := p.Now.LeftOpen; len(open) > 0 {
		out = append(out, "Left open: "+plain(series(open))+".")
	}
	switch {
	case p.ByHand:
		out = append(out, "From before we began to watch; entered by hand.")
	case p.Unwatched:
		out = append(out, "We were not watching all of this time.")
	}
	return out
}

// earlierLine tells what was said before now, and when that ran out.
func earlierLine(head string, w, now news.PromiseWords, year int) string {
	line := head + ": " + saidBy(w, year) + "."
	if w.Due != "" && w.Due < now.Day {
		line += " That ran out on " + dayIn(w.Due, year) + "."
	}
	return line
}

// heard is what goes before what was said: a promise that falls due has nothing new.
func heard(p news.PromiseLine) string {
	if p.Status == news.Due {
		return "Said"
	}
	return "Now"
}

// dueLine says how far off a stated day is.
func dueLine(p news.PromiseLine, asOf news.Day, year int) string {
	line := "That is by " + dayIn(p.Due, year)
	switch days := p.Due.Sub(asOf); {
	case days == 0:
		return line + ", today."
	case 0 < days && days <= daysCounted:
		return line + ", in " + count(days, "day", "days") + "."
	}
	return line + "."
}

// daysCounted is how far ahead days are counted; a month off, a date says more.
const daysCounted = 31

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
	if who := whoSaid(w); who != "" {
		parts = append(parts, who)
	}
	if len(parts) == 0 {
		return "in " + reportedIn(w, year)
	}
	return strings.Join(parts, ", ") + " (" + reportedIn(w, year) + saidOn(w, year) + ")"
}

// whoSaid is the office of who spoke, after the name where names are told.
func whoSaid(w news.PromiseWords) string {
	var who []string
	for _, part := range []string{w.Name, w.Office} {
		if part != "" {
			who = append(who, withinSentence(clip(plain(part), nameRunes)))
		}
	}
	return strings.Join(who, ", ")
}

// withinSentence writes what may have begun a sentence as it stands in the midst of one.
func withinSentence(name string) string {
	if rest, found := strings.CutPrefix(name, "The "); found {
		return "the " + rest
	}
	return name
}

// saidOn tells the day on which something was said where its report is of a later one.
func saidOn(w news.PromiseWords, year int) string {
	switch {
	case w.Said == "":
		return ""
	case w.About:
		return "; said about " + dayIn(w.Said, year)
	}
	return "; said on " + dayIn(w.Said, year)
}

// reportsOf are links to what the lines of a promise rest on, newest first.
func reportsOf(p news.PromiseLine, names linkNames, year int) []reportView {
	var out []reportView
	seen := make(map[string]bool)
	for _, w := range []*news.PromiseWords{&p.Now, p.Before, p.First, p.Disputed} {
		if w == nil {
			continue
		}
		url := safeURL(w.URL)
		if url == "" || seen[url] {
			continue
		}
		seen[url] = true
		out = append(out, reportView{names.unique("Report in "+reportedIn(*w, year), url, plain(p.Ref), fmt.Sprintf("%s, report %d", plain(p.Ref), len(out)+1)), url})
	}
	return out
}

// outcomeLine tells what became of a promise, by whose word, and in which.
func outcomeLine(what string, w news.PromiseWords, year int) string {
	line := what + outcomeBy(w, year)
	switch {
	case w.Quote != "":
		return line + ": “" + clip(strings.TrimRight(plain(w.Quote), "."), quoteRunes) + "”."
	case w.OurWords != "":
		return line + ". " + plain(w.OurWords)
	}
	return line + "."
}

// quoteRunes holds the 25 words that a statement is quoted by.
const quoteRunes = 240

// outcomeBy says on whose word an outcome rests: "; said by the trust (Care News,
// 15 March)".
func outcomeBy(w news.PromiseWords, year int) string {
	by := ""
	if who := whoSaid(w); who != "" {
		by = "; said by " + who
	} else if w.Alone {
		by = ", by one publisher alone so far"
	}
	return by + " (" + reportedIn(w, year) + ")"
}

// reportedIn names a report: "Care News, 15 March".
func reportedIn(w news.PromiseWords, year int) string {
	report := publisher(w.Publisher)
	if w.Day != "" {
		report += ", " + dayIn(w.Day, year)
	}
	return report
}

// promiseTally counts the section for its heading: "Promises: 1 moved, 2 due".
func promiseTally(issue news.Issue) string {
	if len(issue.Promises) == 0 {
		return ""
	}
	head := "Promises: "
	if background(issue) {
		head = "Promised before we began: "
	}
	title := head + strings.Join(promiseCounts(issue.Promises), ", ")
	if len(title) > nameRunes {
		return head + count(len(issue.Promises), "changed or falls due", "changed or fall due")
	}
	return title
}

// background reports whether all that a first issue tells of promises is from before
// its window: what a newcomer should know, but no news of the week.
func background(issue news.Issue) bool {
	return len(issue.Promises) > 0 && !slices.ContainsFunc(issue.Promises, func(p news.PromiseLine) bool { return !issue.Background(p) })
}

// promiseCounts counts promises by what became of them, in their order.
func promiseCounts(promises []news.PromiseLine) []string {
	var kinds []string
	n := make(map[string]int)
	for _, p := range promises {
		kind := promiseKind(p)
		if n[kind] == 0 {
			kinds = append(kinds, kind)
		}
		n[kind]++
	}
	for i, kind := range kinds {
		kinds[i] = thousands(n[kind]) + " " + kind
	}
	return kinds
}

func promiseKind(p news.PromiseLine) string {
	switch p.Status {
	case news.Slipped:
		if p.Label == "promised again" {
			return p.Label
		}
		return "moved"
	case news.Dropped:
		return "dropped"
	case news.Kept:
		return "kept"
	case news.Overdue:
		if p.DueBasis == news.BasisRead {
			return "not seen yet"
		}
		return "past its date"
	}
	return "due"
}

// promiseNote says what "not seen" rests on.
func promiseNote(issue news.Issue, year int) string {
	c := issue.Coverage
	if len(issue.Promises) == 0 || c.WatchedFrom.IsZero() {
		return ""
	}
	const note = "Not seen is not the same as not done: tell us what we missed."
	if issue.First { // it has said above since when we watch
		return note
	}
	since := news.DayOf(c.WatchedFrom, zone(issue))
	return "We have watched " + count(c.Sources, "source", "sources") + " since " + since.Start(time.UTC).Format("2 January 2006") +
		". " + note
}
