package main

import (
	"context"
	"log/slog"
	"time"

	"github.com/wardround/wardround/store/postgres"
)

const (
	// databaseWait is how long a daemon that starts waits for its database: the two are
	// often started together. It is less than the minute that Kubernetes waits for an
	// answer in deploy/kubernetes.yaml; after it the supervisor sees a failure.
	databaseWait = 45 * time.Second
	// askEvery is the time between two attempts to reach it.
	askEvery = time.Second
)

// awaitStore opens the store, and waits for the database of one if it is away.
func (a *app) awaitStore(ctx context.Context, patience time.Duration) error {
	log, began, waited := a.logger(slog.LevelInfo), time.Now(), false
	for {
		_, err := a.store(ctx)
		switch {
		case err == nil && waited:
			log.Info("the database answers", "after", time.Since(began).Round(time.Second).String())
			return nil
		case !postgres.Unavailable(err), waited && time.Since(began) > patience:
			return err
		case !waited:
			waited = true
			log.Warn("the database does not answer; waiting for it", "at_most", patience.String(), "err", err)
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(askEvery):
		}
	}
}
