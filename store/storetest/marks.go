package storetest

import (
	"testing"
	"time"
)

// testMarks: what one run leaves for the next.
func testMarks(t *testing.T, open opener) {
	t.Run("a mark is kept until it is replaced", func(t *testing.T) {
		k := open(t)
		got := monday
		k.must(k.Mark(t.Context(), "clock", &got))
		same(t, "a mark that nobody set", got, monday)
		for _, want := range []time.Time{monday.Add(hour), {}, monday.Add(day)} {
			k.must(k.SetMark(t.Context(), "clock", want))
			k.must(k.SetMark(t.Context(), "another", 7))
			k.must(k.Mark(t.Context(), "clock", &got))
			same(t, "mark", got, want)
		}
	})
	t.Run("a mark of another shape is an error", func(t *testing.T) {
		k := open(t)
		k.must(k.SetMark(t.Context(), "clock", "noon"))
		var at time.Time
		if err := k.Mark(t.Context(), "clock", &at); err == nil {
			t.Errorf("Mark() = nil with %v", at)
		}
	})
}
