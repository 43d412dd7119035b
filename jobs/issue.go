package jobs

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

const (
	// grace is how late a slot may still be caught up. A weekly briefing that
	// is older reads as news from another week; its items go to the next issue.
	grace = 72 * time.Hour
	// lifetime is how long after its freeze an issue may still be delivered.
	lifetime = 72 * time.Hour
	// lag is the most that passes between the reading of a page and the moment
	// it can be seen in the store. An issue frozen meanwhile has not told it.
	lag = 10 * time.Minute
)

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
	now := s.Now()
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return Taken{}, err
	}
	since, err := s.Store.EditionSince(ctx, edition.Name, now)
	if err != nil {
		return Taken{}, err
	}
	at := schedule.Latest(now)
	if at.IsZero() || at.Before(since) {
		return Taken{}, nil
	}
	open, err := s.slotOpen(ctx, edition, at)
	if err != nil || !open {
		return Taken{}, err
	}
	slot := schedule.Slot(edition.Name, at)
	next := schedule.Next(now)
	switch half := min(next.Sub(at)/2, 24*time.Hour); {
	case now.Sub(at) > grace:
		return s.miss(ctx, edition, slot, "it was due more than three days ago; its stories go into the next issue")
	case next.Sub(now) < half && now.Sub(at) > time.Hour:
		return s.miss(ctx, edition, slot, "the next slot is near; both become one issue")
	}
	return s.take(ctx, edition, slot)
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

// Take freezes the issue of the edition's latest slot, however long ago it was,
// unless that slot has one: then it returns that one.
func (s *Steps) Take(ctx context.Context, edition news.Edition) (Taken, error) {
	if err := s.mayMail(ctx); err != nil {
		return Taken{}, err
	}
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return Taken{}, err
	}
	if _, err := s.Store.EditionSince(ctx, edition.Name, s.Now()); err != nil {
		return Taken{}, err
	}
	slot := schedule.Slot(edition.Name, schedule.Latest(s.Now()))
	kept, err := s.Store.IssueAt(ctx, edition.Name, slot.Key)
	switch {
	case err == nil:
		return Taken{Slot: slot, Issue: kept, Reason: "the slot has its issue already"}, nil
	case !errors.Is(err, store.ErrNotFound):
		return Taken{}, err
	}
	return s.take(ctx, edition, slot)
}

func (s *Steps) take(ctx context.Context, edition news.Edition, slot news.Slot) (Taken, error) {
	// Before anything is looked at: a page that is ready later belongs to the next issue.
	now := s.Now()
	if _, _, err := s.understand(ctx); err != nil {
		return Taken{}, err
	}
	issue, err := s.compose(ctx, edition, slot)
	if err != nil {
		return Taken{}, err
	}
	kept := store.KeptIssue{State: news.IssueFrozen, Frozen: now, Expires: now.Add(lifetime), Issue: issue}
	recipients, err := s.recipients(ctx, edition)
	if err != nil {
		return Taken{}, err
	}
	switch {
	case !issue.Tells() && edition.WhenEmpty != news.EmptyNote:
		kept.State, recipients = news.IssueEmpty, nil
		kept.Issue.Number = 0
	case len(recipients) == 0:
		kept.State = news.IssueSent
	}
	kept.ID, err = s.Store.Freeze(ctx, kept, recipients)
	if errors.Is(err, store.ErrSlotTaken) { // another process was faster
		kept, err = s.Store.IssueAt(ctx, edition.Name, slot.Key)
		return Taken{Slot: slot, Issue: kept, Reason: "the slot has its issue already"}, err
	}
	return Taken{Slot: slot, Issue: kept, Is: err == nil}, err
}

// Preview composes what the edition's issue would be at asOf, and changes nothing.
func (s *Steps) Preview(ctx context.Context, edition news.Edition, asOf time.Time) (news.Issue, error) {
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return news.Issue{}, err
	}
	return s.compose(ctx, edition, schedule.Slot(edition.Name, asOf))
}

