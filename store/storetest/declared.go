package storetest

import (
	"errors"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testDeclared: sources that commands add, and hosts they block.
func testDeclared(t *testing.T, open opener) {
	gazette, courier := source("gazette"), source("courier")
	gazette.Topics, gazette.Every = []string{"pay"}, 2*hour
	t.Run("a declared source comes back whole, as one of the store, by name", func(t *testing.T) {
		k := open(t)
		k.must(k.DeclareSources(t.Context(), gazette, courier))
		got, err := k.DeclaredSources(t.Context())
		k.must(err)
		first, second := courier, gazette
		first.Origin, second.Origin = news.FromStore, news.FromStore
		same(t, "declared", got, []news.Source{first, second})
	})
	t.Run("a source that was only read is not declared", func(t *testing.T) {
		k := open(t)
		k.poll(pollOf(gazette, monday, item(1)))
		got, err := k.DeclaredSources(t.Context())
		k.must(err)
		same(t, "declared", len(got), 0)
	})
	t.Run("declaring and removing keep what is remembered of reading", func(t *testing.T) {
		k := open(t)
		k.poll(pollOf(gazette, monday, item(1)))
		before, err := k.SourceState(t.Context(), gazette.URL)
		k.must(err)
		k.must(k.DeclareSources(t.Context(), gazette))
		k.must(k.RemoveSource(t.Context(), gazette.URL))
		after, err := k.SourceState(t.Context(), gazette.URL)
		k.must(err)
		same(t, "state", after, before)
		got, err := k.DeclaredSources(t.Context())
		k.must(err)
		same(t, "declared", len(got), 0)
		k.article(1)
	})
	t.Run("a source that ended is asked again on request", func(t *testing.T) {
		k := open(t)
		p := pollOf(gazette, monday)
		p.State.Gone, p.State.Failures, p.State.Due, p.State.NotBefore, p.State.Outcome, p.State.FailingSince = true, 1, monday.Add(24*hour), monday.Add(hour), news.OutcomeGone, monday
		p.State.FirstRead = monday.Add(-24 * hour)
		k.poll(p)
		k.must(k.DeclareSources(t.Context(), gazette))
		for _, want := range []bool{true, false} {
			was, err := k.AskAgain(t.Context(), gazette)
			k.must(err)
			same(t, "was gone", was, want)
		}
		state, err := k.SourceState(t.Context(), gazette.URL)
		k.must(err)
		same(t, "gone", state.Gone, false)
		same(t, "due", state.Due.IsZero(), true)
		same(t, "its wish to wait", state.NotBefore.Equal(monday.Add(hour)), true)
		same(t, "first read", state.FirstRead.Equal(monday.Add(-24*hour)), true)
		got, err := k.DeclaredSources(t.Context())
		k.must(err)
		same(t, "declared", len(got), 1)
		was, err := k.AskAgain(t.Context(), courier)
		k.must(err)
		same(t, "a source that was never read", was, false)
	})
	t.Run("a poll keeps the declaration", func(t *testing.T) {
		k := open(t)
		k.must(k.DeclareSources(t.Context(), gazette))
		k.poll(pollOf(gazette, monday, item(1)))
		got, err := k.DeclaredSources(t.Context())
		k.must(err)
		same(t, "declared", len(got), 1)
	})
	t.Run("what is not declared cannot be removed", func(t *testing.T) {
		k := open(t)
		same(t, "not found", errors.Is(k.RemoveSource(t.Context(), gazette.URL), store.ErrNotFound), true)
	})
	t.Run("a host is blocked until it is unblocked", func(t *testing.T) {
		k := open(t)
		for _, host := range []string{"b.example", "a.example", "b.example"} {
			k.must(k.BlockHost(t.Context(), host, monday))
		}
		got, err := k.BlockedHosts(t.Context())
		k.must(err)
		same(t, "blocked", got, []string{"a.example", "b.example"})
		k.must(k.UnblockHost(t.Context(), "b.example"))
		got, err = k.BlockedHosts(t.Context())
		k.must(err)
		same(t, "blocked", got, []string{"a.example"})
		same(t, "not found", errors.Is(k.UnblockHost(t.Context(), "b.example"), store.ErrNotFound), true)
	})
}
