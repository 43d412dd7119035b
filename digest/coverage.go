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
		lines = append(lines, "We read "+allOf(c.Sources)+unlessAway(c))
	} else {
		lines = append(lines, fmt.Sprintf("We watch %s: %s read without trouble, %s not.",
			count(c.Sources, "source", "sources"), thousands(c.Sources-bad), thousands(bad)))
	}
	lines = append(append(lines, awayLines(c.Away, day, zone(issue))...), troubles(c.Troubled, day)...)
	if line := silence(c.Silent, day); line != "" {
		lines = append(lines, line)
	}
	return append(lines, considered(issue)...)
}

// unlessAway ends the sentence that sources had no trouble.
func unlessAway(c news.Coverage) string {
	if len(c.Away) > 0 {
		return ", but not all of the time."
	}
	return " without trouble."
}

// incomplete reports whether news may be missing: sources had trouble, or were not read
// all of the time.
func incomplete(c news.Coverage) bool { return unreadSources(c) > 0 || len(c.Away) > 0 }

// awayLines tells when nothing was read at all, which no source is to blame for.
func awayLines(all []news.ReadGap, day news.Day, loc *time.Location) []string {
	var lines []string
	for _, g := range all {
		first, last := news.DayOf(g.From, loc), news.DayOf(g.To, loc)
		year := day.Start(time.UTC).Year()
		lines = append(lines, "We read nothing from "+dayIn(first, year)+" to "+dayIn(last, year)+
			"; some news of that time may be missing.")
	}
	return lines
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
	left := c.Considered - c.Relevant - c.LeftOut - c.Elsewhere
	if c.Relevant == 0 && c.LeftOut == 0 && c.Elsewhere == 0 {
		return []string{verb(c.Considered, "it was not about this", "none about this")}
	}
	chosen := thousands(c.Relevant) + " chosen"
	if n := len(inOrder(issue)) + issue.Dropped; n < c.Relevant {
		chosen += " for " + count(n, "story", "stories")
	}
	parts := []string{chosen}
	if c.LeftOut > 0 {
		parts = append(parts, thousands(c.LeftOut)+" taken out by the editor")
	}
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

// troubles says what a reader may be missing, sources with the same trouble in one
// line. Technical reasons are for the operator.
func troubles(all []news.SourceTrouble, day news.Day) []string {
	var order []news.SourceTrouble // one of each kind, without its name
	names := make(map[news.SourceTrouble][]string)
	for _, t := range all[:min(troubledShown, len(all))] {
		kind := news.SourceTrouble{What: t.What, Since: t.Since}
		if names[kind] == nil {
			order = append(order, kind)
		}
		names[kind] = append(names[kind], publisher(t.Name))
	}
	var lines []string
	for _, kind := range order {
		n := len(names[kind])
		lines = append(lines, series(names[kind])+" "+troubleWords(kind, n, day)+"; "+verb(n, "its", "their")+" news may be missing.")
	}
	if n := len(all) - troubledShown; n > 0 {
		lines = append(lines, count(n, "more source", "more sources")+" had trouble; "+verb(n, "its", "their")+" news may be missing.")
	}
	return lines
}

// troubleWords says what n sources did, after their names.
func troubleWords(t news.SourceTrouble, n int, day news.Day) string {
	has, since := verb(n, "has", "have"), sinceWords(t.Since, day)
	from := strings.Replace(since, "since ", "from ", 1)
	words := "could not be read " + from
	switch t.What {
	case news.OutcomeRefused:
		words = has + " refused us " + since
	case news.OutcomeChallenged:
		words = has + " shown us a check for robots instead of " + verb(n, "its", "their") + " news " + since
	case news.OutcomeGone:
		words = has + " closed " + verb(n, "its news feed", "their news feeds")
	case news.OutcomeNotAFeed:
		words = has + " had no news feed at " + verb(n, "its address ", "their addresses ") + since
	case news.OutcomePartial:
		words = "could be read only in part " + from
	case news.OutcomeSkipped:
		words = has + " not been read " + since
	case "":
		words = has + " not been read yet"
	}
	return strings.TrimSpace(words)
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
