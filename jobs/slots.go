package jobs

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// grace is how late a slot may still be caught up. A weekly briefing that
// is older reads as news from another week; its items go to the next issue.
const grace = 72 * time.Hour

// Taken says what became of a slot.
type Taken struct {
	Slot   news.Slot
	Issue  store.KeptIssue
	Is     bool   // an issue was frozen just now
	Reason string // why there is none
}

// TakeDue freezes the issue of every edition whose latest slot is due and has
// none, and records slots that were missed for good.
func (s *Steps) TakeDue(ctx context.Context) ([]Taken, error) {
	if err := s.mayMail(ctx); err != nil {
		return nil, err
	}
	var all []Taken
	var failed []error
	for _, edition := range s.Editions {
		taken, err := s.takeDue(ctx, edition)
		if err != nil {
			failed = append(failed, fmt.Errorf("edition %s: %w", edition.Name, err))
			continue
		}
		if taken.Is || taken.Reason != "" {
			all = append(all, taken)
		}
	}
	return all, errors.Join(failed...)
}

func (s *Steps) takeDue(ctx context.Context, edition news.Edition) (Taken, error) {
	due, err := s.latestSlot(ctx, edition)
	if err != nil || !due.open {
		return Taken{}, err
	}
	if due.late != "" {
		return s.miss(ctx, edition, due.slot, due.late)
	}
	review, err := s.reviewOf(ctx, edition.Name, due.slot.Key)
	if err != nil {
		return Taken{}, err
	}
	if review == nil && edition.Review > 0 {
		return Taken{}, nil // it goes when it was there to be looked at
	}
	if review != nil && (!review.Held.IsZero() || review.Goes.After(s.Now())) {
		return Taken{}, nil
	}
	taken, err := s.take(ctx, edition, due.slot, review)
	if errors.Is(err, store.ErrReviewChanged) { // in this very moment; the next minute takes it
		return Taken{}, nil
	}
	return taken, err
}

// dueSlot is the latest slot of an edition, as it is now.
type dueSlot struct {
	slot news.Slot
	open bool   // it has no issue, and may still get one
	late string // why it gets none any more
}

// latestSlot finds the edition's latest slot, and whether it still waits for its issue.
func (s *Steps) latestSlot(ctx context.Context, edition news.Edition) (dueSlot, error) {
	now := s.Now()
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return dueSlot{}, err
	}
	since, err := s.Store.EditionSince(ctx, edition.Name, now)
	if err != nil {
		return dueSlot{}, err
	}
	at := schedule.Latest(now)
	if at.IsZero() || at.Before(since) {
		return dueSlot{}, nil
	}
	open, err := s.slotOpen(ctx, edition, at)
	if err != nil || !open {
		return dueSlot{}, err
	}
	due := dueSlot{slot: schedule.Slot(edition.Name, at), open: true}
	if until, why := lastCall(schedule, at); now.After(until) {
		due.late = why
	}
	return due, nil
}

// lastCall is until when the slot at an instant may get its issue, and why not later.
func lastCall(schedule Schedule, at time.Time) (until time.Time, why string) {
	next := schedule.Next(at)
	merges := next.Add(-min(next.Sub(at)/2, 24*time.Hour))
	if hour := at.Add(time.Hour); merges.Before(hour) {
		merges = hour
	}
	if until = at.Add(grace); merges.Before(until) {
		return merges, "the next slot is near; both become one issue"
	}
	return until, "it was due more than three days ago; its stories go into the next issue"
}

// slotOpen reports whether no issue of the edition has this slot or a later one.
// One that is days ahead was written by a clock that was wrong, and must not keep
// all slots until then from their issues.
func (s *Steps) slotOpen(ctx context.Context, edition news.Edition, at time.Time) (bool, error) {
	last, err := s.Store.LastIssueBefore(ctx, edition.Name, s.Now().Add(backwards))
	if errors.Is(err, store.ErrNotFound) {
		return true, nil
	}
	return err == nil && last.Issue.Slot.At.Before(at), err
}

// miss records that a slot got no issue. Its window stays open.
func (s *Steps) miss(ctx context.Context, edition news.Edition, slot news.Slot, why string) (Taken, error) {
	from, _, err := s.windowStart(ctx, edition, slot)
	if err != nil {
		return Taken{}, err
	}
	now := s.Now()
	kept := store.KeptIssue{State: news.IssueMissed, Frozen: now, Expires: now,
		Issue: news.Issue{Version: 1, Edition: edition.Name, Slot: slot, From: from, To: slot.At}}
	_, err = s.Store.Freeze(ctx, kept, nil)
	if errors.Is(err, store.ErrSlotTaken) {
		return Taken{}, nil
	}
	return Taken{Slot: slot, Issue: kept, Reason: why}, err
}
