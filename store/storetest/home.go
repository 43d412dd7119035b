package storetest

import (
	"testing"

	"github.com/wardround/wardround/news"
)

// testHome: what strangers say of an article does not bind the publisher it belongs to.
func testHome(t *testing.T, open opener) {
	gazette, stranger := source("gazette"), source("stranger") // gazette's addresses are items' own
	gazette.URL = "https://feeds.gazette.example/all"
	hostile := func(edits ...func(*news.Item)) news.Item {
		return item(1, append([]func(*news.Item){guid("x"), title("Not what it says"), summary("Nor this.")}, edits...)...)
	}
	t.Run("one that a stranger dated back is new when its own site lists it", func(t *testing.T) {
		k := open(t)
		k.poll(firstRead(pollOf(stranger, monday, hostile(published(monday.Add(-90*day)))), monday.Add(-7*day)))
		same(t, "at first", k.at(item(1).URL).State, news.PageKnown)
		same(t, "listed", k.poll(pollOf(gazette, monday.Add(hour), item(1))), news.PollSaved{Items: 1, New: 1})
		got := k.at(item(1).URL)
		same(t, "words", []string{got.Title, got.Summary, got.Source, got.Publisher}, []string{"Headline 1", "Summary 1.", "gazette", "gazette"})
		same(t, "published", got.Published, item(1).Published)
		same(t, "first seen", got.FirstSeen, monday.Add(hour))
		same(t, "its page is asked for", got.State, news.PageWanted)
		same(t, "again", k.poll(pollOf(gazette, monday.Add(2*hour), item(1))), news.PollSaved{Items: 1})
		same(t, "the stranger's edit", k.poll(pollOf(stranger, monday.Add(3*hour), hostile(title("Mine")))), news.PollSaved{Items: 1})
		same(t, "title", k.at(item(1).URL).Title, "Headline 1")
	})
	t.Run("a page that was read keeps its text, its publisher and its first day", func(t *testing.T) {
		k := open(t)
		k.poll(pollOf(stranger, monday, hostile()))
		a := k.at(item(1).URL)
		k.page(a.ID, monday, "The whole text.", func(s *news.ScrapedPage) { s.Page.Publisher = "The Gazette" })
		k.poll(pollOf(gazette, monday.Add(hour), item(1)))
		got := k.article(a.ID)
		same(t, "text, publisher, source", []string{got.Text(), got.Publisher, got.Source}, []string{"The whole text.", "The Gazette", "gazette"})
		same(t, "first seen", got.FirstSeen, monday)
		same(t, "state", got.State, news.PageDone)
	})
	t.Run("a stranger retitles no page that was read", func(t *testing.T) {
		k := open(t)
		k.poll(pollOf(stranger, monday, hostile(title("Headline 1"))))
		a := k.at(item(1).URL)
		k.page(a.ID, monday, "The whole text.", func(s *news.ScrapedPage) { s.Page.Title = "As printed" })
		k.poll(pollOf(stranger, monday.Add(hour), hostile()))
		same(t, "title", k.article(a.ID).Title, "As printed")
	})
	t.Run("a source of the same site takes nothing from another", func(t *testing.T) {
		k := open(t)
		k.take(monday, item(1))
		second := source("second")
		second.URL = "https://www.gazette.example/second"
		same(t, "listed", k.poll(pollOf(second, monday.Add(hour), item(1, guid("s"), title("Other")))), news.PollSaved{Items: 1})
		same(t, "source", k.at(item(1).URL).Source, "gazette")
	})
	t.Run("a title alone takes nothing that a search found on its publisher's site", func(t *testing.T) {
		k := open(t)
		search := source("search")
		search.Kind = news.KindSearch
		k.poll(pollOf(search, monday, item(1, title(headline))))
		saved := k.poll(pollOf(stranger, monday.Add(hour), item(2, guid("x"), title(headline), address("https://stranger.example/2"))))
		same(t, "counts", saved, news.PollSaved{Items: 1, New: 1})
		same(t, "source", k.at(item(1).URL).Source, "search")
	})
}
