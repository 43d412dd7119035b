package fetch

import (
	"bytes"
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

func Test06ValidatorsStayWithTheServerThatGaveThem(t *testing.T) {
	w := newFarm(t)
	w.status(oneFeed, http.StatusFound, "Location", "http://a.example/feed")
	w.text("http://a.example/feed", rssDoc("one.example", "/a|A"))
	for range 2 {
		w.force(feedSource(oneFeed))
	}
	if r := w.lastRequest(); r.Host != "a.example" || r.Header.Get("If-None-Match") == "" {
		t.Errorf("behind the redirect %s was asked with If-None-Match %q", r.Host, r.Header.Get("If-None-Match"))
	}
	for _, r := range w.asked {
		if r.Host == "one.example" && r.Header.Get("If-None-Match") != "" {
			t.Error("the validators of a.example went to one.example")
		}
	}
	// Another server says "unchanged" to whatever it is shown.
	w.status(oneFeed, http.StatusFound, "Location", "http://b.example/feed")
	w.handle("http://b.example/feed", func(out http.ResponseWriter, in *http.Request) {
		if in.Header.Get("If-None-Match") != "" || in.Header.Get("If-Modified-Since") != "" {
			out.WriteHeader(http.StatusNotModified)
			return
		}
		out.Header().Set("Last-Modified", "Mon, 16 Nov 2026 06:00:00 GMT")
		fmt.Fprint(out, rssDoc("one.example", "/b|B"))
	})
	got := w.force(feedSource(oneFeed))
	if got.Saved.New != 1 || got.State.ETag != "" || got.State.LastModified == "" {
		t.Errorf("%q: %d new; etag %q, modified %q; want what b.example says", got.Outcome, got.Saved.New, got.State.ETag, got.State.LastModified)
	}
}

func Test22AfterAMoveTheFirstReadIsConditional(t *testing.T) {
	w := newFarm(t)
	w.status(oneFeed, http.StatusMovedPermanently, "Location", there)
	w.text(there, rssDoc("new.example", "/a|A"))
	for range 3 {
		w.force(feedSource(oneFeed))
	}
	if r := w.lastRequest(); r.Host != "new.example" || r.Header.Get("If-None-Match") == "" {
		t.Errorf("%s was asked with If-None-Match %q", r.Host, r.Header.Get("If-None-Match"))
	}
}

func Test12ARedirectDoesNotLeadAroundAWishToWait(t *testing.T) {
	w := newFarm(t)
	w.status("http://busy.example/1", http.StatusTooManyRequests, "Retry-After", "600")
	w.text("http://busy.example/2", rssDoc("one.example", "/a|A"))
	w.status(oneFeed, http.StatusFound, "Location", "http://busy.example/2")
	w.force(feedSource("http://busy.example/1"))
	w.requests()
	if got := w.force(feedSource(oneFeed)); got.Outcome != news.OutcomeSkipped || !strings.Contains(got.Reason, "busy.example asked to wait") || got.Err != nil {
		t.Errorf("%q (%s), %v; want skipped", got.Outcome, got.Reason, got.Err)
	}
	if asked := w.requests(); !slices.Equal(asked, []string{"one.example/feed"}) {
		t.Errorf("asked %v", asked)
	}
	w.later(11 * time.Minute)
	if got := w.force(feedSource(oneFeed)); got.Saved.New != 1 {
		t.Errorf("after the pause: %q (%s)", got.Outcome, got.Reason)
	}
	site := news.Source{Name: "site", URL: "http://busy.example/", Kind: news.KindSite, Origin: news.FromConfig}
	w.status("http://busy.example/", http.StatusFound, "Location", "http://quiet.example/")
	w.status("http://quiet.example/1", http.StatusServiceUnavailable, "Retry-After", "600")
	w.force(feedSource("http://quiet.example/1"))
	if got := w.force(site); got.Outcome != news.OutcomeSkipped {
		t.Errorf("a site: %q (%s), want skipped", got.Outcome, got.Reason)
	}
}

func Test20ARedirectedPageObeysTheRobotsOfWhereItLeads(t *testing.T) {
	for name, robots := range map[string]string{
		"it disallows": "User-agent: *\nDisallow: /",
		"it allows":    "User-agent: *\nDisallow:",
	} {
		t.Run(name, func(t *testing.T) {
			w := withArticles(t, nil, "/a")
			w.status("http://one.example/a", http.StatusFound, "Location", "http://two.example/a")
			w.text("http://two.example/robots.txt", robots)
			w.text("http://two.example/a", pageText)
			w.scrape()
			asked := w.requests()
			want := []string{"one.example/robots.txt", "one.example/a", "two.example/robots.txt", "two.example/a"}
			if name == "it disallows" {
				want = want[:3]
			}
			if !slices.Equal(asked, want) {
				t.Errorf("asked %v, want %v", asked, want)
			}
		})
	}
}

func Test12APageIsNotFollowedToAHostThatAskedToWait(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.status("http://two.example/feed", http.StatusTooManyRequests, "Retry-After", "600")
	w.force(feedSource("http://two.example/feed"))
	w.status("http://one.example/a", http.StatusFound, "Location", "http://two.example/a")
	w.text("http://two.example/a", pageText)
	w.requests()
	w.scrape()
	if asked := w.requests(); !slices.Equal(asked, []string{"one.example/robots.txt", "one.example/a"}) {
		t.Errorf("asked %v", asked)
	}
	w.later(11 * time.Minute)
	w.scrape()
	if a := w.article("/a"); a.State != news.PageDone {
		t.Errorf("after the pause: %q (%s)", a.State, a.Reason)
	}
}

func Test20OnlyWhatTheOperatorTypedIsReadWhateverRobotsSay(t *testing.T) {
	for origin, exempt := range map[news.SourceOrigin]bool{news.FromConfig: true, news.FromStore: true, news.FromCommand: true, news.FromStarter: false} {
		for _, kind := range []news.SourceKind{news.KindFeed, news.KindSearch} {
			w := newFarm(t)
			w.text("http://one.example/robots.txt", "User-agent: *\nDisallow: /")
			w.text(oneFeed, rssDoc("one.example", "/a|A"))
			src := feedSource(oneFeed)
			src.Origin, src.Kind = origin, kind
			got := w.force(src)
			asked := w.requests()
			switch {
			case exempt && (got.Outcome != news.OutcomeNew || !slices.Equal(asked, []string{"one.example/feed"})):
				t.Errorf("%s, %s: %q after asking %v, want the feed alone", origin, kind, got.Outcome, asked)
			case !exempt && (got.Outcome != news.OutcomeRefused || !strings.Contains(got.Reason, "robots.txt") || len(asked) != 1):
				t.Errorf("%s, %s: %q (%s) after asking %v, want it refused", origin, kind, got.Outcome, got.Reason, asked)
			}
		}
	}
}

func Test20ThatTypedSourcesAreExemptIsLogged(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	var log bytes.Buffer
	w.fetcher.log = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	w.force(feedSource(oneFeed))
	if !strings.Contains(log.String(), "whatever robots.txt says") {
		t.Errorf("log: %s", log.String())
	}
}

func Test20AStarterFeedRestsWhileItsRobotsCannotBeRead(t *testing.T) {
	w := newFarm(t)
	w.status("http://one.example/robots.txt", http.StatusBadGateway)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	src := feedSource(oneFeed)
	src.Origin = news.FromStarter
	if got := w.force(src); got.Outcome != news.OutcomeFailed || !strings.Contains(got.Reason, "robots.txt of one.example could not be read") {
		t.Errorf("%q (%s)", got.Outcome, got.Reason)
	}
	w.text("http://one.example/robots.txt", "")
	w.later(2 * time.Hour)
	report := w.fetcher.Poll(context.Background(), []news.Source{src}, PollRequest{})
	if got := report.Results[0]; got.Outcome != news.OutcomeNew {
		t.Errorf("two hours later: %q (%s)", got.Outcome, got.Reason)
	}
}
