package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"
)

func newRescrape(a *app) *cobra.Command {
	from := "30d"
	cmd := &cobra.Command{
		Use:     "rescrape",
		GroupID: groupRun,
		Short:   "Read the kept pages again with today's rules, without the network",
		Long: `Read the pages that were received since a while ago again, with the rules of
extraction as they are now, and judge their articles again. Nobody is
asked: pages are kept as received for as long as fetch.keep_pages says. What an
issue told already is not told again.

` + exitHelp,
		Example: "  wardround rescrape --since 90d",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runRescrape(cmd.Context(), a, from) },
	}
	cmd.Flags().StringVar(&from, "since", from, "pages received in the last `DURATION`, such as 7d")
	return cmd
}

func runRescrape(ctx context.Context, a *app, from string) error {
	start, err := since(from, a.now()())
	if err != nil {
		return err
	}
	steps, err := a.steps(ctx)
	if err != nil {
		return err
	}
	done, err := steps.Fetcher.Rescrape(ctx, start)
	if err != nil {
		return partlyError(fmt.Sprintf("%s read before that; running it again is safe", count(done.Pages, "page", "pages")), "%w", err)
	}
	judged, err := steps.Judge(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s read again, %d read differently; %s judged.\n",
		count(done.Pages, "kept page", "kept pages"), done.Changed, count(judged, "article", "articles"))
	if done.Pages == 0 && !a.quiet {
		fmt.Fprintln(a.err, "No page is kept from that time: see fetch.keep_pages in the configuration.")
	}
	return nil
}
