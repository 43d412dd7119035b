package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testPages: what a look at a page changes.
func testPages(t *testing.T, open opener) {
	t.Run("a page's values replace the feed's where it has any", func(t *testing.T) { takePage(t, open(t)) })
	t.Run("an empty page takes only what stood in", func(t *testing.T) {
		k := open(t)
		it := item(1)
		it.Body = []news.Block{{Kind: news.Paragraph, Text: "From the feed."}}
		a := k.take(monday, it)
		k.must(k.SavePage(t.Context(), news.ScrapedPage{Article: a.ID, At: monday, State: news.PageFailed,
			Page: news.Page{Quality: news.QualityFailed, MaxSnippet: 0, Reason: "404"}}))
		got := k.article(a.ID)
		want := a
		want.Body, want.Quality, want.MaxSnippet, want.Reason, want.State = nil, news.QualityFailed, 0, "404", news.PageFailed
		want.Hash = got.Hash
		same(t, "article", got, want)
	})
	t.Run("revision grows when the text of a page that was read differs", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		for i, text := range []string{"One.", "One.", "Two.", "Two.", "One."} {
			k.page(a.ID, monday, text)
			same(t, "revision", k.article(a.ID).Revision, []int{1, 1, 2, 2, 3}[i])
		}
	})
	t.Run("an article that is not there", func(t *testing.T) {
		k := open(t)
		if err := k.SavePage(t.Context(), news.ScrapedPage{Article: 99, State: news.PageDone}); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("SavePage: %v, want ErrNotFound", err)
		}
		if _, err := k.Article(t.Context(), 99); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Article: %v, want ErrNotFound", err)
		}
	})
	t.Run("wanted pages come newest first, when they are due", func(t *testing.T) { wantedPages(t, open(t)) })
}

func takePage(t *testing.T, k *kit) {
	a := k.take(monday, item(1))
	page := news.Page{URL: a.URL, Title: "From the page", Standfirst: "In short.", Authors: []string{"B. Quill", "C. Ink"},
		Publisher: "The Gazette", Published: "2026-11-15", Body: []news.Block{{Kind: news.Quotation, Text: "Said."}},
		Comments: []news.Comment{{Day: "2026-11-16", Topics: []string{"pay"}, Text: "never kept"}}, Quality: news.QualityTeaser,
		Kind: news.KindOpinion, Language: "en", MaxSnippet: 50, Evidence: []string{"title: h1"}, Reason: "a teaser"}
	k.must(k.SavePage(t.Context(), news.ScrapedPage{Article: a.ID, Page: page, State: news.PageDone, At: monday.Add(hour)}))
	got := k.article(a.ID)
	want := news.Article{ID: a.ID, URL: a.URL, Source: a.Source, Publisher: page.Publisher, Title: page.Title,
		Standfirst: page.Standfirst, Authors: page.Authors, Published: a.Published, PublishedDay: page.Published,
		FirstSeen: a.FirstSeen, Summary: a.Summary, Body: page.Body,
		Comments: []news.Comment{{Day: "2026-11-16", Topics: []string{"pay"}}}, Quality: page.Quality, Kind: page.Kind,
		Language: "en", MaxSnippet: 50, State: news.PageDone, Reason: page.Reason, Evidence: page.Evidence,
		Revision: 1, Hash: got.Hash}
	same(t, "article", got, want)
	if got.Hash == "" || got.Hash == a.Hash {
		t.Errorf("hash %q after %q: want another", got.Hash, a.Hash)
	}
}

func wantedPages(t *testing.T, k *kit) {
	k.poll(pollOf(source("gazette"), monday, item(1), item(2)))
	k.poll(pollOf(source("gazette"), monday.Add(hour), item(3), item(4, noPage)))
	k.poll(firstRead(pollOf(source("courier"), monday, item(5, published(monday.Add(-30*day)))), monday.Add(-day)))
	one, two, three := k.at(item(1).URL).ID, k.at(item(2).URL).ID, k.at(item(3).URL).ID
	now := monday.Add(2 * hour)
	wanted := func(at time.Time, limit int) []int64 {
		t.Helper()
		pages, err := k.WantedPages(t.Context(), news.PagesWanted{Now: at, Limit: limit})
		k.must(err)
		var all []int64
		for _, p := range pages {
			all = append(all, p.Article.ID)
		}
		return all
	}
	same(t, "all", wanted(now, 0), []int64{three, two, one})
	same(t, "some", wanted(now, 2), []int64{three, two})
	k.must(k.PostponePage(t.Context(), news.PostponedPage{Article: two, Until: now.Add(hour), Reason: "asked to wait"}))
	k.must(k.PostponePage(t.Context(), news.PostponedPage{Article: three, Until: now.Add(hour), Tried: true, Reason: "500"}))
	same(t, "not before", wanted(now.Add(hour-time.Millisecond), 0), []int64{one})
	same(t, "then", wanted(now.Add(hour), 0), []int64{three, two, one})
	pages, err := k.WantedPages(t.Context(), news.PagesWanted{Now: now.Add(hour), Limit: 2})
	k.must(err)
	same(t, "tries", []int{pages[0].Tries, pages[1].Tries}, []int{1, 0})
	same(t, "reason", []string{pages[0].Article.Reason, pages[1].Article.Reason}, []string{"500", "asked to wait"})

	k.page(three, now, "Read.")
	k.must(k.PostponePage(t.Context(), news.PostponedPage{Article: three, Until: now.Add(day), Tried: true, Reason: "too late"}))
	same(t, "a settled page stays settled", k.article(three).Reason, "")
	same(t, "and is not wanted", wanted(now.Add(2*day), 0), []int64{two, one})
}
