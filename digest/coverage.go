package digest

import (
	"fmt"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// troubledShown is how many sources with trouble are named; more would bury the
// reader, and the operator has the list.
const troubledShown = 6

// silentShown is how many sources without anything new are named.
const silentShown = 3

// inOrder returns the stories of an issue in reading order, More included.
func inOrder(issue news.Issue) []news.Story {
	var out []news.Story
	for _, s := range issue.Sections {
		out = append(out, s.Stories...)
	}
	return append(out, issue.More...)
}

// coverageLines says how complete an issue is, in the reader's words: a quiet
// week and a broken reader of news must not look alike.
func coverageLines(issue news.Issue) []string {
	c := issue.Coverage
	if c.Sources == 0 {
		return []string{"No source was read for this issue."}
	}
	day := issueDay(issue, zone(issue))
	var lines []string
	if bad := unreadSources(c); bad == 0 {
		lines = append(lines, "We read "+allOf(c.Sources)+" without trouble.")
	} else {
		lines = append(lines, fmt.Sprintf("We watch %s: %s read without trouble, %s not.",
			count(c.Sources, "source", "sources"), thousands(c.Sources-bad), thousands(bad)))
	}
	for i, t := range c.Troubled {
		if i == troubledShown {
			n := len(c.Troubled) - i
			lines = append(lines, count(n, "more source", "more sources")+" had trouble; "+verb(n, "its", "their")+" news may be missing.")
			break
		}
		lines = append(lines, trouble(t, day))
	}
	if line := silence(c.Silent, day); line != "" {
		lines = append(lines, line)
	}
	return append(lines, considered(issue)...)
}

// silence names sources that were read and had nothing new for long.
func silence(silent []news.SourceTrouble, day news.Day) string {
	var names []string
	for _, t := range silent[:min(silentShown, len(silent))] {
		name := publisher(t.Name)
		if since := sinceWords(t.Since, day); since != "" {
			name += " (" + since + ")"
		}
		names = append(names, name)
	}
	if more := len(silent) - len(names); more > 0 {
		names = append(names, count(more, "other", "others"))
	}
	if len(names) == 0 {
		return ""
	}
	return "Read, but without anything new for long: " + series(names) + "."
}

// considered says what the stories were chosen from.
func considered(issue news.Issue) []string {
	c := issue.Coverage
	var lines []string
	if c.Considered > 0 {
		lines = append(lines, count(c.Considered, "article", "articles")+" considered: "+strings.Join(shares(issue), ", ")+".")
	}
	if c.Unread > 0 {
		lines = append(lines, fmt.Sprintf("The %s of %s could not be opened; we judged %s by the summary in the publisher's feed.",
			verb(c.Unread, "page", "pages"), count(c.Unread, "article", "articles"), verb(c.Unread, "it", "them")))
	}
	return lines
}

// shares says what became of the articles that were considered.
func shares(issue news.Issue) []string {
	c := issue.Coverage
	left := c.Considered - c.Relevant - c.Elsewhere
	if c.Relevant == 0 && c.Elsewhere == 0 {
		return []string{verb(c.Considered, "it was not about this", "none about this")}
	}
	chosen := thousands(c.Relevant) + " chosen"
	if n := len(inOrder(issue)) + issue.Dropped; n < c.Relevant {
		chosen += " for " + count(n, "story", "stories")
	}
	parts := []string{chosen}
	if c.Elsewhere > 0 {
		parts = append(parts, thousands(c.Elsewhere)+" left out (other topics, too old, or not ready yet)")
	}
	if left > 0 {
		parts = append(parts, thousands(left)+" not about this")
	}
	return parts
}

func allOf(n int) string {
	switch n {
	case 1:
		return "our one source"
	case 2:
		return "both our sources"
	}
	return "all " + thousands(n) + " of our sources"
}

// trouble says what a reader may be missing. Technical reasons are for the operator.
func trouble(t news.SourceTrouble, day news.Day) string {
	since := sinceWords(t.Since, day)
	what := "could not be read " + strings.Replace(since, "since ", "from ", 1)
	switch t.What {
	case news.OutcomeRefused:
		what = "has refused us " + since
	case news.OutcomeChallenged:
		what = "has shown us a check for robots instead of its news " + since
	case news.OutcomeGone:
		what = "has closed its news feed"
	case news.OutcomeNotAFeed:
		what = "has had no news feed at its address " + since
	case news.OutcomePartial:
		what = "could be read only in part " + strings.Replace(since, "since ", "from ", 1)
	case news.OutcomeSkipped:
		what = "has not been read " + since
	}
	return publisher(t.Name) + " " + strings.TrimSpace(what) + "; its news may be missing."
}

// sinceWords says since when, seen from a day: "since Thursday" within the week
// before it, "today", else the date. It is "" when that is not known.
func sinceWords(since, day news.Day) string {
	year := day.Start(time.UTC).Year()
	switch ago := day.Sub(since); {
	case since == "":
		return ""
	case day == "" || ago < 0 || ago > 6:
		return "since " + dayIn(since, year)
	case ago == 0:
		return "today"
	}
	return "since " + since.Start(time.UTC).Format("Monday")
}

// unreadSources is how many sources had trouble. The two figures are counted
// apart, so the larger is believed.
func unreadSources(c news.Coverage) int {
	return min(c.Sources, max(c.Sources-c.Read, len(c.Troubled), 0))
}
