package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/store"
)

// articleOptions are the flags that choose articles, shared by articles and search.
type articleOptions struct {
	format, topic, source, since string
	all                          bool
	limit                        int
	byRank                       bool
}

func (o *articleOptions) add(a *app, cmd *cobra.Command) {
	flags := cmd.Flags()
	flags.StringVar(&o.topic, "topic", "", "only this topic")
	flags.StringVar(&o.source, "source", "", "only what this source listed first")
	flags.StringVar(&o.since, "since", "", "only what was first seen since: 7d, 36h or a day (2026-11-16)")
	flags.IntVar(&o.limit, "limit", 50, "at most so many; 0 for all")
	addFormat(cmd, &o.format)
	_ = cmd.RegisterFlagCompletionFunc("topic", a.completeTopics)
	_ = cmd.RegisterFlagCompletionFunc("source", a.completeSources)
}

func newArticles(a *app) *cobra.Command {
	var o articleOptions
	cmd := &cobra.Command{
		Use:     "articles",
		GroupID: groupLook,
		Short:   "List articles, newest first",
		Long: `List the relevant articles that were taken in, newest first; --all lists the
others too, those that were too old when their source was first read included.

` + exitHelp,
		Example: "  wardround articles --since 7d --format csv",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runArticles(cmd.Context(), a, o, "")
		},
	}
	o.add(a, cmd)
	cmd.Flags().BoolVar(&o.all, "all", false, "also those that are not relevant")
	return cmd
}

func newSearch(a *app) *cobra.Command {
	var o articleOptions
	cmd := &cobra.Command{
		Use:     "search QUERY...",
		GroupID: groupLook,
		Short:   "Find articles by their words",
		Long: `Find articles that hold every word of the query, newest first. Words in double
quotes must stand together. Relevant or not is not asked unless --relevant is
given.

` + exitHelp,
		Example: `  wardround search '"annual report" delay'`,
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runArticles(cmd.Context(), a, o, strings.Join(args, " "))
		},
	}
	relevant := cmd.Flags().Bool("relevant", false, "only relevant articles")
	o.add(a, cmd)
	cmd.Flags().BoolVar(&o.byRank, "best", false, "best match first, of the newest 1,000 that match, in place of newest first")
	cmd.PreRun = func(*cobra.Command, []string) { o.all = !*relevant }
	return cmd
}

func runArticles(ctx context.Context, a *app, o articleOptions, text string) error {
	if err := checkFormat(o.format, formats); err != nil {
		return err
	}
	if o.limit < 0 {
		return usageError("0 stands for all", "--limit %d is no number of articles", o.limit)
	}
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	query := store.Query{Text: text, Topic: o.topic, Source: o.source, Relevant: !o.all, Known: o.all,
		Limit: o.limit, ByRank: o.byRank, Brief: true}
	if o.since != "" {
		if query.Since, err = since(o.since, a.now()()); err != nil {
			return err
		}
	}
	found, err := kept.Find(ctx, query)
	if err != nil {
		return err
	}
	if len(found) == 0 {
		if err := a.knownNames(ctx, o); err != nil {
			return err
		}
	}
	l := articleListing(a, found)
	if text+o.topic+o.source+o.since != "" {
		l.none = "No article is like that."
	}
	return l.print(a, o.format)
}

// knownNames refuses a topic or source of which nothing was found because it is unknown.
// Those that have gone from the configuration still have their articles.
func (a *app) knownNames(ctx context.Context, o articleOptions) error {
	b, err := a.chosenBeat()
	if err != nil {
		return err
	}
	var topics []string
	for _, t := range b.topics {
		topics = append(topics, t.Name)
	}
	if o.topic != "" && !slices.Contains(topics, o.topic) {
		return usageError("one of: "+strings.Join(topics, ", "), "no topic is called %q", o.topic)
	}
	if o.source == "" {
		return nil
	}
	sources, err := a.sources(ctx)
	if err != nil {
		return err
	}
	_, err = choose(sources, []string{o.source})
	return err
}

// articleRecord is one article for programs.
type articleRecord struct {
	Feed      string   `json:"feed"`
	Source    string   `json:"source"`
	ID        int64    `json:"id"`
	Title     string   `json:"title"`
	Link      string   `json:"link"`
	Published string   `json:"published"` // RFC 3339, a day, or ""
	FirstSeen string   `json:"first_seen"`
	Level     string   `json:"level"`
	Score     float64  `json:"score"`
	Topics    []string `json:"topics"`
}

func articleListing(a *app, found []store.Found) listing {
	l := listing{header: []string{"id", "day", "score", "title", "source", "topics"}, wide: 3,
		spare: []string{"topics", "source"},
		none:  "No article. Read the sources with: wardround fetch"}
	zone := a.cfg.Zone()
	for _, f := range found {
		article := f.Article
		r := articleRecord{Feed: f.Feed, Source: article.Source, ID: article.ID, Title: article.Title, Link: article.URL,
			Published: string(article.PublishedDay), FirstSeen: article.FirstSeen.Format(time.RFC3339),
			Level: string(f.Verdict.Level), Score: f.Verdict.Score, Topics: f.Verdict.Topics}
		if !article.Published.IsZero() {
			r.Published = article.Published.Format(time.RFC3339)
		}
		if r.Topics == nil {
			r.Topics = []string{}
		}
		score := "-"
		if f.Judged {
			score = fmt.Sprintf("%.0f", f.Verdict.Score)
		}
		l.records = append(l.records, r)
		l.rows = append(l.rows, []string{fmt.Sprint(r.ID), string(article.Day(zone)), score, r.Title, r.Source,
			strings.Join(r.Topics, " ")})
	}
	return l
}
