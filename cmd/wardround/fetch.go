package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

type fetchCommand struct {
	sources  []string
	since    string
	all      bool
	force    bool
	noScrape bool
	dryRun   bool
	format   string

	published string // day of the pages given by hand
}

func newFetch(a *app) *cobra.Command {
	var o fetchCommand
	cmd := &cobra.Command{
		Use:     "fetch [URL|FILE...]",
		GroupID: groupDaily,
		Short:   "Read the sources once and print what is relevant, and why",
		Long: `Read every source that is due, scrape the pages of new articles, judge them, and
print what is relevant and why. The first time a source is read, what it
published within seven days is taken in; --since and --all widen that.

With addresses or files only these are taken in: feeds, pages, saved pages, or
plain text; - is standard input.

--force reads sources that are not due yet. What a server asked for
(Retry-After, robots.txt, gone for good) holds all the same.

` + exitHelp,
		Example: `  wardround fetch
  wardround fetch --source "Wardline" --since 30d
  wardround fetch https://wardline.example/2026/11/new-plan`,
		RunE: func(cmd *cobra.Command, args []string) error { return runFetch(cmd.Context(), a, o, args) },
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&o.sources, "source", nil, "only this source (may be repeated)")
	flags.StringVar(&o.since, "since", "", "window of a first read, such as 30d (default 7d)")
	flags.BoolVar(&o.all, "all", false, "take in everything a source lists")
	flags.BoolVar(&o.force, "force", false, "read sources that are not due as well")
	flags.BoolVar(&o.noScrape, "no-scrape", false, "judge by what the feeds say; read no pages")
	flags.BoolVar(&o.dryRun, "dry-run", false, "read, judge and print, but keep nothing")
	flags.StringVar(&o.published, "published", "", "the `DAY` the given pages were published (2024-03-15), for old articles")
	addFormat(cmd, &o.format)
	_ = cmd.RegisterFlagCompletionFunc("source", a.completeSources)
	return cmd
}

func runFetch(ctx context.Context, a *app, o fetchCommand, targets []string) error {
	if err := checkFormat(o.format, formats); err != nil {
		return err
	}
	if len(targets) > 0 && len(o.sources) > 0 {
		return usageError("give one or the other", "--source chooses among the sources; addresses and files stand for themselves")
	}
	if o.published != "" {
		if len(targets) == 0 {
			return usageError("wardround fetch --published 2024-03-15 FILE", "--published is for addresses and files")
		}
		if _, err := news.ParseDay(o.published); err != nil {
			return usageError("write it like 2024-03-15", "--published: %w", err)
		}
	}
	for _, target := range targets {
		if err := checkTarget(target); err != nil {
			return err
		}
	}
	if err := a.fitForNews(ctx); err != nil {
		return err
	}
	steps, err := a.steps(ctx)
	if err != nil {
		return err
	}
	if len(targets) > 0 {
		return fetchTargets(ctx, a, steps, o, targets)
	}
	sources, err := choose(steps.Sources, o.sources)
	if err != nil {
		return err
	}
	if len(sources) == 0 {
		return usageError("add one: wardround sources add URL; or set `starter: true` in the configuration", "there is no source to read")
	}
	return fetchSources(ctx, a, steps, o, sources)
}

// choose returns the named sources, or all that are on. Naming one switches it on.
func choose(all []news.Source, names []string) ([]news.Source, error) {
	var chosen []news.Source
	if len(names) == 0 {
		for _, s := range all {
			if !s.Off {
				chosen = append(chosen, s)
			}
		}
		return chosen, nil
	}
	byName := map[string]news.Source{}
	for _, s := range all {
		byName[s.Name], byName[s.URL] = s, s
	}
	for _, name := range names {
		s, ok := byName[name]
		if !ok {
			return nil, usageError("wardround sources list shows their names", "no source is called %q", name)
		}
		s.Off = false
		chosen = append(chosen, s)
	}
	return chosen, nil
}

// pollRequest turns the flags into a request.
func (o fetchCommand) pollRequest() (fetch.PollRequest, error) {
	req := fetch.PollRequest{Force: o.force, All: o.all, DryRun: o.dryRun}
	if o.since == "" {
		return req, nil
	}
	var err error
	req.Since, err = duration(o.since)
	return req, err
}

func fetchSources(ctx context.Context, a *app, steps *jobs.Steps, o fetchCommand, sources []news.Source) error {
	poll, err := o.pollRequest()
	if err != nil {
		return err
	}
	bars := newProgress(a)
	poll.Progress = bars.stage("sources")
	began := a.now()()
	round, err := waitWhileBusy(ctx, a, func() (jobs.Round, error) {
		return steps.Round(ctx, jobs.RoundRequest{Sources: sources, Poll: poll, NoScrape: o.noScrape, PageProgress: bars.stage("pages")})
	})
	bars.stop()
	if err != nil {
		return err
	}
	if o.dryRun {
		return printDryRun(a, steps, round, o.format)
	}
	found, err := a.kept.Find(ctx, store.Query{TakenSince: began, Relevant: true, ByScore: true, Brief: true})
	if err != nil {
		return err
	}
	if o.format != "table" {
		err = articleListing(a, found).print(a, o.format)
	} else {
		printRound(a, round, found)
	}
	return errors.Join(err, roundStatus(round))
}

// waitWhileBusy runs a round, and waits while another process is at the same.
func waitWhileBusy(ctx context.Context, a *app, round func() (jobs.Round, error)) (jobs.Round, error) {
	const patience = 2 * time.Minute
	told := false
	for until := time.Now().Add(patience); ; {
		result, err := round()
		if !errors.Is(err, jobs.ErrBusy) {
			return result, err
		}
		if time.Now().After(until) {
			return result, unreachableError("try again later, or name another store with --store", fmt.Errorf("fetch: %w", err))
		}
		if !told {
			a.logger(warn).Warn("another wardround is fetching into this store; waiting for it")
			told = true
		}
		select {
		case <-ctx.Done():
			return result, ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

// roundStatus is the exit status of a round: 1 when a source failed, 3 when all did.
func roundStatus(round jobs.Round) error {
	failed, asked := round.Poll.Failed(), 0
	for _, r := range round.Poll.Results {
		if r.Outcome != news.OutcomeSkipped {
			asked++
		}
	}
	switch failed {
	case 0:
		return nil
	case asked:
		return unreachableError("is this machine connected? a proxy is set under http.proxy",
			fmt.Errorf("none of %s could be read", count(asked, "source", "sources")))
	}
	return partlyError("the others were read; wardround sources health says more", "%d of %s could not be read",
		failed, count(asked, "source", "sources"))
}
