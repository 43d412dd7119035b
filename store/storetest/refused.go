package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// refuse freezes the n-th issue for one address and settles it as refused with
// this enhanced code, or as sent when there is none. It returns the state that
// the delivery was frozen in.
func (k *kit) refuse(n int, address, enhanced string) news.DeliveryState {
	k.Helper()
	at := monday.Add(day * 7 * time.Duration(n))
	issue := store.KeptIssue{State: news.IssueFrozen, Frozen: at, Expires: at.Add(3 * day), Issue: news.Issue{
		Version: 1, Number: n, Edition: "weekly", Slot: news.Slot{Edition: "weekly", Key: at.Format("2006-01-02T15:04"), At: at}}}
	id, err := k.Freeze(k.Context(), issue, []news.Recipient{{Address: address}})
	if err != nil {
		k.Fatal(err)
	}
	all, err := k.Deliveries(k.Context(), id)
	if err != nil || len(all) != 1 {
		k.Fatalf("Deliveries() = %v, %v", all, err)
	}
	if all[0].State != news.Pending {
		return all[0].State
	}
	d := k.claim(at)
	d.State, d.NextAt, d.Enhanced, d.Blamed = news.Failed, at, enhanced, true
	if enhanced == "" {
		d.State, d.Blamed, d.SentAt = news.Sent, false, at
	}
	if err := k.Settle(k.Context(), d); err != nil {
		k.Fatal(err)
	}
	return news.Pending
}

func testRefused(t *testing.T, open opener) {
	tests := map[string]struct {
		codes []string // of one issue after the other
		want  bool     // the next issue is not sent
	}{
		"no such mailbox, twice":          {[]string{"5.1.1", "5.1.1"}, true},
		"once is a mistake of theirs":     {[]string{"5.1.1"}, false},
		"refused three times":             {[]string{"5.2.1", "5.1.1", "5.2.1"}, true},
		"refused twice":                   {[]string{"5.2.1", "5.2.1"}, false},
		"an arrival forgets what was":     {[]string{"5.1.1", "", "5.1.1"}, false},
		"another code breaks the mailbox": {[]string{"5.1.1", "5.2.1"}, false},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			k := open(t)
			for n, code := range test.codes {
				k.refuse(n+1, "Ann@trust.example", code)
			}
			next := k.refuse(len(test.codes)+1, "ann@TRUST.example", "")
			if (next == news.Suppressed) != test.want {
				t.Errorf("the next delivery is %s", next)
			}
			all, err := k.SuppressedAddresses(t.Context())
			if err != nil || (len(all) == 1) != test.want {
				t.Errorf("SuppressedAddresses() = %v, %v", all, err)
			}
		})
	}
	t.Run("refusals with arrivals between them are no row", func(t *testing.T) {
		k := open(t)
		for n, code := range []string{"5.2.1", "", "5.2.1", "", "5.2.1"} {
			k.refuse(n+1, "ann@trust.example", code)
		}
		if next := k.refuse(6, "ann@trust.example", ""); next != news.Pending {
			t.Errorf("after three refusals with arrivals between them the next delivery is %s", next)
		}
	})
	t.Run("retry forgives, drop gives up", func(t *testing.T) { retryAndDrop(t, open(t)) })
}

func retryAndDrop(t *testing.T, k *kit) {
	k.refuse(1, "ann@trust.example", "5.1.1")
	k.refuse(2, "ann@trust.example", "5.1.1")
	if k.refuse(3, "ann@trust.example", "") != news.Suppressed {
		t.Fatal("the address is not suppressed")
	}
	all, err := k.FindDeliveries(t.Context(), store.DeliveryQuery{Address: "ANN@trust.example", Unsent: true})
	if err != nil || len(all) != 3 || all[0].Number != 3 {
		t.Fatalf("FindDeliveries() = %v, %v; want three, the latest first", all, err)
	}
	now := monday.Add(21 * day)
	if done, err := k.RetryDelivery(t.Context(), all[0].ID, now); err != nil || !done {
		t.Errorf("RetryDelivery() = %v, %v", done, err)
	}
	if done, err := k.RetryDelivery(t.Context(), all[2].ID, now); err != nil || done {
		t.Errorf("RetryDelivery(expired) = %v, %v; want nothing done", done, err)
	}
	if gone, err := k.SuppressedAddresses(t.Context()); err != nil || len(gone) != 0 {
		t.Errorf("SuppressedAddresses() after a retry = %v, %v", gone, err)
	}
	d := k.claim(now)
	if done, err := k.DropDelivery(t.Context(), d.ID); err != nil || done {
		t.Errorf("DropDelivery(being sent) = %v, %v; want nothing done", done, err)
	}
	k.settle(d, news.Retry, now)
	if done, err := k.DropDelivery(t.Context(), d.ID); err != nil || !done {
		t.Errorf("DropDelivery() = %v, %v", done, err)
	}
	k.noClaim(now)
	if issue, err := k.LastIssue(t.Context(), "weekly"); err != nil || issue.State != news.IssueSent {
		t.Errorf("issue is %s (%v), want sent: nothing is outstanding", issue.State, err)
	}
}
