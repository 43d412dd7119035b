package main

import (
	"context"
	"fmt"
	"net"
	netmail "net/mail"
	"os"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
)

func newCheck(a *app) *cobra.Command {
	var live bool
	cmd := &cobra.Command{
		Use:     "check",
		GroupID: groupRun,
		Short:   "Check configuration, beat and store; --live also the mail relay",
		Long: `Check configuration, beat and store, and say what is still missing for
unattended use. With --live the mail relay is asked as well: connection,
encryption, log-in; and the DNS, whether mailbox providers will believe the
sender: SPF, the DKIM record against the key, DMARC, alignment. What is wrong
comes with what to change.

` + exitHelp,
		Example: "  wardround check --live",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runCheck(cmd.Context(), a, live) },
	}
	cmd.Flags().BoolVar(&live, "live", false, "also log in to the mail relay, and ask the DNS about the sender")
	return cmd
}

func runCheck(ctx context.Context, a *app, live bool) error {
	cfg, err := a.config()
	if err != nil {
		return err
	}
	b, err := a.loadBeat(cfg.Settings)
	if err != nil {
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
	if err := kept.Check(ctx); err != nil {
		return unreachableError("restore the store from a backup", err)
	}
	file := cfg.Chosen.ConfigFile
	if file == "" {
		file = "built-in defaults"
	}
	c := checker{a: a}
	c.ok("configuration: %s", file)
	c.ok("store: %s", cfg.Chosen.Store)
	c.ok("beat: %s", count(len(b.topics), "topic", "topics"))
	c.sources(sources)
	c.environment(cfg)
	readers, err := a.readers(ctx)
	if err != nil {
		return err
	}
	if err := c.editions(ctx, cfg, readers); err != nil {
		return err
	}
	if live {
		c.relay(ctx, cfg)
		c.senders(ctx, cfg)
	}
	switch {
	case c.failed > 0:
		return unreachableError("see above", fmt.Errorf("%s failed", count(c.failed, "check", "checks")))
	case c.missing > 0:
		fmt.Fprintf(a.out, "\nFetching works. For `wardround run`: %s above.\n", count(c.missing, "thing to settle", "things to settle"))
	default:
		fmt.Fprintln(a.out, "\nAll is well.")
	}
	return nil
}

// checker prints one line for each finding.
type checker struct {
	a               *app
	missing, failed int
}

func (c *checker) ok(format string, args ...any) {
	fmt.Fprintf(c.a.out, "%s  %s\n", c.a.emphasis("ok  ", green), fmt.Sprintf(format, args...))
}

func (c *checker) todo(format string, args ...any) {
	c.missing++
	fmt.Fprintf(c.a.out, "%s  %s\n", c.a.emphasis("todo", amber), fmt.Sprintf(format, args...))
}

func (c *checker) fail(format string, args ...any) {
	c.failed++
	fmt.Fprintf(c.a.out, "%s  %s\n", c.a.emphasis("FAIL", red), fmt.Sprintf(format, args...))
}

func (c *checker) sources(sources []news.Source) {
	on := 0
	for _, s := range sources {
		if !s.Off {
			on++
		}
	}
	if on == 0 {
		c.todo("sources: none is on; add one: wardround sources add URL; or set `starter: true`")
		return
	}
	c.ok("sources: %d on, %d off", on, len(sources)-on)
}

// environment points out a proxy that other programs here use and we do not.
func (c *checker) environment(cfg *config.Config) {
	if cfg.HTTP.Proxy != "" {
		c.ok("proxy: as configured; the guard against private addresses is reduced behind it")
		return
	}
	for _, name := range []string{"HTTPS_PROXY", "https_proxy", "HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"} {
		if os.Getenv(name) != "" {
			c.todo("proxy: %s is set here but not used; if this network needs it, set http.proxy", name)
			return
		}
	}
}

func (c *checker) editions(ctx context.Context, cfg *config.Config, readers *jobs.Readers) error {
	if cfg.Operator().Contact == "" {
		c.todo("operator.contact: publishers and readers must be able to reach you")
	}
	for _, e := range cfg.EditionList() {
		gets, err := readers.Of(ctx, e)
		if err != nil {
			return err
		}
		if err := c.leavers(ctx, e, readers); err != nil {
			return err
		}
		switch {
		case mayWriteTo(cfg, gets...) != nil:
			c.todo("edition %s: nothing is sent to readers before %s is set: they must see who writes, and how to reach you",
				e.Name, join(missingOperator(cfg)))
		case len(gets) == 0:
			c.todo("edition %s: no recipients; issues are kept, not sent", e.Name)
		case e.From == "":
			c.todo("edition %s: no sender; set `from`, or operator.email", e.Name)
		case cfg.SMTP.Host == "":
			c.todo("edition %s: no mail relay; set smtp.host", e.Name)
		default:
			c.ok("edition %s: %s, %s", e.Name, e.Schedule, count(len(gets), "recipient", "recipients"))
		}
		c.hour(e)
	}
	return nil
}

// hour points out a schedule at an hour that the clocks skip or show twice.
func (c *checker) hour(e news.Edition) {
	schedule, err := jobs.ParseSchedule(e.Schedule, e.Location)
	if err != nil {
		c.fail("edition %s: %v", e.Name, err)
		return
	}
	if at, ok := schedule.Unsafe(c.a.now()()); ok {
		c.todo("edition %s: the clocks change at that hour on %s\n      choose one after 02:00; see: wardround schedule",
			e.Name, at.In(e.Location).Format("2 January 2006"))
	}
}

// leavers names lines of the configuration that list somebody who has left.
func (c *checker) leavers(ctx context.Context, e news.Edition, readers *jobs.Readers) error {
	for _, to := range e.Recipients {
		_, left, err := readers.Store.HasLeft(ctx, readers.Key.Reader(to.Address), e.Name)
		if err != nil {
			return err
		}
		if left {
			c.todo("%s has left %s: take it out of %s", to.Address, e.Name, join(c.a.configLines(to.Address)))
		}
	}
	return nil
}

func (c *checker) relay(ctx context.Context, cfg *config.Config) {
	if cfg.SMTP.Host == "" {
		c.fail("mail relay: smtp.host is not set")
		return
	}
	relay, err := relay(cfg)
	if err == nil {
		err = relay.Try(ctx)
	}
	if err != nil {
		c.fail("mail relay %s:%d: %v\n      %s", cfg.SMTP.Host, cfg.SMTP.Port, err, deliver.Advice(err))
		return
	}
	how := "without encryption"
	if cfg.SMTP.TLS != "none" {
		how = "encrypted (" + cfg.SMTP.TLS + "), its certificate holds"
	}
	if cfg.SMTP.Username != "" {
		how += ", logged in"
	}
	c.ok("mail relay %s:%d: connected, %s", cfg.SMTP.Host, cfg.SMTP.Port, how)
}

// senders asks the DNS about each address that an edition is sent from. What it
// says is advice: a relay inside a house may well deliver without any of it.
func (c *checker) senders(ctx context.Context, cfg *config.Config) {
	mailer, err := c.a.mailer()
	if err != nil {
		c.fail("DKIM: %v", err)
		return
	}
	asked := map[string]bool{}
	for _, e := range cfg.EditionList() {
		from, err := netmail.ParseAddress(e.From)
		if err != nil || asked[from.Address] || len(e.Recipients) == 0 {
			continue
		}
		asked[from.Address] = true
		check := deliver.SenderCheck{DNS: c.a.dns, From: from.Address, Relay: cfg.SMTP.Host, DKIM: mailer.DKIM}
		if check.DNS == nil {
			check.DNS = net.DefaultResolver
		}
		for _, f := range check.Run(ctx) {
			if f.OK {
				c.ok("%s: %s", from.Address, f.What)
			} else {
				c.todo("%s: %s\n      %s", from.Address, f.What, f.Fix)
			}
		}
	}
}
