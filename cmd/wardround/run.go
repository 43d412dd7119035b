package main

import (
	"context"
	"errors"
	"log/slog"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/jobs/pgqueue"
)

type runOptions struct{ once, trustClock bool }

func newRun(a *app) *cobra.Command {
	var o runOptions
	cmd := &cobra.Command{
		Use:     "run",
		GroupID: groupRun,
		Short:   "Run the daemon: read, judge, and send each issue on time",
		Long: `Run the daemon: poll the sources on fetch.schedule, and write and send each
edition on its own schedule, until it gets SIGTERM or Ctrl-C. An issue that fell
due while nothing ran is caught up for three days. With web.listen it also
serves the archive: issues, articles with their reasons, search, sources, feeds.
A PostgreSQL server that is not up yet is waited for, 45 seconds at most.

Before anybody but the operator (operator.email) is written to, operator.name
and operator.contact must be set.

A clock that went back by a day, or ahead by two months, since the store was
last used stops it before anything is written: mail would expire and slots be
lost.

With --once it does whatever is due and exits. That is for a crontab: every ten
minutes is right, and it is safe beside a daemon on the same store.

` + exitHelp,
		Example: `  wardround run
  */10 * * * * wardround run --once -q      # in a crontab`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runDaemon(cmd.Context(), a, o) },
	}
	cmd.Flags().BoolVar(&o.once, "once", false, "do whatever is due, and exit")
	cmd.Flags().BoolVar(&o.trustClock, "trust-clock", false, "the clock is right, though it jumped since the last run")
	return cmd
}

func runDaemon(ctx context.Context, a *app, o runOptions) error {
	log := a.logger(slog.LevelInfo) // the first to ask settles the level
	cfg, err := a.config()
	if err != nil {
		return err
	}
	if err := fitToRun(cfg); err != nil {
		return err
	}
	if !o.once {
		if err := a.awaitStore(ctx, databaseWait); err != nil {
			return err
		}
	}
	steps, err := a.steps(ctx)
	if err != nil {
		return err
	}
	if err := a.fitForNews(ctx); err != nil {
		return err
	}
	if err := a.fitToMail(ctx); err != nil {
		return err
	}
	schedule, err := jobs.ParseSchedule(cfg.Fetch.Schedule, cfg.Zone())
	if err != nil {
		return err
	}
	daemon := &jobs.Daemon{Steps: steps, Fetch: schedule}
	if err := checkClock(ctx, steps, o.trustClock); err != nil {
		return err
	}
	if o.once {
		if !daemon.Once(ctx) {
			return partlyError("the log above says which; the rest was done", "some of it failed")
		}
		return nil
	}
	site, err := a.website(ctx, "")
	if err != nil {
		return err
	}
	log.Info("started", "version", version(), "store", cfg.Chosen.Store, "sources", len(steps.Sources), "editions", len(steps.Editions))
	if site != nil {
		log.Info("the archive is open", "address", site.address())
	}
	err = site.beside(ctx, a.runner(daemon))
	log.Info("stopped")
	return err
}

// runner is how the daemon runs: alone, or as one node of those on the same database.
func (a *app) runner(daemon *jobs.Daemon) func(context.Context) error {
	dsn, err := a.cfg.StoreDSN()
	if err != nil || !isPostgres(dsn) {
		return daemon.Run // a store that has no address is not open by now
	}
	return (&pgqueue.Node{Log: a.logger(slog.LevelInfo), Daemon: daemon, DSN: dsn}).Run
}

// checkClock refuses to write or send anything on the word of a clock that jumped.
func checkClock(ctx context.Context, steps *jobs.Steps, trust bool) error {
	if trust {
		return steps.TrustClock(ctx)
	}
	err := steps.CheckClock(ctx)
	if errors.Is(err, jobs.ErrClock) {
		return usageError("set the clock of this machine; if it is right, say so once: wardround run --once --trust-clock", "%w", err)
	}
	return err
}
