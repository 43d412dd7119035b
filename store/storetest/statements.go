package storetest

import (
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testStatements: statements outlive the text they were found in, and promises keep
// their numbers.
func testStatements(t *testing.T, open opener) {
	t.Run("a judged article is read once for each text", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		k.judge(a.ID)
		list, err := k.ToTrack(t.Context(), 10)
		k.must(err)
		same(t, "to track while its page is wanted", len(list), 0)
		k.page(a.ID, monday, "It will open in May.")
		k.judge(a.ID)
		list, err = k.ToTrack(t.Context(), 10)
		k.must(err)
		if len(list) != 1 || !list[0].Relevant {
			t.Fatalf("ToTrack = %d, want the one relevant article", len(list))
		}
		k.must(k.SaveStatements(t.Context(), monday, list[0], nil))
		list, err = k.ToTrack(t.Context(), 10)
		k.must(err)
		same(t, "to track after it was read", len(list), 0)
	})
	t.Run("a sentence that is gone stays, marked as changed", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		one := news.Statement{ID: "1:a", Article: a.ID, Reported: "2026-11-16", Seen: "2026-11-16", Signal: news.SignalPromise}
		two := one
		two.ID = "1:b"
		k.must(k.SaveStatements(t.Context(), monday, store.Unread{Article: a}, []news.Statement{one, two}))
		a.Hash = "edited"
		k.must(k.SaveStatements(t.Context(), monday.Add(day), store.Unread{Article: a}, []news.Statement{two}))
		got, err := k.Statements(t.Context())
		k.must(err)
		one.Changed = true
		same(t, "statements", got, []news.Statement{one, two})
	})
	t.Run("other rules and another verdict read a text again, but not one that is forgotten", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		k.page(a.ID, monday, "It will open in May.")
		k.judge(a.ID)
		due := func(rules string) int {
			t.Helper()
			k.must(k.ReadBy(t.Context(), rules))
			list, err := k.ToTrack(t.Context(), 10)
			k.must(err)
			for _, u := range list {
				u.Rules = rules
				k.must(k.SaveStatements(t.Context(), monday, u, nil))
			}
			return len(list)
		}
		same(t, "first", due("one"), 1)
		same(t, "by the same rules", due("one"), 0)
		same(t, "by other rules", due("two"), 1)
		k.judge(a.ID, func(v *news.Verdict) { v.Relevant = false })
		same(t, "judged otherwise", due("two"), 1)
		same(t, "after that", due("two"), 0)
		_, err := k.ForgetTexts(t.Context(), monday.Add(day), monday.Add(day))
		k.must(err)
		same(t, "forgotten", due("three"), 0)
	})
	t.Run("what other rules no longer find in the same text was a mistake and goes", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		gone := news.Statement{ID: "1:a", Article: a.ID, Reported: "2026-11-16", Seen: "2026-11-16", Changed: true}
		wrong, right := gone, gone
		wrong.ID, wrong.Changed = "1:b", false
		right.ID, right.Changed = "1:c", false
		k.must(k.SaveStatements(t.Context(), monday, store.Unread{Article: a, Rules: "one"}, []news.Statement{gone, wrong, right}))
		k.must(k.SaveStatements(t.Context(), monday.Add(day), store.Unread{Article: a, Rules: "two"}, []news.Statement{right}))
		got, err := k.Statements(t.Context())
		k.must(err)
		same(t, "statements", got, []news.Statement{gone, right})
	})
	t.Run("a promise keeps its number", func(t *testing.T) {
		k := open(t)
		_, err := k.NumberPromises(t.Context(), []string{"x", "y"})
		k.must(err)
		got, err := k.NumberPromises(t.Context(), []string{"z", "y", "x"})
		k.must(err)
		same(t, "numbers", got, map[string]int{"x": 1, "y": 2, "z": 3})
		read, err := k.PromiseNumbers(t.Context())
		k.must(err)
		same(t, "numbers read", read, got)
	})
}
