package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testReaders: who was added, who has left, and who is forgotten.
func testReaders(t *testing.T, open opener) {
	t.Run("a reader is added once and keeps the day", func(t *testing.T) {
		k := open(t)
		first := store.Reader{Edition: "weekly", Recipient: news.Recipient{Address: "Ann@Readers.example", Name: "Ann"}, Basis: "asked", Added: monday}
		k.must(k.AddReader(t.Context(), first))
		again := first
		again.Recipient.Name, again.Added = "Ann Quill", monday.Add(day)
		k.must(k.AddReader(t.Context(), again))
		got, err := k.Readers(t.Context(), "weekly")
		k.must(err)
		first.Recipient = news.Recipient{Address: "ann@readers.example", Name: "Ann Quill"}
		same(t, "readers", got, []store.Reader{first})
		is, err := k.IsReader(t.Context(), "weekly", "ANN@readers.example")
		k.must(err)
		same(t, "is one", is, true)
		gone, err := k.RemoveReader(t.Context(), "", "ann@readers.example")
		k.must(err)
		same(t, "removed", gone, true)
	})
	t.Run("leaving stops what is outstanding, and writes once", func(t *testing.T) { leaveStops(t, open(t)) })
	t.Run("all editions are left at once", func(t *testing.T) {
		k := open(t)
		_, err := k.Leave(t.Context(), store.OptOut{Reader: "h", At: monday, Means: "link"}, nil)
		k.must(err)
		for _, edition := range []string{"weekly", "board"} {
			_, left, err := k.HasLeft(t.Context(), "h", edition)
			k.must(err)
			same(t, edition, left, true)
		}
	})
	t.Run("a return counts within its time alone", func(t *testing.T) {
		k := open(t)
		_, err := k.Leave(t.Context(), store.OptOut{Reader: "h", Edition: "weekly", At: monday, Means: "link"}, nil)
		k.must(err)
		for _, step := range []struct {
			since time.Time
			want  bool
		}{{monday.Add(hour), false}, {monday, true}, {monday, false}} {
			back, err := k.Return(t.Context(), "h", "weekly", step.since)
			k.must(err)
			same(t, "back", back, step.want)
		}
	})
	t.Run("an erased reader stays out but by the operator's hand", func(t *testing.T) { erased(t, open(t)) })
	t.Run("the address of a leaver is forgotten, the hash stays", func(t *testing.T) {
		k := open(t)
		_, err := k.Leave(t.Context(), store.OptOut{Reader: "h", At: monday, Means: "link", Address: "ann@readers.example"}, nil)
		k.must(err)
		for _, step := range []struct {
			before time.Time
			want   int
		}{{monday, 0}, {monday.Add(hour), 1}, {monday.Add(hour), 0}} {
			n, err := k.ForgetLeavers(t.Context(), step.before)
			k.must(err)
			same(t, "forgotten", n, step.want)
		}
		all, err := k.OptOuts(t.Context())
		k.must(err)
		same(t, "left", all, []store.OptOut{{Reader: "h", At: monday, Means: "link"}})
	})
}

func leaveStops(t *testing.T, k *kit) {
	k.freeze(issueOf(1, monday), people(3)...)
	first := k.claim(monday)
	k.settle(first, news.Retry, monday.Add(hour))
	o := store.OptOut{Reader: "h", Edition: first.Edition, At: monday, Means: "link", Address: first.Recipient.Address}
	letter := &store.Letter{Edition: store.LetterEdition, From: first.Edition, To: first.Recipient, Subject: "You have left", Text: "Bye.",
		Now: monday, Expires: monday.Add(72 * hour)}
	for _, want := range []bool{true, false} { // a second time does nothing
		fresh, err := k.Leave(t.Context(), o, letter)
		k.must(err)
		same(t, "fresh", fresh, want)
	}
	k.count(first.Issue, map[news.DeliveryState]int{news.Suppressed: 1, news.Pending: 2})
	letters, err := k.FindDeliveries(t.Context(), store.DeliveryQuery{Edition: store.LetterEdition})
	k.must(err)
	same(t, "letters", len(letters), 1)
	totals, err := k.Totals(t.Context())
	k.must(err)
	same(t, "a letter is no issue", totals.Issues, map[string]int{"frozen": 1})
}

func erased(t *testing.T, k *kit) {
	k.freeze(issueOf(1, monday), people(2)...)
	d := k.claim(monday)
	d.MessageID, d.Message = "<1@ward.example>", []byte("Dear reader")
	k.must(k.KeepMessage(t.Context(), d))
	k.settle(d, news.Sent)
	k.must(k.AddReader(t.Context(), store.Reader{Edition: "board", Recipient: d.Recipient, Added: monday}))
	n, err := k.EraseReader(t.Context(), store.OptOut{Reader: "h", At: monday, Means: "erased"}, d.Recipient.Address)
	k.must(err)
	same(t, "records", n, 3) // delivery, message, reader
	found, err := k.FindDeliveries(t.Context(), store.DeliveryQuery{Address: d.Recipient.Address})
	k.must(err)
	same(t, "deliveries that name them", len(found), 0)
	k.count(d.Issue, map[news.DeliveryState]int{news.Sent: 1, news.Pending: 1})
	back, err := k.Return(t.Context(), "h", "", monday)
	k.must(err)
	same(t, "back by a link", back, false)
	back, err = k.Return(t.Context(), "h", "", time.Time{})
	k.must(err)
	same(t, "back by the operator", back, true)
}
