package main

import (
	"context"
	"os"
	"time"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
)

// steps wires the stages for commands that poll, compose or send.
func (a *app) steps(ctx context.Context) (*jobs.Steps, error) {
	fetcher, err := a.fetcher(ctx)
	if err != nil {
		return nil, err
	}
	sources, err := a.sources(ctx)
	if err != nil {
		return nil, err
	}
	readers, err := a.readers(ctx)
	if err != nil {
		return nil, err
	}
	steps := &jobs.Steps{
		Log: a.logger(warn), Store: a.kept, Fetcher: fetcher, Lexicon: a.beat.lexicon, Words: a.beat.stories,
		Decisions: a.decisions, Rules: a.promiseRules(a.beat), Names: a.cfg.Promises.Names, Sources: sources, SourcesNow: a.sources,
		Editions: a.cfg.EditionList(), Topics: a.beat.topics, Operator: a.cfg.Operator(), Now: a.now(),
		AlarmTo: a.cfg.Settings.Operator.Email, Searches: a.cfg.Settings.Operator.Search, Retention: a.retention(), Readers: readers,
	}
	if a.madeUp {
		steps.Notice = madeUpNotice
	}
	if a.cfg.SMTP.Host == "" {
		return steps, nil
	}
	relay, err := relay(a.cfg)
	if err != nil {
		return nil, err
	}
	mailer, err := a.mailer()
	if err != nil {
		return nil, err
	}
	smtp := a.cfg.SMTP
	steps.Sender = deliver.New(steps.Log, a.kept, relay, mailer.Build, deliver.Options{
		Rate: smtp.Rate, Connections: smtp.Connections, Lease: smtp.Lease, UnknownAfter: smtp.UnknownAfter,
		Hold: smtp.OnUnknown == "hold", Now: a.now(),
	})
	return steps, nil
}

// mailer makes messages, signed when the configuration says that we sign.
func (a *app) mailer() (*jobs.Mailer, error) {
	mailer := &jobs.Mailer{Store: a.kept, Editions: a.cfg.EditionList(), BaseURL: a.cfg.Web.BaseURL, Readers: a.people, Operator: a.cfg.Operator()}
	if dir := a.cfg.Templates; dir != "" {
		mailer.Templates = os.DirFS(dir)
	}
	if dkim := a.cfg.DKIM; dkim.Mode == "own" {
		key, err := deliver.ReadKey(dkim.KeyFile)
		if err != nil {
			return nil, usageError("dkim.key_file must hold an RSA or Ed25519 private key in PEM form", "%w", err)
		}
		mailer.DKIM = &deliver.DKIM{Domain: dkim.Domain, Selector: dkim.Selector, Key: key}
	}
	return mailer, nil
}

// relay is the mail server of the configuration.
func relay(cfg *config.Config) (deliver.Relay, error) {
	roots, err := authorities(cfg.SMTP.CAFile)
	if err != nil {
		return deliver.Relay{}, err
	}
	relay := deliver.Relay{
		Host: cfg.SMTP.Host, Port: cfg.SMTP.Port, TLS: deliver.TLSMode(cfg.SMTP.TLS), RootCAs: roots,
		Auth: cfg.SMTP.Auth, Username: cfg.SMTP.Username, Password: cfg.SMTP.Password.Value,
	}
	if o := cfg.SMTP.OAuth; o.TokenURL != "" {
		tokens := &deliver.Tokens{URL: o.TokenURL, ClientID: o.ClientID, ClientSecret: o.ClientSecret.Value, Scope: o.Scope}
		relay.Password, relay.Forget = tokens.Token, tokens.Forget
	}
	return relay, nil
}

// edition finds one of the configuration's editions; without a name, the only one.
func (a *app) edition(name string) (news.Edition, error) {
	all := a.cfg.EditionList()
	if name == "" && len(all) == 1 {
		return all[0], nil
	}
	names := make([]string, len(all))
	for i, e := range all {
		if e.Name == name {
			return e, nil
		}
		names[i] = e.Name
	}
	if name == "" {
		return news.Edition{}, usageError("--edition takes one of: "+join(names), "there are several editions")
	}
	return news.Edition{}, usageError("editions: "+join(names), "no edition is called %q", name)
}

// slotWords names a slot for people.
func slotWords(slot news.Slot, zone *time.Location) string {
	return slot.At.In(zone).Format("Monday 2 January 2006, 15:04")
}

// retention is how long the configuration keeps things.
func (a *app) retention() jobs.Retention {
	keep := a.cfg.Retention
	return jobs.Retention{Messages: keep.Messages, Addresses: keep.Addresses, Texts: keep.Texts, Leavers: keep.Leavers, Pages: a.cfg.Fetch.KeepPages}
}
