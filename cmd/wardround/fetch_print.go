package main

import (
	"fmt"
	"strings"

	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// printRound tells a person what a round came to: sources in trouble first,
// then what is relevant and why, then the figures.
func printRound(a *app, round jobs.Round, found []store.Found) {
	printTrouble(a, round)
	if len(found) > 0 {
		fmt.Fprintf(a.out, "%s\n\n", a.emphasis("Relevant and new, best first", bold))
	}
	for _, f := range found {
		printFound(a, f)
	}
	fmt.Fprintln(a.out, roundFigures(round, len(found)))
	if round.Poll.New() == 0 && len(found) == 0 {
		fmt.Fprintln(a.out, "Nothing new. What is known: wardround articles --since 7d; the issue so far: wardround digest")
		return
	}
	if len(found) > 0 {
		fmt.Fprintln(a.out, "Why one is in or out: wardround explain ID. The issue so far: wardround digest")
	}
}

func printTrouble(a *app, round jobs.Round) {
	const shown = 12
	var lines []string
	for _, r := range round.Poll.Results {
		switch {
		case r.Outcome.OK() || r.Outcome == news.OutcomeSkipped:
			continue
		case r.Reason != "":
			lines = append(lines, fmt.Sprintf("%s: %s", r.Source.Name, r.Reason))
		default:
			lines = append(lines, fmt.Sprintf("%s: %s", r.Source.Name, r.Outcome))
		}
	}
	if len(lines) == 0 {
		return
	}
	fmt.Fprintf(a.out, "%s\n", a.emphasis("Could not be read", bold))
	for i, line := range lines {
		if i == shown {
			fmt.Fprintf(a.out, "  and %d more: wardround sources health\n", len(lines)-shown)
			break
		}
		fmt.Fprintf(a.out, "  %s\n", wrap(printable(line), 76, "    "))
	}
	fmt.Fprintln(a.out)
}

// printFound tells one article in four lines of at most 80 columns.
func printFound(a *app, f store.Found) {
	article := f.Article
	var lines strings.Builder // written at once: a first read may tell thousands
	fmt.Fprintf(&lines, "%s  %s\n", a.emphasis(fmt.Sprintf("%3.0f", f.Verdict.Score), levelColour(f.Verdict.Level), bold),
		a.emphasis(wrap(printable(article.Title), 74, "     "), bold))
	byline := article.Publisher
	if day := article.Day(a.cfg.Zone()); !day.IsZero() {
		byline += ", " + day.Long()
	}
	byline += " - " + levelWord(f.Verdict)
	if article.ID != 0 {
		byline += fmt.Sprintf(" [%d]", article.ID)
	}
	if note := qualityNote(article.Quality); note != "" {
		byline += " - " + note
	}
	fmt.Fprintf(&lines, "     %s\n", printable(byline))
	if f.Verdict.Why != "" {
		fmt.Fprintf(&lines, "     %s\n", wrap("why: "+printable(f.Verdict.Why), 74, "          "))
	}
	fmt.Fprintf(&lines, "     %s\n\n", a.emphasis(printable(article.URL), faint))
	fmt.Fprint(a.out, lines.String())
}

func levelWord(v news.Verdict) string {
	if !v.Relevant {
		return "not relevant"
	}
	return string(v.Level)
}

func levelColour(level news.Level) string {
	switch level {
	case news.Core:
		return green
	case news.Peripheral:
		return amber
	}
	return red
}

func qualityNote(q news.Quality) string {
	switch q {
	case news.QualityFull, "":
		return ""
	case news.QualityFeed:
		return "judged by the feed's own text"
	case news.QualityWall:
		return "subscribers only"
	case news.QualityTeaser:
		return "opening only"
	}
	return string(q)
}

// roundFigures is the one line a round ends in.
func roundFigures(round jobs.Round, relevant int) string {
	var read, unchanged, skipped, known, updated int
	for _, r := range round.Poll.Results {
		known += r.Saved.Known
		updated += r.Saved.Updated
		switch {
		case r.Outcome == news.OutcomeUnchanged:
			unchanged++
		case r.Outcome.OK():
			read++
		case r.Outcome == news.OutcomeSkipped:
			skipped++
		}
	}
	parts := []string{fmt.Sprintf("%s: %d read", count(len(round.Poll.Results), "source", "sources"), read)}
	for _, p := range []struct {
		n    int
		text string
	}{{unchanged, "unchanged"}, {skipped, "not due"}, {round.Poll.Failed(), "failed"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.text))
		}
	}
	line := strings.Join(parts, ", ") + fmt.Sprintf(". %d new", round.Poll.New())
	if updated > 0 {
		line += fmt.Sprintf(", %d edited", updated)
	}
	if known > 0 {
		line += fmt.Sprintf(", %d older ones noted", known)
	}
	if pages := len(round.Scrape.Results); pages > 0 {
		line += fmt.Sprintf("; %s scraped, %d whole", count(pages, "page", "pages"), round.Scrape.Count(news.QualityFull))
	}
	line += fmt.Sprintf("; %d relevant.", relevant)
	return wrap(line, 80, "")
}

// wrap breaks a text at blanks so that no line is longer than width, and
// indents all lines but the first.
func wrap(text string, width int, indent string) string {
	var b strings.Builder
	room := 0
	for i, word := range strings.Fields(text) {
		length := len([]rune(word))
		switch {
		case i == 0:
			room = width
		case length+1 > room:
			b.WriteString("\n" + indent)
			room = width
		default:
			b.WriteByte(' ')
			room--
		}
		b.WriteString(word)
		room -= length
	}
	return b.String()
}
