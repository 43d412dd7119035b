package jobs

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestSourcesAreReadAnewForEachRound(t *testing.T) {
	declared := []news.Source{{Name: "a"}, {Name: "b", Off: true}}
	var broken error
	s := &Steps{Sources: []news.Source{{Name: "old"}}}
	names := func() (got []string) {
		t.Helper()
		sources, err := s.polled(t.Context())
		if !errors.Is(err, broken) {
			t.Fatalf("error %v, want %v", err, broken)
		}
		for _, source := range sources {
			got = append(got, source.Name)
		}
		return got
	}
	if got := names(); !slices.Equal(got, []string{"old"}) {
		t.Errorf("without SourcesNow: %q", got)
	}
	s.SourcesNow = func(context.Context) ([]news.Source, error) { return declared, broken }
	if got := names(); !slices.Equal(got, []string{"a"}) {
		t.Errorf("%q, want only those that are on", got)
	}
	declared = append(declared, news.Source{Name: "c"})
	if got := names(); !slices.Equal(got, []string{"a", "c"}) {
		t.Errorf("%q, want the added one as well", got)
	}
	broken = errors.New("no store")
	if got := names(); got != nil {
		t.Errorf("%q, want none of an unknown list", got)
	}
}
