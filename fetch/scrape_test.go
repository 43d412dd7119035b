package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// pageText is a page with enough text to be an article.
var pageText = "<html><head><title>A page</title></head><body><article><h1>A page</h1>" + strings.Repeat(
	"<p>The trust said on Monday that its new rota system would be ready in spring, after two delays and a review by the board. "+
		"Staff who took part in the trial told the board that handovers had become shorter, and that fewer shifts were left open.</p>", 6) + "</article></body></html>"

// withArticles polls a feed of items at the given paths of one.example.
func withArticles(t *testing.T, change func(*Options), paths ...string) *farm {
	w := newFarm(t, func(o *Options) {
		if change != nil {
			change(o)
		}
	})
	var items []string
	for _, p := range paths {
		items = append(items, p+"|Title of "+p)
	}
	w.text(oneFeed, rssDoc("one.example", items...))
	w.force(feedSource(oneFeed))
	w.requests()
	return w
}

func (w *farm) scrape() ScrapeReport { return w.fetcher.Scrape(context.Background(), ScrapeRequest{}) }

func (w *farm) article(path string) news.Article {
	w.t.Helper()
	for _, a := range w.store.articles {
		if strings.HasSuffix(a.URL, path) {
			return a
		}
	}
	w.t.Fatalf("no article at %s", path)
	return news.Article{}
}

func TestScrapeStoresThePage(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.text("http://one.example/a", pageText)
	report := w.scrape()
	a := w.article("/a")
	if a.State != news.PageDone || a.Quality != news.QualityFull || a.Title != "A page" || len(a.Body) == 0 {
		t.Errorf("article = %+v, report %+v", a, report)
	}
	if again := w.scrape(); len(again.Results) != 0 {
		t.Errorf("the page was asked for again: %+v", again.Results)
	}
}

func Test20RobotsAreAskedOnceBeforePages(t *testing.T) {
	w := withArticles(t, nil, "/a", "/private/b", "/c")
	w.text("http://one.example/robots.txt", "User-agent: *\nDisallow: /private/")
	w.text("http://one.example/a", pageText)
	w.text("http://one.example/c", pageText)
	w.scrape()
	asked := w.requests()
	if len(asked) != 3 || asked[0] != "one.example/robots.txt" {
		t.Errorf("asked %v", asked)
	}
	b := w.article("/private/b")
	if b.State != news.PageFailed || b.Quality != news.QualityFeed || !strings.Contains(b.Reason, "robots.txt") || len(b.Body) == 0 {
		t.Errorf("refused page: %+v", b)
	}
}

func Test20NoRobotsNoScrapingWhileTheServerFails(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.status("http://one.example/robots.txt", http.StatusBadGateway)
	w.text("http://one.example/a", pageText)
	w.scrape()
	if asked := w.requests(); len(asked) != 1 {
		t.Errorf("asked %v", asked)
	}
	if a := w.article("/a"); a.State != news.PageWanted {
		t.Errorf("state = %q, want still wanted", a.State)
	}
	w.text("http://one.example/robots.txt", "")
	w.later(2 * time.Hour)
	w.scrape()
	if a := w.article("/a"); a.State != news.PageDone {
		t.Errorf("after robots.txt came back: %q (%s)", a.State, a.Reason)
	}
}

func Test14PagesOfOneHostKeepTheirDistance(t *testing.T) {
	const gap = 40 * time.Millisecond
	w := withArticles(t, func(o *Options) { o.PageGap = gap }, "/a", "/b", "/c")
	for _, p := range []string{"/a", "/b", "/c"} {
		w.text("http://one.example"+p, pageText)
	}
	w.at = nil
	began := time.Now()
	w.scrape()
	pages := w.at[1:] // after robots.txt
	if len(pages) != 3 {
		t.Fatalf("%d pages were asked for, want 3", len(pages))
	}
	for i, at := range pages { // a slow machine makes it later, never sooner
		if d, least := at.Sub(began), time.Duration(i)*gap; d < least {
			t.Errorf("page %d was asked for after %v, want %v at the least", i, d, least)
		}
	}
}

func TestAPageThatFailsForNowIsAskedForThreeTimes(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.status("http://one.example/a", http.StatusInternalServerError)
	for try := 1; try <= maxTries; try++ {
		w.scrape()
		want := news.PageWanted
		if try == maxTries {
			want = news.PageFailed
		}
		if a := w.article("/a"); a.State != want {
			t.Errorf("try %d: %q, want %q", try, a.State, want)
		}
		if early := w.scrape(); len(early.Results) != 0 {
			t.Errorf("try %d: asked again at once", try)
		}
		w.later(24 * time.Hour)
	}
	if a := w.article("/a"); a.Quality != news.QualityFeed || a.Body[0].Text != "Words of the feed." {
		t.Errorf("the feed's text does not stand in: %+v", a)
	}
}

