package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// testFlood: a source that lists its whole past under new ids and addresses.
func testFlood(t *testing.T, open opener) {
	gazette := source("gazette")
	// relisted are n items of the time before, as if nobody had ever seen them.
	relisted := func(n int, age time.Duration) (items []news.Item) {
		for i := range n {
			items = append(items, item(100+i, published(monday.Add(-age))))
		}
		return items
	}
	read := func(t *testing.T) *kit {
		k := open(t)
		k.poll(pollOf(gazette, monday, item(1, published(monday.Add(-hour)))))
		return k
	}
	t.Run("old items are kept as known and told of; a fresh one among them passes", func(t *testing.T) {
		k := read(t)
		at := monday.Add(2 * hour)
		saved := k.poll(pollOf(gazette, at, append(relisted(6, 30*day), item(2, published(at.Add(-hour))))...))
		same(t, "saved", saved, news.PollSaved{Items: 7, New: 1, Known: 6, Flood: 6})
		state, err := k.SourceState(t.Context(), gazette.URL)
		k.must(err)
		same(t, "when", state.Flooded, at)
		same(t, "how many", state.FloodItems, 6)
		same(t, "an old one", k.at(item(100).URL).State, news.PageKnown)
		same(t, "the fresh one", k.at(item(2).URL).State, news.PageWanted)
	})
	t.Run("the operator can let them in", func(t *testing.T) {
		k := read(t)
		k.poll(pollOf(gazette, monday.Add(hour), relisted(6, 30*day)...))
		n, err := k.Widen(t.Context(), gazette.URL, monday.Add(-60*day))
		k.must(err)
		same(t, "let in", n, 6)
	})
	t.Run("what is no flood is taken in", func(t *testing.T) {
		var listed []news.Item // known already, and more than the rest of the list
		for i := range 8 {
			listed = append(listed, item(10+i, published(monday.Add(-hour))))
		}
		for name, items := range map[string][]news.Item{
			"too few":            relisted(4, 30*day),
			"recent":             relisted(6, 2*day),
			"a part of the list": append(relisted(6, 30*day), listed...),
		} {
			k := read(t)
			k.poll(pollOf(gazette, monday.Add(time.Minute), listed...))
			saved := k.poll(pollOf(gazette, monday.Add(hour), items...))
			same(t, name, saved.Flood, 0)
			same(t, name+": taken in", saved.New > 0, true)
		}
	})
	t.Run("a first read is none", func(t *testing.T) {
		saved := open(t).poll(firstRead(pollOf(gazette, monday, relisted(9, 30*day)...), time.Time{}))
		same(t, "saved", saved, news.PollSaved{Items: 9, New: 9})
	})
}

// testSurplus: a source that lists more that is new than one read takes in.
func testSurplus(t *testing.T, open opener) {
	gazette := source("gazette")
	list := func(at time.Time, from, to int) news.Poll {
		var items []news.Item
		for i := from; i < to; i++ {
			items = append(items, item(i))
		}
		poll := pollOf(gazette, at, items...)
		poll.State.ETag, poll.State.LastModified, poll.State.BodyHash = `"one"`, "Mon", "x"
		return poll
	}
	state := func(k *kit) news.SourceState {
		s, err := k.SourceState(t.Context(), gazette.URL)
		k.must(err)
		return s
	}
	t.Run("what is beyond five hundred waits for the next read, which is told nothing of this one", func(t *testing.T) {
		k := open(t)
		k.poll(list(monday, 0, 10))
		same(t, "first of them", k.poll(list(monday.Add(hour), 0, 720)), news.PollSaved{Items: 720, New: 500, Left: 210})
		s := state(k)
		same(t, "told in the state", s.Left, 210)
		same(t, "validators", s.ETag+s.LastModified+s.BodyHash, "")
		same(t, "the rest", k.poll(list(monday.Add(2*hour), 0, 720)), news.PollSaved{Items: 720, New: 210})
		s = state(k)
		same(t, "told after the rest", s.Left, 0)
		same(t, "validators after the rest", s.ETag, `"one"`)
	})
	t.Run("a read that fails or brings nothing keeps what waits in mind", func(t *testing.T) {
		k := open(t)
		k.poll(list(monday, 0, 10))
		k.poll(list(monday.Add(hour), 0, 720))
		failed := list(monday.Add(2*hour), 0, 0)
		failed.Outcome, failed.State.Outcome = news.OutcomeFailed, news.OutcomeFailed
		k.poll(failed)
		same(t, "told", state(k).Left, 210)
		same(t, "validators", state(k).ETag, "")
	})
	t.Run("a first read takes all", func(t *testing.T) {
		saved := open(t).poll(firstRead(list(monday, 0, 720), time.Time{}))
		same(t, "saved", saved, news.PollSaved{Items: 720, New: 720})
	})
}
