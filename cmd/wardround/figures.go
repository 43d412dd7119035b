package main

import (
	"context"
	"errors"
	"time"

	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/web"
)

// figures says how things stand, for /metrics and /readyz.
func (a *app) figures(ctx context.Context) (web.Figures, error) {
	kept, err := a.store(ctx)
	if err != nil {
		return web.Figures{}, err
	}
	totals, err := kept.Totals(ctx)
	if err != nil {
		return web.Figures{}, err
	}
	f := web.Figures{Stories: totals.Stories, Deliveries: map[string]int{},
		Articles: map[string]int{"taken": totals.Articles, "relevant": totals.Relevant, "wanted": totals.Wanted, "unread": totals.Unread}}
	if f.Bytes, err = kept.Size(ctx); err != nil {
		return f, err
	}
	if f.Sources, err = a.sourceCounts(ctx); err != nil {
		return f, err
	}
	states, err := kept.SourceStates(ctx)
	if err != nil {
		return f, err
	}
	for _, state := range states {
		if state.LastTry.After(f.LastPoll) {
			f.LastPoll = state.LastTry
		}
	}
	mail, err := kept.CountDeliveries(ctx, 0)
	if err != nil {
		return f, err
	}
	for state, n := range mail {
		f.Deliveries[string(state)] = n
	}
	for _, e := range a.cfg.EditionList() {
		figures, err := a.editionFigures(ctx, kept, e)
		if err != nil {
			return f, err
		}
		f.Editions = append(f.Editions, figures)
	}
	return f, nil
}

func (a *app) editionFigures(ctx context.Context, kept *store.Store, e news.Edition) (web.EditionFigures, error) {
	f := web.EditionFigures{Name: e.Name}
	schedule, err := jobs.ParseSchedule(e.Schedule, e.Location)
	if err != nil {
		return f, err
	}
	f.Next = schedule.Next(a.now()())
	last, err := kept.LastIssue(ctx, e.Name)
	if errors.Is(err, store.ErrNotFound) {
		return f, nil
	}
	if err != nil {
		return f, err
	}
	f.Last = last.Issue.Slot.At
	if !last.Frozen.IsZero() {
		f.Late = max(0, last.Frozen.Sub(f.Last)).Round(time.Second)
	}
	return f, nil
}
