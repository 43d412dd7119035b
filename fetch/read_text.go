package fetch

import (
	"regexp"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// headLines is how many lines of a plain text may stand before its body.
const headLines = 10

var byline = regexp.MustCompile(`^(?:By|Words by|Author:)\s+(\pL.{2,80})$`)

// readText reads an article from plain text, as someone copies it from a page:
// a headline, often twice, then a byline and a day in any order, then one
// paragraph a line, then furniture and readers' comments.
func readText(text string, zone *time.Location) news.Page {
	page := news.Page{Quality: news.QualityFull, MaxSnippet: -1}
	lines := textLines(text)
	if len(lines) == 0 {
		page.Quality, page.Reason = news.QualityFailed, "there is no text"
		return page
	}
	title := titleLine(lines)
	page.Title, page.Evidence = lines[title], []string{"title: first line"}
	for _, line := range lines[:title] {
		takeHead(&page, line, zone) // a banner before the headline is no part of it
	}
	body := title + 1
	for body < len(lines) && body < headLines && takeHead(&page, lines[body], zone) {
		body++
	}
	prose, comments := splitTail(lines[body:])
	for i, line := range prose {
		next := ""
		if i+1 < len(prose) {
			next = prose[i+1]
		}
		page.Body = append(page.Body, textBlock(line, next))
	}
	for _, line := range comments {
		page.Comments = append(page.Comments, news.Comment{Text: textBlock(line, "").Text})
	}
	return page
}

// splitTail ends the body where furniture begins (related news, a sign-up) that
// has at least a third of the prose before it, and keeps readers' comments apart.
func splitTail(lines []string) (body, comments []string) {
	prose := 0
	for _, line := range lines {
		prose += proseWords(line)
	}
	before, ended, inComments := 0, false, false
	for _, line := range lines {
		label := extLabelOf(line, len(strings.Fields(line)))
		switch {
		case label == labelClosed:
			inComments, ended = false, true
		case label == labelComments && before > 0:
			inComments, ended = true, true
		case inComments:
			comments = append(comments, line)
		case label == labelTail || label == labelSignup:
			ended = ended || 3*before >= prose
		case !ended:
			before += proseWords(line)
			body = append(body, line)
		}
	}
	return body, comments
}

// proseWords counts the words of a line that is long enough to be running text.
func proseWords(line string) int {
	if n := len(strings.Fields(line)); n > 12 {
		return n
	}
	return 0
}

// textLines returns the lines that are not blank, each clean.
func textLines(text string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		if line = cleanLine(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

// titleLine returns the index of the headline: the last of the first lines that
// stands twice, for breadcrumbs repeat it, else the first line.
func titleLine(lines []string) int {
	seen := map[string]bool{}
	for i, line := range lines[:min(len(lines), headLines)] {
		if seen[line] {
			return i
		}
		seen[line] = true
	}
	return 0
}

// takeHead takes a line between headline and body: the headline again, a byline
// or a day. It reports false when the line is none of them.
func takeHead(page *news.Page, line string, zone *time.Location) bool {
	line = strings.TrimLeft(line, "•·|- ")
	if line == page.Title || line == "" {
		return true
	}
	if m := byline.FindStringSubmatch(line); m != nil && len(page.Authors) == 0 {
		page.Authors = people(m[1])
		page.Evidence = append(page.Evidence, "authors: byline")
		return true
	}
	if t, ok := ParseTime(line, zone); ok && page.Published == "" {
		page.Published = news.DayOf(t, zone)
		page.Evidence = append(page.Evidence, "published: line under the headline")
		return true
	}
	return false
}

// shortLine is the longest a heading inside a text is.
const shortLine = 80

// textBlock tells headings, list items and paragraphs apart.
func textBlock(line, next string) news.Block {
	if item := strings.TrimLeft(line, "•·* "); item != line && item != "" {
		return news.Block{Kind: news.ListItem, Text: item}
	}
	last := line[len(line)-1]
	if len(line) <= shortLine && len(next) > shortLine && !strings.ContainsRune(".!:;,", rune(last)) && !strings.HasSuffix(line, "’") && !strings.HasSuffix(line, "”") {
		return news.Block{Kind: news.Subhead, Text: line}
	}
	return news.Block{Kind: news.Paragraph, Text: line}
}
