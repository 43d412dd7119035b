package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/classify"
	"github.com/wardround/wardround/news"
)

type seedOptions struct {
	limit  int
	fresh  bool
	format string
}

func newSeed(a *app) *cobra.Command {
	var o seedOptions
	cmd := &cobra.Command{
		Use:     "seed DOC...",
		GroupID: groupScript,
		Short:   "Propose terms from documents",
		Long: `Read documents (an address, a saved page or text file, a number or reference of
a stored article, - for standard input) and propose terms: acronyms with what
they stand for, names, roles and key phrases, each with its count, where it
stands and the sentence. What is printed is a topics file to be reviewed: move
what is good under a topic of its own and delete the rest.

` + exitHelp,
		Example: "  wardround seed plan.html speech.txt > proposals.yaml",
		Args:    cobra.MinimumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runSeed(cmd.Context(), a, o, args) },
	}
	cmd.Flags().IntVar(&o.limit, "limit", 60, "most proposals; 0 for all")
	cmd.Flags().BoolVar(&o.fresh, "new", false, "only what the topics in force do not find yet")
	cmd.Flags().StringVar(&o.format, "format", "yaml", "how to print: yaml, json")
	return cmd
}

func runSeed(ctx context.Context, a *app, o seedOptions, targets []string) error {
	if err := checkFormat(o.format, []string{"yaml", "json"}); err != nil {
		return err
	}
	b, err := a.chosenBeat()
	if err != nil {
		return err
	}
	var docs []news.Article
	for _, target := range targets {
		article, err := a.findArticle(ctx, target)
		if err != nil {
			return err
		}
		docs = append(docs, article)
	}
	proposals := []classify.Proposal{}
	for _, p := range b.lexicon.Propose(docs) {
		if (!o.fresh || p.Known == "") && (o.limit <= 0 || len(proposals) < o.limit) {
			proposals = append(proposals, p)
		}
	}
	if o.format == "json" {
		return printJSON(a.out, proposals)
	}
	return printProposals(&printer{w: a.out}, proposals, len(docs))
}

// printProposals writes a topics file with one term a proposal.
func printProposals(p *printer, proposals []classify.Proposal, docs int) error {
	p.line("# %s from %s, those that say most first. Review before use.",
		count(len(proposals), "proposal", "proposals"), count(docs, "document", "documents"))
	if len(proposals) == 0 {
		return p.err
	}
	p.line("topics:\n  - name: proposals\n    title: Proposals to be reviewed\n    terms:")
	for _, q := range proposals {
		terms := []string{quoted(q.Term)}
		if q.Expansion != "" {
			terms = append(terms, quoted(q.Expansion))
		}
		var zones []string
		for _, z := range q.Zones {
			zones = append(zones, string(z))
		}
		p.line("      - any: [%s]", strings.Join(terms, ", "))
		p.line("        weight: 1")
		p.line("        from: %s", quoted(fmt.Sprintf("%s, %s in %s: %s", q.Kind, count(q.Count, "time", "times"),
			count(q.Documents, "document", "documents"), strings.Join(zones, ", "))))
		p.line("        # %s", printable(strings.TrimSpace(q.Sentence)))
		if q.Known != "" {
			p.line("        # known already: %s", q.Known)
		}
	}
	return p.err
}

// quoted is text as a YAML string, without the signs that terms give a meaning.
func quoted(s string) string {
	s = strings.NewReplacer("(", "", ")", "", "|", "", "~", "").Replace(printable(s))
	return strconv.Quote(s)
}
