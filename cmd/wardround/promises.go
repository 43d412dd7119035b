package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/track"
)

type promiseOptions struct {
	format, asOf, status string
	explain, all         bool
}

func newPromises(a *app) *cobra.Command {
	var o promiseOptions
	cmd := &cobra.Command{
		Use:     "promises [REF]",
		GroupID: groupLook,
		Short:   "Who said what by when, and what became of it",
		Long: `List the promises that are followed, or tell one as a timeline: what was said,
by whom, how its date was read, and how its status came about. A date that we
read out of loose words is marked as our reading. Overdue means that its date
passed and no report was seen in the sources that are watched, and nothing more.

--as-of shows any day: nothing is kept but the statements. --explain adds why
each is a statement and why they belong together. --format ics is a calendar
file of the due dates; one promise as md or csv is a text fit for citing.

` + exitHelp,
		Example: `  wardround promises --status overdue
  wardround promises P2 --as-of 2024-03-18 --explain
  wardround promises --format ics > due.ics`,
		Args:              cobra.MaximumNArgs(1),
		ValidArgsFunction: a.completePromises,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runPromises(cmd.Context(), a, o, strings.Join(args, ""))
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&o.asOf, "as-of", "", "the day to show (2024-03-18); default today")
	flags.StringVar(&o.status, "status", "", "only this status: "+join(promiseStatuses))
	flags.BoolVar(&o.all, "all", false, "also what only stands beside the beat, such as a café")
	flags.BoolVar(&o.explain, "explain", false, "each in full, with the rules that found it")
	flags.StringVar(&o.format, "format", "table", "how to print: "+join(promiseFormats))
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(promiseFormats, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("status", cobra.FixedCompletions(promiseStatuses, cobra.ShellCompDirectiveNoFileComp))
	cmd.AddCommand(&cobra.Command{
		Use:               "edit REF",
		Short:             "Print the lines to paste into a promises file",
		Long:              "Print the lines to paste into a file of `promises.files`, to name, mute, merge,\nsplit or close a promise by hand. What is decided there always wins.\n\n" + exitHelp,
		Example:           "  wardround promises edit P7 >> my-promises.yaml",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completePromises,
		RunE: func(cmd *cobra.Command, args []string) error {
			return runPromisesEdit(cmd.Context(), a, args[0])
		},
	})
	return cmd
}

// promiseFormats are those of every list, and a calendar file of due dates.
var promiseFormats = append(slices.Clone(formats), "ics")

var promiseStatuses = []string{string(news.Announced), string(news.Due), string(news.Overdue), string(news.Slipped), string(news.Dropped), string(news.Kept)}

func runPromises(ctx context.Context, a *app, o promiseOptions, ref string) error {
	if err := errors.Join(checkFormat(o.format, promiseFormats), checkStatus(o.status)); err != nil {
		return err
	}
	list, err := a.promises(ctx, o.asOf, o.all || ref != "")
	if err != nil {
		return err
	}
	if ref != "" {
		p, err := promiseByRef(list, ref)
		if err != nil {
			return err
		}
		switch o.format {
		case "table":
			return errors.Join(track.Explain(a.out, p, o.explain), a.putRight(ctx, p.Ref))
		case "md":
			return citeMarkdown(a, p)
		case "csv":
			return citation(p).print(a, "csv")
		}
		list = []news.Promise{p}
	}
	var shown []news.Promise
	for _, p := range list {
		if (o.status == "" || string(p.Status) == o.status) && (!p.Muted || ref != "") {
			shown = append(shown, p)
		}
	}
	if o.format == "ics" {
		return track.Calendar(a.out, shown)
	}
	if !o.explain {
		return promiseListing(shown).print(a, o.format)
	}
	for i, p := range shown {
		if i > 0 {
			fmt.Fprintln(a.out)
		}
		if err := track.Explain(a.out, p, true); err != nil {
			return err
		}
	}
	return nil
}

func checkStatus(status string) error {
	for _, s := range promiseStatuses {
		if status == "" || status == s {
			return nil
		}
	}
	return usageError("one of: "+join(promiseStatuses), "unknown status %q", status)
}

// promises says where all promises stand. Without a store there is the history of
// the beat, which needs none. What only stands beside the beat is among them with all.
func (a *app) promises(ctx context.Context, asOf string, all bool) ([]news.Promise, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	b, err := a.loadBeat(cfg.Settings)
	if err != nil {
		return nil, err
	}
	day := news.DayOf(a.now()(), cfg.Zone())
	if asOf != "" {
		if day, err = news.ParseDay(asOf); err != nil {
			return nil, usageError("write it like 2024-03-18", "%w", err)
		}
	}
	if _, err := os.Stat(cfg.Store); a.kept == nil && errors.Is(err, os.ErrNotExist) {
		return b.rules.Follow(b.rules.History(), day), nil
	}
	kept, err := a.openStore(ctx)
	if err != nil {
		return nil, err
	}
	sources, err := a.sources(ctx)
	if err != nil {
		return nil, err
	}
	steps := &jobs.Steps{Log: a.logger(warn), Store: kept, Rules: a.promiseRules(b), Names: cfg.Promises.Names, Lexicon: b.lexicon, Sources: sources, Editions: cfg.EditionList(), Now: a.now()}
	list, err := steps.Promises(ctx, day)
	if err != nil || all {
		return list, err
	}
	return steps.OnBeat(list), nil
}

func promiseByRef(list []news.Promise, ref string) (news.Promise, error) {
	for _, p := range list {
		if strings.EqualFold(p.Ref, ref) || p.ID == ref {
			return p, nil
		}
	}
	return news.Promise{}, usageError("see: wardround promises", "no promise is called %q on that day", ref)
}

func promiseListing(list []news.Promise) listing {
	l := listing{header: []string{"ref", "status", "due", "basis", "promise", "statements", "latest", "publisher"}, wide: 4,
		spare: []string{"publisher", "statements", "basis", "latest"},
		none:  "No promise is followed yet. Read the sources with: wardround fetch"}
	for _, p := range list {
		latest := p.Statements[len(p.Statements)-1]
		title := p.Title
		if len(p.Disputed) > 0 {
			title += " (disputed)"
		}
		l.records = append(l.records, p)
		l.rows = append(l.rows, []string{p.Ref, p.Label, string(p.Due), string(p.DueBasis), title,
			fmt.Sprint(len(p.Statements)), string(latest.Reported), latest.Publisher})
	}
	return l
}

func runPromisesEdit(ctx context.Context, a *app, ref string) error {
	list, err := a.promises(ctx, "", true)
	if err != nil {
		return err
	}
	p, err := promiseByRef(list, ref)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, `promises:
  - id: %q   # %s
    title: %q
    # mute: true                 # list it no more
    # merge: [ID]                # another promise that is the same
    # split: [ID]                # a statement that belongs elsewhere
    # status: kept               # or dropped
    # day: %s
    # link: https://...
    # note: why
`, p.ID, p.Ref, p.Title, p.AsOf)
	return err
}
