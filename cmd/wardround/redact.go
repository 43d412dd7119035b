package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
)

type redactOptions struct {
	reason string
	list   bool
}

func newRedact(a *app) *cobra.Command {
	var o redactOptions
	cmd := &cobra.Command{
		Use:     "redact URL|HOST|PERSON",
		GroupID: groupRun,
		Short:   "Remove an article, a host or a name from everything that is kept",
		Long: `Remove something from everything that is kept: text, excerpts, pages as
received, search, statements, issues that were sent and the bytes of their
mails.

A URL removes one article, a HOST (gazette.example) all that came from it. A
PERSON (first and last name) is taken out of the words around the name. Nothing
of it comes back by a later poll. Mails that readers have already got stay
theirs.

What was removed is also noted in a file beside the store, which is read again
when a backup is restored: keep that file with the backups.

` + exitHelp,
		Example: "  wardround redact https://gazette.example/plan --reason 'withdrawn there'\n  wardround redact --list",
		Args:    cobra.MaximumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runRedact(cmd.Context(), a, o, args) },
	}
	cmd.Flags().StringVar(&o.reason, "reason", "", "why, in words that readers of an old issue will see")
	cmd.Flags().BoolVar(&o.list, "list", false, "list what was removed so far")
	return cmd
}

func runRedact(ctx context.Context, a *app, o redactOptions, args []string) error {
	if o.list && len(args) == 0 {
		return listRedactions(ctx, a)
	}
	if len(args) != 1 || o.reason == "" {
		return usageError("wardround redact URL|HOST|PERSON --reason TEXT", "say what to remove, and why")
	}
	r, err := redactionOf(args[0])
	if err != nil {
		return err
	}
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	r.Reason, r.At = o.reason, a.now()()
	if err := a.noteRedaction(r); err != nil { // first, so that no crash can leave it out of the file
		return unreachableError("the file beside the store must be writable", err)
	}
	done, err := kept.Redact(ctx, r)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Removed %s %s: %s, %s, %s, %s.\n", r.Kind, r.What, count(done.Articles, "article", "articles"),
		count(done.Statements, "more statement", "more statements"), count(done.Issues, "issue", "issues"), count(done.Messages, "mail", "mails"))
	if done.Articles == 0 && done.Issues == 0 {
		fmt.Fprintln(a.out, "Nothing of it was kept. It will not be taken in from now on.")
	}
	return nil
}

// redactionOf tells what kind of thing the operator named.
func redactionOf(what string) (news.Redaction, error) {
	what = strings.TrimSpace(what)
	switch {
	case strings.Contains(what, "://"):
		address, err := fetch.CanonicalURL(what)
		if err != nil {
			return news.Redaction{}, usageError("write it like https://gazette.example/plan", "%w", err)
		}
		return news.Redaction{Kind: news.RedactURL, What: address}, nil
	case !strings.Contains(what, " ") && strings.Contains(what, "."):
		return news.Redaction{Kind: news.RedactHost, What: strings.TrimPrefix(strings.ToLower(strings.Trim(what, "./")), "www.")}, nil
	case len(strings.Fields(what)) >= 2:
		return news.Redaction{Kind: news.RedactPerson, What: strings.Join(strings.Fields(what), " ")}, nil
	}
	return news.Redaction{}, usageError("an address, a host such as gazette.example, or first and last name",
		"%q alone would take too much out", what)
}

func listRedactions(ctx context.Context, a *app) error {
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	all, err := kept.Redactions(ctx)
	if err != nil {
		return err
	}
	if len(all) == 0 {
		fmt.Fprintln(a.out, "Nothing was removed so far.")
	}
	for _, r := range all {
		fmt.Fprintf(a.out, "%s  %-6s  %s  (%s)\n", r.At.In(a.cfg.Zone()).Format("2006-01-02"), r.Kind, r.What, printable(r.Reason))
	}
	return nil
}
