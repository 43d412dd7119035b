package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// testFirstRead: what a source's history counts for.
func testFirstRead(t *testing.T, open opener) {
	fresh := monday.Add(-7 * day)
	normal := func(p news.Poll) news.Poll { return p }
	first := func(p news.Poll) news.Poll { return firstRead(p, fresh) }
	all := func(p news.Poll) news.Poll { return firstRead(p, time.Time{}) }
	tests := []struct {
		name  string
		read  func(news.Poll) news.Poll
		item  news.Item
		state news.PageState
		seen  time.Time
	}{
		{"old on a first read is known", first, item(1, published(fresh.Add(-time.Second))), news.PageKnown, fresh.Add(-time.Second)},
		{"on the edge it is wanted", first, item(1, published(fresh)), news.PageWanted, fresh},
		{"recent is wanted, seen when it was published", first, item(1, published(monday.Add(-day))), news.PageWanted, monday.Add(-day)},
		{"without a date it is wanted, seen now", first, item(1, published(time.Time{})), news.PageWanted, monday},
		{"dated ahead it is seen now", first, item(1, published(monday.Add(day))), news.PageWanted, monday},
		{"old without a page is known too", first, item(1, noPage, published(fresh.Add(-day))), news.PageKnown, fresh.Add(-day)},
		{"recent without a page is done", first, item(1, noPage), news.PageDone, monday.Add(-hour)},
		{"everything may be taken", all, item(1, published(fresh.Add(-day))), news.PageWanted, fresh.Add(-day)},
		{"later reads see it now, however old", normal, item(1, published(fresh.Add(-day))), news.PageWanted, monday},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			k := open(t)
			want := news.PollSaved{Items: 1, New: 1}
			if tt.state == news.PageKnown {
				want.New, want.Known = 0, 1
			}
			same(t, "counts", k.poll(tt.read(pollOf(source("gazette"), monday, tt.item))), want)
			a := k.at(tt.item.URL)
			same(t, "state", a.State, tt.state)
			same(t, "first seen", a.FirstSeen, tt.seen)
			same(t, "judged", len(k.toJudge()), want.New)
			k.poll(pollOf(source("gazette"), monday.Add(day), tt.item))
			same(t, "after another poll", k.article(a.ID), a)
		})
	}
	t.Run("a wider window takes known articles in", func(t *testing.T) { widen(t, open(t), fresh) })
}

func widen(t *testing.T, k *kit, fresh time.Time) {
	gazette, courier := source("gazette"), source("courier")
	old, older := fresh.Add(-day), fresh.Add(-30*day)
	k.poll(firstRead(pollOf(gazette, monday, item(1, published(old)), item(2, published(older)),
		item(3, published(old), noPage), item(4)), fresh))
	k.poll(firstRead(pollOf(courier, monday, item(5, published(old))), fresh))
	k.page(k.at(item(4).URL).ID, monday, "Read already.")

	n, err := k.Widen(t.Context(), gazette.URL, old)
	k.must(err)
	same(t, "taken in", n, 2)
	for i, want := range []news.PageState{news.PageWanted, news.PageKnown, news.PageDone, news.PageDone, news.PageKnown} {
		a := k.at(item(i + 1).URL)
		same(t, a.URL, a.State, want)
	}
	same(t, "first seen", k.at(item(1).URL).FirstSeen, old)
	same(t, "to judge", k.toJudge(), []int64{k.at(item(1).URL).ID, k.at(item(3).URL).ID, k.at(item(4).URL).ID})
	n, err = k.Widen(t.Context(), gazette.URL, old)
	k.must(err)
	same(t, "taken in twice", n, 0)
	n, err = k.Widen(t.Context(), gazette.URL, time.Time{})
	k.must(err)
	same(t, "taken in without an end", n, 1)
}
