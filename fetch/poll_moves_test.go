package fetch

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

const there = "http://new.example/feed"

func Test22APermanentMoveIsStoredAfterTwoGoodReads(t *testing.T) {
	for _, status := range []int{http.StatusMovedPermanently, http.StatusPermanentRedirect} {
		t.Run(fmt.Sprint(status), func(t *testing.T) {
			w := newFarm(t)
			w.status(oneFeed, status, "Location", there)
			w.text(there, rssDoc("new.example", "/a|A"))
			if got := w.force(feedSource(oneFeed)); got.State.Address() != oneFeed || got.Saved.New != 1 {
				t.Errorf("first read: address %s, %d new", got.State.Address(), got.Saved.New)
			}
			if got := w.force(feedSource(oneFeed)); got.State.Address() != there || got.State.URL != oneFeed {
				t.Errorf("second read: address %s of %s", got.State.Address(), got.State.URL)
			}
			w.requests()
			w.force(feedSource(oneFeed))
			if got := w.requests(); len(got) != 1 || got[0] != "new.example/feed" {
				t.Errorf("third read asked %v", got)
			}
		})
	}
}

func Test22AMoveToSomethingElseThanAFeedIsNotStored(t *testing.T) {
	w := newFarm(t)
	w.status(oneFeed, http.StatusMovedPermanently, "Location", there)
	w.text(there, "<html><title>Gone fishing</title></html>")
	for range 3 {
		if got := w.force(feedSource(oneFeed)); got.State.Address() != oneFeed || got.State.MovedTo != "" {
			t.Errorf("address %s, moved to %q", got.State.Address(), got.State.MovedTo)
		}
	}
}

func Test22OneTemporaryHopMakesTheMoveTemporary(t *testing.T) {
	w := newFarm(t)
	w.status(oneFeed, http.StatusMovedPermanently, "Location", "http://mid.example/")
	w.status("http://mid.example/", http.StatusFound, "Location", there)
	w.text(there, rssDoc("new.example", "/a|A"))
	for range 3 {
		if got := w.force(feedSource(oneFeed)); got.State.Address() != oneFeed {
			t.Errorf("address = %s", got.State.Address())
		}
	}
}

func Test23TemporaryMovesAreFollowedAndNeverStored(t *testing.T) {
	for _, status := range []int{http.StatusFound, http.StatusSeeOther, http.StatusTemporaryRedirect} {
		w := newFarm(t)
		w.status(oneFeed, status, "Location", there)
		w.text(there, rssDoc("new.example", "/a|A"))
		for range 3 {
			if got := w.force(feedSource(oneFeed)); !got.Outcome.OK() || got.State.Address() != oneFeed {
				t.Errorf("%d: %q at %s", status, got.Outcome, got.State.Address())
			}
		}
	}
}

func Test23LoopsAndLongChainsEnd(t *testing.T) {
	w := newFarm(t)
	w.status(oneFeed, http.StatusFound, "Location", "http://one.example/b")
	w.status("http://one.example/b", http.StatusFound, "Location", oneFeed)
	for i := range 20 {
		w.status(fmt.Sprintf("http://two.example/%d", i), http.StatusFound, "Location", fmt.Sprintf("/%d", i+1))
	}
	for address, want := range map[string]string{oneFeed: "circle", "http://two.example/0": "more than 5 times"} {
		w.requests()
		got := w.force(feedSource(address))
		if got.Outcome != news.OutcomeFailed || !strings.Contains(got.Reason, want) {
			t.Errorf("%s: %q (%s)", address, got.Outcome, got.Reason)
		}
		if n := len(w.requests()); n > 6 {
			t.Errorf("%s: %d requests", address, n)
		}
	}
}

func Test24NoWayBackFromHTTPSToHTTP(t *testing.T) {
	from := mustURL(t, "https://one.example/feed")
	if _, err := nextHop(from, "http://one.example/feed"); err == nil {
		t.Error("a redirect from https to http was followed")
	}
	if to, err := nextHop(from, "/other"); err != nil || to.String() != "https://one.example/other" {
		t.Errorf("nextHop = %v, %v", to, err)
	}
}

func Test25GoneStopsAtOnceAndNotFoundGoesOn(t *testing.T) {
	w := newFarm(t)
	w.status(oneFeed, http.StatusGone)
	if got := w.force(feedSource(oneFeed)); got.Outcome != news.OutcomeGone || !got.State.Gone {
		t.Errorf("410: %q", got.Outcome)
	}
	w.requests()
	if got := w.force(feedSource(oneFeed)); got.Outcome != news.OutcomeSkipped || !strings.Contains(got.Reason, "gone since 16") && !strings.Contains(got.Reason, "gone since 2026-11-16") {
		t.Errorf("after 410: %q (%s)", got.Outcome, got.Reason)
	}
	if n := len(w.requests()); n != 0 {
		t.Errorf("asked %d times after 410", n)
	}
	for range 20 {
		if got := w.force(feedSource("http://one.example/nowhere")); got.Outcome != news.OutcomeFailed || got.State.Gone {
			t.Errorf("404: %q", got.Outcome)
		}
	}
}
