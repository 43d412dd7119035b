package fetch

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// farm is a made-up web: any host name leads to its one server, which answers by
// host and path. It counts what it was asked.
type farm struct {
	t       *testing.T
	server  *httptest.Server
	store   *memStore
	fetcher *Fetcher

	mu       sync.Mutex
	clock    time.Time
	handlers map[string]http.HandlerFunc // by host+path
	asked    []*http.Request
	at       []time.Time
}

// monday is where the clock of a farm begins.
var monday = time.Date(2026, 11, 16, 7, 0, 0, 0, time.UTC)

func newFarm(t *testing.T, change ...func(*Options)) *farm {
	w := &farm{t: t, store: newMemStore(), clock: monday, handlers: map[string]http.HandlerFunc{}}
	w.server = httptest.NewServer(http.HandlerFunc(w.serve))
	t.Cleanup(w.server.Close)
	opts := Options{
		UserAgent: "wardround/test (+mailto:operator@ward.example)",
		PageGap:   time.Millisecond,
		Now:       func() time.Time { w.mu.Lock(); defer w.mu.Unlock(); return w.clock },
		Resolve: func(context.Context, string, string) (string, error) {
			return w.server.Listener.Addr().String(), nil
		},
	}
	for _, c := range change {
		c(&opts)
	}
	w.fetcher = New(slog.New(slog.DiscardHandler), w.store, opts)
	t.Cleanup(w.fetcher.Close)
	return w
}

func (w *farm) serve(out http.ResponseWriter, in *http.Request) {
	w.mu.Lock()
	w.asked = append(w.asked, in)
	w.at = append(w.at, time.Now())
	h := w.handlers[in.Host+in.URL.Path]
	w.mu.Unlock()
	if h == nil {
		http.NotFound(out, in)
		return
	}
	h(out, in)
}

func (w *farm) handle(address string, h http.HandlerFunc) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.handlers[strings.TrimPrefix(address, "http://")] = h
}

// text serves a body with validators, and 304 when they come back.
func (w *farm) text(address, body string) {
	etag := fmt.Sprintf(`W/"%x"`, len(body))
	w.handle(address, func(out http.ResponseWriter, in *http.Request) {
		out.Header().Set("ETag", etag)
		if in.Header.Get("If-None-Match") == etag {
			out.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(out, body)
	})
}

func (w *farm) status(address string, status int, header ...string) {
	w.handle(address, func(out http.ResponseWriter, _ *http.Request) {
		for i := 0; i+1 < len(header); i += 2 {
			out.Header().Set(header[i], header[i+1])
		}
		out.WriteHeader(status)
	})
}

func (w *farm) later(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
}

// requests returns what was asked since the last call, as host and path.
func (w *farm) requests() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []string
	for _, r := range w.asked {
		list = append(list, r.Host+r.URL.Path)
	}
	w.asked = nil
	return list
}

func (w *farm) lastRequest() *http.Request {
	w.mu.Lock()
	defer w.mu.Unlock()
	if len(w.asked) == 0 {
		w.t.Fatal("nothing was asked")
	}
	return w.asked[len(w.asked)-1]
}

// poll reads one source and returns its result.
func (w *farm) poll(src news.Source, req PollRequest) PollResult {
	w.t.Helper()
	report := w.fetcher.Poll(context.Background(), []news.Source{src}, req)
	if len(report.Results) != 1 {
		w.t.Fatalf("Poll returned %d results, want 1", len(report.Results))
	}
	return report.Results[0]
}

func (w *farm) force(src news.Source) PollResult {
	w.t.Helper()
	return w.poll(src, PollRequest{Force: true})
}

func feedSource(address string) news.Source {
	return news.Source{Name: strings.TrimPrefix(address, "http://"), URL: address, Kind: news.KindFeed, Origin: news.FromConfig}
}

// rssDoc writes a feed; each item is "path|title|date", the date optional.
func rssDoc(host string, items ...string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `<?xml version="1.0"?><rss version="2.0"><channel><title>%s</title><link>http://%s/</link>`, host, host)
	for _, item := range items {
		parts := append(strings.Split(item, "|"), "", "")
		fmt.Fprintf(&b, `<item><title>%s</title><link>http://%s%s</link><guid isPermaLink="false">%s</guid>`, parts[1], host, parts[0], parts[0])
		if parts[2] != "" {
			fmt.Fprintf(&b, "<pubDate>%s</pubDate>", parts[2])
		}
		b.WriteString("<description>Words of the feed.</description></item>")
	}
	b.WriteString("</channel></rss>")
	return b.String()
}

func mustURL(t *testing.T, s string) *url.URL {
	t.Helper()
	u, err := url.Parse(s)
	if err != nil {
		t.Fatal(err)
	}
	return u
}
