package fetch

import (
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

const keptHTML = `<html lang="en"><head><title>Trust hires forty analysts</title><meta property="article:section" content="Workforce"></head>
<body><main><article><h1>Trust hires forty analysts</h1>
<p>Ashdown hospital trust is to hire forty data analysts this winter, its board was told on Tuesday evening in the town hall.</p>
<p data-nosnippet>The plan costs two million pounds, most of it from a fund that closes in March, and it was agreed without a vote by members.</p>
<p>Managers said the posts would be graded alike across the trust, as <a href="https://board.example/papers/plan.pdf">the board's plan</a> promised last spring.</p>
</article></main></body></html>`

// keptStore has one article whose page was kept and whose text was read badly.
func keptStore(at time.Time) *memStore {
	store := newMemStore()
	article := news.Article{ID: 1, URL: "https://gazette.example/a", Title: "Trust hires", Quality: news.QualityTeaser,
		Body: []news.Block{{Kind: news.Paragraph, Text: "Badly read."}}, State: news.PageDone}
	store.articles = []news.Article{article}
	store.kept = []KeptPage{{Article: article, URL: article.URL, ContentType: "text/html", At: at, Raw: []byte(keptHTML)}}
	return store
}

func TestRescrapeReadsKeptPagesAnew(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	store := keptStore(now)
	f := New(slog.New(slog.DiscardHandler), store, Options{Now: func() time.Time { return now }})
	got, err := f.Rescrape(t.Context(), now)
	if err != nil || got != (Rescraped{Pages: 1, Changed: 1}) {
		t.Fatalf("Rescrape = %+v, %v, want one page that changed", got, err)
	}
	if a := store.articles[0]; a.Quality != news.QualityFull || len(a.Body) != 3 {
		t.Errorf("article after: quality %s, %d blocks, want full, 3", a.Quality, len(a.Body))
	}
	if got, err = f.Rescrape(t.Context(), now.Add(time.Hour)); err != nil || got.Pages != 0 {
		t.Errorf("Rescrape of later pages = %+v, %v, want none", got, err)
	}
}

func TestRescrapeLeavesTextThatNoLongerReads(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	store := keptStore(now)
	store.kept[0].Raw = []byte("<html><body></body></html>")
	before := store.articles[0]
	f := New(slog.New(slog.DiscardHandler), store, Options{})
	got, err := f.Rescrape(t.Context(), now)
	if err != nil || got != (Rescraped{Pages: 1}) {
		t.Fatalf("Rescrape = %+v, %v, want one page unchanged", got, err)
	}
	if diff := cmp.Diff(before, store.articles[0]); diff != "" {
		t.Errorf("article changed (-before +after):\n%s", diff)
	}
}

func TestRescrapeReportsTheStoresErrors(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	store := keptStore(now)
	store.failNext = errors.New("disk full")
	_, err := New(slog.New(slog.DiscardHandler), store, Options{}).Rescrape(t.Context(), now)
	if err == nil || !strings.Contains(err.Error(), "article 1: disk full") {
		t.Errorf("Rescrape: %v, want the article and the reason", err)
	}
}

func TestPagesAreKeptOnlyWhenAsked(t *testing.T) {
	got := received{url: "https://gazette.example/a", body: []byte("x")}
	for name, keep := range map[string]time.Duration{"none": 0, "a day": 24 * time.Hour} {
		f := New(slog.New(slog.DiscardHandler), newMemStore(), Options{KeepPages: keep})
		if page := f.withRaw(ScrapedPage{}, got); (page.Raw != nil) != (keep > 0) {
			t.Errorf("%s: raw kept = %v", name, page.Raw != nil)
		}
	}
}

func TestPageStatesSectionDocumentAndWhatMayNotBeQuoted(t *testing.T) {
	page := Extract(PageInput{URL: "https://gazette.example/a", ContentType: "text/html", Body: []byte(keptHTML)})
	if page.Section != "Workforce" || page.Document != "https://board.example/papers/plan.pdf" {
		t.Errorf("section %q, document %q", page.Section, page.Document)
	}
	var quiet []bool
	for _, b := range page.Body {
		quiet = append(quiet, b.NoQuote)
	}
	if diff := cmp.Diff([]bool{false, true, false}, quiet); diff != "" {
		t.Errorf("not to be quoted (-want +got):\n%s", diff)
	}
}

func TestInspectSaysWhatBecameOfEachBlock(t *testing.T) {
	sites, err := ParseSites("sites.yaml", []byte("sites:\n- host: gazette.example\n  body: [.story p]\n"))
	if err != nil {
		t.Fatal(err)
	}
	got := Inspect(PageInput{URL: "https://gazette.example/a", ContentType: "text/html", Body: []byte(keptHTML), Sites: sites})
	if got.Rule != "gazette.example" || got.Matched {
		t.Errorf("rule %q, matched %v, want one that does not match", got.Rule, got.Matched)
	}
	parts := map[string]int{}
	for _, r := range got.Regions {
		parts[r.Part]++
	}
	if diff := cmp.Diff(map[string]int{"p": 3, "dropped": 1}, parts); diff != "" {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	if at := got.Regions[1].At; at != "article > p" {
		t.Errorf("place = %q", at)
	}
}
