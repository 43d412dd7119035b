package jobs

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"github.com/wardround/wardround/news"
)

// sources are those that are declared now.
func (s *Steps) sources(ctx context.Context) ([]news.Source, error) {
	if s.SourcesNow == nil {
		return s.Sources, nil
	}
	sources, err := s.SourcesNow(ctx)
	if err != nil {
		return nil, fmt.Errorf("sources: %w", err)
	}
	return sources, nil
}

// everDeclared are the sources that are declared now and, switched off, those that were
// when they were last read: of these what was allowed then may still be quoted.
func (s *Steps) everDeclared(ctx context.Context) ([]news.Source, error) {
	declared, err := s.sources(ctx)
	if err != nil {
		return nil, err
	}
	states, err := s.Store.SourceStates(ctx)
	if err != nil {
		return nil, err
	}
	for _, source := range declared {
		delete(states, source.URL)
	}
	all := slices.Clone(declared)
	for _, url := range slices.Sorted(maps.Keys(states)) {
		all = append(all, news.Source{Name: states[url].Name, URL: url, Excerpt: states[url].Quotable(), Off: true})
	}
	return all, nil
}

// polled are the sources that are switched on.
func (s *Steps) polled(ctx context.Context) ([]news.Source, error) {
	all, err := s.sources(ctx)
	var on []news.Source
	for _, source := range all {
		if !source.Off {
			on = append(on, source)
		}
	}
	return on, err
}
