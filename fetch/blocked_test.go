package fetch

import (
	"errors"
	"net/http"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestABlockedHostIsNeverAsked(t *testing.T) {
	w := newFarm(t)
	w.store.blocked = []string{"one.example"}
	w.text(oneFeed, rssDoc("one.example", "/a|A|Mon, 16 Nov 2026 06:50:00 GMT"))
	w.handle("http://two.example/feed", func(out http.ResponseWriter, in *http.Request) {
		http.Redirect(out, in, oneFeed, http.StatusFound)
	})
	sub := feedSource(strings.Replace(oneFeed, "one.example", "www.one.example", 1))
	for _, src := range []news.Source{feedSource(oneFeed), sub} {
		if got := w.poll(src, PollRequest{Force: true}); got.Outcome != news.OutcomeSkipped || !strings.Contains(got.Reason, "blocked by the operator") {
			t.Errorf("%s: %q (%s), want it skipped as blocked", src.URL, got.Outcome, got.Reason)
		}
	}
	if got := w.poll(feedSource("http://two.example/feed"), PollRequest{}); got.Outcome != news.OutcomeRefused {
		t.Errorf("a redirect to it: %q (%s), want refused", got.Outcome, got.Reason)
	}
	if asked := w.requests(); !slices.Equal(asked, []string{"two.example/feed"}) {
		t.Errorf("asked for %q", asked)
	}
	w.store.blocked = nil
	if got := w.poll(feedSource(oneFeed), PollRequest{}); got.Outcome != news.OutcomeNew {
		t.Errorf("unblocked: %q (%s), want it read at once", got.Outcome, got.Reason)
	}
}

func TestPagesOnABlockedHostAreNotAskedFor(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.store.blocked = []string{"one.example"}
	w.text("http://one.example/a", pageText)
	w.scrape()
	if asked := w.requests(); len(asked) != 0 {
		t.Errorf("asked for %q", asked)
	}
	if a := w.article("/a"); !strings.Contains(a.Reason, "blocked by the operator") || len(w.store.robots) != 0 {
		t.Errorf("reason %q, robots.txt kept: %v", a.Reason, w.store.robots)
	}
	// Not even when another host leads there.
	w = withArticles(t, nil, "/b")
	w.store.blocked = []string{"two.example"}
	w.status("http://one.example/b", http.StatusFound, "Location", "http://two.example/b")
	w.text("http://two.example/b", pageText)
	w.scrape()
	if asked := w.requests(); !slices.Equal(asked, []string{"one.example/robots.txt", "one.example/b"}) {
		t.Errorf("asked for %q", asked)
	}
}

func TestADryRunAfreshShowsItemsOfAFeedThatIsUnchanged(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A|Mon, 16 Nov 2026 06:50:00 GMT"))
	w.poll(feedSource(oneFeed), PollRequest{})
	before := w.store.states[oneFeed]
	got := w.poll(feedSource(oneFeed), PollRequest{Force: true, DryRun: true, Afresh: true})
	if len(got.Items) != 1 || got.Title == "" {
		t.Errorf("%d items titled %q, want the feed's own", len(got.Items), got.Title)
	}
	if !reflect.DeepEqual(w.store.states[oneFeed], before) {
		t.Error("a look changed what is remembered")
	}
}

func TestFeedPlacesAreThoseASiteNamesThenTheUsualOnes(t *testing.T) {
	w := newFarm(t)
	w.text("http://one.example/", `<!doctype html><head><link rel="alternate" type="application/rss+xml" href="/comments/feed"><link rel="alternate" type="application/atom+xml" href="/news.atom"></head>`)
	w.text(oneFeed, rssDoc("one.example", "/a|A|Mon, 16 Nov 2026 06:50:00 GMT"))
	got, err := w.fetcher.FeedPlaces(t.Context(), "http://one.example/")
	want := []string{"http://one.example/news.atom", "http://one.example/comments/feed"}
	if err != nil || len(got) != maxCandidates || !slices.Equal(got[:2], want) {
		t.Errorf("places %q, %v; want first %q", got, err, want)
	}
	if got, err = w.fetcher.FeedPlaces(t.Context(), oneFeed); err != nil || !slices.Equal(got, []string{oneFeed}) {
		t.Errorf("places of a feed: %q, %v; want itself", got, err)
	}
	if _, err = w.fetcher.FeedPlaces(t.Context(), "http://one.example/gone"); err == nil || errors.Is(err, ErrNotFeed) {
		t.Errorf("a page that is not there: %v", err)
	}
}
