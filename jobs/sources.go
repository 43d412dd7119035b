package jobs

import (
	"context"
	"fmt"

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
