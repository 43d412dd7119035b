package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

type correctOptions struct {
	edition, status string
	now, list       bool
}

func newCorrect(a *app) *cobra.Command {
	var o correctOptions
	cmd := &cobra.Command{
		Use:     "correct REF TEXT",
		GroupID: groupRun,
		Short:   "Put right what an issue has told",
		Long: `Put right what an issue has told: a story by its reference (11.3), or a promise
(P2). The next issue of each edition that told it says so under "Put right",
even in a week without news. The issue stays in the archive as it was sent, with
the correction beside it.

--status sets where a promise stands from today on, until a newer statement.
--now sends the correction alone, at once, to those who got the issue and still
get the edition; the next issue then leaves it out. It goes with
` + "`wardround run`, or with the next `run --once`." + `

` + exitHelp,
		Example: "  wardround correct 11.3 'The consultation closes on 22 March, not on 15 March.'\n  wardround correct P2 'The plan came out on 3 May.' --status kept --now\n  wardround correct --list",
		Args:    cobra.MaximumNArgs(2),
		RunE:    func(cmd *cobra.Command, args []string) error { return runCorrect(cmd.Context(), a, o, args) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.edition, "edition", "", "only this edition; needed when stories of several have the reference")
	flags.StringVar(&o.status, "status", "", "where the promise stands: "+join(promiseStatuses))
	flags.BoolVar(&o.now, "now", false, "send it alone, at once")
	flags.BoolVar(&o.list, "list", false, "list what was put right so far")
	cmd.ValidArgsFunction = a.completePromises // stories go by many numbers; promises are few
	_ = cmd.RegisterFlagCompletionFunc("edition", a.completeEditions)
	_ = cmd.RegisterFlagCompletionFunc("status", cobra.FixedCompletions(promiseStatuses, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func runCorrect(ctx context.Context, a *app, o correctOptions, args []string) error {
	if o.list && len(args) == 0 {
		return listCorrections(ctx, a)
	}
	if o.list || len(args) != 2 || strings.TrimSpace(args[1]) == "" {
		return usageError("wardround correct REF 'what was wrong, and what is right'", "say what to put right, and how")
	}
	ref := strings.ToUpper(args[0])
	if err := checkStatus(o.status); err != nil {
		return err
	}
	if o.status != "" && !strings.HasPrefix(ref, "P") {
		return usageError("leave --status out", "only a promise has a status; %q is a story", ref)
	}
	if _, err := a.openStore(ctx); err != nil {
		return err
	}
	if o.edition != "" {
		if _, err := a.edition(o.edition); err != nil {
			return err
		}
	}
	steps, err := a.steps(ctx)
	if err != nil {
		return err
	}
	all, letters, err := steps.Correct(ctx, jobs.Correct{Ref: ref, Text: strings.Join(strings.Fields(args[1]), " "), Edition: o.edition,
		Status: news.PromiseStatus(o.status), Now: o.now})
	switch {
	case errors.Is(err, jobs.ErrNotTold):
		return usageError("use a reference as an issue shows it, such as 11.3 or P2", "%w", err)
	case errors.Is(err, jobs.ErrWhichEdition):
		return usageError("say which with --edition", "%w", err)
	case err != nil:
		return err
	}
	for _, c := range all {
		when := "the next issue tells it"
		if !c.Told.IsZero() {
			when = "told by letter"
		}
		fmt.Fprintf(a.out, "%s, issue %d [%s]: put right; %s.\n", c.Edition, c.Issue, c.Ref, when)
	}
	if o.now {
		fmt.Fprintf(a.out, "%s to send.\n", count(letters, "letter", "letters"))
	}
	return nil
}

func listCorrections(ctx context.Context, a *app) error {
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	all, err := kept.Corrections(ctx, "")
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(a.out, "Nothing was put right so far.")
	}
	for _, c := range all {
		fmt.Fprintf(a.out, "%s  %s issue %d  %s\n", c.At.In(a.cfg.Zone()).Format("2006-01-02"), c.Edition, c.Issue, correctionLine(c))
	}
	return nil
}

// correctionLine is one correction for the operator: about what, in which words,
// and whether readers know.
func correctionLine(c store.Correction) string {
	line := "[" + c.Ref + "] " + printable(c.Text)
	if c.Status != "" {
		line += " (status: " + string(c.Status) + ")"
	}
	if c.Told.IsZero() {
		return line + " (the next issue tells it)"
	}
	return line + " (readers were told)"
}

// putRight adds to a promise on the terminal what was put right of it.
func (a *app) putRight(ctx context.Context, ref string) error {
	if a.kept == nil {
		return nil
	}
	all, err := a.kept.Corrections(ctx, "")
	if err != nil {
		return err
	}
	for _, c := range all {
		if c.Ref == ref {
			fmt.Fprintf(a.out, "\nPut right on %s, %s issue %d: %s\n", c.At.In(a.cfg.Zone()).Format("2006-01-02"), c.Edition, c.Issue, correctionLine(c))
		}
	}
	return nil
}
