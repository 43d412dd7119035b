package storetest

import (
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testCorrections: what is put right is told by one issue, and once.
func testCorrections(t *testing.T, open opener) {
	issue := news.Issue{Version: 1, Edition: "weekly", Number: 3, Slot: news.Slot{Edition: "weekly", Key: "2026-11-23T07:30", At: monday},
		Promises: []news.PromiseLine{{Ref: "P2"}}}
	wrong := store.Correction{Edition: "weekly", Status: news.Kept, Day: "2026-11-24",
		Correction: news.Correction{Issue: 3, Ref: "P2", Text: "Ann Quill published it.", Promise: true, At: monday.Add(hour)}}
	t.Run("an issue that says it is found, one that names another is not", func(t *testing.T) {
		k := open(t)
		_, err := k.Freeze(t.Context(), store.KeptIssue{State: news.IssueSent, Frozen: monday, Expires: monday, Issue: issue}, nil)
		k.must(err)
		for ref, want := range map[string]int{"P2": 1, "P22": 0, "3.1": 0, "%": 0} {
			got, err := k.IssuesSaying(t.Context(), ref)
			k.must(err)
			same(t, ref, len(got), want)
		}
	})
	t.Run("the freeze of the issue that tells it marks it as told", func(t *testing.T) {
		k := open(t)
		other := wrong
		other.Edition = "board"
		k.must(k.AddCorrections(t.Context(), []store.Correction{wrong, other}, nil))
		next := news.Issue{Version: 1, Edition: "weekly", Number: 4, Slot: news.Slot{Edition: "weekly", Key: "2026-11-30T07:30", At: monday.Add(7 * day)},
			Corrections: []news.Correction{wrong.Correction}}
		_, err := k.Freeze(t.Context(), store.KeptIssue{State: news.IssueSent, Frozen: monday.Add(7 * day), Expires: monday, Issue: next}, nil)
		k.must(err)
		told := wrong
		told.Told = monday.Add(7 * day)
		got, err := k.Corrections(t.Context(), "")
		k.must(err)
		same(t, "corrections", got, []store.Correction{other, told})
	})
	t.Run("a letter is kept with its correction", func(t *testing.T) {
		k := open(t)
		k.must(k.AddCorrections(t.Context(), []store.Correction{wrong}, []store.Letter{{Edition: store.CorrectionEdition, From: "weekly",
			To: news.Recipient{Address: "ann@readers.example"}, Subject: "Put right", Text: "x", Now: monday, Expires: monday.Add(day)}}))
		all, err := k.FindDeliveries(t.Context(), store.DeliveryQuery{Edition: store.CorrectionEdition})
		k.must(err)
		same(t, "letters", len(all), 1)
	})
	t.Run("a redacted name goes from its words", func(t *testing.T) {
		k := open(t)
		k.must(k.AddCorrections(t.Context(), []store.Correction{wrong}, nil))
		_, err := k.Redact(t.Context(), news.Redaction{Kind: news.RedactPerson, What: "Ann Quill", Reason: "asked", At: monday})
		k.must(err)
		got, err := k.PutRight(t.Context(), "weekly")
		k.must(err)
		if len(got) != 1 || got[0].Text == wrong.Text {
			t.Errorf("after the redaction %+v, want the name gone", got)
		}
	})
}
