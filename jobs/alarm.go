package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

const (
	// brokenFor is how long a source must fail before the operator hears of it:
	// most faults mend themselves overnight.
	brokenFor = 24 * time.Hour
	// quietWeeks is how many issues in a row may be empty; then it is more likely
	// that the sources are than that nothing happened.
	quietWeeks = 3
	// troubleFor is how long a slot that failed stays on the list of what was told.
	troubleFor = 14 * day
)

// Trouble is what is wrong: words for the operator by name. What goes on under one
// name is told once.
type Trouble map[string]string

// Alarm tells the operator what is wrong now and was not before, by one mail
// through the ledger and in the log. What this run found wrong comes in; the rest
// stands in the store, so that it makes no difference which process looks. It
// returns how much is new.
func (s *Steps) Alarm(ctx context.Context, wrong Trouble) (fresh int, err error) {
	for _, collect := range []func(context.Context, Trouble) error{s.troubledRelay, s.brokenSources, s.failedSlots, s.quietEditions, s.alteredStories} {
		if err := collect(ctx, wrong); err != nil {
			return 0, err
		}
	}
	now := s.Now()
	names, err := s.Store.SyncAlarms(ctx, wrong, store.Alarm{
		To: s.AlarmTo, Now: now, Expires: now.Add(lifetime), Subject: alarmSubject,
	})
	for _, name := range names {
		s.Log.Warn("alarm", "alarm", name, "what", wrong[name])
	}
	return len(names), err
}

func alarmSubject(n int) string {
	if n == 1 {
		return "wardround: one thing needs you"
	}
	return fmt.Sprintf("wardround: %d things need you", n)
}

func (s *Steps) troubledRelay(ctx context.Context, wrong Trouble) error {
	r, _, err := s.resting(ctx, s.Now())
	if r.Why != "" {
		wrong["relay"] = "The mail relay ended the sending: " + r.Why +
			"\nWhat is outstanding waits, and is offered again at least every hour. What to change is said by:\n  wardround check --live"
	}
	return err
}

// brokenSources finds sources that have failed for a day. Another outcome of the
// same source is another failure.
func (s *Steps) brokenSources(ctx context.Context, wrong Trouble) error {
	states, err := s.Store.SourceStates(ctx)
	if err != nil {
		return err
	}
	sources, err := s.polled(ctx)
	if err != nil {
		return err
	}
	for _, source := range sources {
		state := states[source.URL]
		if state.RecentFlood(s.Now()) {
			wrong["flood:"+source.URL+":"+state.Flooded.UTC().Format(time.DateOnly)] = fmt.Sprintf("The source %s %s.", source.Name, news.FloodWords(source, state))
		}
		health := news.HealthOf(source, state, s.Now())
		lasting := !health.Since.IsZero() && s.Now().Sub(health.Since) >= brokenFor
		if !health.Missing || !lasting && health.State != news.HealthGone || health.State == news.HealthUnread {
			continue
		}
		wrong["source:"+source.URL+":"+string(state.Outcome)] = fmt.Sprintf("The source %s is %s: %s.", source.Name, health.State, health.Words)
	}
	return nil
}

func (s *Steps) failedSlots(ctx context.Context, wrong Trouble) error {
	slots, err := s.Store.TroubledSlots(ctx, s.Now().Add(-troubleFor))
	for _, slot := range slots {
		when := slotWords(slot.Key)
		words := fmt.Sprintf("The issue of %s of edition %s was missed; its stories go into the next issue.", when, slot.Edition)
		if slot.Held {
			words = fmt.Sprintf("The issue of %s of edition %s was held until it was too late; its stories go into the next issue.", when, slot.Edition)
		}
		if slot.State == news.IssueExpired {
			words = fmt.Sprintf("The issue of %s of edition %s was given up; it did not reach %d of its readers.", when, slot.Edition, slot.Unsent)
		}
		wrong[fmt.Sprintf("slot:%d:%s", slot.Issue, slot.State)] = words
	}
	return err
}

// slotWords says when a slot was, as people do: "Monday 23 November 2026, 07:30".
func slotWords(key string) string {
	at, err := time.Parse("2006-01-02T15:04", key)
	if err != nil {
		return key
	}
	return at.Format("Monday 2 January 2006, 15:04")
}

func (s *Steps) quietEditions(ctx context.Context, wrong Trouble) error {
	for _, edition := range s.Editions {
		states, err := s.Store.LastStates(ctx, edition.Name, quietWeeks)
		if err != nil {
			return err
		}
		quiet := len(states) == quietWeeks
		for _, state := range states {
			quiet = quiet && state == news.IssueEmpty
		}
		if quiet {
			wrong["quiet:"+edition.Name] = fmt.Sprintf(
				"Edition %s has had nothing to tell %d times in a row. Are its sources still alive?", edition.Name, quietWeeks)
		}
	}
	return nil
}
