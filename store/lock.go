package store

import (
	"context"
	"time"
)

// Lock takes the named lock if nobody holds it.
func (s *Store) Lock(ctx context.Context, name string) (unlock func(), held bool, err error) {
	_, unlock, held, err = s.dialect.Lock(ctx, name, Alone)
	return unlock, held, err
}

// Hold is Lock for long work: holding is ctx, and ends also when the lock is lost,
// as it is when the database is stopped. Another node may have it from then on.
func (s *Store) Hold(ctx context.Context, name string) (holding context.Context, unlock func(), held bool, err error) {
	return s.dialect.Lock(ctx, name, Alone)
}

// Share is Hold for many at once: none of them has the lock alone, and as long as one
// of them holds it nobody else gets it alone.
func (s *Store) Share(ctx context.Context, name string) (holding context.Context, unlock func(), held bool, err error) {
	return s.dialect.Lock(ctx, name, Shared)
}

// Shared reports whether processes on several machines may use this store at once.
func (s *Store) Shared() bool { return s.dialect.Now != "" }

// How often it is looked whether a turn has come: at first as soon as a request that
// was answered at once is over, and later no oftener than one a slow server.
const (
	soonest = 5 * time.Millisecond
	latest  = 100 * time.Millisecond
)

// Turn waits until no other process asks server, and returns what ends the turn.
func (s *Store) Turn(ctx context.Context, server string) (end func(), err error) {
	for wait := soonest; ; wait = min(2*wait, latest) {
		end, held, err := s.Lock(ctx, "turn:"+server)
		if err != nil || held {
			return end, err
		}
		timer := time.NewTimer(wait)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			return nil, context.Cause(ctx)
		}
	}
}
