package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

func newSourcesRemove(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "remove NAME|URL",
		Short: "Read a source no longer",
		Long: `Read a source no longer. What it listed stays, and so does what is remembered of
reading it: added again, it goes on where it stopped. A source of the beat's
starter list is switched off; one of the configuration is taken out there.

` + exitHelp,
		Example:           "  wardround sources remove Wardline",
		Args:              cobra.ExactArgs(1),
		ValidArgsFunction: a.completeSources,
		RunE:              func(cmd *cobra.Command, args []string) error { return runSourcesRemove(cmd.Context(), a, args[0]) },
	}
}

func runSourcesRemove(ctx context.Context, a *app, name string) error {
	all, err := a.sources(ctx)
	if err != nil {
		return err
	}
	src, ok := findSource(all, name)
	if !ok {
		return usageError("wardround sources list shows their names", "no source is called %q", name)
	}
	kept, err := a.store(ctx)
	if err != nil {
		return err
	}
	switch {
	case src.Origin == news.FromConfig:
		return usageError("take it out there", "%q stands in the configuration, %s", src.Name, a.cfg.Chosen.ConfigFile)
	case src.Origin == news.FromStarter:
		src.Off = true
		err = kept.DeclareSources(ctx, src)
	case a.inStarter(src):
		if src.Off {
			return usageError("wardround sources add URL switches it on", "%q is switched off already", src.Name)
		}
		src.Off = true
		err = kept.DeclareSources(ctx, src)
	default:
		err = kept.RemoveSource(ctx, src.URL)
	}
	if err != nil {
		return err
	}
	word := "Removed"
	if src.Off {
		word = "Switched off"
	}
	fmt.Fprintf(a.out, "%s %s. What it listed stays.\n", word, printable(src.Name))
	return nil
}

// inStarter tells that the beat's list would bring a source back.
func (a *app) inStarter(src news.Source) bool {
	if !a.cfg.Starter {
		return false
	}
	_, found := findSource(a.beat.starter, src.URL)
	return found
}

func newSourcesBlock(a *app) *cobra.Command {
	var undo bool
	cmd := &cobra.Command{
		Use:   "block [HOST]",
		Short: "Never ask a host again",
		Long: `Never ask a host again, nor a host below it: no feed, no page, no robots.txt,
nor where a redirect leads. A daemon obeys from its next round on. Without HOST,
list the blocked ones.

` + exitHelp,
		Example: `  wardround sources block wardline.example
  wardround sources block --undo wardline.example`,
		Args: cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runSourcesBlock(cmd.Context(), a, args, undo) },
	}
	cmd.Flags().BoolVar(&undo, "undo", false, "ask it again from now on")
	return cmd
}

func runSourcesBlock(ctx context.Context, a *app, args []string, undo bool) error {
	if len(args) == 0 && undo {
		return usageError("wardround sources block --undo HOST", "which host?")
	}
	kept, err := a.store(ctx)
	if err != nil {
		return err
	}
	if len(args) == 0 {
		hosts, err := kept.BlockedHosts(ctx)
		for _, host := range hosts {
			fmt.Fprintln(a.out, host)
		}
		return err
	}
	host, err := hostName(args[0])
	if err != nil {
		return err
	}
	if undo {
		if err := kept.UnblockHost(ctx, host); errors.Is(err, store.ErrNotFound) {
			return usageError("wardround sources block lists them", "%s is not blocked", host)
		} else if err != nil {
			return err
		}
		fmt.Fprintf(a.out, "%s is asked again from now on.\n", host)
		return nil
	}
	if err := kept.BlockHost(ctx, host, a.now()()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s and hosts below it are not asked any more. Undo: wardround sources block --undo %s\n", host, host)
	return nil
}

// hostName is the host of an address, or the host itself.
func hostName(s string) (string, error) {
	host := s
	if !strings.Contains(host, "://") {
		host = "https://" + host
	}
	u, err := url.Parse(host)
	if err != nil || u.Hostname() == "" {
		return "", usageError("write it like wardline.example", "%q is not a host", s)
	}
	return strings.Trim(strings.ToLower(u.Hostname()), "."), nil
}
