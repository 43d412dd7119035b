package storetest

import (
	"fmt"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// comesBack hands in a report on the latest mail to an address, that it failed.
func (k *kit) comesBack(report string, b store.BounceReport) store.BounceSaved {
	k.Helper()
	b.Raw, b.Class, b.Received = []byte(report), "failed", monday
	saved, err := k.SaveBounce(k.Context(), b)
	if err != nil {
		k.Fatal(err)
	}
	if saved.Delivery == 0 {
		k.Errorf("a report matches no delivery: %+v", b)
	}
	return saved
}

// testBounces: what reports of mail that a relay had taken count for.
func testBounces(t *testing.T, open opener) {
	const ann = "ann@trust.example"
	t.Run("issues that come back one after the other end the writing", func(t *testing.T) {
		k := open(t)
		for n := range 3 {
			if state := k.refuse(n+1, ann, ""); state != news.Pending {
				t.Fatalf("issue %d is %s", n+1, state)
			}
			k.comesBack(fmt.Sprint("report ", n), store.BounceReport{Recipient: ann, Status: "5.2.1"})
		}
		if state := k.refuse(4, ann, ""); state != news.Suppressed {
			t.Errorf("after three that came back the next one is %s, want suppressed", state)
		}
	})
	t.Run("one that arrives between them begins anew", func(t *testing.T) {
		k := open(t)
		for n, back := range []bool{true, true, false, true} {
			k.refuse(n+1, ann, "")
			if back {
				k.comesBack(fmt.Sprint("report ", n), store.BounceReport{Recipient: ann, Status: "5.2.1"})
			}
		}
		if state := k.refuse(5, ann, ""); state != news.Pending {
			t.Errorf("the next one is %s, want pending", state)
		}
	})
	t.Run("reports about one mail count once", func(t *testing.T) {
		k := open(t)
		k.refuse(1, ann, "")
		for n := range 5 { // whoever knows an address can write as many as they like
			k.comesBack(fmt.Sprint("report ", n), store.BounceReport{Recipient: ann, Status: "5.1.1"})
		}
		if state := k.refuse(2, ann, ""); state != news.Pending {
			t.Errorf("after five reports on one mail the next one is %s, want pending", state)
		}
	})
	t.Run("a member of a distribution list does not silence the list", func(t *testing.T) { memberOfList(t, open(t)) })
	t.Run("the operator hears of alarms whatever came back", func(t *testing.T) {
		k := open(t)
		for n := range 3 {
			k.refuse(n+1, ann, "5.2.1")
		}
		_, err := k.SyncAlarms(t.Context(), map[string]string{"relay": "It is down."}, store.Alarm{To: ann,
			Subject: func(int) string { return "alarm" }, Now: monday, Expires: monday.Add(day)})
		k.must(err)
		got, err := k.FindDeliveries(t.Context(), store.DeliveryQuery{Edition: store.AlarmEdition})
		if err != nil || len(got) != 1 || got[0].State != news.Pending {
			t.Errorf("the alarm is %+v, %v; want it pending", got, err)
		}
	})
}

func memberOfList(t *testing.T, k *kit) {
	const leads = "leads@trust.example"
	for n := 1; n <= 3; n++ {
		at := monday.Add(7 * day * time.Duration(n))
		_, err := k.Freeze(t.Context(), store.KeptIssue{State: news.IssueFrozen, Frozen: at, Expires: at.Add(3 * day), Issue: news.Issue{
			Version: 1, Number: n, Edition: "weekly", Slot: news.Slot{Edition: "weekly", Key: at.Format("2006-01-02T15:04"), At: at}}},
			[]news.Recipient{{Address: leads, List: true}})
		k.must(err)
		d := k.claim(at)
		d.MessageID, d.Message = fmt.Sprintf("weekly.%d@wardround.example", n), []byte("x")
		k.must(k.KeepMessage(t.Context(), d))
		k.settle(d, news.Sent, at)
		for report, b := range map[string]store.BounceReport{
			"a":  {MessageID: d.MessageID, Recipient: "gone@trust.example", Status: "5.1.1"},
			"b":  {MessageID: d.MessageID, Recipient: leads, Final: "gone@trust.example", Status: "5.1.1"},
			"ok": {MessageID: d.MessageID, Recipient: leads, Status: "5.1.1"},
		} {
			want := "member"
			if report == "ok" {
				if n > 1 {
					continue
				}
				want = "failed"
			}
			if saved := k.comesBack(fmt.Sprint(report, n), b); saved.Class != want || saved.Delivery != d.ID {
				t.Errorf("%s, issue %d: %+v, want %s of delivery %d", report, n, saved, want, d.ID)
			}
		}
	}
	if gone, err := k.SuppressedAddresses(t.Context()); err != nil || len(gone) != 0 {
		t.Errorf("suppressed: %v, %v; want nobody", gone, err)
	}
}
