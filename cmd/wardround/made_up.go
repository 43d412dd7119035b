package main

import (
	"context"

	"github.com/wardround/wardround/track"
)

// madeUpMark is kept in the demo's store: nothing real comes in, and nothing goes out.
const madeUpMark = "made-up"

// madeUpNotice opens every issue of such a store.
const madeUpNotice = "Made-up news: every publisher, person and event in this issue is invented."

// markMadeUp makes the open store one of a made-up world.
func (a *app) markMadeUp(ctx context.Context) error {
	kept, err := a.store(ctx)
	if err != nil {
		return err
	}
	a.madeUp = true
	return kept.SetMark(ctx, madeUpMark, a.madeUp)
}

// promiseRules are those of the beat. A made-up world has no history: real promises have
// no place in it.
func (a *app) promiseRules(b *beat) *track.Rules {
	if a.madeUp {
		return b.rules.WithoutHistory()
	}
	return b.rules
}

// fitForNews refuses to read or send real news with the store of a made-up world.
func (a *app) fitForNews(ctx context.Context) error {
	if _, err := a.store(ctx); err != nil || !a.madeUp {
		return err
	}
	return usageError("leave --store and WARDROUND_STORE out, or name another file",
		"%s holds the demo's made-up news: it is only to be looked at", a.cfg.Chosen.Store)
}
