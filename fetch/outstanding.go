package fetch

import (
	"context"
	"fmt"
	"net/url"

	"github.com/wardround/wardround/news"
)

// Server names the server of an address: what is asked one request at a time.
func (f *Fetcher) Server(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return address
	}
	return f.client.servers.of(u)
}

// Due names the servers of sources that may be read now, in the order of the
// sources, each once.
func (f *Fetcher) Due(ctx context.Context, sources []news.Source) ([]string, error) {
	if err := f.loadBlocked(ctx); err != nil {
		return nil, err
	}
	var due []string
	for _, src := range sources {
		r := f.newReading(ctx, src, PollRequest{})
		if r.err != nil {
			return nil, r.err
		}
		r.now = f.now()
		at, err := url.Parse(r.state.Address())
		if err != nil {
			due = append(due, f.Server(r.state.Address())) // reading it says what is wrong
			continue
		}
		why, err := r.mayNot(ctx, at)
		if err != nil {
			return nil, err
		}
		if why == "" {
			due = append(due, f.Server(at.String()))
		}
	}
	return unique(due), nil
}

// Wanted names the servers of pages that may be asked for now, each once.
func (f *Fetcher) Wanted(ctx context.Context) ([]string, error) {
	urls, err := f.store.WantedURLs(ctx, f.now())
	if err != nil {
		return nil, fmt.Errorf("wanted pages: %w", err)
	}
	for i, address := range urls {
		urls[i] = f.Server(address)
	}
	return unique(urls), nil
}

// unique keeps the first of each.
func unique(all []string) []string {
	seen := make(map[string]bool, len(all))
	var first []string
	for _, s := range all {
		if !seen[s] {
			seen[s] = true
			first = append(first, s)
		}
	}
	return first
}
