package jobs

import (
	"context"
	"time"

	"github.com/wardround/wardround/news"
)

// unreadShare is how much of the time since the latest statement its source may have
// gone unread before silence says nothing: a quarter.
const unreadShare = 4

// watched says of each promise what "not seen" rests on: since when and how many
// sources are read, and when the source of its latest statement was not. A date that
// passed while too little was read is labelled so.
func (s *Steps) watched(ctx context.Context, list []news.Promise, asOf news.Day) error {
	states, err := s.Store.SourceStates(ctx)
	if err != nil {
		return err
	}
	declared, err := s.sources(ctx)
	if err != nil {
		return err
	}
	byName := make(map[string]news.SourceState, len(declared))
	sources, from := 0, time.Time{}
	for _, source := range declared {
		state, ok := states[source.URL]
		if source.Off || !ok || state.FirstRead.IsZero() || news.DayOf(state.FirstRead, s.zone()) > asOf {
			continue
		}
		sources++
		byName[source.Name] = state
		if from.IsZero() || state.FirstRead.Before(from) {
			from = state.FirstRead
		}
	}
	for i := range list {
		p := &list[i]
		p.Sources, p.WatchedFrom = sources, news.DayOf(from, s.zone())
		latest := p.Statements[len(p.Statements)-1]
		if state, ok := byName[latest.Source]; ok {
			p.Gaps = s.gapsOf(latest, state, asOf)
		}
		p.Unwatched = p.WatchedFrom != "" && p.Due != "" && (p.WatchedFrom > p.Due || tooLong(p.Gaps, latest.Reported, asOf))
		if p.Unwatched && p.Status == news.Overdue {
			p.Label = "not watched throughout"
		}
	}
	return nil
}

// gapsOf returns the days since a statement on which its source was not read.
func (s *Steps) gapsOf(latest news.Statement, state news.SourceState, asOf news.Day) []news.WatchGap {
	stretches := state.Gaps
	if now := s.Now(); !state.LastRead.IsZero() && now.Sub(state.LastRead) > openGap {
		stretches = append(stretches[:len(stretches):len(stretches)], news.ReadGap{From: state.LastRead, To: now})
	}
	var out []news.WatchGap
	for _, g := range stretches {
		from, to := max(news.DayOf(g.From, s.zone()), latest.Reported), min(news.DayOf(g.To, s.zone()), asOf)
		if from < to {
			out = append(out, news.WatchGap{Source: latest.Source, From: from, To: to})
		}
	}
	return out
}

// openGap is from how long without a read a source counts as not watched now; as in
// the store, the slowest schedule reads once a week, and not to the minute.
const openGap = 7*24*time.Hour + 12*time.Hour

// tooLong reports whether gaps take more than a quarter of the time since a day.
func tooLong(gaps []news.WatchGap, since, asOf news.Day) bool {
	missed := 0
	for _, g := range gaps {
		missed += g.To.Sub(g.From)
	}
	return missed*unreadShare > asOf.Sub(since)
}
