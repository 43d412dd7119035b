package fetch

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

func behind(t *testing.T, p *testkit.Inspector, store Store, roots *x509.CertPool) *Fetcher {
	f := New(slog.New(slog.DiscardHandler), store, Options{Proxy: mustURL(t, p.URL), RootCAs: roots, PageGap: time.Millisecond})
	t.Cleanup(f.Close)
	return f
}

const secure = "https://wardline.example/feed"

func pollOne(f *Fetcher) PollResult {
	return f.Poll(context.Background(), []news.Source{feedSource(secure)}, PollRequest{Force: true, All: true}).Results[0]
}

func TestAFeedIsReadThroughAProxyThatInspectsTLS(t *testing.T) {
	p := testkit.NewInspector(t, func(out http.ResponseWriter, in *http.Request) {
		out.Header().Set("Etag", `"v1"`)
		if in.Header.Get("If-None-Match") == `"v1"` {
			out.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(out, rssDoc("wardline.example", "/a|A"))
	})
	f := behind(t, p, newMemStore(), p.CA.Pool())
	if got := pollOne(f); got.Saved.New != 1 {
		t.Fatalf("%q (%s): %v", got.Outcome, got.Reason, got.Err)
	}
	if got := pollOne(f); got.Outcome != news.OutcomeUnchanged {
		t.Errorf("second read: %q (%s), want unchanged", got.Outcome, got.Reason)
	}
	if opened := p.Opened(); len(opened) == 0 || opened[0] != "wardline.example:443" {
		t.Errorf("CONNECT for %v, want the name, unresolved", opened)
	}
	stranger := behind(t, p, newMemStore(), nil)
	if got := pollOne(stranger); !strings.Contains(got.Reason, "certificate") {
		t.Errorf("without its authority: %q (%s), want a refused certificate", got.Outcome, got.Reason)
	}
}

func TestWhatTheOwnNetworkAnswersIsNamedAndKeepsNothing(t *testing.T) {
	page := func(words string) string {
		return "<!DOCTYPE html><html><head><title>Notice</title></head><body>" + words + "</body></html>"
	}
	for name, c := range map[string]struct {
		status  int
		header  string
		body    string
		connect int
		want    string
	}{
		"block page":         {status: 200, body: page("Access to this site has been blocked by your administrator."), want: "block page"},
		"block page, 403":    {status: 403, body: page("Blocked by Zscaler: policy of the organisation."), want: "block page"},
		"the filter's name":  {status: 403, header: "Server: Zscaler/6.2", want: "web filter"},
		"log-in of a proxy":  {status: 407, want: "log-in"},
		"captive portal":     {status: 511, body: page("Log in"), want: "log-in"},
		"CONNECT is refused": {connect: 403, want: "proxy answers 403"},
		"CONNECT, log-in":    {connect: 407, want: "log-in"},
	} {
		t.Run(name, func(t *testing.T) {
			blocked := false
			store := newMemStore()
			p := testkit.NewInspector(t, func(out http.ResponseWriter, _ *http.Request) {
				if !blocked {
					out.Header().Set("Etag", `"v1"`)
					fmt.Fprint(out, rssDoc("wardline.example", "/a|A"))
					return
				}
				out.Header().Set("Etag", `"of the block page"`)
				if key, value, ok := strings.Cut(c.header, ": "); ok {
					out.Header().Set(key, value)
				}
				out.WriteHeader(c.status)
				fmt.Fprint(out, c.body)
			})
			f := behind(t, p, store, p.CA.Pool())
			pollOne(f)
			blocked, p.Connect = true, max(c.connect, http.StatusOK)
			f.Close()
			f = behind(t, p, store, p.CA.Pool())
			got := pollOne(f)
			if got.Outcome != news.OutcomeRefused || !strings.HasPrefix(got.Reason, "refused by your network") || !strings.Contains(got.Reason, c.want) {
				t.Errorf("%q (%s), want refused by your network, %s", got.Outcome, got.Reason, c.want)
			}
			if got.State.ETag != `"v1"` {
				t.Errorf("ETag is now %s, want that of the feed", got.State.ETag)
			}
		})
	}
}

func TestAPublishersOwnPageIsNotTakenForABlockPage(t *testing.T) {
	html := http.Header{"Content-Type": {"text/html"}}
	for name, a := range map[string]*answer{
		"an article on web filters": {status: 200, header: html, proxied: true,
			body: []byte("<html><title>Trusts weigh Zscaler</title>" + strings.Repeat("<p>The web filter blocked pages.</p>", 2000))},
		"a wall of the publisher": {status: 403, header: html, body: []byte("<html><title>Just a moment</title>acceptable use policy</html>")},
		"a short report on one": {status: 200, header: html, proxied: true,
			body: []byte("<html><body>Six trusts bought Zscaler. Its web filter blocked little, says their acceptable use policy.</body></html>")},
		"a feed": {status: 200, proxied: true, header: http.Header{}, body: []byte(rssDoc("one.example", "/a|The web filter policy"))},
	} {
		if why := refusedByNetwork(a); why != "" {
			t.Errorf("%s: %s", name, why)
		}
	}
}

func TestAPageTheNetworkBlocksIsAskedForAgain(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.handle("http://one.example/a", func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "text/html")
		fmt.Fprint(out, "<html><body>Blocked by Forcepoint. "+strings.Repeat("Words of its policy. ", 200)+"</body></html>")
	})
	w.force(feedSource(oneFeed))
	report := w.fetcher.Scrape(context.Background(), ScrapeRequest{})
	if len(report.Results) != 1 || report.Results[0].State != news.PageWanted || !strings.Contains(report.Results[0].Reason, "your network") {
		t.Errorf("results = %+v, want the page still wanted", report.Results)
	}
}
