package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/internal/demo"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

func newDemo(a *app) *cobra.Command {
	var out string
	var serve bool
	cmd := &cobra.Command{
		Use:     "demo",
		GroupID: groupDaily,
		Short:   "Run the whole thing on made-up news, on this machine alone",
		Long: `Run the whole pipeline on a made-up world of publishers: poll, scrape, judge,
write the weekly issue, send it. Everything is served on this machine over real
sockets; nothing leaves it, and nothing but the folder is written.

With --serve the archive of that world is then open to a browser on this
machine, until Ctrl-C.

` + exitHelp,
		Example: "  wardround demo --out demo\n  wardround demo --serve",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runDemo(cmd.Context(), a, out, serve) },
	}
	cmd.Flags().StringVar(&out, "out", "wardround-demo", "write store and issue into this `FOLDER`")
	cmd.Flags().BoolVar(&serve, "serve", false, "open the archive in a browser afterwards; ends with Ctrl-C")
	return cmd
}

// demoPageGap is far below what real publishers are given.
const demoPageGap = 10 * time.Millisecond

func runDemo(ctx context.Context, a *app, out string, serve bool) error {
	if err := os.MkdirAll(out, 0o750); err != nil {
		return unreachableError("choose another folder with --out", err)
	}
	path := filepath.Join(out, "demo.db")
	for _, ending := range []string{"", "-wal", "-shm"} { // each run starts anew
		if err := os.Remove(path + ending); err != nil && !errors.Is(err, os.ErrNotExist) {
			return unreachableError("is another demo running there? --out names another folder", err)
		}
	}
	now := time.Now()
	world, err := demo.Start(now)
	if err != nil {
		return unreachableError("", err)
	}
	defer world.Close()
	sink, err := testkit.StartSMTP(testkit.SMTPOptions{})
	if err != nil {
		return unreachableError("", err)
	}
	defer sink.Close()
	if a.cfg, err = demoConfig(world, sink, path, now); err != nil {
		return err
	}
	a.adjust = func(o *fetch.Options) {
		o.Resolve, o.RootCAs, o.PageGap = world.Resolve, world.RootCAs(), demoPageGap
	}
	fmt.Fprintf(a.out, "%s\n", a.emphasis("MADE-UP NEWS: every publisher, person and event here is invented.", bold))
	fmt.Fprintf(a.out, "%s are served on this machine; nothing leaves it.\n", count(len(world.Sources()), "publisher", "publishers"))
	fmt.Fprintf(a.out, "(Pages are asked for every %s; real publishers are given a second.)\n\n", demoPageGap)
	if err := demoPipeline(ctx, a, sink, out); err != nil || !serve {
		return err
	}
	return demoServe(ctx, a)
}

// demoServe opens the archive to this machine until the command is ended.
func demoServe(ctx context.Context, a *app) error {
	a.cfg.Web.Listen = "127.0.0.1:0"
	site, err := a.website(ctx, "Made-up news: every publisher, person and event here is invented.")
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "\nIn a browser:    %s\n                 (until Ctrl-C)\n", site.address())
	return site.site.Serve(ctx, site.listener)
}

// demoConfig is the configuration a person would have written for this world.
func demoConfig(world *demo.World, sink *testkit.SMTP, path string, now time.Time) (*config.Config, error) {
	cfg := &config.Config{Settings: config.Defaults()}
	cfg.Starter, cfg.Store = false, path
	cfg.Chosen = config.Chosen{ConfigFrom: "demo", Store: path, StoreFrom: "demo"}
	for _, s := range world.Sources() {
		cfg.Settings.Sources = append(cfg.Settings.Sources, config.Source{Name: s.Name, URL: s.URL, Kind: string(s.Kind), Excerpt: "short"})
	}
	cfg.Settings.Operator = config.Operator{Name: "Wardround demo", Contact: "desk@wardround.example", Email: "digest@wardround.example"}
	edition := &cfg.Editions[0]
	edition.Title = "Wardround weekly"
	edition.From = "Wardround weekly <digest@wardround.example>"
	edition.ReplyTo = "desk@wardround.example"
	// A slot this very minute, so that the issue covers the week up to now.
	local := now.In(cfg.Zone())
	edition.Schedule = fmt.Sprintf("%d %d * * %d", local.Minute(), local.Hour(), local.Weekday())
	for _, name := range []string{"cio-office", "workforce-lead", "union-officer"} {
		edition.Recipients = append(edition.Recipients, config.Recipient{Address: name + "@readers.example"})
	}
	cfg.SMTP.Host, cfg.SMTP.Port, cfg.SMTP.TLS = "127.0.0.1", sink.Port(), "none"
	cfg.SMTP.Rate, cfg.DKIM.Mode = 0, "off"
	return cfg, nil
}

