package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/classify"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/store"
)

func newTopics(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "topics",
		GroupID: groupScript,
		Short:   "What articles are judged by: list it, or try a change",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newTopicsTest(a), newTopicsTerms(a))
	return cmd
}

func newTopicsTerms(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "terms",
		Short:   "List every term, what it stands for and where it is written",
		Long:    "List every term, what it stands for and where it is written.\n\n" + exitHelp,
		Example: "  wardround topics terms --format csv",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runTopicsTerms(a, format) },
	}
	addFormat(cmd, &format)
	return cmd
}

func runTopicsTerms(a *app, format string) error {
	if err := checkFormat(format, formats); err != nil {
		return err
	}
	b, err := a.chosenBeat()
	if err != nil {
		return err
	}
	l := listing{header: []string{"for", "weight", "at", "term"}, wide: 3, none: "No term."}
	for _, t := range b.lexicon.Terms() {
		l.records = append(l.records, t)
		l.rows = append(l.rows, []string{t.For, fmt.Sprintf("%g", t.Value), t.At, t.Term})
	}
	return l.print(a, format)
}

type topicsTestOptions struct{ since, format string }

func newTopicsTest(a *app) *cobra.Command {
	var o topicsTestOptions
	cmd := &cobra.Command{
		Use:   "test FILE...",
		Short: "Show what topics files would change on the stored articles",
		Long: `Judge the stored articles by the topics with each FILE added, and show which
would be newly in, newly out, or about something else than their verdict in the
store says. A file that is named under topics.files and was edited is tried as
it is now. Nothing is kept: wardround reclassify does that.

` + exitHelp,
		Example: "  wardround topics test my-topics.yaml --since 30d",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runTopicsTest(cmd.Context(), a, o, args)
		},
	}
	addFormat(cmd, &o.format)
	cmd.Flags().StringVar(&o.since, "since", "", "only articles first seen since, such as 30d or 2026-11-16 (default: all)")
	return cmd
}

// topicChange is an article that would be judged otherwise.
type topicChange struct {
	ID     int64    `json:"id"`
	Title  string   `json:"title"`
	Link   string   `json:"link"`
	Change string   `json:"change"` // in, out, moved
	Before float64  `json:"before"` // score
	After  float64  `json:"after"`
	Had    []string `json:"had"` // topics
	Has    []string `json:"has"`
	Why    string   `json:"why"`
}

func runTopicsTest(ctx context.Context, a *app, o topicsTestOptions, files []string) error {
	if err := checkFormat(o.format, formats); err != nil {
		return err
	}
	cfg, err := a.config()
	if err != nil {
		return err
	}
	edited, err := loadLexicon(cfg.Settings, withFiles(cfg.Topics.Files, files))
	if err != nil {
		return usageError("nothing was judged", "%w", err)
	}
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	var query store.Query
	if o.since != "" {
		if query.Since, err = since(o.since, a.now()()); err != nil {
			return err
		}
	}
	found, err := kept.Find(ctx, query)
	if err != nil {
		return err
	}
	l := listing{header: []string{"change", "id", "score", "title", "topics"}, wide: 3,
		none: fmt.Sprintf("No change on %s.", count(len(found), "article", "articles"))}
	for _, f := range found {
		if c, ok := changed(f, edited); ok {
			l.records = append(l.records, c)
			l.rows = append(l.rows, []string{c.Change, fmt.Sprint(c.ID), fmt.Sprintf("%.0f to %.0f", c.Before, c.After),
				c.Title, topicMoves(c.Had, c.Has)})
		}
	}
	return l.print(a, o.format)
}

// withFiles adds files to those in force; one that is in force is there once.
func withFiles(inForce, files []string) []string {
	out := slices.Clone(inForce)
	for _, f := range files {
		same := func(g string) bool { return filepath.Clean(absolute(g)) == filepath.Clean(absolute(f)) }
		if !slices.ContainsFunc(out, same) {
			out = append(out, f)
		}
	}
	return out
}

// changed judges a stored article by another lexicon and says whether it makes a
// difference to the verdict in the store.
func changed(f store.Found, edited *classify.Lexicon) (topicChange, bool) {
	was, is := f.Verdict, edited.Judge(jobs.AsJudged(f.Article))
	c := topicChange{ID: f.Article.ID, Title: f.Article.Title, Link: f.Article.URL, Before: was.Score, After: is.Score,
		Had: slices.Sorted(slices.Values(was.Topics)), Has: slices.Sorted(slices.Values(is.Topics)), Why: is.Why}
	switch {
	case is.Relevant && !was.Relevant:
		c.Change = "in"
	case was.Relevant && !is.Relevant:
		c.Change = "out"
	case !slices.Equal(c.Had, c.Has):
		c.Change = "moved"
	}
	return c, c.Change != ""
}

// topicMoves writes what an article gains and loses: "+pay -skills".
func topicMoves(had, has []string) string {
	var out string
	for _, t := range has {
		if !slices.Contains(had, t) {
			out += " +" + t
		}
	}
	for _, t := range had {
		if !slices.Contains(has, t) {
			out += " -" + t
		}
	}
	if out == "" {
		return ""
	}
	return out[1:]
}