func Test12APageMayAskToWaitForItsHost(t *testing.T) {
	w := withArticles(t, nil, "/a", "/b")
	w.status("http://one.example/a", http.StatusTooManyRequests, "Retry-After", "3600")
	w.text("http://one.example/b", pageText)
	w.scrape()
	if asked := w.requests(); len(asked) != 2 {
		t.Errorf("asked %v, want robots.txt and one page", asked)
	}
	w.later(time.Hour + time.Second)
	w.text("http://one.example/a", pageText)
	w.scrape()
	for _, p := range []string{"/a", "/b"} {
		if a := w.article(p); a.State != news.PageDone {
			t.Errorf("%s after the pause: %q (%s)", p, a.State, a.Reason)
		}
	}
}

func TestWhatStandsInPlaceOfAPage(t *testing.T) {
	for name, c := range map[string]struct {
		serve   http.HandlerFunc
		state   news.PageState
		quality news.Quality
		reason  string
	}{
		"not found": {func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(404) }, news.PageFailed, news.QualityFeed, "404"},
		"forbidden": {func(out http.ResponseWriter, _ *http.Request) { out.WriteHeader(403) }, news.PageFailed, news.QualityFeed, "403"},
		"challenge": {func(out http.ResponseWriter, _ *http.Request) {
			fmt.Fprint(out, "<html><head><title>Just a moment...</title></head><body>Just a moment")
		}, news.PageDone, news.QualityFeed, ""},
		"a PDF": {func(out http.ResponseWriter, _ *http.Request) {
			out.Header().Set("Content-Type", "application/pdf")
			fmt.Fprint(out, "%PDF-1.7 the plan in full")
		}, news.PageDone, news.QualityFeed, "PDF"},
		"too large": {func(out http.ResponseWriter, _ *http.Request) { _, _ = out.Write(make([]byte, maxPageBytes+1)) }, news.PageFailed, news.QualityFeed, "8 MiB"},
	} {
		t.Run(name, func(t *testing.T) {
			w := withArticles(t, nil, "/a")
			w.handle("http://one.example/a", c.serve)
			w.scrape()
			a := w.article("/a")
			if a.State != c.state || a.Quality != c.quality || a.Reason == "" || !strings.Contains(a.Reason, c.reason) || a.Title != "Title of /a" {
				t.Errorf("article = %+v", a)
			}
		})
	}
}

func TestARedirectedPageIsKnownByWhereItLeads(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.status("http://one.example/a", http.StatusFound, "Location", "http://one.example/final?utm_source=rss")
	w.text("http://one.example/final", pageText)
	w.scrape()
	if a := w.article("/final"); a.State != news.PageDone {
		t.Errorf("article = %+v", a)
	}
	w.text(oneFeed, rssDoc("one.example", "/final|Again under its own address"))
	if got := w.force(feedSource(oneFeed)); got.Saved.New != 0 {
		t.Errorf("%d new, want the same article", got.Saved.New)
	}
}

func TestCanonicalPageStaysWithItsPublisher(t *testing.T) {
	at := mustURL(t, "https://www.one.example/a?utm_source=x")
	for named, want := range map[string]string{
		"":                              "https://www.one.example/a",
		"https://one.example/a":         "https://one.example/a",
		"https://news.one.example/a":    "https://news.one.example/a",
		"https://other.example/a":       "https://www.one.example/a",
		"https://evil-one.example/a":    "https://www.one.example/a",
		"javascript:alert(1)":           "https://www.one.example/a",
		"https://one.example/a/amp/?x=": "https://one.example/a/?x=",
	} {
		if got := canonicalPage(named, at); got != want {
			t.Errorf("canonicalPage(%q) = %q, want %q", named, got, want)
		}
	}
}

func TestScrapeTellsWhenNothingCouldBeSaved(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.text("http://one.example/a", pageText)
	w.store.failNext = errors.New("disk full")
	if report := w.scrape(); len(report.Results) != 1 || report.Results[0].Err == nil {
		t.Errorf("report = %+v", report)
	}
}

func TestAnEndedScrapeLeavesPagesWanted(t *testing.T) {
	w := withArticles(t, nil, "/a", "/b")
	ctx, cancel := context.WithCancel(context.Background())
	w.handle("http://one.example/a", func(http.ResponseWriter, *http.Request) { cancel() })
	w.handle("http://one.example/b", func(http.ResponseWriter, *http.Request) { cancel() })
	w.fetcher.Scrape(ctx, ScrapeRequest{})
	for _, p := range []string{"/a", "/b"} {
		if a := w.article(p); a.State != news.PageWanted || w.store.tries[a.ID] != 0 {
			t.Errorf("%s: %q after %d tries", p, a.State, w.store.tries[a.ID])
		}
	}
}