func demoPipeline(ctx context.Context, a *app, sink *testkit.SMTP, out string) error {
	if err := a.markMadeUp(ctx); err != nil {
		return err
	}
	steps, err := a.steps(ctx)
	if err != nil {
		return err
	}
	bars := newProgress(a)
	round, err := steps.Round(ctx, jobs.RoundRequest{
		Poll: fetch.PollRequest{All: true, Progress: bars.stage("sources")}, PageProgress: bars.stage("pages")})
	bars.stop()
	if err != nil {
		return err
	}
	printTrouble(a, round)
	edition := steps.Editions[0]
	taken, err := steps.Take(ctx, edition)
	if err != nil {
		return err
	}
	if err := demoFindings(ctx, a, taken.Issue.Issue); err != nil {
		return err
	}
	counts, err := steps.Send(ctx)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, wrap(roundFigures(round, taken.Issue.Issue.Coverage.Relevant), 80, ""))
	fmt.Fprintf(a.out, "The issue: %s, %s, by mail to %s (%s accepted).\n\n",
		count(taken.Issue.Issue.Stories(), "story", "stories"), counts, count(len(edition.Recipients), "reader", "readers"),
		count(len(sink.Messages()), "message", "messages"))
	if err := writeIssue(a, edition, taken.Issue.Issue, out); err != nil {
		return err
	}
	db := filepath.Join(out, "demo.db")
	fmt.Fprintf(a.out, "Look at it:      open the .html in a browser, or the .eml in a mail program\n")
	fmt.Fprintf(a.out, "Ask why:         wardround explain --store %s 1.1\n", db)
	fmt.Fprintf(a.out, "Search it:       wardround search --store %s band pay\n", db)
	fmt.Fprintf(a.out, "The real thing:  wardround fetch\n")
	return nil
}

// demoFindings prints what the week's issue tells and why, and what looked
// alike and was left out.
func demoFindings(ctx context.Context, a *app, issue news.Issue) error {
	found, err := a.kept.Find(ctx, store.Query{Since: issue.From, Until: issue.To, ByScore: true})
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "%s\n", a.emphasis("In this week's issue, and why", bold))
	for _, f := range found {
		if f.Verdict.Relevant {
			demoRow(a, f, f.Verdict.Why)
		}
	}
	fmt.Fprintf(a.out, "\n%s\n", a.emphasis("Left out although they use the words", bold))
	left := 0
	for _, f := range found {
		if f.Verdict.Relevant {
			continue
		}
		if !looksAlike(f.Verdict) {
			left++
			continue
		}
		demoRow(a, f, f.Verdict.Why)
	}
	if left > 0 {
		fmt.Fprintf(a.out, "     %s on other things\n", count(left, "other article", "other articles"))
	}
	fmt.Fprintln(a.out)
	return nil
}

// looksAlike reports whether an article uses words of a topic, or words that
// were held against it.
func looksAlike(v news.Verdict) bool {
	return slices.ContainsFunc(v.Matches, func(m news.Match) bool {
		return m.Weight < 0 || m.Topic != "" && m.Weight > 0
	})
}

func demoRow(a *app, f store.Found, why string) {
	fmt.Fprintf(a.out, "%3.0f  %s\n", f.Verdict.Score, wrap(printable(f.Article.Title), 74, "     "))
	line := fmt.Sprintf("%s: %s", f.Article.Publisher, why)
	fmt.Fprintf(a.out, "     %s\n", a.emphasis(wrap(printable(line), 74, "     "), faint))
}
