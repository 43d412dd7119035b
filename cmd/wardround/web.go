package main

import (
	"context"
	"errors"
	"net"

	"golang.org/x/sync/errgroup"

	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/web"
)

// website is the site of the configuration, listening; nil when none is wanted.
type website struct {
	site     *web.Site
	listener net.Listener
}

// address is where a browser on this machine finds the site.
func (w *website) address() string { return "http://" + w.listener.Addr().String() + "/" }

// website opens web.listen, so that a port in use ends the command before
// anything is begun.
func (a *app) website(ctx context.Context, notice string) (*website, error) {
	cfg := a.cfg.Web
	if cfg.Listen == "" {
		return nil, nil
	}
	options, err := a.siteOptions(ctx, notice)
	if err != nil {
		return nil, err
	}
	listener, err := web.Listen(ctx, cfg.Listen)
	if err != nil {
		return nil, unreachableError("web.listen: is another program there?", err)
	}
	site := &website{listener: listener}
	if options.BaseURL == "" {
		if at, ok := listener.Addr().(*net.TCPAddr); ok && at.IP.IsLoopback() {
			options.BaseURL = "http://" + at.String()
		} else {
			a.logger(warn).Warn("web.base_url is not set: any host name is answered, and links in feeds have none")
		}
	}
	if site.site, err = web.New(a.logger(warn), a.kept, options); err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	return site, nil
}

// beside serves the site while work runs, and ends with it. Without a site it
// is work alone.
func (w *website) beside(ctx context.Context, work func(context.Context) error) error {
	if w == nil {
		return work(ctx)
	}
	group, both := errgroup.WithContext(ctx)
	serving, stop := context.WithCancel(both)
	defer stop()
	group.Go(func() error { return w.site.Serve(serving, w.listener) })
	group.Go(func() error {
		defer stop()
		return work(both)
	})
	return group.Wait()
}

func (a *app) siteOptions(ctx context.Context, notice string) (web.Options, error) {
	sources, err := a.sources(ctx)
	if err != nil {
		return web.Options{}, err
	}
	beat, err := a.loadBeat(a.cfg.Settings)
	if err != nil {
		return web.Options{}, err
	}
	if _, err := a.store(ctx); err != nil {
		return web.Options{}, err
	}
	readers, err := a.readers(ctx)
	if err != nil {
		return web.Options{}, err
	}
	cfg := a.cfg.Web
	options := web.Options{
		BaseURL: cfg.BaseURL, Username: cfg.Auth.Username, Notice: notice, Version: version(), Sources: sources, SourcesNow: a.sources,
		Editions: a.cfg.EditionList(), Operator: a.cfg.Operator(), Zone: a.cfg.Zone(), Now: a.now(),
		Retention: web.Retention(a.retention()),
		Stated: web.Statements{Purpose: cfg.Statements.Purpose, Basis: cfg.Statements.Basis, Faults: cfg.Statements.Faults,
			Tested: news.Day(cfg.Statements.Tested)},
		UserHeader: cfg.Auth.Header, Proxies: cfg.TrustedProxies(),
		Issue:    digest.RenderWeb,
		Figures:  a.figures,
		Leaving:  leaving{readers},
		Promises: a.promisesOfSite(beat),
		Stories:  siteStories{jobs.Shelf{Store: a.kept}},
		Extract:  quotable,
		Title:    beat.wording.Title,
	}
	for _, t := range beat.topics {
		options.Topics = append(options.Topics, web.Topic{Name: t.Name, Title: t.Title})
	}
	if len(options.Editions) == 1 {
		options.Title = options.Editions[0].Title
	}
	if cfg.Auth.Username != "" {
		if options.Password, err = cfg.Auth.Password.Value(ctx); err != nil {
			return options, usageError("web.auth.password says where it is", "%w", err)
		}
	}
	return options, nil
}

// quotable are the sentences of an article that its source allows to quote.
func quotable(hit news.Hit, allowed news.Excerpt) []string {
	return digest.Extract(digest.Candidate{Article: hit.Article, Verdict: hit.Verdict, Excerpt: allowed})
}
