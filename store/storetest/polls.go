package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testPolls: polls that are saved side by side, and those that judge what they save.
func testPolls(t *testing.T, open opener) {
	t.Run("of polls saved side by side one that fails spoils no other", func(t *testing.T) { sharedPolls(t, open(t)) })
	t.Run("a poll that judges keeps a verdict for each new article", func(t *testing.T) { judgingPoll(t, open(t)) })
}

func sharedPolls(t *testing.T, k *kit) {
	const polls, wrong = 24, 7
	errs := make([]error, polls)
	saved := make([]news.PollSaved, polls)
	var all sync.WaitGroup
	for n := range polls {
		poll := pollOf(source(fmt.Sprint("source", n)), monday, item(2*n+1), item(2*n+2))
		if n == wrong {
			poll.Items[1].URL = "" // such an item cannot be kept
		}
		all.Go(func() { saved[n], errs[n] = k.SavePoll(t.Context(), poll) })
	}
	all.Wait()
	for n := range polls {
		want := news.PollSaved{Items: 2, New: 2}
		if n == wrong {
			want = news.PollSaved{}
		}
		if (errs[n] != nil) != (n == wrong) || saved[n] != want {
			t.Errorf("poll %d: saved %+v, error %v; want %+v, an error only for poll %d", n, saved[n], errs[n], want, wrong)
		}
	}
	same(t, "articles", len(k.find(everything)), 2*(polls-1))
	states, err := k.SourceStates(t.Context())
	k.must(err)
	same(t, "states", len(states), polls-1)
	same(t, "found by their text", len(k.find(store.Query{Text: item(1).Title})) > 0, true)
}

func judgingPoll(t *testing.T, k *kit) {
	gazette := source("gazette")
	judge := func(a news.Article) news.Verdict {
		return news.Verdict{Relevant: true, Level: news.Core, Score: 60, Lexicon: "one", Topics: []string{"pay"}, Why: a.Title}
	}
	poll := firstRead(pollOf(gazette, monday, item(1), item(2), item(3, published(monday.Add(-30*day)))), monday.Add(-7*day))
	poll.Judge = judge
	same(t, "counts", k.poll(poll), news.PollSaved{Items: 3, New: 2, Known: 1, Judged: 2})
	same(t, "to be judged", k.toJudge(), []int64(nil))
	a := k.at(item(1).URL)
	v, err := k.Verdict(t.Context(), a.ID)
	k.must(err)
	same(t, "verdict", v, news.Verdict{Article: a.ID, Relevant: true, Level: news.Core, Score: 60, Lexicon: "one", Topics: []string{"pay"}, Why: a.Title})
	same(t, "by topic", len(k.find(store.Query{Topic: "pay"})), 2)
	same(t, "to be placed among the stories", len(k.waiting()), 0) // their pages are not there

	poll = pollOf(gazette, monday.Add(time.Hour), item(1, title("Edited")), item(2))
	poll.Judge = judge
	same(t, "counts of an edit", k.poll(poll), news.PollSaved{Items: 2, Updated: 1})
	same(t, "to be judged after an edit", k.toJudge(), []int64{a.ID})
	k.page(k.at(item(2).URL).ID, monday.Add(time.Hour), "Whole.")
	same(t, "to be judged with a page", len(k.toJudge()), 2)
}
