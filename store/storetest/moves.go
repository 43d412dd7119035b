package storetest

import (
	"errors"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

const movedTo = "https://gazette.example/moved"

// testMoves: pages that name another canonical address.
func testMoves(t *testing.T, open opener) {
	courier := source("courier")
	t.Run("an article moves, and its old address still leads to it", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		k.page(a.ID, monday, "Text.", canonical(movedTo))
		same(t, "id at the new address", k.at(movedTo).ID, a.ID)
		same(t, "text", k.at(movedTo).Text(), "Text.")
		for _, again := range []news.Item{item(1, guid("x")), item(1, guid("y"), address(movedTo))} {
			same(t, "listed again", k.poll(pollOf(courier, monday.Add(hour), again)), news.PollSaved{Items: 1})
		}
	})
	t.Run("an article moves to and fro", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		for _, url := range []string{movedTo, a.URL, movedTo, "https://gazette.example/third", a.URL} {
			k.page(a.ID, monday, "Text at "+url, canonical(url))
			same(t, "at "+url, k.article(a.ID).URL, url)
			same(t, "text", k.article(a.ID).Text(), "Text at "+url)
			same(t, "by address", k.at(url).ID, a.ID)
		}
		for _, url := range []string{movedTo, a.URL, "https://gazette.example/third"} {
			same(t, url, k.poll(pollOf(courier, monday, item(2, guid(url), address(url)))), news.PollSaved{Items: 1})
		}
	})
	t.Run("an article merges into the one that has the address", func(t *testing.T) {
		for _, tt := range []struct {
			name   string
			settle bool
			text   string
		}{{"still wanted: it takes the page", false, "From the double."}, {"settled: it stays as it is", true, "Its own."}} {
			t.Run(tt.name, func(t *testing.T) { merge(t, open(t), tt.settle, tt.text) })
		}
	})
	t.Run("an article merges into the one that had the address", func(t *testing.T) {
		k := open(t)
		main := k.take(monday, item(1))
		k.page(main.ID, monday, "Its own.", canonical(movedTo))
		double := k.take(monday, item(2))
		k.page(double.ID, monday, "From the double.", canonical(item(1).URL))
		gone(t, k, double.ID)
		same(t, "address", k.article(main.ID).URL, movedTo)
		same(t, "text", k.article(main.ID).Text(), "Its own.")
	})
	t.Run("former addresses of a double follow", func(t *testing.T) {
		k := open(t)
		double := k.take(monday, item(1))
		k.page(double.ID, monday, "One.", canonical("https://gazette.example/middle"))
		main := k.take(monday, item(2, address(movedTo)))
		k.page(double.ID, monday, "Two.", canonical(movedTo))
		gone(t, k, double.ID)
		for i, url := range []string{item(1).URL, "https://gazette.example/middle", movedTo} {
			saved := k.poll(pollOf(courier, monday, item(10+i, address(url))))
			same(t, url, saved, news.PollSaved{Items: 1})
		}
		same(t, "articles", k.find(everything), []int64{main.ID})
	})
	t.Run("a number is never used again", func(t *testing.T) {
		k := open(t)
		k.take(monday, item(1))
		double := k.take(monday, item(2))
		k.page(double.ID, monday, "Two.", canonical(item(1).URL))
		if next := k.take(monday, item(3)); next.ID <= double.ID {
			t.Errorf("the next article has number %d, the removed one had %d", next.ID, double.ID)
		}
	})
	t.Run("what was told under a double is not told again", func(t *testing.T) {
		k := open(t)
		main, double := k.take(monday, item(1)), k.take(monday, item(2))
		k.page(double.ID, monday, "Two.")
		k.freeze(issueOf(1, monday.Add(hour), double.ID))
		k.page(double.ID, monday.Add(2*hour), "Two.", canonical(main.URL))
		k.judge(main.ID)
		same(t, "article is there", k.article(main.ID).State, news.PageDone)
		same(t, "candidates", k.candidates("weekly", monday.Add(-day), monday.Add(day)), []int64(nil))
		same(t, "candidates of another edition", k.candidates("daily", monday.Add(-day), monday.Add(day)), []int64{main.ID})
		byRef, err := k.ArticleByRef(t.Context(), "1.1")
		k.must(err)
		same(t, "reference", byRef.ID, main.ID)
	})
}

func merge(t *testing.T, k *kit, settle bool, text string) {
	gazette, courier := source("gazette"), source("courier")
	main := k.take(monday, item(1, address(movedTo)))
	k.poll(pollOf(courier, monday.Add(hour), item(2, summary("Zanzibar."))))
	double := k.at(item(2).URL)
	k.judge(double.ID)
	if settle {
		k.page(main.ID, monday, "Its own.")
	}
	k.page(double.ID, monday, "From the double.", canonical(movedTo))

	gone(t, k, double.ID)
	got := k.at(movedTo)
	same(t, "id", got.ID, main.ID)
	same(t, "text", got.Text(), text)
	same(t, "first listed by", got.Source, "gazette")
	same(t, "first seen", got.FirstSeen, main.FirstSeen)
	same(t, "state", got.State, news.PageDone)
	if _, err := k.Verdict(t.Context(), double.ID); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("verdict on the removed article: %v, want ErrNotFound", err)
	}
	same(t, "search finds no trace", k.find(store.Query{Text: "zanzibar"}), []int64(nil))
	same(t, "search finds the text", k.find(store.Query{Text: text}), []int64{main.ID})
	// its sighting and its address lead to the other now
	same(t, "sighting", k.poll(pollOf(courier, monday.Add(day), item(2, address("https://gazette.example/new")))), news.PollSaved{Items: 1})
	same(t, "address", k.poll(pollOf(gazette, monday.Add(day), item(2, guid("elsewhere")))), news.PollSaved{Items: 1})
	same(t, "articles", k.find(everything), []int64{main.ID})
}

func gone(t *testing.T, k *kit, id int64) {
	t.Helper()
	if _, err := k.Article(t.Context(), id); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("article %d: %v, want ErrNotFound", id, err)
	}
}
