package fetch

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

func Test11ARestartDoesNotReadAgainWhatIsNotDue(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.poll(feedSource(oneFeed), PollRequest{})
	w.requests()
	w.later(44 * time.Minute)
	opts := w.fetcher.opts
	w.fetcher.Close()
	w.fetcher = New(w.fetcher.log, w.store, opts) // all it knows is in the store
	if got := w.poll(feedSource(oneFeed), PollRequest{}); got.Outcome != news.OutcomeSkipped || len(w.requests()) != 0 {
		t.Errorf("after a restart: %q (%s), want skipped without a request", got.Outcome, got.Reason)
	}
	w.later(24 * time.Hour)
	if got := w.poll(feedSource(oneFeed), PollRequest{}); got.Outcome != news.OutcomeUnchanged {
		t.Errorf("when it is due: %q (%s)", got.Outcome, got.Reason)
	}
}

func Test13SharedHostsAreOneServer(t *testing.T) {
	w := newFarm(t, func(o *Options) { o.SharedHosts = []string{"blogs.example"} })
	w.status("http://a.blogs.example/feed", http.StatusTooManyRequests, "Retry-After", "3600")
	w.text("http://b.blogs.example/feed", rssDoc("b.blogs.example", "/a|A"))
	w.text("http://notblogs.example/feed", rssDoc("notblogs.example", "/a|A"))
	w.force(feedSource("http://a.blogs.example/feed"))
	if got := w.force(feedSource("http://b.blogs.example/feed")); got.Outcome != news.OutcomeSkipped {
		t.Errorf("another host of the service: %q, want skipped", got.Outcome)
	}
	if got := w.force(feedSource("http://notblogs.example/feed")); got.Outcome != news.OutcomeNew {
		t.Errorf("a name that only ends alike: %q, want read", got.Outcome)
	}
}

func Test13OnASeparateHostAFeedWaitsAlone(t *testing.T) {
	w := newFarm(t, func(o *Options) { o.SeparateHosts = []string{"maker.example"} })
	w.status("http://maker.example/one", http.StatusServiceUnavailable, "Retry-After", "3600")
	w.text("http://maker.example/two", rssDoc("maker.example", "/a|A"))
	w.force(feedSource("http://maker.example/one"))
	if got := w.force(feedSource("http://maker.example/two")); got.Outcome != news.OutcomeNew {
		t.Errorf("the other feed: %q (%s), want read", got.Outcome, got.Reason)
	}
	if got := w.force(feedSource("http://maker.example/one")); got.Outcome != news.OutcomeSkipped {
		t.Errorf("the feed that was asked to wait: %q, want skipped", got.Outcome)
	}
}

func Test26AFeedThatMovedToAnotherSourceIsReadOnce(t *testing.T) {
	w := newFarm(t)
	w.status(oneFeed, http.StatusMovedPermanently, "Location", there)
	w.text(there, rssDoc("new.example", "/a|A"))
	both := []news.Source{feedSource(oneFeed), feedSource(there)}
	for range 2 { // a move is believed at the second read
		w.fetcher.Poll(context.Background(), both, PollRequest{Force: true})
	}
	w.requests()
	report := w.fetcher.Poll(context.Background(), both, PollRequest{Force: true})
	if got := w.requests(); fmt.Sprint(got) != "[new.example/feed]" {
		t.Errorf("asked %v, want the new address once", got)
	}
	if got := report.Results[0]; got.Outcome != news.OutcomeSkipped || !strings.Contains(got.Reason, "new.example/feed is read") {
		t.Errorf("the moved one: %q (%s)", got.Outcome, got.Reason)
	}
	if got := w.force(feedSource(oneFeed)); got.Outcome != news.OutcomeUnchanged {
		t.Errorf("with the other gone: %q (%s), want read", got.Outcome, got.Reason)
	}
}

func Test36AFeedThatListsNothingAnyMoreIsToldAfterThreeReads(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A", "/b|B"))
	w.force(feedSource(oneFeed))
	w.text(oneFeed, rssDoc("one.example"))
	for read := 1; read <= 4; read++ {
		got := w.force(feedSource(oneFeed))
		if told := strings.Contains(got.State.Reason, "listed nothing"); told != (read >= 3) || !got.Outcome.OK() {
			t.Errorf("read %d of nothing: %q, reason %q", read, got.Outcome, got.State.Reason)
		}
	}
	if n := len(w.store.articles); n != 2 {
		t.Errorf("%d articles are kept, want both", n)
	}
	w.text(oneFeed, rssDoc("one.example", "/c|C"))
	if got := w.force(feedSource(oneFeed)); got.State.Reason != "" || got.State.EmptyReads != 0 {
		t.Errorf("once it lists something: reason %q, %d empty reads", got.State.Reason, got.State.EmptyReads)
	}
}

func Test36AFeedThatNeverListedAnythingIsFine(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example"))
	for range 4 {
		if got := w.force(feedSource(oneFeed)); got.State.Reason != "" {
			t.Errorf("reason %q", got.State.Reason)
		}
	}
}

func Test39AHubIsNotCalled(t *testing.T) {
	w := newFarm(t)
	feed := strings.Replace(rssDoc("one.example", "/a|A"), "<link>", `<atom:link xmlns:atom="http://www.w3.org/2005/Atom" rel="hub" href="http://hub.example/"/><link>`, 1)
	w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Link", `<http://hub.example/>; rel="hub"`)
		fmt.Fprint(out, feed)
	})
	if got := w.force(feedSource(oneFeed)); got.Saved.New != 1 {
		t.Errorf("%q (%s): %d new, want 1", got.Outcome, got.Reason, got.Saved.New)
	}
	if got := w.requests(); fmt.Sprint(got) != "[one.example/feed]" {
		t.Errorf("asked %v, want the feed alone", got)
	}
}

func TestServersOf(t *testing.T) {
	s := servers{shared: []string{"blogs.example"}}
	for address, want := range map[string]string{
		"https://A.Blogs.example./x": "blogs.example", "https://blogs.example/": "blogs.example",
		"https://myblogs.example/": "myblogs.example", "https://other.example:8443/": "other.example",
	} {
		u, err := url.Parse(address)
		if err != nil {
			t.Fatal(err)
		}
		if got := s.of(u); got != want {
			t.Errorf("of(%s) = %q, want %q", address, got, want)
		}
	}
}
