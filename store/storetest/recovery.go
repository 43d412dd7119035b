package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// testRecovery: what becomes of the claims of senders that died.
func testRecovery(t *testing.T, open opener) {
	tests := map[string]struct {
		die   func(k *kit)
		after time.Duration
		want  news.DeliveryState
	}{
		"before the dot, within the lease": {func(k *kit) { k.claim(monday) }, lease - 1e6, news.Talking},
		"before the dot":                   {func(k *kit) { k.claim(monday) }, lease, news.Pending},
		"at the dot, within the lease":     {func(k *kit) { k.dieAtDot(monday) }, lease - 1e6, news.Committing},
		"at the dot":                       {func(k *kit) { k.dieAtDot(monday) }, lease, news.Unknown},
		"pending past its time":            {func(*kit) {}, 72 * hour, news.Expired},
		"retry past its time":              {func(k *kit) { k.settle(k.claim(monday), news.Retry, monday.Add(71*hour)) }, 72 * hour, news.Expired},
		"before the dot, past its time":    {func(k *kit) { k.claim(monday) }, 72 * hour, news.Expired},
		"sent, long past":                  {func(k *kit) { k.settle(k.claim(monday), news.Sent) }, 100 * hour, news.Sent},
		"a moment before its time":         {func(*kit) {}, 72*hour - 1e6, news.Pending},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			k := open(t)
			k.freeze(issueOf(1, monday), people(1)...)
			tt.die(k)
			k.recover(monday.Add(tt.after))
			k.count(0, map[news.DeliveryState]int{tt.want: 1})
			k.recover(monday.Add(tt.after)) // twice does no harm
			k.count(0, map[news.DeliveryState]int{tt.want: 1})
		})
	}
	t.Run("an unknown end is offered once more, then given up", func(t *testing.T) { resentOnce(t, open(t)) })
	t.Run("a second offer that did not come to the dot is made again", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(1)...)
		k.dieAtDot(monday)
		at := monday.Add(lease)
		k.recover(at)
		at = at.Add(unknownAfter)
		k.claim(at) // dies before the dot
		at = at.Add(lease)
		k.recover(at)
		k.dieAtDot(at)
		at = at.Add(lease)
		k.recover(at)
		k.count(0, map[news.DeliveryState]int{news.Failed: 1})
	})
	t.Run("no end makes a third offer", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(1)...)
		k.settle(k.claim(monday), news.Unknown, monday)
		k.settle(k.claim(monday), news.Unknown, monday)
		k.noClaim(monday.Add(hour))
		k.next(time.Time{})
	})
	t.Run("a reply that comes late still counts", func(t *testing.T) { lateReply(t, open) })
	t.Run("what is past its time is not claimed", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(1)...)
		k.noClaim(monday.Add(72 * hour))
		k.claim(monday.Add(72*hour - time.Millisecond))
	})
}

// dieAtDot claims a delivery, commits it and never settles it.
func (k *kit) dieAtDot(at time.Time) news.Delivery {
	k.Helper()
	d := k.claim(at)
	k.must(k.Commit(k.Context(), d, at))
	return d
}

func resentOnce(t *testing.T, k *kit) {
	issue := k.freeze(issueOf(1, monday), people(1)...)
	k.dieAtDot(monday)
	at := monday.Add(lease)
	k.recover(at)
	k.next(at.Add(unknownAfter))
	k.noClaim(at.Add(unknownAfter - time.Millisecond))
	at = at.Add(unknownAfter)
	d := k.dieAtDot(at)
	same(t, "resent", d.Resent, true)
	k.recover(at.Add(lease))
	k.count(issue.ID, map[news.DeliveryState]int{news.Failed: 1})
	k.next(time.Time{})
	k.noClaim(at.Add(day))
	k.stands(issue.ID, news.IssueSent)
	all, err := k.Deliveries(t.Context(), issue.ID)
	k.must(err)
	if all[0].Reply == "" {
		t.Error("a delivery that was given up has no reason")
	}
}

// lateReply: a relay may take longer than the lease for its last reply.
func lateReply(t *testing.T, open opener) {
	t.Run("while nobody has claimed it", func(t *testing.T) {
		for _, reply := range []news.DeliveryState{news.Sent, news.Failed, news.Retry} {
			k := open(t)
			k.freeze(issueOf(1, monday), people(1)...)
			d := k.dieAtDot(monday)
			k.recover(monday.Add(lease))
			k.settle(d, reply, monday.Add(day))
			k.count(0, map[news.DeliveryState]int{reply: 1})
			k.noClaim(monday.Add(hour))
		}
	})
	t.Run("not when somebody has", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(1)...)
		d := k.dieAtDot(monday)
		k.recover(monday.Add(lease))
		k.claim(monday.Add(hour))
		d.State = news.Sent
		k.lost("Settle", k.Settle(t.Context(), d))
		k.count(0, map[news.DeliveryState]int{news.Talking: 1})
	})
	t.Run("accepted after it was given up", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(1)...)
		k.dieAtDot(monday)
		k.recover(monday.Add(lease))
		d := k.dieAtDot(monday.Add(hour))
		k.recover(monday.Add(hour + lease))
		k.count(0, map[news.DeliveryState]int{news.Failed: 1})
		k.settle(d, news.Sent)
		k.count(0, map[news.DeliveryState]int{news.Sent: 1})
	})
}
