package storetest

import (
	"errors"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

const lease, unknownAfter = 2 * time.Minute, 15 * time.Minute

// claims takes the next deliveries, most of them.
func (k *kit) claims(now time.Time, most int) []news.Delivery {
	k.Helper()
	claimed, err := k.ClaimDeliveries(k.Context(), news.Claim{Now: now, Lease: lease, Resend: true, Most: most})
	k.must(err)
	return claimed
}

// claim takes the next delivery, which must be there.
func (k *kit) claim(now time.Time) news.Delivery {
	k.Helper()
	claimed := k.claims(now, 1)
	if len(claimed) != 1 {
		k.Fatalf("claimed %d at %v, want 1", len(claimed), now)
	}
	return claimed[0]
}

// noClaim checks that nothing is due.
func (k *kit) noClaim(now time.Time) {
	k.Helper()
	if claimed := k.claims(now, 3); len(claimed) > 0 {
		k.Errorf("claim at %v: %v; want none", now, claimed)
	}
}

func (k *kit) recover(now time.Time) {
	k.Helper()
	k.must(k.RecoverDeliveries(k.Context(), now, unknownAfter))
}

// settle records the end of a claim.
func (k *kit) settle(d news.Delivery, state news.DeliveryState, next ...time.Time) {
	k.Helper()
	d.State = state
	if len(next) > 0 {
		d.NextAt = next[0]
	}
	k.must(k.Settle(k.Context(), d))
}

func (k *kit) count(issue int64, want map[news.DeliveryState]int) {
	k.Helper()
	got, err := k.CountDeliveries(k.Context(), issue)
	k.must(err)
	same(k, "deliveries", got, want)
}

func (k *kit) lost(what string, err error) {
	k.Helper()
	if !errors.Is(err, store.ErrLeaseLost) {
		k.Errorf("%s: %v, want ErrLeaseLost", what, err)
	}
}

// next checks when the next delivery is due.
func (k *kit) next(want time.Time) {
	k.Helper()
	got, err := k.NextDelivery(k.Context())
	k.must(err)
	same(k, "next delivery", got, want)
}

// testDeliveries: claims, their fences, and what becomes of a delivery.
func testDeliveries(t *testing.T, open opener) {
	t.Run("a delivery from the freeze to the reply", func(t *testing.T) { wholeDelivery(t, open(t)) })
	t.Run("a claimed one is nobody else's", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(2)...)
		a, b := k.claim(monday), k.claim(monday)
		if a.ID == b.ID {
			t.Errorf("delivery %d was claimed twice", a.ID)
		}
		k.noClaim(monday)
		k.noClaim(monday.Add(hour)) // a lease that ended is recovered first
	})
	t.Run("several at a time, the longest due first", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(4)...)
		first := k.claims(monday, 4)
		k.settle(first[0], news.Retry, monday.Add(2*hour))
		k.settle(first[1], news.Retry, monday.Add(hour))
		k.settle(first[2], news.Sent)
		later := k.claims(monday.Add(3*hour), 3)
		if len(later) != 2 || later[0].ID != first[1].ID || later[1].ID != first[0].ID {
			t.Errorf("claimed %v, want the second and then the first of %v", later, first)
		}
		k.noClaim(monday.Add(3 * hour)) // the fourth is still being sent
	})
	t.Run("a retry waits", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(1)...)
		k.settle(k.claim(monday), news.Retry, monday.Add(hour))
		k.next(monday.Add(hour))
		k.noClaim(monday.Add(hour - time.Millisecond))
		k.claim(monday.Add(hour))
	})
	t.Run("what is settled is not offered again", func(t *testing.T) {
		for _, state := range []news.DeliveryState{news.Sent, news.Failed, news.Suppressed} {
			k := open(t)
			k.freeze(issueOf(1, monday), people(1)...)
			k.settle(k.claim(monday), state)
			k.recover(monday.Add(day))
			k.noClaim(monday.Add(day))
			k.next(time.Time{})
			k.count(0, map[news.DeliveryState]int{state: 1})
		}
	})
	t.Run("an unknown one is offered when asked for", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(1)...)
		k.settle(k.claim(monday), news.Unknown, monday.Add(unknownAfter))
		claimed, err := k.ClaimDeliveries(t.Context(), news.Claim{Now: monday.Add(hour), Lease: lease, Most: 1})
		if len(claimed) > 0 || err != nil {
			t.Errorf("claim without resend: %v, %v; want none", claimed, err)
		}
		k.noClaim(monday.Add(unknownAfter - time.Millisecond))
		same(t, "resent", k.claim(monday.Add(unknownAfter)).Resent, true)
	})
	t.Run("an old claim is refused", func(t *testing.T) { fences(t, open(t)) })
	t.Run("the dot is not sent past the lease", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(1)...)
		d := k.claim(monday)
		k.lost("Commit at the end of the lease", k.Commit(t.Context(), d, monday.Add(lease)))
		k.must(k.Commit(t.Context(), d, monday.Add(lease-time.Millisecond)))
		k.lost("a second Commit", k.Commit(t.Context(), d, monday))
	})
}

