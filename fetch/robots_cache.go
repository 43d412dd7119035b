package fetch

import (
	"context"
	"net/http"
	"net/url"
	"sync"
	"time"
)

// How long a robots.txt is believed. The RFC allows a day; one that could not
// be had is asked for again sooner.
const (
	robotsFresh = 24 * time.Hour
	robotsRetry = time.Hour
)

// robotsCache asks each host for its robots.txt once.
type robotsCache struct {
	client *client
	token  string
	now    func() time.Time

	mu    sync.Mutex
	hosts map[string]*robotsEntry
}

type robotsEntry struct {
	mu    sync.Mutex // held while it is being asked for
	rules robotsRules
	until time.Time
}

func newRobotsCache(c *client, opts Options) *robotsCache {
	return &robotsCache{client: c, token: productToken(opts.UserAgent), now: opts.Now, hosts: map[string]*robotsEntry{}}
}

// rules returns the rules for u's host. A client error means that everything is
// allowed, a server error or none at all that nothing is. An error is returned
// only when ctx ends.
func (r *robotsCache) rules(ctx context.Context, u *url.URL) (robotsRules, error) {
	origin := url.URL{Scheme: u.Scheme, Host: u.Host}
	r.mu.Lock()
	entry := r.hosts[origin.String()]
	if entry == nil {
		entry = &robotsEntry{}
		r.hosts[origin.String()] = entry
	}
	r.mu.Unlock()
	entry.mu.Lock()
	defer entry.mu.Unlock()
	if r.now().Before(entry.until) {
		return entry.rules, nil
	}
	origin.Path = "/robots.txt"
	a, err := r.client.get(ctx, request{url: &origin, accept: acceptText, limit: maxRobots})
	if ctx.Err() != nil {
		return robotsRules{}, context.Cause(ctx)
	}
	entry.rules, entry.until = robotsRules{}, r.now().Add(robotsFresh)
	switch {
	case err != nil:
		entry.rules, entry.until = robotsRules{disallow: true}, r.now().Add(robotsRetry)
	case a.status == http.StatusOK:
		entry.rules = parseRobots(decodeDocument(a.body, ""), r.token)
	case a.status >= 500 || a.status == http.StatusTooManyRequests:
		entry.rules, entry.until = robotsRules{disallow: true}, r.now().Add(robotsRetry)
	}
	if a != nil {
		a.done()
	}
	return entry.rules, nil
}

// pathOf returns what robots.txt rules are matched with.
func pathOf(u *url.URL) string {
	path := u.EscapedPath()
	if path == "" {
		path = "/"
	}
	if u.RawQuery != "" {
		path += "?" + u.RawQuery
	}
	return path
}
