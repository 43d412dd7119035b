package jobs

import (
	"context"
	"errors"

	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/store"
)

// updateSpan is how far back a told story may still be updated. Later changes
// are mostly of the page around it.
const updateSpan = 28 * day

// lookBack adds to an issue in the making what comes of the edition's earlier
// ones: told stories whose text has changed, days still ahead, and how many
// stories are usual.
func (s *Steps) lookBack(ctx context.Context, in *digest.Input) error {
	name := in.Edition.Name
	revised, err := s.Store.Revised(ctx, name, in.Slot.At.Add(-updateSpan))
	if err != nil {
		return err
	}
	sources, err := s.everDeclared(ctx)
	if err != nil {
		return err
	}
	for _, r := range revised {
		if r.Earlier.Ref == "" {
			continue // kept by an issue that no longer names it
		}
		for _, c := range s.quotable(sources, []store.Candidate{r.Candidate}) {
			c.Earlier = &r.Earlier
			in.Candidates = append(in.Candidates, c)
		}
	}
	if in.Stories, err = s.Store.StoryCounts(ctx, name, digest.UsualSpan); err != nil {
		return err
	}
	last, err := s.Store.LastIssue(ctx, name)
	if errors.Is(err, store.ErrNotFound) {
		return nil
	}
	in.Dates = append(in.Dates, digest.HandOn(last.Issue.Dates)...)
	return err
}
