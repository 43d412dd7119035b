package store

import (
	"context"
	"fmt"
	"time"
)

// prompt is how soon an answer must come to put a clock right: it may be wrong by half
// of that, and no step of ours is finer than seconds.
const prompt = 500 * time.Millisecond

// ClockOff is how far this machine's clock is ahead of the database's; 0 where
// they are one. It is exact to half the time that asking takes.
func (s *Store) ClockOff(ctx context.Context) (time.Duration, error) {
	if s.dialect.Now == "" {
		return 0, nil
	}
	var theirs int64
	asked := time.Now()
	if err := s.db.QueryRowContext(ctx, s.dialect.Now).Scan(&theirs); err != nil {
		return 0, fmt.Errorf("ask the database for the time: %w", err)
	}
	took := time.Since(asked)
	off := asked.Add(took / 2).Sub(time.UnixMilli(theirs))
	if took < prompt {
		s.off.Store(int64(off))
	}
	return off, nil
}

// Clock is now, put right by what ClockOff found last, so that all who share a database
// go by its clock.
func (s *Store) Clock(now func() time.Time) func() time.Time {
	return func() time.Time { return now().Add(-time.Duration(s.off.Load())) }
}
