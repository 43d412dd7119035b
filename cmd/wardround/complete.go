package main

import (
	"github.com/spf13/cobra"
)

// Completions never fail loudly: a shell has no place for an error.

func (a *app) completeTopics(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	cfg, err := a.config()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	b, err := a.loadBeat(cfg.Settings)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, t := range b.topics {
		names = append(names, cobra.CompletionWithDesc(t.Name, t.Title))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) completeSources(cmd *cobra.Command, _ []string, _ string) ([]string, cobra.ShellCompDirective) {
	sources, err := a.sources(cmd.Context())
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, s := range sources {
		names = append(names, cobra.CompletionWithDesc(s.Name, s.URL))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

// completePromises completes the first argument.
func (a *app) completePromises(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	list, err := a.promises(cmd.Context(), "", true)
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, p := range list {
		names = append(names, cobra.CompletionWithDesc(p.Ref, p.Title))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}

func (a *app) completeEditions(*cobra.Command, []string, string) ([]string, cobra.ShellCompDirective) {
	cfg, err := a.config()
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	var names []string
	for _, e := range cfg.EditionList() {
		names = append(names, cobra.CompletionWithDesc(e.Name, e.Title))
	}
	return names, cobra.ShellCompDirectiveNoFileComp
}
