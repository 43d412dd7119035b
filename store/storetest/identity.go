package storetest

import (
	"context"
	"testing"

	"github.com/wardround/wardround/news"
)

// testIdentity: which article an item is.
func testIdentity(t *testing.T, open opener) {
	gazette, courier := source("gazette"), source("courier")
	other := address("https://gazette.example/other")
	tests := []struct {
		name   string
		second news.Poll
		want   news.PollSaved
		same   string // address of the article that is not doubled
	}{
		{"the same item again is nothing new", pollOf(gazette, monday.Add(hour), item(1)), news.PollSaved{Items: 1}, item(1).URL},
		{"a known GUID keeps its article whatever URL it has", pollOf(gazette, monday.Add(hour), item(1, other)), news.PollSaved{Items: 1}, item(1).URL},
		{"a GUID that flaps is no new article", pollOf(gazette, monday.Add(hour), item(1, guid("again"))), news.PollSaved{Items: 1}, item(1).URL},
		{"a second source that lists the link is no new article", pollOf(courier, monday.Add(hour), item(1, guid("c-1"))), news.PollSaved{Items: 1}, item(1).URL},
		{"the same GUID of another source is another article", pollOf(courier, monday.Add(hour), item(1, other)), news.PollSaved{Items: 1, New: 1}, "https://gazette.example/other"},
		{"a feed that lists nothing deletes nothing", pollOf(gazette, monday.Add(hour)), news.PollSaved{}, item(1).URL},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := open(t)
			same(t, "first poll", k.poll(pollOf(gazette, monday, item(1))), news.PollSaved{Items: 1, New: 1})
			same(t, "second poll", k.poll(tt.second), tt.want)
			k.at(tt.same)
			same(t, "articles", len(k.find(everything)), 1+tt.want.New)
			k.poll(pollOf(gazette, monday.Add(2*hour))) // leaves the feed
			same(t, "when it returns", k.poll(tt.second), news.PollSaved{Items: tt.want.Items})
		})
	}
	t.Run("a new article is as the item says", func(t *testing.T) { newArticle(t, open(t)) })
	t.Run("a poll is kept whole or not at all", func(t *testing.T) { wholePoll(t, open(t)) })
	t.Run("a poll that is cancelled keeps nothing", func(t *testing.T) {
		k := open(t)
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		if _, err := k.SavePoll(ctx, pollOf(gazette, monday, item(1))); err == nil {
			t.Error("SavePoll with a cancelled context: no error")
		}
		same(t, "articles", k.find(everything), []int64(nil))
	})
}

func newArticle(t *testing.T, k *kit) {
	it := item(1)
	it.Body = []news.Block{{Kind: news.Subhead, Text: "Who pays"}, {Kind: news.Paragraph, Text: "Nobody \x01 yet – “soon”."}}
	it.Publisher = "The Named One"
	k.poll(pollOf(source("gazette"), monday, it, item(2)))
	got := k.at(it.URL)
	want := news.Article{ID: got.ID, URL: it.URL, Source: "gazette", Publisher: "The Named One", Title: it.Title,
		Authors: it.Authors, Published: it.Published, FirstSeen: monday, Summary: it.Summary, Body: it.Body,
		MaxSnippet: -1, State: news.PageWanted, Revision: 1, Hash: got.Hash}
	same(t, "article", got, want)
	same(t, "publisher of an item that names none", k.at(item(2).URL).Publisher, "gazette")
}

// wholePoll: the last of three items cannot be kept, so neither the others nor
// the validators are: else the next read would answer 304 and they were lost.
func wholePoll(t *testing.T, k *kit) {
	gazette := source("gazette")
	before := pollOf(gazette, monday, item(1))
	before.State.ETag = `"one"`
	k.poll(before)
	kept, err := k.SourceState(t.Context(), gazette.URL)
	k.must(err)

	for _, bad := range []news.Item{item(3, guid("")), item(3, address(""))} {
		failing := pollOf(gazette, monday.Add(hour), item(1, title("Edited")), item(2), bad)
		failing.State.ETag = `"two"`
		saved, err := k.SavePoll(t.Context(), failing)
		if err == nil {
			t.Fatalf("SavePoll of an item without %+v: no error", bad)
		}
		same(t, "counts of a poll that failed", saved, news.PollSaved{})
		state, err := k.SourceState(t.Context(), gazette.URL)
		k.must(err)
		same(t, "state", state, kept)
		same(t, "articles", len(k.find(everything)), 1)
		same(t, "title", k.at(item(1).URL).Title, "Headline 1")
	}
	failing := pollOf(gazette, monday.Add(hour), item(1, title("Edited")), item(2))
	same(t, "the next poll", k.poll(failing), news.PollSaved{Items: 2, New: 1, Updated: 1})
}
