package jobs

import (
	"context"
	"errors"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/store"
)

// pauses are how long the relay is left alone after it ended a run, the last one
// ever after: a wrong password each minute gets an account locked.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}

// briefly is how many ends in a row, with six minutes of pauses, are nobody's
// business: relays restart.
const briefly = 2

// Rest is how the relay fared. It is kept in the store: a crontab starts a new
// process each time, and a daemon that is started again knows no more.
type Rest struct {
	Ends  int       `json:"ends"`           // runs in a row that the relay ended before anything was sent
	Until time.Time `json:"until,omitzero"` // no mail is offered before
	Last  string    `json:"last"`           // why it ended the last of them, in its own words
	Why   string    `json:"why"`            // the same, once it concerns the operator
}

const restMark = "relay"

func (s *Steps) resting(ctx context.Context, now time.Time) (Rest, bool, error) {
	return Resting(ctx, s.Store, now)
}

// Resting returns how the relay fared, and whether it is to be left alone at now.
func Resting(ctx context.Context, kept *store.Store, now time.Time) (Rest, bool, error) {
	var r Rest
	err := kept.Mark(ctx, restMark, &r)
	// A clock set back ends a pause.
	return r, now.Before(r.Until) && r.Until.Sub(now) <= pauses[len(pauses)-1], err
}

// Send offers every delivery that is due to the relay, and keeps how that fared.
// Without a relay it does nothing: what is outstanding waits.
func (s *Steps) Send(ctx context.Context) (deliver.Counts, error) {
	if s.Sender == nil {
		return deliver.Counts{}, nil
	}
	if err := s.mayMail(ctx); err != nil {
		return deliver.Counts{}, err
	}
	counts, err := s.Sender.Run(ctx)
	if ctx.Err() != nil { // an end of ours says nothing of the relay
		return counts, err
	}
	before, _, markErr := s.resting(ctx, s.Now())
	after := before.after(counts, s.Now())
	if markErr == nil && after != before {
		markErr = s.Store.SetMark(ctx, restMark, after)
	}
	if after.Until != before.Until && counts.Stopped != "" {
		s.Log.Warn("the relay is left alone", "for", after.Until.Sub(s.Now()).Round(time.Second).String(), "why", after.Last)
	}
	return counts, errors.Join(err, markErr)
}

// after is how the relay fares after one more run. What was sent ends a row of
// failures: a relay that takes fifty messages and hangs up makes way.
func (r Rest) after(counts deliver.Counts, now time.Time) Rest {
	if counts.Sent > 0 {
		r = Rest{}
	}
	if counts.Stopped == "" {
		return r
	}
	r.Last = counts.Stopped
	r.Until = now.Add(pauses[min(r.Ends, len(pauses)-1)]).UTC()
	if r.Ends++; counts.Refused || r.Ends > briefly {
		r.Why = counts.Stopped
	}
	return r
}
