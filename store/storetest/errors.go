package storetest

import (
	"context"
	"errors"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testErrors: no method hides that the database did not do its part. The
// fault is a context that has ended.
func testErrors(t *testing.T, open opener) {
	k := open(t)
	a := k.take(monday, item(1))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	d := news.Delivery{ID: 1}
	poll, issue := pollOf(source("gazette"), monday, item(2)), issueOf(1, monday)
	verdict := []news.Verdict{{Article: a.ID}}
	_, _, _, countErr := k.WindowCounts(ctx, monday, monday)
	for name, err := range map[string]error{
		"Article":           second(k.Article(ctx, a.ID)),
		"ArticleByRef":      second(k.ArticleByRef(ctx, "1.1")),
		"ArticleByURL":      second(k.ArticleByURL(ctx, a.URL)),
		"Candidates":        second(k.Candidates(ctx, "weekly", monday, monday, monday)),
		"Check":             k.Check(ctx),
		"ClaimDeliveries":   second(k.ClaimDeliveries(ctx, news.Claim{Now: monday, Lease: lease, Most: 1})),
		"Commit":            k.Commit(ctx, d, monday),
		"CountDeliveries":   second(k.CountDeliveries(ctx, 0)),
		"Deliveries":        second(k.Deliveries(ctx, 1)),
		"EditionProgress":   second(k.EditionProgress(ctx, "weekly")),
		"EditionSince":      second(k.EditionSince(ctx, "weekly", monday)),
		"Find":              second(k.Find(ctx, store.Query{})),
		"Freeze":            second(k.Freeze(ctx, issue, nil)),
		"HostWait":          second(k.HostWait(ctx, "gazette.example")),
		"IssueAt":           second(k.IssueAt(ctx, "weekly", "x")),
		"IssueByID":         second(k.IssueByID(ctx, 1)),
		"JudgeAgain":        second(k.JudgeAgain(ctx, monday, "two")),
		"KeepMessage":       k.KeepMessage(ctx, d),
		"LastIssue":         second(k.LastIssue(ctx, "weekly")),
		"LastIssueBefore":   second(k.LastIssueBefore(ctx, "weekly", monday)),
		"Mark":              k.Mark(ctx, "clock", nil),
		"NextDelivery":      second(k.NextDelivery(ctx)),
		"PostponePage":      k.PostponePage(ctx, news.PostponedPage{Article: a.ID}),
		"RecoverDeliveries": k.RecoverDeliveries(ctx, monday, unknownAfter),
		"SavePage":          k.SavePage(ctx, news.ScrapedPage{Article: a.ID}),
		"SavePoll":          second(k.SavePoll(ctx, poll)),
		"SaveVerdicts":      k.SaveVerdicts(ctx, monday, verdict, map[int64]string{a.ID: a.Hash}),
		"SetHostWait":       k.SetHostWait(ctx, "gazette.example", monday),
		"SetMark":           k.SetMark(ctx, "clock", 1),
		"Settle":            k.Settle(ctx, d),
		"SourceState":       second(k.SourceState(ctx, source("gazette").URL)),
		"SourceStates":      second(k.SourceStates(ctx)),
		"ToJudge":           second(k.ToJudge(ctx, 1)),
		"Size":              second(k.Size(ctx)),
		"Totals":            second(k.Totals(ctx)),
		"Verdict":           second(k.Verdict(ctx, a.ID)),
		"WantedPages":       second(k.WantedPages(ctx, news.PagesWanted{Now: monday})),
		"WantedURLs":        second(k.WantedURLs(ctx, monday)),
		"Widen":             second(k.Widen(ctx, source("gazette").URL, monday)),
		"WindowCounts":      countErr,
	} {
		if err == nil || errors.Is(err, store.ErrNotFound) || errors.Is(err, store.ErrLeaseLost) || errors.Is(err, store.ErrSlotTaken) {
			t.Errorf("%s: %v, want the database's own error", name, err)
		}
	}
	same(t, "articles", k.find(everything), []int64{a.ID})
}

// testTotals: the figures of a status page.
func testTotals(t *testing.T, open opener) {
	k := open(t)
	empty, err := k.Totals(t.Context())
	k.must(err)
	same(t, "of an empty store", empty, store.Totals{Issues: map[string]int{}})
	one, two := k.take(monday, item(1)), k.take(monday.Add(hour), item(2))
	k.take(monday.Add(hour), item(3))
	k.poll(firstRead(pollOf(source("courier"), monday.Add(day), item(4)), monday.Add(day)))
	k.judge(one.ID)
	k.page(two.ID, monday, "", failed)
	k.judge(two.ID, irrelevant)
	k.freeze(issueOf(1, monday))
	k.freeze(issueOf(2, monday.Add(day)))
	got, err := k.Totals(t.Context())
	k.must(err)
	same(t, "totals", got, store.Totals{Articles: 3, Relevant: 1, Wanted: 2, Unread: 1,
		Issues: map[string]int{"frozen": 2}, Latest: monday.Add(hour)})
	if bytes, err := k.Size(t.Context()); err != nil || bytes < 4096 {
		t.Errorf("Size() = %d, %v, want a page at least", bytes, err)
	}
}
