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

var (
	// ErrIssueHeld says that the operator holds the issue of a slot.
	ErrIssueHeld = errors.New("the issue of this slot is held")
	// ErrFrozen says that a reference was told by an issue that can no longer be changed.
	ErrFrozen = errors.New("its issue is frozen")
	// ErrNotUnderReview says that nothing of this name is before its freeze now.
	ErrNotUnderReview = errors.New("not in an issue under review")
)

// lastLook is how long before its last call an issue that was drafted late goes at
// the latest: a crontab looks every ten minutes, and must not come too late.
const lastLook = 20 * time.Minute

// DraftDue drafts the issue of every edition under review whose time has come, and
// mails the operator its proof. A slot gets one draft, whoever looks and how often.
func (s *Steps) DraftDue(ctx context.Context) ([]store.Review, error) {
	if err := s.mayMail(ctx); err != nil {
		return nil, err
	}
	var all []store.Review
	var failed []error
	for _, edition := range s.Editions {
		if edition.Review <= 0 {
			continue
		}
		review, err := s.draftDue(ctx, edition)
		if err != nil {
			failed = append(failed, fmt.Errorf("edition %s: %w", edition.Name, err))
		} else if review != nil {
			all = append(all, *review)
		}
	}
	return all, errors.Join(failed...)
}

// draftDue drafts the slot that waits for its issue; else the next one, when it is near.
func (s *Steps) draftDue(ctx context.Context, edition news.Edition) (*store.Review, error) {
	now := s.Now()
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return nil, err
	}
	due, err := s.latestSlot(ctx, edition)
	if err != nil {
		return nil, err
	}
	slot, until := due.slot, due.slot.At
	if !due.open || due.late != "" {
		slot, until = schedule.Slot(edition.Name, schedule.Next(now)), now
	}
	// A slot waits for the one before it, so at most half of the time between them is left.
	span := min(edition.Review, interval(schedule, slot.At)/2)
	if now.Before(slot.At.Add(-span)) {
		return nil, nil
	}
	if review, err := s.reviewOf(ctx, edition.Name, slot.Key); err != nil || review != nil {
		return nil, err
	}
	review := store.Review{Drafted: until, Goes: slot.At}
	last, _ := lastCall(schedule, slot.At)
	if late := now.Add(span); slot.At.Sub(now) < span/2 { // too late to be looked at before the slot
		if review.Goes = late; last.Add(-lastLook).Before(late) {
			review.Goes = last.Add(-lastLook)
		}
	}
	if review.Draft, err = s.write(ctx, edition, slot, until); err != nil {
		return nil, err
	}
	proof, err := s.proof(ctx, edition, review, last)
	if err != nil {
		return nil, err
	}
	added, err := s.Store.AddReview(ctx, review, proof)
	if err != nil || !added {
		return nil, err
	}
	return &review, nil
}

// proof is the letter that shows the operator a draft; nil when there is no address.
func (s *Steps) proof(ctx context.Context, edition news.Edition, r store.Review, until time.Time) (*store.Letter, error) {
	if s.AlarmTo == "" {
		return nil, nil
	}
	gets, err := s.recipients(ctx, edition)
	if err != nil {
		return nil, err
	}
	promises, err := s.Promises(ctx, news.DayOf(r.Draft.Slot.At, edition.Location))
	if err != nil {
		return nil, err
	}
	subject, text, err := digest.Proof(digest.ProofInput{
		Issue: r.Draft, Goes: r.Goes, Until: until, Readers: len(gets), Promises: promises, Searches: s.Searches,
		Sends: r.Draft.Tells() || edition.WhenEmpty == news.EmptyNote,
	})
	if err != nil {
		return nil, err
	}
	now := s.Now()
	return &store.Letter{Edition: store.ProofEdition, To: news.Recipient{Address: s.AlarmTo}, Subject: subject, Text: text,
		Now: now, Expires: now.Add(lifetime)}, nil
}

// reviewOf returns the open review of a slot; nil when there is none.
func (s *Steps) reviewOf(ctx context.Context, edition, slotKey string) (*store.Review, error) {
	r, err := s.Store.ReviewAt(ctx, edition, slotKey)
	if errors.Is(err, store.ErrNotFound) {
		return nil, nil
	}
	return &r, err
}

