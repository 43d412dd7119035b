package main

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/news"
)

func newSourcesHealth(a *app) *cobra.Command {
	var format string
	var all bool
	cmd := &cobra.Command{
		Use:   "health",
		Short: "Say how reading goes, the worst first",
		Long: `Say of each source that is not simply well how reading it goes, and why:

  failing     network or server, or there is no feed at its address
  refused     the server, robots.txt or your own network does not allow it
  challenged  a check for robots or a log-in page in place of the feed
  gone        ended by the publisher; it is not asked again
  silent      read well, but nothing new for much longer than is its habit
  slow        three slow reads more than quick ones
  moved       read well at another address than yours

One bad read of a source that was well changes nothing, nor does one good read
of a source in trouble: it takes two in a row.

` + exitHelp,
		Example: "  wardround sources health",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runSourcesHealth(cmd.Context(), a, format, all) },
	}
	cmd.Flags().BoolVar(&all, "all", false, "those that are well, too")
	addFormat(cmd, &format)
	return cmd
}

func runSourcesHealth(ctx context.Context, a *app, format string, all bool) error {
	if err := checkFormat(format, formats); err != nil {
		return err
	}
	records, err := a.sourceRecords(ctx)
	if err != nil {
		return err
	}
	slices.SortStableFunc(records, func(x, y sourceRecord) int {
		return cmp.Compare(healthRank(y.Health.State), healthRank(x.Health.State))
	})
	l := listing{header: []string{"name", "health", "last read", "why"}, wide: 3, spare: []string{"last read"},
		none: fmt.Sprintf("%s well.", allAre(len(records)))}
	for _, r := range records {
		quiet := r.Health.State == news.HealthOff || r.Health.State == news.HealthOK && r.Health.Words == ""
		if quiet && !all {
			continue
		}
		l.records = append(l.records, r)
		why := r.Health.Words
		if why == string(r.Health.State) {
			why = "" // "not read yet" is said once
		}
		l.rows = append(l.rows, []string{r.Name, string(r.Health.State), lastRead(a, r.State), why})
	}
	return l.print(a, format)
}

// healthRank orders healths for a list: what needs somebody comes first.
func healthRank(h news.HealthState) int {
	if h == news.HealthOff {
		return -1
	}
	return slices.Index(news.HealthStates, h)
}

func allAre(n int) string {
	if n == 1 {
		return "The source is"
	}
	return fmt.Sprintf("All %d sources are", n)
}

// healthCounts says how many sources are in which health, the best first.
func healthCounts(counts map[string]int) string {
	var parts []string
	for _, state := range news.HealthStates {
		if n := counts[string(state)]; n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", n, state))
		}
	}
	if len(parts) == 0 {
		return "none"
	}
	return strings.Join(parts, ", ")
}
