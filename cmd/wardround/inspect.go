package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/fetch"
)

type inspectOptions struct {
	format, rules, address string
	all                    bool
}

func newSourcesTest(a *app) *cobra.Command {
	var o inspectOptions
	cmd := &cobra.Command{
		Use:   "test URL|FILE|-",
		Short: "Show what is taken out of a page, and what is left out",
		Long: `Show what is taken out of a page: the site rule that was used, each value with
where it came from, and every block of text with its element. Use it to write a
site rule: see docs/SITES.md. With --rules, the rules of a file are tried before
those in use. Nothing is kept.

` + exitHelp,
		Example: `  wardround sources test https://wardline.example/2026/11/new-plan
  wardround sources test --rules sites.yaml a.html --url https://trust.example/a`,
		Args: cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error { return runInspect(cmd.Context(), a, o, args[0]) },
	}
	cmd.Flags().StringVar(&o.format, "format", "text", "how to print: text, json")
	cmd.Flags().StringVar(&o.rules, "rules", "", "a `FILE` of site rules to try")
	cmd.Flags().StringVar(&o.address, "url", "", "where a saved page came from; site rules go by it")
	cmd.Flags().BoolVar(&o.all, "all", false, "whole blocks, not their beginnings")
	return cmd
}

func runInspect(ctx context.Context, a *app, o inspectOptions, target string) error {
	if err := checkFormat(o.format, []string{"text", "json"}); err != nil {
		return err
	}
	var rules *fetch.Sites
	if o.rules != "" {
		data, err := os.ReadFile(o.rules)
		if err != nil {
			return usageError("--rules takes a file of site rules", "%w", err)
		}
		if rules, err = fetch.ParseSites(o.rules, data); err != nil {
			return usageError("see docs/SITES.md", "%w", err)
		}
	}
	if err := checkTarget(target); err != nil {
		return err
	}
	reader, err := a.reader()
	if err != nil {
		return err
	}
	defer reader.Close()
	found, err := reader.Inspect(ctx, fetch.InspectRequest{Target: target, Rules: rules, URL: o.address})
	if err != nil {
		return unreachableError("", err)
	}
	if found.Page.Quality == "" {
		return usageError("name one of its pages", "%s is a feed", target)
	}
	if o.format == "json" {
		return printJSON(a.out, found)
	}
	printInspection(a, found, o.all)
	return nil
}

// printInspection prints values, then blocks: what is kept first.
func printInspection(a *app, found fetch.Inspection, all bool) {
	p := found.Page
	line := func(name, value string) {
		if value != "" {
			fmt.Fprintf(a.out, "%-11s %s\n", name, printable(value))
		}
	}
	line("address", p.URL)
	quality := string(p.Quality)
	if p.Reason != "" {
		quality += ": " + p.Reason
	}
	line("page", quality)
	line("rule", ruleWords(found))
	line("title", p.Title)
	line("standfirst", p.Standfirst)
	line("authors", strings.Join(p.Authors, ", "))
	line("published", string(p.Published))
	line("modified", string(p.Modified))
	line("language", p.Language)
	line("section", p.Section)
	line("document", p.Document)
	line("kind", string(p.Kind))
	switch {
	case p.MaxSnippet == 0:
		line("quoting", "not allowed")
	case p.MaxSnippet > 0:
		line("quoting", "at most "+strconv.Itoa(p.MaxSnippet)+" characters")
	}
	for _, e := range p.Evidence {
		fmt.Fprintf(a.out, "  %s\n", a.emphasis(printable(e), faint))
	}
	printRegions(a, found.Regions, all, "Kept:", func(r fetch.Region) bool { return r.Part != "dropped" && r.Part != "comment" })
	printRegions(a, found.Regions, all, "Readers' comments:", func(r fetch.Region) bool { return r.Part == "comment" })
	printRegions(a, found.Regions, all, "Left out:", func(r fetch.Region) bool { return r.Part == "dropped" })
}

func ruleWords(found fetch.Inspection) string {
	switch {
	case found.Rule == "":
		return "none for this site; read by the general method"
	case !found.Matched:
		return found.Rule + ": no longer matches; read by the general method"
	}
	return found.Rule
}

// blockWidth is how much of a block is shown unless all is asked for.
const blockWidth = 72

func printRegions(a *app, regions []fetch.Region, all bool, heading string, wanted func(fetch.Region) bool) {
	first := true
	for _, r := range regions {
		if !wanted(r) {
			continue
		}
		if first {
			fmt.Fprintf(a.out, "\n%s\n", a.emphasis(heading, bold))
			first = false
		}
		text := printable(r.Text)
		if runes := []rune(text); !all && len(runes) > blockWidth {
			text = string(runes[:blockWidth-1]) + "…"
		}
		label := r.Part
		if r.Why != "" {
			label = r.Why
		}
		if r.NoQuote {
			label += ", not to be quoted"
		}
		fmt.Fprintf(a.out, "  %s\n    %s\n", text, a.emphasis(printable(label+"  "+r.At), faint))
	}
}
