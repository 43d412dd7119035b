package main

import (
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/jobs"
)

func newSchedule(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "schedule",
		GroupID: groupRun,
		Short:   "Show when sources are read and issues go out next",
		Long:    "Show the next five instants of each schedule, on the wall clock of its zone.\n\n" + exitHelp,
		Example: "  wardround schedule",
		Args:    cobra.NoArgs,
		RunE:    func(*cobra.Command, []string) error { return runSchedule(a) },
	}
}

func runSchedule(a *app) error {
	cfg, err := a.config()
	if err != nil {
		return err
	}
	if err := showNext(a, "reading sources", cfg.Fetch.Schedule, cfg.Zone()); err != nil {
		return err
	}
	for _, e := range cfg.EditionList() {
		fmt.Fprintln(a.out)
		if err := showNext(a, "edition "+e.Name, e.Schedule, e.Location); err != nil {
			return err
		}
	}
	return nil
}

func showNext(a *app, what, line string, zone *time.Location) error {
	schedule, err := jobs.ParseSchedule(line, zone)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s: %s (%s)\n", a.emphasis(what, bold), line, zone)
	if at, ok := schedule.Unsafe(a.now()()); ok {
		fmt.Fprintf(a.out, "  %s the clocks change at that hour, next on %s.\n  It comes once then, but not when expected. An hour after 02:00 is safe.\n",
			a.emphasis("warning:", amber), at.In(zone).Format("Monday 2 January 2006"))
	}
	at := a.now()()
	for range 5 {
		at = schedule.Next(at)
		fmt.Fprintf(a.out, "  %s\n", at.In(zone).Format("Mon 2 Jan 2006 15:04"))
	}
	return nil
}
