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
	// lifetime is how long after its freeze an issue may still be delivered.
	lifetime = 72 * time.Hour
	// lag is the most that passes between the reading of a page and the moment
	// it can be seen in the store. An issue frozen meanwhile has not told it.
	lag = 10 * time.Minute
)

// Take freezes the issue of the edition's latest slot, however long ago it was,
// unless that slot has one: then it returns that one. A slot from before the edition
// was known, which nobody watched for, counts as the moment of the first issue, so that
// it tells what a look at the issue so far did.
func (s *Steps) Take(ctx context.Context, edition news.Edition) (Taken, error) {
	if err := s.mayMail(ctx); err != nil {
		return Taken{}, err
	}
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return Taken{}, err
	}
	now := s.Now()
	since, err := s.Store.EditionSince(ctx, edition.Name, now)
	if err != nil {
		return Taken{}, err
	}
	slot := schedule.Slot(edition.Name, schedule.Latest(now))
	kept, err := s.Store.IssueAt(ctx, edition.Name, slot.Key)
	switch {
	case err == nil:
		return Taken{Slot: kept.Issue.Slot, Issue: kept, Reason: "the slot has its issue already"}, nil
	case !errors.Is(err, store.ErrNotFound):
		return Taken{}, err
	}
	review, err := s.reviewOf(ctx, edition.Name, slot.Key)
	switch {
	case err != nil:
		return Taken{}, err
	case review != nil && !review.Held.IsZero():
		return Taken{}, fmt.Errorf("%w: %s", ErrIssueHeld, slot.Key)
	}
	progress, err := s.Store.EditionProgress(ctx, edition.Name)
	if err != nil {
		return Taken{}, err
	}
	if slot.At.Before(since) && progress.WindowEnd.IsZero() {
		slot.At = now
	}
	return s.take(ctx, edition, slot, review)
}

// take freezes the issue of a slot: its draft as the operator changed it, or one that
// is composed now.
func (s *Steps) take(ctx context.Context, edition news.Edition, slot news.Slot, review *store.Review) (Taken, error) {
	// Before anything is looked at: a page that is ready later belongs to the next issue.
	now := s.Now()
	var issue news.Issue
	var err error
	if review != nil {
		issue, err = s.reviewed(ctx, *review)
	} else {
		issue, err = s.write(ctx, edition, slot, slot.At)
	}
	if err != nil {
		return Taken{}, err
	}
	kept := store.KeptIssue{State: news.IssueFrozen, Frozen: now, Expires: now.Add(lifetime), Issue: issue, Reviewed: review}
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
		return Taken{Slot: kept.Issue.Slot, Issue: kept, Reason: "the slot has its issue already"}, err
	}
	return Taken{Slot: slot, Issue: kept, Is: err == nil}, err
}

// write composes the issue of a slot from all that is known now, with a window that
// ends at until.
func (s *Steps) write(ctx context.Context, edition news.Edition, slot news.Slot, until time.Time) (news.Issue, error) {
	if _, _, err := s.understand(ctx); err != nil {
		return news.Issue{}, err
	}
	return s.compose(ctx, edition, slot, until)
}

// Preview composes what the edition's issue would be at asOf, and changes nothing.
func (s *Steps) Preview(ctx context.Context, edition news.Edition, asOf time.Time) (news.Issue, error) {
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return news.Issue{}, err
	}
	return s.compose(ctx, edition, schedule.Slot(edition.Name, asOf), asOf)
}

// compose chooses what the issue of a slot tells: everything relevant first
// seen in its window, which ends at until, and what became readable only after the
// last issue.
func (s *Steps) compose(ctx context.Context, edition news.Edition, slot news.Slot, until time.Time) (news.Issue, error) {
	from, progress, err := s.windowStart(ctx, edition, slot)
	if err != nil {
		return news.Issue{}, err
	}
	late := progress.Composed
	if !late.IsZero() {
		late = late.Add(-lag)
	}
	sources, err := s.everDeclared(ctx)
	if err != nil {
		return news.Issue{}, err
	}
	candidates, err := s.Store.Candidates(ctx, edition.Name, from, until, late)
	if err != nil {
		return news.Issue{}, err
	}
	told, err := s.tell(ctx, edition, s.quotable(sources, candidates), until)
	if err != nil {
		return news.Issue{}, err
	}
	coverage, err := s.coverage(ctx, edition, from, until)
	if err != nil {
		return news.Issue{}, err
	}
	in := digest.Input{
		Edition: edition, Number: progress.Number + 1, Slot: slot, From: from, To: until,
		Candidates: told, Topics: s.Topics, Coverage: coverage, Operator: s.Operator,
		Notice: s.Notice, First: progress.Number == 0,
	}
	if in.Every, err = s.every(edition, slot.At); err != nil {
		return news.Issue{}, err
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
	every, err := s.every(edition, slot.At)
	return slot.At.Add(-every), progress, err
}

// every is the time between two slots of an edition around the instant at.
func (s *Steps) every(edition news.Edition, at time.Time) (time.Duration, error) {
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return 0, err
	}
	return interval(schedule, at), nil
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
func (s *Steps) quotable(everDeclared []news.Source, candidates []store.Candidate) []digest.Candidate {
	sources := make(map[string]news.Source, len(everDeclared))
	for _, source := range everDeclared {
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
	c.Away = away(sources, states, from, to)
	return c, nil
}
