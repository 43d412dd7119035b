package fetch

import (
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// edited lets the source of withArticles edit its item at /a.
func (w *farm) edited(title string) {
	w.t.Helper()
	w.text(oneFeed, rssDoc("one.example", "/a|"+title))
	if got := w.force(feedSource(oneFeed)); got.Saved.Updated != 1 {
		w.t.Fatalf("the edit was not seen: %+v", got.Saved)
	}
	w.requests()
}

func TestAnEditedArticlesPageIsAskedForConditionally(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.text("http://one.example/a", pageText)
	w.scrape()
	before := w.article("/a")
	w.later(time.Hour)
	w.edited("A corrected and longer title")
	w.scrape()
	if last := w.lastRequest(); last.URL.Path != "/a" || last.Header.Get("If-None-Match") == "" {
		t.Errorf("asked %s with %v", last.URL.Path, last.Header)
	}
	if got := w.article("/a"); got.State != news.PageDone || len(got.Body) != len(before.Body) || got.Quality != before.Quality {
		t.Errorf("after a 304: %+v", got)
	}
	w.text("http://one.example/a", strings.Replace(pageText, "two delays", "three delays", 1)+" ")
	w.edited("A title corrected again, and longer")
	w.scrape()
	if got := w.article("/a"); !strings.Contains(got.Text(), "three delays") {
		t.Errorf("the edited page was not taken: %s", got.Text())
	}
}

func TestAPageIsLookedAtThreeTimesAtMost(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.text("http://one.example/a", pageText)
	asked := 0
	for i := range 5 {
		w.scrape()
		asked += len(slices.DeleteFunc(w.requests(), func(r string) bool { return r != "one.example/a" }))
		w.later(time.Hour)
		w.edited(strings.Repeat("Longer ", i+2))
	}
	if asked != 3 {
		t.Errorf("asked %d times, want 3", asked)
	}
}

func TestALateEditCostsNoRequest(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.text("http://one.example/a", pageText)
	w.scrape()
	w.later(8 * 24 * time.Hour)
	w.edited("An edit of a week later")
	w.scrape()
	if asked := w.requests(); len(asked) != 0 {
		t.Errorf("asked %v", asked)
	}
}

func TestAFailedRevisitLeavesTheArticle(t *testing.T) {
	for name, serve := range map[string]http.HandlerFunc{
		"server error": func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(503) },
		"gone":         func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(410) },
		"not found":    http.NotFound,
		"forbidden":    func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(403) },
		"challenge": func(out http.ResponseWriter, _ *http.Request) {
			_, _ = out.Write([]byte("<html><head><title>Just a moment...</title></head><body>Just a moment"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			w := withArticles(t, nil, "/a")
			w.text("http://one.example/a", pageText)
			w.scrape()
			want := w.article("/a")
			w.handle("http://one.example/a", serve)
			w.edited("A corrected and longer title")
			w.scrape()
			if got := w.article("/a"); got.State != want.State || got.Quality != want.Quality || got.Text() != want.Text() {
				t.Errorf("article = %+v", got)
			}
			if gone := w.store.looks[want.ID].gone; gone != (name == "gone" || name == "not found") {
				t.Errorf("noted that the page is gone: %v", gone)
			}
			w.requests()
			w.scrape()
			if asked := w.requests(); len(asked) != 0 {
				t.Errorf("asked again at once: %v", asked)
			}
		})
	}
}

func Test20RobotsAreKeptForTheNextProcess(t *testing.T) {
	w := withArticles(t, nil, "/a", "/private/b")
	w.text("http://one.example/robots.txt", "User-agent: *\nDisallow: /private/")
	w.text("http://one.example/a", pageText)
	w.scrape()
	restart := func() {
		w.fetcher = New(slog.New(slog.DiscardHandler), w.store, w.fetcher.opts)
		t.Cleanup(w.fetcher.Close)
		w.requests()
	}
	for _, step := range []struct {
		after time.Duration
		asked int
	}{{23 * time.Hour, 0}, {2 * time.Hour, 1}, {time.Hour, 0}} {
		w.later(step.after)
		restart()
		rules, err := w.fetcher.robots.rules(t.Context(), mustURL(t, "http://one.example/private/b"), true)
		if err != nil || rules.allows("/private/b") || !rules.allows("/a") {
			t.Errorf("rules = %+v, %v", rules, err)
		}
		if asked := w.requests(); len(asked) != step.asked {
			t.Errorf("%v later: asked %v, want %d requests", step.after, asked, step.asked)
		}
	}
}

func Test20RobotsThatFailAreKeptForAnHour(t *testing.T) {
	w := newFarm(t)
	w.status("http://one.example/robots.txt", http.StatusBadGateway)
	at := mustURL(t, "http://one.example/a")
	rules, err := w.fetcher.robots.rules(t.Context(), at, true)
	if err != nil || !rules.disallow {
		t.Errorf("rules = %+v, %v", rules, err)
	}
	if kept := w.store.robots["http://one.example"]; !kept.Refused || kept.Until.Sub(kept.Asked) != robotsRetry {
		t.Errorf("kept %+v", kept)
	}
}

func TestADryRunKeepsNoRobots(t *testing.T) {
	w := newFarm(t)
	w.text("http://one.example/robots.txt", "User-agent: *\nDisallow: /private/")
	if _, err := w.fetcher.robots.rules(t.Context(), mustURL(t, "http://one.example/a"), false); err != nil || len(w.store.robots) != 0 {
		t.Errorf("kept %v, %v", w.store.robots, err)
	}
}
