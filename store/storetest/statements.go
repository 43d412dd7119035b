package storetest

import (
	"testing"

	"github.com/wardround/wardround/news"
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
		k.must(k.SaveStatements(t.Context(), monday, list[0].Article, nil))
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
		k.must(k.SaveStatements(t.Context(), monday, a, []news.Statement{one, two}))
		k.must(k.SaveStatements(t.Context(), monday.Add(day), a, []news.Statement{two}))
		got, err := k.Statements(t.Context())
		k.must(err)
		one.Changed = true
		same(t, "statements", got, []news.Statement{one, two})
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
