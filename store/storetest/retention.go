package storetest

import (
	"crypto/sha256"
	"encoding/hex"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testRetention: what is forgotten in time, and what stays.
func testRetention(t *testing.T, open opener) {
	t.Run("a sent message goes, its hash stays", func(t *testing.T) { messagesGo(t, open(t)) })
	t.Run("readers go from old deliveries, the count stays", func(t *testing.T) { addressesGo(t, open(t)) })
	t.Run("a text goes from search and judging, the headline stays", func(t *testing.T) { textsGo(t, open(t)) })
	t.Run("a page that is still needed stays", func(t *testing.T) { pagesStay(t, open(t)) })
	t.Run("many are forgotten over several transactions", func(t *testing.T) {
		k := open(t)
		k.freeze(issueOf(1, monday), people(501)...)
		k.recover(monday.Add(73 * hour))
		n, err := k.ForgetAddresses(t.Context(), monday.Add(100*day), monday.Add(100*day))
		k.must(err)
		same(t, "forgotten", n, 501)
	})
	t.Run("a chore is remembered", func(t *testing.T) {
		k := open(t)
		none, err := k.Chore(t.Context(), "sweep")
		k.must(err)
		same(t, "before", none, store.Chore{})
		for _, want := range []store.Chore{{Done: monday, Words: "one"}, {Done: monday.Add(day), Words: "two"}} {
			k.must(k.SaveChore(t.Context(), "sweep", want))
			got, err := k.Chore(t.Context(), "sweep")
			k.must(err)
			same(t, "chore", got, want)
		}
	})
}

func messagesGo(t *testing.T, k *kit) {
	k.freeze(issueOf(1, monday), people(2)...)
	sent := k.claim(monday)
	sent.MessageID, sent.Message = "<1@ward.example>", []byte("Dear reader")
	k.must(k.KeepMessage(t.Context(), sent))
	sent.SentAt = monday.Add(hour)
	k.settle(sent, news.Sent)
	open := k.claim(monday)
	open.MessageID, open.Message = "<2@ward.example>", []byte("Dear other")
	k.must(k.KeepMessage(t.Context(), open))
	early, err := k.ForgetMessages(t.Context(), monday.Add(hour))
	k.must(err)
	same(t, "too early", early, 0)
	n, err := k.ForgetMessages(t.Context(), monday.Add(30*day))
	k.must(err)
	same(t, "forgotten: the sent one, not the open one", n, 1)
	all, err := k.Deliveries(t.Context(), sent.Issue)
	k.must(err)
	sum := sha256.Sum256([]byte("Dear reader"))
	for _, d := range all {
		switch d.ID {
		case sent.ID:
			same(t, "bytes", len(d.Message), 0)
			same(t, "hash", d.Hash, hex.EncodeToString(sum[:]))
		case open.ID:
			same(t, "bytes of the open one", string(d.Message), "Dear other")
			same(t, "its hash is that of its bytes", d.Hash, "")
		}
	}
}

func addressesGo(t *testing.T, k *kit) {
	k.freeze(issueOf(1, monday), people(2)...)
	d := k.claim(monday)
	d.Code, d.Reply = 550, "5.1.1 <"+d.Recipient.Address+"> unknown"
	k.settle(d, news.Failed)
	k.recover(monday.Add(73 * hour)) // the other one expires
	early, err := k.ForgetAddresses(t.Context(), monday, monday.Add(80*day))
	k.must(err)
	same(t, "too early", early, 0)
	n, err := k.ForgetAddresses(t.Context(), monday.Add(90*day), monday.Add(100*day))
	k.must(err)
	same(t, "forgotten", n, 2)
	again, err := k.ForgetAddresses(t.Context(), monday.Add(90*day), monday.Add(101*day))
	k.must(err)
	same(t, "forgotten again", again, 0)
	all, err := k.Deliveries(t.Context(), d.Issue)
	k.must(err)
	for _, got := range all {
		if got.Recipient.Name != "" || got.Reply != "" || got.MessageID != "" || got.Recipient.Address[0] != '#' {
			t.Errorf("delivery still names its reader: %+v", got)
		}
		if got.ID == d.ID {
			same(t, "code", got.Code, 550)
		}
	}
	k.count(d.Issue, map[news.DeliveryState]int{news.Failed: 1, news.Expired: 1})
}

func textsGo(t *testing.T, k *kit) {
	old, young := k.take(monday, item(1)), k.take(monday.Add(day), item(2))
	k.page(old.ID, monday, "Framework for analysts.")
	k.page(young.ID, monday, "Framework for coders.")
	k.judge(old.ID)
	k.judge(young.ID)
	n, err := k.ForgetTexts(t.Context(), monday.Add(hour), monday.Add(800*day))
	k.must(err)
	same(t, "forgotten", n, 1)
	got := k.article(old.ID)
	same(t, "body", got.Body, []news.Block(nil))
	same(t, "summary", got.Summary, "")
	same(t, "headline", got.Title, "Headline 1")
	same(t, "revision", got.Revision, old.Revision)
	same(t, "found by text", k.find(store.Query{Text: "framework"}), []int64{young.ID})
	same(t, "found by headline", k.find(store.Query{Text: "headline 1"}), []int64{old.ID})
	_, err = k.JudgeAgain(t.Context(), time.Time{}, "other")
	k.must(err)
	same(t, "to be judged again", k.toJudge(), []int64{young.ID})
	v, err := k.Verdict(t.Context(), old.ID)
	k.must(err)
	same(t, "verdict", v.Relevant, true)
}

func pagesStay(t *testing.T, k *kit) {
	evidence, other := k.take(monday, item(1)), k.take(monday, item(2))
	keep(k, evidence.ID, monday, "promised here")
	keep(k, other.ID, monday, "nothing")
	n, err := k.ForgetPages(t.Context(), monday.Add(day), map[int64]bool{evidence.ID: true})
	k.must(err)
	same(t, "forgotten", n, 1)
	left, err := k.KeptPages(t.Context(), time.Time{}, 0, 10)
	k.must(err)
	same(t, "pages", len(left), 1)
	same(t, "its bytes", string(left[0].Raw), "promised here")
}
