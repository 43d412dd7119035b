package fetch

import (
	"context"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
)

// How long a robots.txt is believed. The RFC allows a day; one that could not
// be had is asked for again sooner.
const (
	robotsFresh = 24 * time.Hour
	robotsRetry = time.Hour
)

// robotsCache asks each host for its robots.txt once a day, however many processes
// want it: what it said is kept in the store.
type robotsCache struct {
	client *client
	store  Store
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

func newRobotsCache(c *client, store Store, opts Options) *robotsCache {
	return &robotsCache{client: c, store: store, token: productToken(opts.UserAgent), now: opts.Now, hosts: map[string]*robotsEntry{}}
}

// rules returns the rules for u's host. A client error means that everything is
// allowed, a server error or none at all that nothing is. With keep, what the host
// says is written to the store. An error is returned only when ctx ends or the
// store fails.
func (r *robotsCache) rules(ctx context.Context, u *url.URL, keep bool) (robotsRules, error) {
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
	file, err := r.store.Robots(ctx, origin.String())
	if err != nil {
		return robotsRules{}, err
	}
	if !r.now().Before(file.Until) {
		if file, err = r.ask(ctx, origin); err != nil {
			return robotsRules{}, err
		}
		if keep {
			if err := r.store.SetRobots(ctx, file); err != nil {
				return robotsRules{}, err
			}
		}
	}
	entry.until = file.Until
	if entry.rules = (robotsRules{disallow: true}); !file.Refused {
		entry.rules = parseRobots(file.Text, r.token)
	}
	return entry.rules, nil
}

// ask asks a host for its robots.txt. The error is the context's, or our store's.
func (r *robotsCache) ask(ctx context.Context, origin url.URL) (news.RobotsFile, error) {
	file := news.RobotsFile{Origin: origin.String(), Asked: r.now(), Until: r.now().Add(robotsFresh)}
	origin.Path = "/robots.txt"
	a, err := r.client.get(ctx, request{url: &origin, accept: acceptText, limit: maxRobots})
	if ctx.Err() != nil {
		return file, context.Cause(ctx)
	}
	if isOurs(err) {
		return file, err
	}
	switch {
	case err != nil || a.status >= 500 || a.status == http.StatusTooManyRequests:
		file.Refused, file.Until = true, file.Asked.Add(robotsRetry)
	case a.status == http.StatusOK:
		file.Text = strings.ReplaceAll(decodeDocument(a.body, ""), "\x00", "") // PostgreSQL keeps no NUL
	}
	if a != nil {
		a.done()
	}
	return file, nil
}

// admit returns why u may not be asked for, or nil.
func (r robotsRules) admit(u *url.URL) error {
	switch {
	case r.disallow:
		return &problem{kind: problemNetwork, reason: "robots.txt of " + u.Hostname() + " could not be read"}
	case !r.allows(pathOf(u)):
		return &problem{kind: problemAddress, reason: "robots.txt does not allow it"}
	}
	return nil
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
