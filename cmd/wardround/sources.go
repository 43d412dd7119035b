package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
)

func newSources(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "sources",
		GroupID: groupLook,
		Short:   "What is read, and how that goes",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var format string
	list := &cobra.Command{
		Use:   "list",
		Short: "List the sources with their state",
		Long: `List every source: where it was declared (config, the configuration file; store,
a command; starter, the beat's list), when it was read last, and what is wrong
with it, if anything. Of two with one name or address the configuration's
counts, then the store's.

` + exitHelp,
		Example: "  wardround sources list",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runSourcesList(cmd.Context(), a, format)
		},
	}
	addFormat(list, &format)
	cmd.AddCommand(list, newSourcesHealth(a), newSourcesAdd(a), newSourcesRemove(a), newSourcesDiscover(a), newSourcesBlock(a), newSourcesImport(a), newSourcesExport(a), newSourcesTest(a))
	return cmd
}

// sourceRecord is one source for programs.
type sourceRecord struct {
	news.Source
	State  news.SourceState `json:"state"`
	Health news.Health      `json:"health"`
}

// sourceRecords are the sources with what is remembered of reading them.
func (a *app) sourceRecords(ctx context.Context) ([]sourceRecord, error) {
	sources, err := a.sources(ctx)
	if err != nil {
		return nil, err
	}
	kept, err := a.store(ctx)
	if err != nil {
		return nil, err
	}
	states, err := kept.SourceStates(ctx)
	if err != nil {
		return nil, err
	}
	misses, err := kept.RuleMisses(ctx, fetch.RuleMissed, fetch.RuleMatched)
	if err != nil {
		return nil, err
	}
	blocked, err := kept.BlockedHosts(ctx)
	if err != nil {
		return nil, err
	}
	now := a.now()().In(a.cfg.Zone())
	records := make([]sourceRecord, len(sources))
	for i, s := range sources {
		state := states[s.URL]
		state.URL = s.URL
		health := withRuleMisses(news.HealthOf(s, state, now), misses[s.URL])
		if host, err := hostName(state.Address()); err == nil && fetch.HostIn(host, blocked) {
			health = news.Health{State: news.HealthOff, Words: host + " is blocked: wardround sources block --undo"}
		}
		records[i] = sourceRecord{s, state, health}
	}
	return records, nil
}

func runSourcesList(ctx context.Context, a *app, format string) error {
	if err := checkFormat(format, formats); err != nil {
		return err
	}
	records, err := a.sourceRecords(ctx)
	if err != nil {
		return err
	}
	l := listing{header: []string{"name", "kind", "from", "last read", "items", "state", "address"}, wide: 6,
		spare: []string{"items", "from", "kind", "last read"},
		none:  "No source. Add one: wardround sources add URL; or set `starter: true`."}
	for _, r := range records {
		l.records = append(l.records, r)
		l.rows = append(l.rows, []string{r.Name, string(r.Kind), string(r.Origin), lastRead(a, r.State), fmt.Sprint(r.State.Items), string(r.Health.State), r.State.Address()})
	}
	return l.print(a, format)
}

func lastRead(a *app, state news.SourceState) string {
	if state.LastRead.IsZero() {
		return "never"
	}
	return state.LastRead.In(a.cfg.Zone()).Format("2 Jan 15:04")
}

// ruleMissesTold is how many pages in a row a site rule may miss before its
// source's health says so: one may be a video, two a gallery.
const ruleMissesTold = 3

// withRuleMisses adds to a health that reading is well, but not by the site's rule.
func withRuleMisses(health news.Health, misses int) news.Health {
	if misses >= ruleMissesTold && health.State == news.HealthOK {
		health.Words = fmt.Sprintf("site rule no longer matches (%d pages in a row): wardround sources test URL", misses)
	}
	return health
}
