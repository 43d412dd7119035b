package jobs

import (
	"slices"
	"time"

	"github.com/wardround/wardround/news"
)

// away returns the stretches of the window [from, to) in which no source was read at
// all, though some had been before: this machine was off, or had no network.
func away(sources []news.Source, states map[string]news.SourceState, from, to time.Time) []news.ReadGap {
	var first time.Time
	for _, source := range sources {
		if at := states[source.URL].FirstRead; !at.IsZero() && (first.IsZero() || at.Before(first)) {
			first = at
		}
	}
	if first.IsZero() || !first.Before(to) {
		return nil // of the time before the first read an issue says so by itself
	}
	if first.After(from) {
		from = first
	}
	all := []news.ReadGap{{From: from, To: to}}
	for _, source := range sources {
		if state := states[source.URL]; !state.FirstRead.IsZero() {
			all = overlap(all, unread(state, to))
		}
	}
	// Sources are read one after another: shorter stretches lie between two of a round.
	return slices.DeleteFunc(all, func(g news.ReadGap) bool { return g.To.Sub(g.From) < day })
}

// unread lists when a source was not read: before it was known, in the gaps that the
// store remembers, and since its last read when that is long ago.
func unread(state news.SourceState, to time.Time) []news.ReadGap {
	out := append([]news.ReadGap{{To: state.FirstRead}}, state.Gaps...)
	if to.Sub(state.LastRead) > openGap {
		out = append(out, news.ReadGap{From: state.LastRead, To: to})
	}
	return out
}

// overlap returns what two lists of stretches, each in order of time, have in common.
func overlap(a, b []news.ReadGap) []news.ReadGap {
	var out []news.ReadGap
	for len(a) > 0 && len(b) > 0 {
		from, to := a[0].From, a[0].To
		if b[0].From.After(from) {
			from = b[0].From
		}
		if b[0].To.Before(to) {
			to = b[0].To
		}
		if from.Before(to) {
			out = append(out, news.ReadGap{From: from, To: to})
		}
		if a[0].To.Before(b[0].To) {
			a = a[1:]
		} else {
			b = b[1:]
		}
	}
	return out
}
