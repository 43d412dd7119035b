package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

func (k *kit) candidates(edition string, from, to time.Time, late ...time.Time) []int64 {
	k.Helper()
	var since time.Time
	if len(late) > 0 {
		since = late[0]
	}
	found, err := k.Candidates(k.Context(), edition, from, to, since)
	k.must(err)
	var all []int64
	for _, c := range found {
		all = append(all, c.Article.ID)
	}
	return all
}

// testCandidates: what an issue may tell. The window is the week up to monday.
func testCandidates(t *testing.T, open opener) {
	from, frozen := monday.Add(-7*day), monday.Add(-7*day+time.Minute)
	taken := func(seen, settled time.Time) func(k *kit) int64 {
		return func(k *kit) int64 {
			a := k.take(seen, item(1))
			k.page(a.ID, settled, "Text.")
			return a.ID
		}
	}
	tests := map[string]struct {
		make   func(k *kit) int64
		judged func(*news.Verdict)
		want   bool
	}{
		"in the window":                          {make: taken(monday.Add(-day), monday), want: true},
		"its first instant belongs to it":        {make: taken(from, monday), want: true},
		"its last does not":                      {make: taken(monday, monday)},
		"later":                                  {make: taken(monday.Add(hour), monday.Add(hour))},
		"not relevant":                           {make: taken(monday.Add(-day), monday), judged: irrelevant},
		"before, settled after the last freeze":  {make: taken(from.Add(-day), frozen), want: true},
		"before, settled before the last freeze": {make: taken(from.Add(-day), frozen.Add(-time.Millisecond))},
		"its page is wanted still":               {make: func(k *kit) int64 { return k.take(monday.Add(-day), item(1)).ID }},
		"without a page":                         {make: func(k *kit) int64 { return k.take(monday.Add(-day), item(1, noPage)).ID }, want: true},
		"its page could not be read": {make: func(k *kit) int64 {
			a := k.take(monday.Add(-day), item(1))
			k.page(a.ID, monday, "", failed)
			return a.ID
		}, want: true},
		"history of a first read does not come late": {make: func(k *kit) int64 {
			k.poll(firstRead(pollOf(source("gazette"), monday.Add(-day), item(1, published(from.Add(-day)))), from.Add(-2*day)))
			id := k.at(item(1).URL).ID
			k.page(id, monday, "Text.")
			return id
		}},
		"settled late, then scraped again": {make: func(k *kit) int64 {
			id := taken(from.Add(-day), frozen.Add(-hour))(k)
			k.page(id, monday, "Other text.")
			return id
		}},
		"too old at a first read": {make: func(k *kit) int64 {
			k.poll(firstRead(pollOf(source("gazette"), monday.Add(-day), item(1, published(monday.Add(-2*day)))), monday.Add(-day)))
			return k.at(item(1).URL).ID
		}},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			k := open(t)
			id := tt.make(k)
			same(t, "before it is judged", k.candidates("weekly", from, monday, frozen), []int64(nil))
			if tt.judged == nil {
				tt.judged = func(*news.Verdict) {}
			}
			k.judge(id, tt.judged)
			var want []int64
			if tt.want {
				want = []int64{id}
			}
			same(t, "candidates", k.candidates("weekly", from, monday, frozen), want)
		})
	}
	t.Run("best first, each told once in an edition", func(t *testing.T) { tellOnce(t, open(t), from) })
	t.Run("the window in figures", func(t *testing.T) { windowCounts(t, open(t), from) })
}

func tellOnce(t *testing.T, k *kit, from time.Time) {
	var all []int64
	for i := range 3 {
		a := k.take(monday.Add(-day), item(i, noPage))
		k.judge(a.ID, score(float64(50+10*i)))
		all = append(all, a.ID)
	}
	one, two, three := all[0], all[1], all[2]
	same(t, "order", k.candidates("weekly", from, monday), []int64{three, two, one})
	found, err := k.Candidates(t.Context(), "weekly", from, monday, time.Time{})
	k.must(err)
	same(t, "source", found[0].SourceURL, source("gazette").URL)
	same(t, "article", found[0].Article, k.article(three))
	same(t, "score", found[0].Verdict.Score, 70.0)

	k.freeze(issueOf(1, monday, three))
	same(t, "told", k.candidates("weekly", from, monday), []int64{two, one})
	same(t, "another edition", k.candidates("daily", from, monday), []int64{three, two, one})
	k.poll(pollOf(source("gazette"), monday, item(2, noPage, title("Edited")))) // revision 2
	k.judge(three)
	same(t, "an edit is not told again", k.candidates("weekly", from, monday), []int64{two, one})
	late := k.candidates("weekly", monday, monday.Add(7*day))
	same(t, "without late ones", late, []int64(nil))
}

func windowCounts(t *testing.T, k *kit, from time.Time) {
	one, two := k.take(from, item(1)), k.take(monday.Add(-hour), item(2))
	k.take(monday.Add(-hour), item(3))
	k.take(monday, item(4))
	k.poll(firstRead(pollOf(source("courier"), monday.Add(-hour), item(5, published(from.Add(hour)))), monday.Add(-2*hour)))
	k.page(two.ID, monday, "", failed)
	k.judge(one.ID)
	k.judge(two.ID, irrelevant)
	considered, relevant, unread, err := k.WindowCounts(t.Context(), from, monday)
	k.must(err)
	same(t, "considered, relevant, unread", []int{considered, relevant, unread}, []int{3, 1, 1})
}