// reviewed is a draft as it stands: changed by the operator, and with what was put
// right since. A line on a promise that was put right since is left to that.
func (s *Steps) reviewed(ctx context.Context, r store.Review) (news.Issue, error) {
	edits := r.Edits
	corrections, err := s.Store.Corrections(ctx, r.Draft.Edition)
	if err != nil {
		return news.Issue{}, err
	}
	edits.Dropped = slices.Clone(edits.Dropped)
	for _, c := range corrections {
		if !c.At.Before(r.Drafted) && (c.Status != "" || !c.Promise) {
			edits.Dropped = append(edits.Dropped, c.Ref)
		}
	}
	issue := digest.Edit(r.Draft, edits)
	issue.Corrections, err = s.untold(ctx, r.Draft.Edition)
	return issue, err
}

// SoFar is the edition's issue as it stands: its draft under review, or what would
// be told now. It changes nothing.
func (s *Steps) SoFar(ctx context.Context, edition news.Edition) (news.Issue, error) {
	all, err := s.Store.Reviews(ctx)
	if err != nil {
		return news.Issue{}, err
	}
	for _, r := range all {
		if r.Draft.Edition == edition.Name {
			return s.reviewed(ctx, r)
		}
	}
	return s.Preview(ctx, edition, s.Now())
}

// Change is what the operator changes of an issue under review: it drops or brings
// back the story or promise Ref, or notes words beside it.
type Change struct {
	Ref     string
	Edition string // "": the only one whose draft shows Ref
	Note    bool   // it is a note; else Ref is dropped
	Words   string // of the note; "" removes it
	Undo    bool   // bring back what was dropped
}

func (c Change) apply(r *store.Review) {
	if c.Note {
		r.Edits.Note(c.Ref, c.Words)
		return
	}
	r.Edits.Drop(c.Ref, c.Undo)
}

// Change changes an issue under review, and returns the review as it is then. It is
// [ErrNotUnderReview] when no draft shows the reference, also [ErrFrozen] when an
// issue told it, and [ErrWhichEdition] when several drafts show it.
func (s *Steps) Change(ctx context.Context, c Change) (store.Review, error) {
	all, err := s.Store.Reviews(ctx)
	if err != nil {
		return store.Review{}, err
	}
	all = slices.DeleteFunc(all, func(r store.Review) bool {
		return !digest.Holds(r.Draft, c.Ref, c.Note) || c.Edition != "" && r.Draft.Edition != c.Edition
	})
	switch {
	case len(all) == 0:
		return store.Review{}, s.notUnderReview(ctx, c.Ref)
	case len(all) > 1:
		return store.Review{}, fmt.Errorf("%w: %s", ErrWhichEdition, c.Ref)
	}
	slot := all[0].Draft.Slot
	r, err := s.Store.EditReview(ctx, all[0].Draft.Edition, slot.Key, c.apply)
	if errors.Is(err, store.ErrNotFound) { // it went a moment ago
		return r, s.notUnderReview(ctx, c.Ref)
	}
	return r, err
}

// notUnderReview says what became of a reference that no draft tells.
func (s *Steps) notUnderReview(ctx context.Context, ref string) error {
	said, err := s.Store.IssuesSaying(ctx, ref)
	if err != nil || len(said) == 0 {
		return errors.Join(err, fmt.Errorf("%w: %s", ErrNotUnderReview, ref))
	}
	last := said[len(said)-1]
	return fmt.Errorf("%w: %s was told by issue %d of %s on %s; %w", ErrNotUnderReview, ref, last.Issue.Number, last.Issue.Edition,
		last.Frozen.In(s.zone()).Format("Monday 2 January, 15:04"), ErrFrozen)
}

// Hold keeps the edition's issue under review from going, or lets it go.
func (s *Steps) Hold(ctx context.Context, edition string, hold bool) (store.Review, error) {
	all, err := s.Store.Reviews(ctx)
	if err != nil {
		return store.Review{}, err
	}
	for _, open := range all {
		if open.Draft.Edition != edition {
			continue
		}
		r, err := s.Store.EditReview(ctx, edition, open.Draft.Slot.Key, func(r *store.Review) {
			if r.Held.IsZero() || !hold {
				r.Held = time.Time{}
				if hold {
					r.Held = s.Now()
				}
			}
		})
		if !errors.Is(err, store.ErrNotFound) {
			return r, err
		}
	}
	return store.Review{}, fmt.Errorf("%w: edition %s", ErrNotUnderReview, edition)
}

// LastCall is until when an issue under review may still go.
func LastCall(edition news.Edition, r store.Review) (time.Time, error) {
	schedule, err := ParseSchedule(edition.Schedule, edition.Location)
	if err != nil {
		return time.Time{}, err
	}
	until, _ := lastCall(schedule, r.Draft.Slot.At)
	return until, nil
}
