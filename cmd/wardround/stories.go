package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
)

type storyOptions struct {
	format, since string
	limit         int
	alone         bool
	explain       bool
}

func newStories(a *app) *cobra.Command {
	var o storyOptions
	cmd := &cobra.Command{
		Use:     "stories [REF|NUMBER|URL]",
		GroupID: groupLook,
		Short:   "List stories that several publishers tell, and why they are one",
		Long: `List the stories that several relevant articles tell, latest first, or the one
story of an article. --explain says how each article came by the story, what it
shares with the others, and which articles nearby were kept apart.

The operator has the last word: merge and split write to stories.yaml beside the
store. Stories of an issue that went out stay as they were told there.

` + exitHelp,
		Example: `  wardround stories --since 7d
  wardround stories 11.3 --explain
  wardround stories merge 412 419
  wardround stories split 419`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runStories(cmd.Context(), a, o, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.since, "since", "14d", "only with an article since: 7d, 36h or a day (2026-11-16)")
	flags.IntVar(&o.limit, "limit", 50, "at most so many")
	flags.BoolVar(&o.alone, "alone", false, "also those that one article tells")
	flags.BoolVar(&o.explain, "explain", false, "say why they are one, and what was kept apart")
	addFormat(cmd, &o.format)
	cmd.AddCommand(newStoriesMerge(a), newStoriesSplit(a))
	return cmd
}

func runStories(ctx context.Context, a *app, o storyOptions, args []string) error {
	if err := checkFormat(o.format, formats); err != nil {
		return err
	}
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	shelf := jobs.Shelf{Store: kept}
	var stories []jobs.KeptStory
	if len(args) == 1 {
		o.alone = true
		article, err := a.storedArticle(ctx, args[0])
		if err != nil {
			return err
		}
		stories, err = shelf.Of(ctx, article.ID)
		if err != nil {
			return err
		}
	} else {
		from, err := since(o.since, a.now()())
		if err != nil {
			return err
		}
		stories, err = shelf.Since(ctx, news.DayOf(from, time.UTC), jobs.ShelfLimit{Stories: o.limit, Alone: o.alone})
		if err != nil {
			return err
		}
	}
	if o.explain && o.format == "table" {
		return explainStories(ctx, a, shelf, stories)
	}
	return storyListing(stories).print(a, o.format)
}

// explainStories writes each story with its reasons.
func explainStories(ctx context.Context, a *app, shelf jobs.Shelf, stories []jobs.KeptStory) error {
	for i, story := range stories {
		near, err := shelf.Near(ctx, story)
		if err != nil {
			return err
		}
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		fmt.Fprintln(a.out, a.emphasis(fmt.Sprintf("Story %d", story.Number), bold))
		before, err := shelf.Earlier(ctx, story.Members)
		if err != nil {
			return err
		}
		text := cluster.Explain(story.Members, near) + earlierLine(before)
		for _, line := range strings.Split(strings.TrimSuffix(text, "\n"), "\n") {
			if _, err := fmt.Fprintln(a.out, a.hang(printableLine(line))); err != nil {
				return err
			}
		}
	}
	return nil
}

// earlierLine names the story that tells the affair at an earlier stage.
func earlierLine(b jobs.Before) string {
	if len(b.Members) == 0 {
		return ""
	}
	lead := b.Members[0]
	return fmt.Sprintf("earlier: %s  %s\n  %s: %s then; %s\n", lead.Day, lead.Title, lead.Publisher, b.Stage, b.Why)
}

// hang breaks a line for the terminal: what goes on stands deeper. Elsewhere a line
// stays whole, so that programs find it.
func (a *app) hang(line string) string {
	text := strings.TrimSpace(line)
	indent := line[:len(line)-len(strings.TrimLeft(line, " "))]
	if width := a.width(); width > 0 {
		text = wrap(text, max(20, width-len(indent)-4), indent+"    ")
	}
	return indent + text
}

// printableLine keeps the indent of a line.
func printableLine(line string) string {
	text := strings.TrimLeft(line, " ")
	return line[:len(line)-len(text)] + printable(text)
}

// storyRecord is one story for programs.
type storyRecord struct {
	Story    int64         `json:"story"`
	First    news.Day      `json:"first"`
	Last     news.Day      `json:"last"`
	Title    string        `json:"title"`
	Link     string        `json:"link"`
	Articles []storyMember `json:"articles"` // the lead first
}

type storyMember struct {
	ID        int64    `json:"id"`
	Publisher string   `json:"publisher"`
	Title     string   `json:"title"`
	Link      string   `json:"link"`
	Day       news.Day `json:"day"`
	Role      string   `json:"role"`
	Of        string   `json:"of,omitempty"`
	Why       string   `json:"why,omitempty"`
}

func storyListing(stories []jobs.KeptStory) listing {
	l := listing{header: []string{"story", "day", "reports", "title", "told by"}, wide: 3,
		spare: []string{"told by"},
		none:  "No story has several reports. Read the sources with: wardround fetch"}
	for _, s := range stories {
		lead := s.Members[0]
		r := storyRecord{Story: s.Number, First: lead.Day, Last: lead.Day, Title: lead.Title, Link: lead.URL}
		var by []string
		for _, m := range s.Members {
			r.First, r.Last = min(r.First, m.Day), max(r.Last, m.Day)
			r.Articles = append(r.Articles, storyMember{ID: m.Article, Publisher: m.Publisher, Title: m.Title, Link: m.URL,
				Day: m.Day, Role: string(m.Role), Of: m.Of, Why: m.Why})
			by = append(by, m.Publisher)
		}
		l.records = append(l.records, r)
		l.rows = append(l.rows, []string{fmt.Sprint(r.Story), string(r.Last), fmt.Sprint(len(by)), r.Title, strings.Join(by, ", ")})
	}
	return l
}
