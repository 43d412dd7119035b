package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/jobs"
)

func newReclassify(a *app) *cobra.Command {
	var from string
	cmd := &cobra.Command{
		Use:     "reclassify",
		GroupID: groupScript,
		Short:   "Judge stored articles anew after the topics have changed",
		Long: `Judge the articles in the store anew by the topics as they are now. What was
judged by the same topics already is left alone; issues that are out stay as
they are. wardround topics test FILE shows beforehand what would change.

` + exitHelp,
		Example: "  wardround reclassify --since 30d",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runReclassify(cmd.Context(), a, from) },
	}
	cmd.Flags().StringVar(&from, "since", "", "only articles first seen since, such as 30d or 2026-11-16 (default: all)")
	return cmd
}

func runReclassify(ctx context.Context, a *app, from string) error {
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	b, err := a.loadBeat(a.cfg.Settings)
	if err != nil {
		return err
	}
	var start time.Time
	if from != "" {
		if start, err = since(from, a.now()()); err != nil {
			return err
		}
	}
	n, err := kept.JudgeAgain(ctx, start, b.lexicon.Hash())
	if err != nil {
		return err
	}
	steps := &jobs.Steps{Log: a.logger(warn), Store: kept, Lexicon: b.lexicon, Now: a.now()}
	judged, err := steps.Judge(ctx)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s; %d judged by other topics before.\n",
		count(judged, "article judged", "articles judged"), n)
	return err
}
