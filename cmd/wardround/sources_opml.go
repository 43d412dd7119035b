package main

import (
	"context"
	"fmt"
	"io"
	"os"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
)

func newSourcesImport(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "import FILE",
		Short: "Add the feeds of an OPML file",
		Long: `Add the feeds of an OPML file, as feed readers export them; - is standard input.
Folders are opened. What is a source already, by its address, is left as it is.
Nothing is asked for: the next fetch reads them.

` + exitHelp,
		Example: "  wardround sources import subscriptions.opml",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runSourcesImport(cmd.Context(), a, args[0]) },
	}
}

func runSourcesImport(ctx context.Context, a *app, name string) error {
	in := a.in
	if name != "-" {
		file, err := os.Open(name)
		if err != nil {
			return usageError("wardround sources import FILE", "%w", err)
		}
		defer file.Close() // it was only read
		in = file
	}
	list, err := fetch.ParseOPML(in)
	if err != nil {
		return usageError("export it from a feed reader as OPML", "%s: %w", name, err)
	}
	all, err := a.sources(ctx)
	if err != nil {
		return err
	}
	var fresh []news.Source
	for _, src := range list.Sources {
		if _, known := findSource(all, src.URL); known {
			continue
		}
		src.Name = freeName(all, src, src.Name, "")
		fresh, all = append(fresh, src), append(all, src)
	}
	kept, err := a.store(ctx)
	if err != nil {
		return err
	}
	if err := kept.DeclareSources(ctx, fresh...); err != nil {
		return err
	}
	for _, left := range list.Left {
		fmt.Fprintf(a.out, "left out  %s\n", printable(left))
	}
	fmt.Fprintf(a.out, "Added %s; %d known already, %d left out.\n", count(len(fresh), "source", "sources"),
		len(list.Sources)-len(fresh), len(list.Left))
	return nil
}

func newSourcesExport(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "export",
		Short: "Print the sources as OPML",
		Long: `Print the sources that are on as OPML, for another feed reader, or to import
elsewhere. Sites and pages carry their kind and selectors, which only wardround
reads.

` + exitHelp,
		Example: "  wardround sources export > sources.opml",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runSourcesExport(cmd.Context(), a, a.out)
		},
	}
}

func runSourcesExport(ctx context.Context, a *app, out io.Writer) error {
	all, err := a.sources(ctx)
	if err != nil {
		return err
	}
	var on []news.Source
	for _, s := range all {
		if !s.Off {
			on = append(on, s)
		}
	}
	return fetch.WriteOPML(out, "wardround", on)
}
