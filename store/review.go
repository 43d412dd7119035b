package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wardround/wardround/news"
)

// ProofEdition is what the proof of an issue under review counts as. No edition can
// have this name.
const ProofEdition = "(proof)"

// ErrReviewChanged says that a draft was changed after it was read to be frozen.
var ErrReviewChanged = errors.New("the draft was changed meanwhile")

// Review is an issue before its freeze, while the operator may change it.
type Review struct {
	Draft    news.Issue // as it was first composed; it names edition and slot
	Drafted  time.Time  // what was first seen later belongs to the next issue
	Goes     time.Time  // when it goes if nobody holds it
	Held     time.Time  // since when it is held; zero: it is not
	Edits    news.Edits
	Revision int // grows with each change
}

// AddReview keeps a draft and opens the letter that is its proof, in one
// transaction. It reports false, and does nothing, when the slot has a draft or an
// issue already: another process was faster.
func (s *Store) AddReview(ctx context.Context, r Review, proof *Letter) (added bool, err error) {
	slot := r.Draft.Slot
	err = inTx(ctx, s.ledger, "draft of "+slot.Key, func(tx *sql.Tx) error {
		n, err := affected(tx.ExecContext(ctx, `
			INSERT INTO reviews (edition, slot_key, drafted, goes, draft)
			SELECT CAST($1 AS TEXT), CAST($2 AS TEXT), CAST($3 AS BIGINT), CAST($4 AS BIGINT), CAST($5 AS TEXT)
			WHERE NOT EXISTS (SELECT 1 FROM issues WHERE edition = $1 AND slot_key = $2)
			ON CONFLICT (edition, slot_key) DO UPDATE SET drafted = excluded.drafted, goes = excluded.goes, held = 0,
				draft = excluded.draft, edits = '', revision = reviews.revision + 1 WHERE reviews.draft = ''`,
			r.Draft.Edition, slot.Key, millis(r.Drafted), millis(r.Goes), asJSON(r.Draft)))
		if added = n > 0; err != nil || !added || proof == nil {
			return err
		}
		return sendLetter(ctx, tx, *proof)
	})
	return added && err == nil, err
}

const reviewColumns = `draft, drafted, goes, held, edits, revision`

func scanReview(row scanner) (Review, error) {
	var r Review
	var draft, edits string
	var drafted, goes, held int64
	if err := row.Scan(&draft, &drafted, &goes, &held, &edits, &r.Revision); err != nil {
		return r, err
	}
	r.Drafted, r.Goes, r.Held = instant(drafted), instant(goes), instant(held)
	return r, errors.Join(fromJSON(draft, &r.Draft), fromJSON(edits, &r.Edits))
}

// ReviewAt returns the open review of an edition's slot, or [ErrNotFound].
func (s *Store) ReviewAt(ctx context.Context, edition, slotKey string) (Review, error) {
	r, err := scanReview(s.db.QueryRowContext(ctx,
		`SELECT `+reviewColumns+` FROM reviews WHERE edition = $1 AND slot_key = $2 AND draft <> ''`, edition, slotKey))
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err != nil {
		return r, fmt.Errorf("draft of %s %s: %w", edition, slotKey, err)
	}
	return r, nil
}

// Reviews returns the issues that are under review, by edition and slot.
func (s *Store) Reviews(ctx context.Context) ([]Review, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+reviewColumns+` FROM reviews WHERE draft <> '' ORDER BY edition, slot_key`)
	all, err := collect(rows, err, scanReview)
	if err != nil {
		return nil, fmt.Errorf("drafts: %w", err)
	}
	return all, nil
}

// EditReview changes edits and hold of an open review as edit does, in one
// transaction, and returns what it has become. Once the slot has its issue it is
// [ErrNotFound].
func (s *Store) EditReview(ctx context.Context, edition, slotKey string, edit func(*Review)) (Review, error) {
	var r Review
	err := inTx(ctx, s.ledger, "change the draft of "+slotKey, func(tx *sql.Tx) (err error) {
		r, err = scanReview(tx.QueryRowContext(ctx,
			`SELECT `+reviewColumns+` FROM reviews WHERE edition = $1 AND slot_key = $2 AND draft <> ''`, edition, slotKey))
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		edit(&r)
		r.Revision++
		_, err = tx.ExecContext(ctx, `UPDATE reviews SET held = $3, edits = $4, revision = $5 WHERE edition = $1 AND slot_key = $2`,
			edition, slotKey, millis(r.Held), asJSON(r.Edits), r.Revision)
		return err
	})
	return r, err
}

// settleReview ends the review of an edition when one of its slots is settled: a draft
// of another slot has the number and the stories of this issue, and is written anew.
// An issue made of a draft that was changed since is refused.
func settleReview(ctx context.Context, tx *sql.Tx, k KeptIssue) error {
	edition := k.Issue.Edition
	if k.Reviewed != nil {
		var n int
		err := tx.QueryRowContext(ctx, `SELECT count(*) FROM reviews WHERE edition = $1 AND slot_key = $2 AND revision = $3 AND draft <> ''`,
			edition, k.Issue.Slot.Key, k.Reviewed.Revision).Scan(&n)
		if err != nil {
			return err
		}
		if n == 0 {
			return ErrReviewChanged
		}
		if err := leaveOut(ctx, tx, edition, *k.Reviewed); err != nil {
			return err
		}
	}
	_, err := tx.ExecContext(ctx, `UPDATE reviews SET draft = '' WHERE edition = $1 AND draft <> ''`, edition)
	return err
}

// leaveOut keeps what the operator dropped from every later issue of the edition.
func leaveOut(ctx context.Context, tx *sql.Tx, edition string, r Review) error {
	for _, story := range told(r.Draft) {
		if !slices.Contains(r.Edits.Dropped, story.Ref) {
			continue
		}
		articles := []int64{story.Article}
		for _, also := range story.Also {
			articles = append(articles, also.Article)
		}
		for _, article := range articles {
			_, err := tx.ExecContext(ctx, `INSERT INTO left_out (edition, article) SELECT CAST($1 AS TEXT), id FROM articles WHERE id = $2
				ON CONFLICT DO NOTHING`, edition, article)
			if err != nil {
				return fmt.Errorf("story %s: %w", story.Ref, err)
			}
		}
	}
	return nil
}

// reviews takes what is redacted out of issues that are under review.
func (r *redaction) reviews(ctx context.Context) error {
	rows, err := r.tx.QueryContext(ctx, `SELECT `+reviewColumns+` FROM reviews WHERE draft <> ''`)
	all, err := collect(rows, err, scanReview)
	if err != nil {
		return fmt.Errorf("drafts: %w", err)
	}
	for _, review := range all {
		draft, cleaned, err := r.cleanJSON(asJSON(review.Draft))
		if err != nil {
			return err
		}
		edits, noted, err := r.cleanJSON(asJSON(review.Edits))
		if err != nil {
			return err
		}
		var issue news.Issue
		if err := fromJSON(draft, &issue); err != nil {
			return err
		}
		removed := r.takeOut(&issue)
		issue.Removed = nil // of what was never sent, readers need no word
		if len(removed) == 0 && !cleaned && !noted {
			continue
		}
		r.done.Issues++
		_, err = r.tx.ExecContext(ctx, `UPDATE reviews SET draft = $3, edits = $4, revision = revision + 1 WHERE edition = $1 AND slot_key = $2`,
			issue.Edition, issue.Slot.Key, asJSON(issue), edits)
		if err != nil {
			return err
		}
	}
	return nil
}
