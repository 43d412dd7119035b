package digest

import (
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// troubledShown is how many sources with trouble are named; more would bury the
// reader, and the operator has the list.
const troubledShown = 6

// inOrder returns the stories of an issue in reading order, More included.
func inOrder(issue news.Issue) []news.Story {
	var out []news.Story
	for _, s := range issue.Sections {
		out = append(out, s.Stories...)
	}
	return append(out, issue.More...)
}

// tally is the week in one line of counts: "9 stories from 7 publishers".
func tally(stories []news.Story, issue news.Issue) string {
	names := make(map[string]bool)
	for _, s := range stories {
		names[publisher(s.Publisher)] = true
	}
	n := len(stories) + issue.Dropped
	if len(names) == 1 && n == 1 {
		return "1 story, from " + publisher(stories[0].Publisher)
	}
	return count(n, "story", "stories") + " from " + count(len(names), "publisher", "publishers")
}

// tallyAlone is a line of counts that quotes nobody.
func tallyAlone(stories []news.Story, issue news.Issue) string {
	return fmt.Sprintf("%s in this issue, chosen from %s.", count(len(stories)+issue.Dropped, "story", "stories"),
		count(issue.Coverage.Considered, "article", "articles"))
}

// topicsCounted is how many topics the line of counts names.
const topicsCounted = 3

// topicShares says what the stories are about: "4 on pay, 3 on skills and 2 more". It is empty when all are about one topic.
func topicShares(issue news.Issue) string {
	if len(issue.Sections) < 2 {
		return ""
	}
	var parts []string
	rest := len(issue.More) + issue.Dropped
	for i, s := range issue.Sections {
		if i < topicsCounted && s.Topic != "" {
			parts = append(parts, fmt.Sprintf("%s on %s", thousands(len(s.Stories)), inSentence(clip(plain(s.Title), nameRunes))))
			continue
		}
		rest += len(s.Stories)
	}
	if rest > 0 {
		parts = append(parts, thousands(rest)+" more")
	}
	return series(parts)
}

// coverageLines says how complete an issue is, in the reader's words: a quiet
// week and a broken reader of news must not look alike.
func coverageLines(issue news.Issue) []string {
	c := issue.Coverage
	if c.Sources == 0 {
		return []string{"No source was read for this issue."}
	}
	year := issueDay(issue, zone(issue)).Start(time.UTC).Year()
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
		lines = append(lines, trouble(t, year))
	}
	return append(lines, considered(c)...)
}

// considered says what the stories were chosen from.
func considered(c news.Coverage) []string {
	var lines []string
	if c.Considered > 0 {
		line := count(c.Considered, "article", "articles") + " considered: "
		switch left := c.Considered - c.Relevant; {
		case c.Relevant == 0:
			line += verb(c.Considered, "it was not about this.", "none about this.")
		case left <= 0:
			line += "all chosen."
		default:
			line += thousands(c.Relevant) + " chosen, " + thousands(left) + " not about this."
		}
		lines = append(lines, line)
	}
	if c.Unread > 0 {
		lines = append(lines, fmt.Sprintf("The %s of %s could not be opened; we judged %s by the summary in the publisher's feed.",
			verb(c.Unread, "page", "pages"), count(c.Unread, "article", "articles"), verb(c.Unread, "it", "them")))
	}
	return lines
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
func trouble(t news.SourceTrouble, year int) string {
	since := ""
	if t.Since != "" {
		since = " since " + dayIn(t.Since, year)
	}
	what := "could not be read" + since
	switch t.What {
	case news.OutcomeRefused:
		what = "has refused us" + since
	case news.OutcomeChallenged:
		what = "has shown us a check for robots instead of its news" + since
	case news.OutcomeGone:
		what = "has closed its news feed"
	case news.OutcomeNotAFeed:
		what = "has had no news feed at its address" + since
	case news.OutcomePartial:
		what = "could be read only in part" + since
	case news.OutcomeSkipped:
		what = "has not been read" + since
	}
	return publisher(t.Name) + " " + what + "; its news may be missing."
}

// unreadSources is how many sources had trouble. The two figures are counted
// apart, so the larger is believed.
func unreadSources(c news.Coverage) int {
	return min(c.Sources, max(c.Sources-c.Read, len(c.Troubled), 0))
}
