package fetch

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/wardround/wardround/news"
)

func TestReadTellsFeedsFromPages(t *testing.T) {
	w := newFarm(t, func(o *Options) { o.Stdin = strings.NewReader(rssDoc("one.example", "/a|A")) })
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.text("http://one.example/page", pageText)
	w.status("http://one.example/robots.txt", 200)
	dir := t.TempDir()
	for name, body := range map[string]string{"feed.xml": rssDoc("one.example", "/a|A"), "page.html": pageText, "copied.txt": "A headline\n\nSome words."} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(body), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for target, wantFeed := range map[string]bool{
		oneFeed: true, "http://one.example/page": false, filepath.Join(dir, "feed.xml"): true, filepath.Join(dir, "page.html"): false, filepath.Join(dir, "copied.txt"): false, "-": true,
	} {
		doc, err := w.fetcher.Read(context.Background(), target)
		if err != nil {
			t.Errorf("Read(%s): %v", target, err)
			continue
		}
		if (doc.Feed != nil) != wantFeed || (doc.Page != nil) == wantFeed {
			t.Errorf("Read(%s): feed %v, page %v", target, doc.Feed != nil, doc.Page != nil)
		}
	}
	for target, want := range map[string]string{
		"http://one.example/nowhere": "404", filepath.Join(dir, "nothing.txt"): "no such file", "http://one.example:99999/": "",
	} {
		if _, err := w.fetcher.Read(context.Background(), target); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Read(%s) error = %v, want %q", target, err, want)
		}
	}
	for _, asked := range w.requests() {
		if strings.HasSuffix(asked, "robots.txt") {
			t.Error("robots.txt was asked about an address the operator typed")
		}
	}
}

func TestReadText(t *testing.T) {
	long := strings.Repeat("A sentence about rotas on the wards. ", 4)
	long = strings.TrimSpace(long)
	for name, c := range map[string]struct {
		text string
		want news.Page
	}{
		"banner, headline twice, byline, day": {
			"For professionals only\n\nRota plan ‘close’, says lead\n\nRota plan ‘close’, says lead\nBy Ann Author\n15 March 2024\n\n" + long + "\n\nNext steps\n\n" + long,
			news.Page{Title: "Rota plan ‘close’, says lead", Authors: []string{"Ann Author"}, Published: "2024-03-15",
				Body: []news.Block{{Kind: news.Paragraph, Text: long}, {Kind: news.Subhead, Text: "Next steps"}, {Kind: news.Paragraph, Text: long}}},
		},
		"day as a bullet": {
			"Plan dropped\n  • 23 August 2023\nPlan dropped\n" + long + "\n• first point",
			news.Page{Title: "Plan dropped", Published: "2023-08-23",
				Body: []news.Block{{Kind: news.Paragraph, Text: long}, {Kind: news.ListItem, Text: "first point"}}},
		},
		"headline only":    {"Just this", news.Page{Title: "Just this"}},
		"windows new line": {"Head\r\n\r\n" + long + "\r\n", news.Page{Title: "Head", Body: []news.Block{{Kind: news.Paragraph, Text: long}}}},
	} {
		t.Run(name, func(t *testing.T) {
			got := readText(c.text, london())
			c.want.Quality, c.want.MaxSnippet, c.want.Evidence = news.QualityFull, -1, got.Evidence
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("page differs (-want +got):\n%s", diff)
			}
		})
	}
	if got := readText(" \n", london()); got.Quality != news.QualityFailed {
		t.Errorf("no text: %+v", got)
	}
}

func FuzzReadText(f *testing.F) {
	f.Add("A\n\nA\nBy B C\n1 May 2024\n• x\n")
	f.Fuzz(func(t *testing.T, s string) {
		for _, b := range readText(s, london()).Body {
			if b.Text == "" || strings.Contains(b.Text, "\n") {
				t.Errorf("block %q", b.Text)
			}
		}
	})
}

func TestTakeInStoresAPageWholeAndAFeedByItems(t *testing.T) {
	w := newFarm(t)
	w.text("http://one.example/page", pageText)
	w.text(oneFeed, rssDoc("one.example", "/a|A", "/old|Old|Sun, 01 Nov 2026 06:00:00 GMT"))
	file := filepath.Join(t.TempDir(), "copied.txt")
	if err := os.WriteFile(file, []byte("A headline\n16 November 2026\nSome words."), 0o600); err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]news.PollSaved{
		"http://one.example/page": {New: 1, Items: 1}, file: {New: 1, Items: 1}, oneFeed: {New: 1, Known: 1, Items: 2},
	} {
		doc, err := w.fetcher.Read(context.Background(), target)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := w.fetcher.TakeIn(context.Background(), doc, PollRequest{}); err != nil || got.Saved != want {
			t.Errorf("TakeIn(%s) = %+v, %v; want %+v", target, got, err, want)
		}
		if got, err := w.fetcher.TakeIn(context.Background(), doc, PollRequest{}); err != nil || got.Saved.New != 0 {
			t.Errorf("TakeIn(%s) again = %+v, %v; want nothing new", target, got, err)
		}
	}
	if a := w.article("/page"); a.State != news.PageDone || a.Quality != news.QualityFull {
		t.Errorf("page = %+v", a)
	}
	if _, err := w.fetcher.TakeIn(context.Background(), Document{Target: "x"}, PollRequest{}); err == nil {
		t.Error("an empty document was taken in")
	}
}
