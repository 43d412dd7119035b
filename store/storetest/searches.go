package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

const headline = "Board puts the workforce plan back to spring"

// testSearches: what a news search lists is matched by title.
func testSearches(t *testing.T, open opener) {
	gazette := source("gazette")
	search := source("search")
	search.Kind = news.KindSearch
	found := func(n int, words string, edits ...func(*news.Item)) news.Item {
		return item(n, append(edits, guid("s"), address("https://search.example/articles/x"), title(words))...)
	}
	for _, tt := range []struct {
		name, direct, searched string
		at                     time.Time
		new                    int
	}{
		{"the same title", headline, headline, monday.Add(hour), 0},
		{"punctuation only", headline, "Board puts the Workforce Plan back, to spring!", monday.Add(hour), 0},
		{"with the publisher's name", headline, headline + " - The Gazette", monday.Add(hour), 0},
		{"a title of few words", "Staff notices", "Staff notices", monday.Add(hour), 1},
		{"after more than a week", headline, headline, monday.Add(8 * day), 1},
	} {
		t.Run(tt.name, func(t *testing.T) {
			k := open(t)
			k.poll(pollOf(gazette, monday, item(1, title(tt.direct))))
			it := found(2, tt.searched, published(tt.at.Add(-hour)))
			same(t, "new", k.poll(pollOf(search, tt.at, it)), news.PollSaved{Items: 1, New: tt.new})
			same(t, "again", k.poll(pollOf(search, tt.at.Add(hour), it)), news.PollSaved{Items: 1})
			same(t, "its address stays the publisher's", k.at(item(1).URL).Source, "gazette")
		})
	}
	t.Run("two publishers' own articles are never one", func(t *testing.T) {
		k := open(t)
		k.poll(pollOf(gazette, monday, item(1, title(headline))))
		same(t, "new", k.poll(pollOf(source("courier"), monday, item(2, title(headline)))), news.PollSaved{Items: 1, New: 1})
	})
	t.Run("what a search found first goes over to the publisher's feed", func(t *testing.T) {
		k := open(t)
		k.poll(pollOf(search, monday, found(1, headline)))
		a := k.at("https://search.example/articles/x")
		k.must(k.SavePage(t.Context(), news.ScrapedPage{Article: a.ID, At: monday, State: news.PageFailed,
			Page: news.Page{Quality: news.QualityFeed, Body: []news.Block{{Kind: news.Paragraph, Text: "Words of the search."}}}}))
		saved := k.poll(pollOf(gazette, monday.Add(hour), item(1, title(headline)), item(2, title(headline))))
		same(t, "of two with its title one is taken for it", saved, news.PollSaved{Items: 2, New: 1})
		got := k.article(a.ID)
		same(t, "address, source", []string{got.URL, got.Source}, []string{item(1).URL, "gazette"})
		same(t, "its page is asked for", got.State, news.PageWanted)
		same(t, "the search's address leads there", k.at("https://search.example/articles/x").ID, a.ID)
		same(t, "the search again", k.poll(pollOf(search, monday.Add(2*hour), found(1, headline))), news.PollSaved{Items: 1})
	})
}
