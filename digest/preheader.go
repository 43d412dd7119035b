package digest

import (
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// Sizes of the preview line: a shorter one lets a mail program fill up with whatever
// comes next, a longer one is cut.
const (
	preheaderShort  = 30
	preheaderLength = 136
)

// preheader is the preview line of an inbox: what else is inside.
func preheader(issue news.Issue) string {
	parts := []string{}
	if n := plain(issue.Notice); n != "" {
		parts = append(parts, sentence(clip(n, 60)))
	}
	stories := inOrder(issue)
	if line := weekInShort(stories, issue); line != "" {
		parts = append(parts, sentence(line))
	}
	var more []string
	if len(stories) == 0 {
		parts = append(parts, coverageLines(issue)...)
	} else if n := unreadSources(issue.Coverage); n > 0 {
		more = append(more, count(n, "source", "sources")+" not read.")
	}
	for _, s := range alsoInside(issue) {
		more = append(more, sentence(trimPrefixes(headline(s.Title))))
	}
	for _, m := range more { // whole ones only
		if used := utf8.RuneCountInString(strings.Join(parts, " ")); used+1+utf8.RuneCountInString(m) <= preheaderLength {
			parts = append(parts, m)
		}
	}
	line := clip(strings.Join(parts, " "), preheaderLength)
	if utf8.RuneCountInString(line) < preheaderShort || misread.MatchString(line) {
		line = clip(tallyAlone(stories, issue), preheaderLength)
	}
	return line
}

// weekInShort counts what an issue holds, and the minutes it takes.
func weekInShort(stories []news.Story, issue news.Issue) string {
	switch {
	case len(stories) > 0:
		return tally(stories, issue) + ", " + minutes(issue)
	case len(issue.Promises) > 0:
		return promiseTally(issue)
	}
	return tally(stories, issue)
}

// alsoInside returns two stories that the subject does not name, of other topics
// if there are any.
func alsoInside(issue news.Issue) []news.Story {
	var first, rest []news.Story
	_, promised := leadPromise(issue)
	for i, s := range issue.Sections {
		if i == 0 && promised && len(s.Stories) > 0 {
			first = append(first, s.Stories[0])
		}
		if i > 0 && len(s.Stories) > 0 {
			first = append(first, s.Stories[0])
			rest = append(rest, s.Stories[1:]...)
		} else if len(s.Stories) > 0 {
			rest = append(rest, s.Stories[1:]...)
		}
	}
	both := slices.Concat(first, rest)
	return both[:min(2, len(both))]
}

// misread are words that make a preview useless, or that filters count against it.
var misread = regexp.MustCompile(`(?i)view (?:this|it|in)|in (?:your )?browser|unsubscribe|having trouble`)
