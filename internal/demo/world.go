package demo

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"embed"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

//go:embed articles/*.txt
var articleFiles embed.FS

// World is the running made-up world. Its methods may be called by several
// goroutines.
type World struct {
	ca       *testkit.CA
	listener net.Listener
	server   *http.Server
	close    func() error // closes once, and answers the same ever after

	mu       sync.Mutex
	sites    map[string]*site // by host; the map itself never changes
	requests []Request
}

// Start builds the world as it stands at now and serves it on loopback until
// [World.Close].
func Start(now time.Time) (*World, error) {
	london, err := time.LoadLocation("Europe/London")
	if err != nil {
		return nil, fmt.Errorf("start made-up world: %w", err)
	}
	w := &World{sites: make(map[string]*site)}
	if err := w.settle(now.In(london)); err != nil {
		return nil, fmt.Errorf("start made-up world: %w", err)
	}
	if err := w.open(); err != nil {
		return nil, fmt.Errorf("start made-up world: %w", err)
	}
	return w, nil
}

// settle gives every publisher its host and its articles.
func (w *World) settle(now time.Time) error {
	all, err := sheets()
	if err != nil {
		return err
	}
	for _, sheet := range all {
		s := &site{publisher: sheet.publisher}
		var articles []Article
		for _, d := range sheet.drafts {
			a, err := sheet.articleAt(d, now)
			if err != nil {
				return err
			}
			articles = append(articles, a)
		}
		if err := s.put(articles...); err != nil {
			return err
		}
		w.sites[s.publisher.Host()] = s
	}
	return nil
}

// open begins to listen. One certificate covers all hosts.
func (w *World) open() error {
	var err error
	if w.ca, err = testkit.NewCA(); err != nil {
		return err
	}
	cert, err := w.ca.Issue(w.hosts()...)
	if err != nil {
		return err
	}
	if w.listener, err = new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0"); err != nil {
		return fmt.Errorf("listen: %w", err)
	}
	w.server = &http.Server{
		Handler:           http.HandlerFunc(w.handle),
		TLSConfig:         &tls.Config{Certificates: []tls.Certificate{cert}, MinVersion: tls.VersionTLS12},
		ReadHeaderTimeout: 10 * time.Second,
		// A client that hangs up in a handshake is its own affair, and tests
		// do so on purpose.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	served := make(chan error, 1)
	go func() { served <- w.server.ServeTLS(w.listener, "", "") }()
	w.close = sync.OnceValue(func() error {
		if err := w.server.Close(); err != nil {
			return fmt.Errorf("close made-up world: %w", err)
		}
		if err := <-served; !errors.Is(err, http.ErrServerClosed) {
			return fmt.Errorf("serve made-up world: %w", err)
		}
		return nil
	})
	return nil
}

// Close stops serving, cuts open connections and reports a server that had
// already failed.
func (w *World) Close() error { return w.close() }

// hosts returns all host names in order.
func (w *World) hosts() []string {
	hosts := make([]string, 0, len(w.sites))
	for host := range w.sites {
		hosts = append(hosts, host)
	}
	slices.Sort(hosts)
	return hosts
}

// Sources returns the feeds of all publishers, the broken ones included.
func (w *World) Sources() []news.Source {
	var sources []news.Source
	for _, p := range w.Publishers() {
		sources = append(sources, news.Source{Name: p.Title, URL: p.FeedURL(), Kind: news.KindFeed, Origin: news.FromConfig})
	}
	return sources
}

// Publishers returns all publishers in order of their names.
func (w *World) Publishers() []Publisher {
	var all []Publisher
	for _, host := range w.hosts() {
		all = append(all, w.sites[host].publisher)
	}
	return all
}

// Resolve returns the loopback address that stands for host. There is nothing
// but the made-up hosts, and on them nothing but https.
func (w *World) Resolve(_ context.Context, host, port string) (string, error) {
	host = strings.ToLower(strings.TrimSuffix(host, "."))
	if _, ok := w.sites[host]; !ok {
		return "", fmt.Errorf("resolve %s: no such host in the made-up world", host)
	}
	if port != "443" {
		return "", fmt.Errorf("resolve %s: port %s is closed in the made-up world", host, port)
	}
	return w.listener.Addr().String(), nil
}

// RootCAs returns the pool that trusts the world's certificates.
func (w *World) RootCAs() *x509.CertPool { return w.ca.Pool() }

// CAPEM returns the world's root certificate as it stands in a ca_file.
func (w *World) CAPEM() []byte { return w.ca.PEM() }

// Articles returns all articles, newest first, with what is to become of each.
// Those after the cut of a broken feed are among them; see [World.Listed].
func (w *World) Articles() []Article {
	w.mu.Lock()
	defer w.mu.Unlock()
	var all []Article
	for _, host := range w.hosts() {
		all = append(all, w.sites[host].articles...)
	}
	slices.SortStableFunc(all, func(a, b Article) int { return b.Published.Compare(a.Published) })
	return all
}

// Listed reports whether the article can be found through its publisher's
// feed: the address stands in what the feed serves.
func (w *World) Listed(a Article) bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, ok := w.sites[a.Publisher+".example"]
	if !ok || s.publisher.Broken == Missing {
		return false
	}
	at := strings.Index(string(s.doc.body), a.URL)
	return at >= 0 && (s.publisher.Broken != Cut || strings.Contains(string(s.doc.body[at:]), "</item>"))
}

// Publish adds an article to its publisher's site and feed, or replaces the
// one with the same slug.
func (w *World) Publish(a Article) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	s, ok := w.sites[a.Publisher+".example"]
	switch {
	case !ok:
		return fmt.Errorf("publish %q: no publisher %q in the made-up world", a.Title, a.Publisher)
	case !slugShape.MatchString(a.Slug):
		return fmt.Errorf("publish %q: %q is not a slug", a.Title, a.Slug)
	case a.Title == "" || len(a.Body) == 0 || a.Published.IsZero():
		return fmt.Errorf("publish %q: title, body and instant are needed", a.Slug)
	}
	a.URL = "https://" + s.publisher.Host() + a.Path()
	return s.put(a)
}