func wholeDelivery(t *testing.T, k *kit) {
	to := news.Recipient{Address: "reader@ward.example", Name: "Ré Ader", List: true}
	issue := k.freeze(issueOf(7, monday), to)
	want := news.Delivery{Issue: issue.ID, Edition: "weekly", Number: 7, Recipient: to, State: news.Pending, Expires: issue.Expires}
	check := func(got news.Delivery) {
		t.Helper()
		want.ID = got.ID
		same(t, "delivery", got, want)
	}
	kept := func() news.Delivery {
		t.Helper()
		all, err := k.Deliveries(t.Context(), issue.ID)
		k.must(err)
		if len(all) != 1 {
			t.Fatalf("%d deliveries, want 1", len(all))
		}
		return all[0]
	}
	check(kept())
	d := k.claim(monday)
	want.State, want.Fence = news.Talking, 1
	check(d)
	k.next(monday.Add(lease))
	d.MessageID, d.Message = "id@ward.example", []byte("Subject: x\r\n\r\n\x00\xff.\r\n")
	k.must(k.KeepMessage(t.Context(), d))
	want.MessageID, want.Message = d.MessageID, d.Message
	check(kept())
	k.must(k.Commit(t.Context(), d, monday))
	want.State = news.Committing
	check(kept())
	d.State, d.Attempts, d.Code, d.Reply, d.SentAt = news.Retry, 1, 451, "later", time.Time{}
	d.NextAt = monday.Add(hour)
	k.must(k.Settle(t.Context(), d))
	want.State, want.Attempts, want.Code, want.Reply, want.NextAt = d.State, 1, 451, "later", d.NextAt
	check(kept())
	d = k.claim(monday.Add(hour)) // the same bytes again
	want.State, want.Fence = news.Talking, 2
	check(d)
	d.State, d.Attempts, d.Code, d.Reply, d.SentAt = news.Sent, 2, 250, "ok", monday.Add(hour)
	k.must(k.Settle(t.Context(), d))
	want.State, want.Attempts, want.Code, want.Reply, want.SentAt = news.Sent, 2, 250, "ok", d.SentAt
	check(kept())
}

// fences: whoever slept through his lease finds every write refused.
func fences(t *testing.T, k *kit) {
	k.freeze(issueOf(1, monday), people(1)...)
	old := k.claim(monday)
	later := monday.Add(lease)
	k.recover(later)
	refused := func(state news.DeliveryState) {
		t.Helper()
		k.lost("KeepMessage", k.KeepMessage(t.Context(), old))
		k.lost("Commit", k.Commit(t.Context(), old, monday))
		old.State = news.Sent
		k.lost("Settle", k.Settle(t.Context(), old))
		k.count(0, map[news.DeliveryState]int{state: 1})
	}
	refused(news.Pending)
	now := k.claim(later)
	refused(news.Talking)
	k.must(k.Commit(t.Context(), now, later))
	refused(news.Committing)
	k.settle(now, news.Failed)
	refused(news.Failed)
}
