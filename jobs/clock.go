package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"
)

// ErrClock says that the clock cannot be right. On its word issues would be dated,
// mail would expire, and slots would be taken that are years away, after which
// none would come due until then.
var ErrClock = errors.New("the clock cannot be right")

const (
	// longest is how far the clock may have gone on since the store was last used: no
	// outage of two months stays unnoticed, and what ends one may say so by hand.
	longest = 60 * day
	// backwards is how far it may have gone back. A day covers a zone set wrong.
	backwards = day
	// clockEvery is how often it is written down.
	clockEvery = time.Hour
)

// skew is how far a node's clock may be from the database's. Those of machines that
// keep theirs by the network differ by less than a tenth of a second; a lease is
// minutes long, and a slot is a minute.
const skew = 5 * time.Second

const clockMark = "clock"

// CheckClock compares the clock with what it said when the store was last used,
// and is [ErrClock] when it has gone back by a day or ahead by two months. Where
// several nodes share a database, its clock is the measure: one that is more than
// five seconds off is [ErrClock] too.
func (s *Steps) CheckClock(ctx context.Context) error {
	if err := s.checkNode(ctx); err != nil {
		return err
	}
	var seen time.Time
	if err := s.Store.Mark(ctx, clockMark, &seen); err != nil {
		return err
	}
	now := s.Now()
	gone := now.Sub(seen)
	switch {
	case seen.IsZero():
	case gone > longest:
		return fmt.Errorf("%w: it says %s, %d days after this store was last used", ErrClock, now.UTC().Format(time.RFC3339), int(gone/day))
	case gone < -backwards:
		return fmt.Errorf("%w: it says %s, but this store was used %d days after that", ErrClock, now.UTC().Format(time.RFC3339), int(-gone/day))
	case gone.Abs() < clockEvery:
		return nil
	}
	return s.TrustClock(ctx)
}

// TrustClock takes the clock to be right, whatever it said before.
func (s *Steps) TrustClock(ctx context.Context) error {
	return s.Store.SetMark(ctx, clockMark, s.Now().UTC())
}

// checkNode compares the clock of this machine with that of the database.
func (s *Steps) checkNode(ctx context.Context) error {
	off, err := s.Store.ClockOff(ctx)
	if err != nil {
		return err
	}
	if off.Abs() > skew {
		way := "ahead of"
		if off < 0 {
			way = "behind"
		}
		return fmt.Errorf("%w: this machine's is %s %s the database's", ErrClock, off.Abs().Round(time.Second), way)
	}
	return nil
}
