package storetest

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// issueOf is issue number of the weekly edition, frozen at its slot, telling
// these articles at revision 1.
func issueOf(number int, at time.Time, articles ...int64) store.KeptIssue {
	issue := news.Issue{Version: 1, Number: number, Edition: "weekly", Title: "Weekly",
		Slot: news.Slot{Edition: "weekly", Key: at.Format("2006-01-02T15:04"), At: at}, From: at.Add(-7 * day), To: at, Zone: "Europe/London"}
	var stories []news.Story
	for i, id := range articles {
		stories = append(stories, news.Story{Ref: fmt.Sprintf("%d.%d", number, i+1), Article: id, Revision: 1, Title: "A story"})
	}
	if stories != nil {
		issue.Sections = []news.Section{{Topic: "plans", Title: "Plans", Stories: stories}}
	}
	return store.KeptIssue{State: news.IssueFrozen, Frozen: at, Expires: at.Add(72 * hour), Issue: issue}
}

func people(n int) []news.Recipient {
	var all []news.Recipient
	for i := range n {
		all = append(all, news.Recipient{Address: fmt.Sprintf("reader%03d@ward.example", i)})
	}
	return all
}

// freeze keeps an issue with one delivery for each recipient.
func (k *kit) freeze(issue store.KeptIssue, to ...news.Recipient) store.KeptIssue {
	k.Helper()
	id, err := k.Freeze(k.Context(), issue, to)
	k.must(err)
	issue.ID = id
	return issue
}

// testSlots: an edition's slots, each with one issue at most.
func testSlots(t *testing.T, open opener) {
	t.Run("an edition counts from when it was first known", func(t *testing.T) {
		k := open(t)
		for _, now := range []time.Time{monday, monday.Add(hour), monday.Add(-hour)} {
			since, err := k.EditionSince(t.Context(), "weekly", now)
			k.must(err)
			same(t, "since", since, monday)
		}
	})
	t.Run("an issue comes back whole", func(t *testing.T) { wholeIssue(t, open(t)) })
	t.Run("a slot has one issue", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		first := k.freeze(issueOf(1, monday), people(2)...)
		id, err := k.Freeze(t.Context(), issueOf(2, monday, a.ID), people(3))
		if !errors.Is(err, store.ErrSlotTaken) || id != 0 {
			t.Errorf("Freeze of a taken slot: %d, %v; want 0, ErrSlotTaken", id, err)
		}
		kept, err := k.IssueAt(t.Context(), "weekly", first.Issue.Slot.Key)
		k.must(err)
		same(t, "issue", kept, first)
		k.count(first.ID, map[news.DeliveryState]int{news.Pending: 2})
		k.freeze(issueOf(2, monday.Add(day), a.ID)) // the failed freeze told nothing
	})
	t.Run("a number is given once", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday))
		if _, err := k.Freeze(t.Context(), issueOf(1, monday.Add(day)), nil); err == nil || errors.Is(err, store.ErrSlotTaken) {
			t.Errorf("Freeze with a number in use: %v, want an error that is not ErrSlotTaken", err)
		}
		k.freeze(issueOf(0, monday.Add(2*day)))
		k.freeze(issueOf(0, monday.Add(3*day))) // issues without a number do not clash
	})
	t.Run("an edition tells an article once, or nothing is kept", func(t *testing.T) {
		k := open(t)
		a, b := k.take(monday, item(1)), k.take(monday, item(2))
		k.freeze(issueOf(1, monday, a.ID), people(1)...)
		if _, err := k.Freeze(t.Context(), issueOf(2, monday.Add(day), b.ID, a.ID), people(1)); err == nil {
			t.Error("Freeze of a story told before: no error")
		}
		if _, err := k.IssueAt(t.Context(), "weekly", monday.Add(day).Format("2006-01-02T15:04")); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("IssueAt: %v, want ErrNotFound", err)
		}
		k.count(0, map[news.DeliveryState]int{news.Pending: 1})
		k.freeze(issueOf(2, monday.Add(day), b.ID))
		other := issueOf(1, monday, a.ID)
		other.Issue.Edition = "daily"
		k.freeze(other)
	})
	t.Run("progress", func(t *testing.T) { progress(t, open(t)) })
}

func wholeIssue(t *testing.T, k *kit) {
	a := k.take(monday, item(1))
	b := k.take(monday, item(2))
	issue := issueOf(1, monday, a.ID)
	issue.Issue.Notice, issue.Issue.First = "made-up news", true
	issue.Issue.More = []news.Story{{Ref: "1.2", Article: b.ID, Revision: 1, Title: "More"}}
	issue.Issue.Coverage = news.Coverage{WatchedFrom: monday, Sources: 2, Troubled: []news.SourceTrouble{{Name: "x", What: news.OutcomeGone}}}
	issue = k.freeze(issue)
	byID, err := k.IssueByID(t.Context(), issue.ID)
	k.must(err)
	last, err := k.LastIssue(t.Context(), "weekly")
	k.must(err)
	same(t, "issue by number", byID, issue)
	same(t, "last issue", last, issue)
	for ref, want := range map[string]int64{"1.1": a.ID, "1.2": b.ID} {
		told, err := k.ArticleByRef(t.Context(), ref)
		k.must(err)
		same(t, ref, told.ID, want)
	}
	for name, err := range map[string]error{
		"LastIssue": second(k.LastIssue(t.Context(), "daily")), "IssueAt": second(k.IssueAt(t.Context(), "weekly", "never")),
		"IssueByID": second(k.IssueByID(t.Context(), 99)), "ArticleByRef": second(k.ArticleByRef(t.Context(), "9.9")),
	} {
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("%s: %v, want ErrNotFound", name, err)
		}
	}
}

func second[T any](_ T, err error) error { return err }

func progress(t *testing.T, k *kit) {
	check := func(want store.Progress) {
		t.Helper()
		got, err := k.EditionProgress(t.Context(), "weekly")
		k.must(err)
		same(t, "progress", got, want)
	}
	check(store.Progress{})
	k.freeze(issueOf(1, monday))
	check(store.Progress{Number: 1, WindowEnd: monday, Composed: monday})
	missed := issueOf(0, monday.Add(7*day))
	missed.State = news.IssueMissed
	k.freeze(missed)
	check(store.Progress{Number: 1, WindowEnd: monday, Composed: monday}) // its window stays open
	empty := issueOf(0, monday.Add(14*day))
	empty.State = news.IssueEmpty
	k.freeze(empty)
	check(store.Progress{Number: 1, WindowEnd: monday.Add(14 * day), Composed: monday.Add(14 * day)})
	k.freeze(issueOf(2, monday.Add(21*day)))
	check(store.Progress{Number: 2, WindowEnd: monday.Add(21 * day), Composed: monday.Add(21 * day)})
	last, err := k.LastIssue(t.Context(), "weekly")
	k.must(err)
	same(t, "last issue", last.Issue.Number, 2)
}
