package fetch

import (
	"context"
	"crypto/x509"
	"io"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"sync"
	"time"
)

// Options are the tunables of a [Fetcher]. The zero value works.
type Options struct {
	// UserAgent names the program and how to reach who runs it. Robots.txt is
	// read for its product token, the part before the first slash or blank.
	// Default "wardround (+https://github.com/wardround/wardround)".
	UserAgent string

	// AllowNets are networks that may be dialled although they are private, on
	// any port. For tests only. Default none.
	AllowNets []netip.Prefix

	// Resolve, when set, says which address to dial for a host and port; what it
	// returns is dialled unchecked. It exists for the demo and for tests, and no
	// setting of the program may reach it. Default nil: the system's resolver,
	// and public addresses only.
	Resolve func(ctx context.Context, host, port string) (addr string, err error)

	// RootCAs are the certificates servers are checked against. Default the
	// system's.
	RootCAs *x509.CertPool

	// Proxy is asked instead of the servers themselves. Its address may be
	// private. Behind it names are resolved elsewhere, so only literal private
	// addresses and names that are private by their form are refused. Default
	// none; the environment is not looked at.
	Proxy *url.URL

	// NoProxy lists hosts that are asked directly, as in NO_PROXY. Default "".
	NoProxy string

	// SharedHosts are domains whose hosts are one server: asked one request at a
	// time, and waiting together when one asks to wait. Default none: each host
	// stands for itself.
	SharedHosts []string

	// SeparateHosts are hosts that give the feeds of many others: one that asks to
	// wait there (Retry-After) speaks for itself alone. Default none.
	SeparateHosts []string

	// PageGap is the least time between the starts of two page requests of one
	// host. Default 1 s.
	PageGap time.Duration

	// Parallel is how many hosts are asked at once. A host that has kept a
	// request waiting for two seconds no longer counts. Default 8.
	Parallel int

	// Turn waits until no other process asks a server, and returns what ends the turn:
	// for several nodes, of which one at a time may ask a host. Default nil: there are
	// no others.
	Turn func(ctx context.Context, server string) (end func(), err error)

	// Zone is read into times that state none. Default Europe/London.
	Zone *time.Location

	// Sites are the rules of extraction for single sites, looked at again for
	// each page. Default none.
	Sites *SiteFiles

	// CommentTopics names the topics that a reader's comment touches: all that is
	// kept of one. Default none.
	CommentTopics func(text string) []string

	// KeepPages is how long a page is kept as it was received, for [Fetcher.Rescrape].
	// Default 0: none is kept.
	KeepPages time.Duration

	// Stdin is read for the target "-". Default os.Stdin.
	Stdin io.Reader

	// Now is the clock of dates and due times. Default time.Now.
	Now func() time.Time
}

// ProjectPage is where publishers learn what this program does.
const ProjectPage = "https://github.com/wardround/wardround"

// DefaultUserAgent names the project where nothing was set.
const DefaultUserAgent = "wardround (+" + ProjectPage + ")"

func (o Options) servers() servers { return servers{shared: o.SharedHosts, separate: o.SeparateHosts} }

func (o Options) withDefaults() Options {
	if o.UserAgent == "" {
		o.UserAgent = DefaultUserAgent
	}
	if o.PageGap <= 0 {
		o.PageGap = time.Second
	}
	if o.Parallel <= 0 {
		o.Parallel = 8
	}
	if o.Zone == nil {
		o.Zone = london()
	}
	if o.Stdin == nil {
		o.Stdin = os.Stdin
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	return o
}

// Fetcher reads sources and pages. It is safe for concurrent use.
type Fetcher struct {
	log    *slog.Logger
	store  Store
	opts   Options
	now    func() time.Time
	client *client
	robots *robotsCache
	pacer  pacer
	slots  chan struct{} // one of them for each host that is asked

	mu    sync.Mutex
	waits map[string]time.Time // by host, seen in this process; see hostWait
}

// New returns a Fetcher that keeps what it finds in store.
func New(log *slog.Logger, store Store, opts Options) *Fetcher {
	opts = opts.withDefaults()
	f := &Fetcher{log: log, store: store, opts: opts, now: opts.Now, waits: map[string]time.Time{}, pacer: pacer{hosts: map[string]time.Time{}},
		slots: make(chan struct{}, opts.Parallel)}
	f.client = newClient(opts)
	f.robots = newRobotsCache(f.client, store, opts)
	if opts.Proxy != nil {
		log.Warn("a proxy is configured: names are resolved there, so the guard against private addresses is reduced", "proxy", opts.Proxy.Redacted())
	}
	return f
}

// Close ends idle connections.
func (f *Fetcher) Close() { f.client.http.CloseIdleConnections() }
