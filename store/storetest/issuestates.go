package storetest

import (
	"testing"

	"github.com/wardround/wardround/news"
)

// stands checks the state of an issue.
func (k *kit) stands(id int64, want news.IssueState) {
	k.Helper()
	issue, err := k.IssueByID(k.Context(), id)
	k.must(err)
	same(k, "state of issue", issue.State, want)
}

// testIssueStates: an issue is sent when nothing of it is outstanding.
func testIssueStates(t *testing.T, open opener) {
	t.Run("sent once nothing of it is left to claim", func(t *testing.T) {
		for _, last := range []news.DeliveryState{news.Sent, news.Failed, news.Suppressed} {
			k := open(t)
			issue := k.freeze(issueOf(1, monday), people(2)...)
			k.settle(k.claim(monday), news.Sent)
			k.stands(issue.ID, news.IssueFrozen)
			k.settle(k.claim(monday), last)
			k.noClaim(monday)
			k.stands(issue.ID, news.IssueSent)
		}
	})
	t.Run("frozen while anything is outstanding", func(t *testing.T) {
		for _, open1 := range []news.DeliveryState{news.Pending, news.Retry, news.Unknown} {
			k := open(t)
			issue := k.freeze(issueOf(1, monday), people(2)...)
			k.settle(k.claim(monday), open1, monday.Add(day))
			k.settle(k.claim(monday), news.Sent)
			k.noClaim(monday)
			k.stands(issue.ID, news.IssueFrozen)
		}
	})
	t.Run("expired with what is outstanding", func(t *testing.T) {
		k := open(t)
		issue := k.freeze(issueOf(1, monday), people(2)...)
		k.settle(k.claim(monday), news.Sent)
		k.recover(issue.Expires)
		k.stands(issue.ID, news.IssueExpired)
		k.count(issue.ID, map[news.DeliveryState]int{news.Sent: 1, news.Expired: 1})
	})
	t.Run("not expired while a claim holds", func(t *testing.T) {
		k := open(t)
		issue := k.freeze(issueOf(1, monday), people(1)...)
		d := k.claim(issue.Expires.Add(-1e6))
		k.recover(issue.Expires)
		k.stands(issue.ID, news.IssueFrozen)
		k.settle(d, news.Sent)
		k.noClaim(issue.Expires)
		k.stands(issue.ID, news.IssueSent)
	})
	t.Run("sent issues do not expire", func(t *testing.T) {
		k := open(t)
		issue := k.freeze(issueOf(1, monday), people(1)...)
		k.settle(k.claim(monday), news.Sent)
		k.noClaim(monday)
		k.recover(issue.Expires.Add(day))
		k.stands(issue.ID, news.IssueSent)
	})
	t.Run("deliveries are counted by issue and in all", func(t *testing.T) {
		k := open(t)
		one := k.freeze(issueOf(1, monday), people(2)...)
		two := k.freeze(issueOf(2, monday.Add(day)), people(3)...)
		k.settle(k.claim(monday), news.Sent)
		k.count(one.ID, map[news.DeliveryState]int{news.Sent: 1, news.Pending: 1})
		k.count(two.ID, map[news.DeliveryState]int{news.Pending: 3})
		k.count(0, map[news.DeliveryState]int{news.Sent: 1, news.Pending: 4})
		all, err := k.Deliveries(t.Context(), two.ID)
		k.must(err)
		for i, d := range all {
			same(t, "by address", d.Recipient, people(3)[i])
		}
	})
}