// compose chooses what the issue of a slot tells: everything relevant first
// seen in its window, and what became readable only after the last issue.
func (s *Steps) compose(ctx context.Context, edition news.Edition, slot news.Slot) (news.Issue, error) {
	from, progress, err := s.windowStart(ctx, edition, slot)
	if err != nil {
		return news.Issue{}, err
	}
	late := progress.Frozen
	if !late.IsZero() {
		late = late.Add(-lag)
	}
	sources, err := s.sources(ctx)
	if err != nil {
		return news.Issue{}, err
	}
	candidates, err := s.Store.Candidates(ctx, edition.Name, from, slot.At, late)
	if err != nil {
		return news.Issue{}, err
	}
	told, err := s.tell(ctx, edition, s.quotable(sources, candidates), slot.At)
	if err != nil {
		return news.Issue{}, err
	}
	coverage, err := s.coverage(ctx, edition, from, slot.At)
	if err != nil {
		return news.Issue{}, err
	}
	in := digest.Input{
		Edition: edition, Number: progress.Number + 1, Slot: slot, From: from, To: slot.At,
		Candidates: told, Topics: s.Topics, Coverage: coverage, Operator: s.Operator,
		Notice: s.Notice, First: progress.Number == 0,
	}
	if in.Corrections, err = s.untold(ctx, edition.Name); err != nil {
		return news.Issue{}, err
	}
	if err := s.promiseLines(ctx, &in); err != nil {
		return news.Issue{}, err
	}
	if err := s.lookBack(ctx, &in); err != nil {
		return news.Issue{}, err
	}
	return digest.Compose(in), nil
}

// windowStart returns where the window of a slot begins, and how far its edition
// has come: at the end of the last window that was written up. Before the first
// one it is an interval before the slot, or before the first slot that was missed.
func (s *Steps) windowStart(ctx context.Context, edition news.Edition, slot news.Slot) (time.Time, store.Progress, error) {
	progress, err := s.Store.EditionProgress(ctx, edition.Name)
	if err != nil {
		return time.Time{}, progress, err
	}
	if end := progress.WindowEnd; !end.IsZero() && !end.After(slot.At) {
		return end, progress, nil
	}
	last, err := s.Store.LastIssue(ctx, edition.Name)
	if err != nil && !errors.Is(err, store.ErrNotFound) {
		return time.Time{}, progress, err
	}
	if from := last.Issue.From; progress.WindowEnd.IsZero() && !from.IsZero() && from.Before(slot.At) {
		return from, progress, nil
	}
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return time.Time{}, progress, err
	}
	return slot.At.Add(-interval(schedule, slot.At)), progress, nil
}

// interval is the time between two slots around the instant at: what a first
// issue looks back on, whether at is a slot or just now.
func interval(schedule Schedule, at time.Time) time.Duration {
	before := schedule.Latest(at.Add(-time.Minute))
	if before.IsZero() {
		return 7 * day
	}
	return schedule.Next(before).Sub(before)
}

// stale is how old an article may be when it is first seen. A list without
// dates shows its age only when the page is read.
const stale = 21

// quotable adds to each candidate what its source allows to be quoted. It drops
// those whose source selects for other topics only, and old ones that came late.
func (s *Steps) quotable(declared []news.Source, candidates []store.Candidate) []digest.Candidate {
	sources := make(map[string]news.Source, len(declared))
	for _, source := range declared {
		sources[source.URL] = source
	}
	var out []digest.Candidate
	for _, c := range candidates {
		source := sources[c.SourceURL]
		if day := c.Article.Day(time.UTC); !day.IsZero() && news.DayOf(c.Article.FirstSeen, time.UTC).Sub(day) > stale {
			continue
		}
		if len(source.Topics) > 0 && !slices.ContainsFunc(c.Verdict.Topics, func(topic string) bool {
			return slices.Contains(source.Topics, topic)
		}) {
			continue
		}
		out = append(out, digest.Candidate{Article: c.Article, Verdict: c.Verdict, Excerpt: source.Excerpt})
	}
	return out
}

// silence is how long a source that is read has had nothing new before readers are
// told, here as on the archive's page of sources: some that matter write once a month.
const silence = 45 * day

// coverage says how complete a window is.
func (s *Steps) coverage(ctx context.Context, edition news.Edition, from, to time.Time) (news.Coverage, error) {
	var c news.Coverage
	var err error
	if c.Considered, c.Relevant, c.Unread, err = s.Store.WindowCounts(ctx, from, to); err != nil {
		return c, err
	}
	states, err := s.Store.SourceStates(ctx)
	if err != nil {
		return c, err
	}
	sources, err := s.polled(ctx)
	if err != nil {
		return c, err
	}
	for _, source := range sources {
		c.Sources++
		state := states[source.URL]
		if first := state.FirstRead; !first.IsZero() && (c.WatchedFrom.IsZero() || first.Before(c.WatchedFrom)) {
			c.WatchedFrom = first
		}
		if !news.HealthOf(source, state, s.Now()).Missing {
			c.Read++
			if last := state.LastNew; !last.IsZero() && to.Sub(last) > silence {
				c.Silent = append(c.Silent, news.SourceTrouble{Name: source.Name, Since: news.DayOf(last, edition.Location)})
			}
			continue
		}
		c.Troubled = append(c.Troubled, news.SourceTrouble{
			Name: source.Name, What: state.Outcome, Since: news.DayOf(state.FailingSince, edition.Location)})
	}
	return c, nil
}
