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
with it, if anything. Of two with one name or address the configuration's counts,
then the store's.

` + exitHelp,
		Example: "  wardround sources list",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runSourcesList(cmd.Context(), a, format)
		},
	}
	addFormat(list, &format)
	cmd.AddCommand(list, newSourcesAdd(a), newSourcesRemove(a), newSourcesDiscover(a), newSourcesBlock(a), newSourcesTest(a))
	return cmd
}

// sourceRecord is one source for programs.
type sourceRecord struct {
	news.Source
	State  news.SourceState `json:"state"`
	Health string           `json:"health"`
}

func runSourcesList(ctx context.Context, a *app, format string) error {
	if err := checkFormat(format, formats); err != nil {
		return err
	}
	sources, err := a.sources(ctx)
	if err != nil {
		return err
	}
	kept, err := a.store(ctx)
	if err != nil {
		return err
	}
	states, err := kept.SourceStates(ctx)
	if err != nil {
		return err
	}
	misses, err := kept.RuleMisses(ctx, fetch.RuleMissed, fetch.RuleMatched)
	if err != nil {
		return err
	}
	l := listing{header: []string{"name", "kind", "from", "last read", "items", "state", "address"}, wide: 6,
		spare: []string{"items", "from", "kind", "last read"},
		none:  "No source. Add one: wardround sources add URL; or set `starter: true`."}
	for _, s := range sources {
		state := states[s.URL]
		state.URL = s.URL
		read := "never"
		if !state.LastRead.IsZero() {
			read = state.LastRead.In(a.cfg.Zone()).Format("2 Jan 15:04")
		}
		health := withRuleMisses(sourceHealth(s, state), misses[s.URL])
		l.records = append(l.records, sourceRecord{s, state, health})
		l.rows = append(l.rows, []string{s.Name, string(s.Kind), string(s.Origin), read, fmt.Sprint(state.Items), health, state.Address()})
	}
	return l.print(a, format)
}

// ruleMissesTold is how many pages in a row a site rule may miss before its
// source's health says so: one may be a video, two a gallery.
const ruleMissesTold = 3

// withRuleMisses adds to a health that reading is well, but not by the site's rule.
func withRuleMisses(health string, misses int) string {
	if misses < ruleMissesTold || health != "ok" {
		return health
	}
	return fmt.Sprintf("site rule no longer matches (%d pages in a row): wardround sources test URL", misses)
}

const notRead = "not read yet"

// sourceHealth says in plain words how reading a source goes.
func sourceHealth(s news.Source, state news.SourceState) string {
	switch {
	case s.Off:
		return "off"
	case state.Gone:
		return "gone for good (410); remove it"
	case state.LastTry.IsZero():
		return notRead
	case state.Failures > 0:
		return fmt.Sprintf("%s, %d in a row: %s", state.Outcome, state.Failures, state.Reason)
	case state.Reason != "": // read, but not as it should be
		return state.Reason
	}
	return "ok"
}
