package storetest

import (
	"fmt"
	"sync"
	"testing"

	"golang.org/x/sync/errgroup"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testConcurrency: many hands on one store.
func testConcurrency(t *testing.T, open opener) {
	t.Run("two senders claim 500 deliveries, each exactly once", func(t *testing.T) {
		k := open(t)
		issue := k.freeze(issueOf(1, monday), people(500)...)
		claimAll(t, k, 2)
		k.count(issue.ID, map[news.DeliveryState]int{news.Sent: 500})
		k.stands(issue.ID, news.IssueSent)
	})
	t.Run("eight sources listing the same links make each article once", func(t *testing.T) {
		k := open(t)
		var group errgroup.Group
		for s := range 8 {
			group.Go(func() error {
				for batch := range 5 {
					var items []news.Item
					for i := range 10 {
						items = append(items, item(10*batch+i))
					}
					if _, err := k.SavePoll(t.Context(), pollOf(source(fmt.Sprint("source", s)), monday, items...)); err != nil {
						return err
					}
				}
				return nil
			})
		}
		k.must(group.Wait())
		same(t, "articles", len(k.find(everything)), 50)
	})
	t.Run("pages, polls, verdicts and searches side by side", func(t *testing.T) { sideBySide(t, open(t)) })
	t.Run("of ten freezes of one slot one wins", func(t *testing.T) {
		k := open(t)
		won := make(chan int64, 10)
		var group sync.WaitGroup
		for range 10 {
			group.Go(func() {
				if id, err := k.Freeze(t.Context(), issueOf(1, monday), people(3)); err == nil {
					won <- id
				}
			})
		}
		group.Wait()
		same(t, "won", len(won), 1)
		k.count(0, map[news.DeliveryState]int{news.Pending: 3})
	})
	t.Run("a lock has one holder", func(t *testing.T) {
		k := open(t)
		unlock, held, err := k.Lock(t.Context(), "fetch")
		if err != nil || !held {
			t.Fatalf("first Lock: held %v, %v", held, err)
		}
		if _, held, err := k.Lock(t.Context(), "fetch"); err != nil || held {
			t.Errorf("second Lock: held %v, %v; want not held", held, err)
		}
		other, held, err := k.Lock(t.Context(), "send")
		if err != nil || !held {
			t.Fatalf("another Lock: held %v, %v", held, err)
		}
		other()
		unlock()
		unlock, held, err = k.Lock(t.Context(), "fetch")
		if err != nil || !held {
			t.Fatalf("Lock after unlock: held %v, %v", held, err)
		}
		unlock()
	})
	t.Run("a store that is whole passes its check", func(t *testing.T) {
		k := open(t)
		k.take(monday, item(1))
		k.must(k.Check(t.Context()))
	})
}

// claimAll lets so many senders work through all deliveries that are due, and
// fails the test when one was claimed twice.
func claimAll(t *testing.T, s *kit, senders int) {
	t.Helper()
	var mu sync.Mutex
	claimed := map[int64]int{}
	var group errgroup.Group
	for range senders {
		group.Go(func() error {
			for {
				taken, err := s.ClaimDeliveries(t.Context(), news.Claim{Now: monday, Lease: lease, Most: 7})
				if err != nil || len(taken) == 0 {
					return err
				}
				for _, d := range taken {
					mu.Lock()
					claimed[d.ID]++
					mu.Unlock()
					if err := s.Commit(t.Context(), d, monday); err != nil {
						return err
					}
					d.State, d.SentAt = news.Sent, monday
					if err := s.Settle(t.Context(), d); err != nil {
						return err
					}
				}
			}
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	for id, n := range claimed {
		if n != 1 {
			t.Errorf("delivery %d was claimed %d times", id, n)
		}
	}
}

// sideBySide does what a daemon and a few commands do at the same time.
func sideBySide(t *testing.T, k *kit) {
	const n = 30
	var items []news.Item
	for i := range n {
		items = append(items, item(i))
	}
	k.poll(pollOf(source("gazette"), monday, items...))
	articles, err := k.ToJudge(t.Context(), n)
	k.must(err)
	var group errgroup.Group
	group.Go(func() error {
		for _, a := range articles {
			page := news.Page{Quality: news.QualityFull, Body: []news.Block{{Kind: news.Paragraph, Text: "Whole text."}}}
			if err := k.SavePage(t.Context(), news.ScrapedPage{Article: a.ID, Page: page, State: news.PageDone, At: monday}); err != nil {
				return err
			}
		}
		return nil
	})
	group.Go(func() error {
		for _, a := range articles {
			v := news.Verdict{Article: a.ID, Relevant: true, Topics: []string{"plans"}}
			if err := k.SaveVerdicts(t.Context(), monday, []news.Verdict{v}, map[int64]string{a.ID: a.Hash}); err != nil {
				return err
			}
		}
		return nil
	})
	group.Go(func() error {
		for i := range n {
			if _, err := k.SavePoll(t.Context(), pollOf(source("courier"), monday, item(i, title("Other words")))); err != nil {
				return err
			}
			if _, err := k.Find(t.Context(), store.Query{Text: "text"}); err != nil {
				return err
			}
		}
		return nil
	})
	k.must(group.Wait())
	same(t, "articles", len(k.find(everything)), n)
	same(t, "found by the text of their pages", len(k.find(store.Query{Text: `"whole text"`})), n)
	same(t, "to judge: the page came after the verdict, or the verdict was refused", len(k.toJudge()), n)
}
