package storetest

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// testStates: what is remembered of sources and hosts.
func testStates(t *testing.T, open opener) {
	gazette := source("gazette")
	t.Run("a source that was never read has a zero state", func(t *testing.T) {
		state, err := open(t).SourceState(t.Context(), gazette.URL)
		same(t, "error", err, nil)
		same(t, "state", state, news.SourceState{URL: gazette.URL})
	})
	t.Run("a state comes back whole and replaces the earlier one", func(t *testing.T) {
		k := open(t)
		state := news.SourceState{URL: gazette.URL, CurrentURL: "https://b.example", Moved: true, MovedTo: "https://c.example",
			MovedSince: monday, ETag: `W/"a\"b"`, LastModified: "Mon, 16 Nov 2026 07:00:00 GMT", BodyHash: "x",
			FirstRead: monday.Add(-day), LastRead: monday, LastTry: monday, Due: monday.Add(hour), NotBefore: monday,
			LastUncond: monday, Failures: 3, FailingSince: monday, Status: 503, Outcome: news.OutcomeFailed,
			Reason: "no answer", Items: 7, Gone: true}
		poll := pollOf(gazette, monday)
		poll.State = state
		k.poll(poll)
		state.Name, state.Excerpt = gazette.Name, news.ExcerptShort
		got, err := k.SourceState(t.Context(), gazette.URL)
		k.must(err)
		same(t, "state", got, state)
		poll.State, poll.Source.Excerpt = news.SourceState{URL: gazette.URL}, news.ExcerptNone
		k.poll(poll)
		courier := pollOf(source("courier"), monday)
		k.poll(courier)
		states, err := k.SourceStates(t.Context())
		k.must(err)
		courier.State.Name, courier.State.Excerpt = "courier", news.ExcerptShort
		same(t, "states", states, map[string]news.SourceState{
			gazette.URL: {URL: gazette.URL, Name: gazette.Name, Excerpt: news.ExcerptNone}, courier.Source.URL: courier.State})
	})
	t.Run("the last new article is remembered by the store", func(t *testing.T) {
		k := open(t)
		for i, p := range []news.Poll{
			firstRead(pollOf(gazette, monday, item(1, published(monday.Add(-30*day)))), monday.Add(-7*day)),
			pollOf(gazette, monday.Add(hour), item(2)),
			pollOf(gazette, monday.Add(2*hour), item(2, title("Edited"))),
			pollOf(gazette, monday.Add(3*hour)),
		} {
			k.poll(p)
			want := []time.Time{{}, monday.Add(hour), monday.Add(hour), monday.Add(hour)}[i]
			state, err := k.SourceState(t.Context(), gazette.URL)
			k.must(err)
			same(t, "last new", state.LastNew, want)
		}
	})
	t.Run("the newest wish of a host counts", func(t *testing.T) {
		k := open(t)
		for _, until := range []time.Time{monday.Add(hour), monday} {
			k.must(k.SetHostWait(t.Context(), "gazette.example", until))
			got, err := k.HostWait(t.Context(), "gazette.example")
			k.must(err)
			same(t, "wait", got, until)
		}
		none, err := k.HostWait(t.Context(), "courier.example")
		k.must(err)
		same(t, "another host", none, time.Time{})
	})
}

// testGaps: when a source was not read.
func testGaps(t *testing.T, open opener) {
	gazette := source("gazette")
	read := func(k *kit, at time.Time) news.SourceState {
		poll := pollOf(gazette, at)
		poll.State.LastRead = at
		k.poll(poll)
		state, err := k.SourceState(t.Context(), gazette.URL)
		k.must(err)
		return state
	}
	t.Run("a week without a read is no gap, more is", func(t *testing.T) {
		k := open(t)
		read(k, monday)
		same(t, "gaps after a week", len(read(k, monday.Add(7*day+time.Hour)).Gaps), 0)
		same(t, "gaps after five weeks", read(k, monday.Add(42*day)).Gaps, []news.ReadGap{{From: monday.Add(7*day + time.Hour), To: monday.Add(42 * day)}})
		same(t, "gaps are kept", len(read(k, monday.Add(43*day)).Gaps), 1)
	})
	t.Run("only the newest fifty gaps are remembered", func(t *testing.T) {
		k := open(t)
		var state news.SourceState
		for i := range 53 {
			state = read(k, monday.Add(time.Duration(i)*8*day))
		}
		same(t, "gaps", len(state.Gaps), 50)
		same(t, "the oldest", state.Gaps[0].From, monday.Add(16*day))
	})
}
