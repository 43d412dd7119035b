package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

var everything = store.Query{Known: true}

// testEdits: what a source may change afterwards.
func testEdits(t *testing.T, open opener) {
	gazette, courier := source("gazette"), source("courier")
	t.Run("the source that listed it first edits", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		edited := item(1, title("Plan slips"), summary("Again."))
		edited.Body = []news.Block{{Kind: news.Paragraph, Text: "Longer."}}
		same(t, "edit", k.poll(pollOf(gazette, monday.Add(hour), edited)), news.PollSaved{Items: 1, Updated: 1})
		got := k.article(a.ID)
		same(t, "title, summary", []string{got.Title, got.Summary}, []string{"Plan slips", "Again."})
		same(t, "body, revision", got.Body, edited.Body)
		same(t, "revision", got.Revision, 2)
		same(t, "first seen", got.FirstSeen, a.FirstSeen)
		same(t, "the edit again", k.poll(pollOf(gazette, monday.Add(2*hour), edited)), news.PollSaved{Items: 1})
		same(t, "an edit that returns", k.poll(pollOf(gazette, monday.Add(3*hour), item(1))), news.PollSaved{Items: 1, Updated: 1})
		got = k.article(a.ID)
		same(t, "title that returned", got.Title, a.Title)
		same(t, "revision then", got.Revision, 3)
		same(t, "text that returned has its hash again", got.Hash, a.Hash)
	})
	t.Run("another source does not", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		k.poll(pollOf(courier, monday.Add(hour), item(1, guid("c"))))
		saved := k.poll(pollOf(courier, monday.Add(2*hour), item(1, guid("c"), title("Ours"), published(monday))))
		same(t, "its edit", saved, news.PollSaved{Items: 1})
		same(t, "article", k.article(a.ID), a)
	})
	t.Run("an edit leaves the body of a page that was read", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		k.page(a.ID, monday, "The whole text.")
		edited := item(1, title("Plan slips"))
		edited.Body = []news.Block{{Kind: news.Paragraph, Text: "Teaser."}}
		k.poll(pollOf(gazette, monday.Add(hour), edited))
		got := k.article(a.ID)
		same(t, "title", got.Title, "Plan slips")
		same(t, "text", got.Text(), "The whole text.")
		same(t, "state", got.State, news.PageDone)
	})
	t.Run("a feed's own text may be edited", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1, noPage))
		edited := item(1, noPage)
		edited.Body = []news.Block{{Kind: news.Paragraph, Text: "More."}}
		k.poll(pollOf(gazette, monday.Add(hour), edited))
		same(t, "text", k.article(a.ID).Text(), "More.")
	})
	t.Run("an instant of publication", func(t *testing.T) { publication(t, open) })
}

// publication: a stated instant fills a missing one, without an edit, and never
// replaces one.
func publication(t *testing.T, open opener) {
	tests := []struct {
		name          string
		first, second time.Time
		by            string
		want          time.Time
	}{
		{"fills a missing one", time.Time{}, monday, "gazette", monday},
		{"never replaces one", monday, monday.Add(hour), "gazette", monday},
		{"stays when the feed forgets it", monday, time.Time{}, "gazette", monday},
		{"is not another source's to fill", time.Time{}, monday, "courier", time.Time{}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := open(t)
			a := k.take(monday, item(1, published(tt.first)))
			saved := k.poll(pollOf(source(tt.by), monday.Add(hour), item(1, published(tt.second))))
			same(t, "counts", saved, news.PollSaved{Items: 1})
			got := k.article(a.ID)
			if !got.Published.Equal(tt.want) || got.Revision != 1 {
				t.Errorf("published %v, revision %d; want %v, 1", got.Published, got.Revision, tt.want)
			}
		})
	}
}
