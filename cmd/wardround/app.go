package main

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"time"

	"github.com/lmittmann/tint"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/postgres"
	"github.com/wardround/wardround/store/sqlite"
)

// app is what all commands share: streams, global flags, and the parts of the
// program, each made when a command first asks for it.
type app struct {
	in       io.Reader
	out, err io.Writer

	configFlag, storeFlag string
	verbose, quiet        bool

	log    *slog.Logger
	cfg    *config.Config
	beat   *beat
	kept   *store.Store
	fetch  *fetch.Fetcher
	people *jobs.Readers
	madeUp bool                 // the open store is the demo's
	adjust func(*fetch.Options) // the demo's own network; nil elsewhere
	dns    deliver.Resolver     // for tests; nil is the system's
}

func (a *app) close() error {
	if a.fetch != nil {
		a.fetch.Close()
	}
	if a.kept != nil {
		return a.kept.Close()
	}
	return nil
}

// logger writes for people on a terminal and JSON elsewhere. One-off commands
// only show warnings unless -v asks for more; the daemon shows what it does.
func (a *app) logger(level slog.Level) *slog.Logger {
	if a.log != nil {
		return a.log
	}
	switch {
	case a.verbose:
		level = slog.LevelDebug
	case a.quiet:
		level = slog.LevelError
	}
	var handler slog.Handler = slog.NewJSONHandler(a.err, &slog.HandlerOptions{Level: level})
	if isTerminal(a.err) {
		handler = tint.NewTextHandler(a.err, &tint.Options{
			Level: level, TimeFormat: time.TimeOnly, NoColor: os.Getenv("NO_COLOR") != ""})
	}
	a.log = slog.New(handler)
	return a.log
}

// config loads the configuration once; a mistake in it ends the command with status 2.
func (a *app) config() (*config.Config, error) {
	if a.cfg != nil {
		return a.cfg, nil
	}
	cfg, err := config.Load(a.configFlag, config.Options{
		Store: a.storeFlag,
		Checks: config.Checks{
			Cron: func(line string) error {
				_, err := jobs.ParseSchedule(line, time.UTC)
				return err
			},
			Selector:  fetch.CheckSelector,
			Beat:      a.beatSays,
			Accent:    digest.CheckAccent,
			Templates: func(dir string) error { return digest.CheckTemplates(os.DirFS(dir)) },
		},
	})
	if err != nil {
		return nil, &statusError{status: exitUsage, err: err, hint: "nothing was done"}
	}
	if len(cfg.Test.Used) > 0 {
		a.logger(warn).Warn("a test setting is in force", "variables", strings.Join(cfg.Test.Used, ", "))
	}
	a.cfg = cfg
	return cfg, nil
}

// now is the clock of everything.
func (a *app) now() func() time.Time {
	if a.cfg == nil {
		return time.Now
	}
	if a.kept == nil {
		return a.cfg.Test.Now()
	}
	return a.kept.Clock(a.cfg.Test.Now())
}

// store opens the store once.
func (a *app) store(ctx context.Context) (*store.Store, error) {
	if a.kept != nil {
		return a.kept, nil
	}
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	dsn, err := cfg.StoreDSN()
	if err != nil {
		return nil, &statusError{exitUsage, err, ""}
	}
	hint := "is the folder there, writable, on a local disk that is not full? --store FILE names another place"
	open := sqlite.Open
	if isPostgres(dsn) {
		open, hint = postgres.Open, "is the server up, and does the database exist? psql takes the same address"
	}
	a.kept, err = open(ctx, dsn)
	switch {
	case errors.Is(err, sqlite.ErrNetworkFS):
		return nil, usageError("name a place on a disk of this machine with --store, or use postgres://...", "%w", err)
	case errors.Is(err, sqlite.ErrNotStore):
		return nil, usageError("name the store, or a file that is not there yet, with --store FILE", "%w", err)
	case err != nil:
		return nil, unreachableError(hint, err)
	}
	return a.kept, a.kept.Mark(ctx, madeUpMark, &a.madeUp)
}

func isPostgres(dsn string) bool {
	return strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://")
}

// openStore is store for commands that only look: a store that was never made
// is not made by looking.
func (a *app) openStore(ctx context.Context) (*store.Store, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	if a.kept == nil && !isPostgres(cfg.Store) {
		if _, err := os.Stat(cfg.Store); errors.Is(err, os.ErrNotExist) {
			return nil, usageError("read the sources first: wardround fetch", "there is no store at %s yet", cfg.Store)
		}
	}
	return a.store(ctx)
}

// fetcher makes the fetcher once.
func (a *app) fetcher(ctx context.Context) (*fetch.Fetcher, error) {
	if a.fetch != nil {
		return a.fetch, nil
	}
	kept, err := a.store(ctx)
	if err != nil {
		return nil, err
	}
	options, err := a.fetchOptions()
	if err != nil {
		return nil, err
	}
	if kept.Shared() {
		options.Turn = kept.Turn
	}
	a.fetch = fetch.New(a.logger(warn), kept, options)
	return a.fetch, nil
}

func (a *app) fetchOptions() (fetch.Options, error) {
	cfg, err := a.config()
	if err != nil {
		return fetch.Options{}, err
	}
	beat, err := a.loadBeat(cfg.Settings)
	if err != nil {
		return fetch.Options{}, err
	}
	options := fetch.Options{
		UserAgent: cfg.HTTP.UserAgent, AllowNets: cfg.Test.AllowNets, PageGap: cfg.Fetch.PageGap,
		Parallel: cfg.Fetch.Parallel, Zone: cfg.Zone(), Sites: beat.sites, Stdin: a.in, Now: a.now(),
		CommentTopics: beat.lexicon.CommentTopics, KeepPages: cfg.Fetch.KeepPages,
		SharedHosts: cfg.Fetch.SharedHosts, SeparateHosts: cfg.Fetch.SeparateHosts,
	}
	if options.UserAgent == "" {
		options.UserAgent = userAgent(cfg.Operator().Contact)
	}
	if options.Proxy, options.NoProxy, err = cfg.Proxy(); err != nil {
		return options, &statusError{exitUsage, err, ""}
	}
	if options.RootCAs, err = authorities(cfg.HTTP.CAFile); err != nil {
		return options, err
	}
	if a.adjust != nil {
		a.adjust(&options)
	}
	return options, nil
}

// authorities returns the system's certificate authorities and those of file;
// nil, which means the system's, when there is no file.
func authorities(file string) (*x509.CertPool, error) {
	if file == "" {
		return nil, nil
	}
	pem, err := os.ReadFile(file)
	if err != nil {
		return nil, usageError("", "certificate authorities: %w", err)
	}
	pool, err := x509.SystemCertPool()
	if err != nil {
		pool = x509.NewCertPool()
	}
	if !pool.AppendCertsFromPEM(pem) {
		return nil, usageError("the file must hold certificates in PEM form", "certificate authorities: none in %s", file)
	}
	return pool, nil
}

// userAgent names the program and whom to ask about it.
func userAgent(contact string) string {
	if contact == "" {
		contact = "+" + fetch.ProjectPage
	}
	return fmt.Sprintf("wardround/%s (%s)", version(), contact)
}
