package jobs

import (
	"context"
	"errors"
	"slices"
	"time"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/news"
)

// readServer polls and scrapes one server. What other servers have pages of what it
// listed is returned as well.
func (s *Steps) readServer(ctx context.Context, server string, until time.Time) (round Round, next []string, err error) {
	ctx, release, err := s.holdServer(ctx, server)
	if err != nil {
		return round, nil, err
	}
	defer release()
	sources, err := s.sourcesOf(ctx, server)
	if err != nil {
		return round, nil, err
	}
	round.Poll = s.Fetcher.Poll(ctx, sources, fetch.PollRequest{})
	round.Scrape = s.Fetcher.Scrape(ctx, fetch.ScrapeRequest{Server: server, Until: until})
	if err := errors.Join(ctx.Err(), round.Err()); err != nil {
		return round, nil, err
	}
	next, err = s.elsewhere(ctx, server, round)
	return round, next, err
}

// holdServer takes the lock of one server, and a share in the one that a round of all
// servers takes alone. Both are lost, and ctx with them, when the database is.
func (s *Steps) holdServer(ctx context.Context, server string) (context.Context, func(), error) {
	ctx, give, shared, err := s.Store.Share(ctx, fetchLock)
	if err != nil {
		return ctx, nil, err
	}
	if !shared {
		return ctx, nil, ErrBusy
	}
	ctx, unlock, held, err := s.Store.Hold(ctx, "server:"+server)
	if err == nil && !held {
		err = ErrBusy
	}
	if err != nil {
		give()
		return ctx, nil, err
	}
	return ctx, func() { unlock(); give() }, nil
}

// sourcesOf returns the sources that are read from a server now, due or not.
func (s *Steps) sourcesOf(ctx context.Context, server string) ([]news.Source, error) {
	sources, err := s.polled(ctx)
	if err != nil {
		return nil, err
	}
	states, err := s.Store.SourceStates(ctx)
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(slices.Clone(sources), func(source news.Source) bool {
		state := states[source.URL]
		state.URL = source.URL
		return s.Fetcher.Server(state.Address()) != server
	}), nil
}

// elsewhere names the other servers that new items of a round have their pages on.
func (s *Steps) elsewhere(ctx context.Context, server string, round Round) ([]string, error) {
	var listed []string
	for _, r := range round.Poll.Results {
		listed = append(listed, r.Servers...)
	}
	listed = slices.DeleteFunc(listed, func(other string) bool { return other == server })
	if len(listed) == 0 {
		return nil, nil
	}
	wanted, err := s.Fetcher.Wanted(ctx)
	return slices.DeleteFunc(wanted, func(other string) bool { return other == server || !slices.Contains(listed, other) }), err
}
