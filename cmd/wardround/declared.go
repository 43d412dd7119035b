package main

import (
	"context"
	"errors"
	"os"
	"strings"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
)

// sources are those of the configuration, then those that commands added, then,
// unless the configuration says no, those of the beat's starter list. Of two that
// share a name or an address the first counts.
func (a *app) sources(ctx context.Context) ([]news.Source, error) {
	cfg, err := a.config()
	if err != nil {
		return nil, err
	}
	declared, err := a.declaredSources(ctx)
	if err != nil {
		return nil, err
	}
	lists := [][]news.Source{cfg.Sources(), declared}
	if cfg.Starter {
		b, err := a.loadBeat(cfg.Settings)
		if err != nil {
			return nil, err
		}
		lists = append(lists, b.starter)
	}
	return mergeSources(lists...), nil
}

// declaredSources are those of the store; a store that was never made is not made
// by looking.
func (a *app) declaredSources(ctx context.Context) ([]news.Source, error) {
	if a.kept == nil && !isPostgres(a.cfg.Store) {
		if _, err := os.Stat(a.cfg.Store); errors.Is(err, os.ErrNotExist) {
			return nil, nil
		}
	}
	kept, err := a.store(ctx)
	if err != nil {
		return nil, err
	}
	return kept.DeclaredSources(ctx)
}

// mergeSources puts lists together; what stands in an earlier one counts.
func mergeSources(lists ...[]news.Source) []news.Source {
	var all []news.Source
	names, addresses := map[string]bool{}, map[string]bool{}
	for _, list := range lists {
		for _, s := range list {
			name, address := strings.ToLower(s.Name), sameAddress(s.URL)
			if names[name] || addresses[address] {
				continue
			}
			names[name], addresses[address] = true, true
			all = append(all, s)
		}
	}
	return all
}

// sameAddress is an address in the spelling that all of one document share.
func sameAddress(address string) string {
	if canonical, err := fetch.CanonicalURL(address); err == nil {
		return canonical
	}
	return address
}

// findSource returns the source with this name or address, small and capital
// letters of a name being the same.
func findSource(all []news.Source, nameOrAddress string) (news.Source, bool) {
	for _, s := range all {
		if strings.EqualFold(s.Name, nameOrAddress) || sameAddress(s.URL) == sameAddress(nameOrAddress) {
			return s, true
		}
	}
	return news.Source{}, false
}
