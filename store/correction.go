package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// CorrectionEdition is what a correction that is sent alone counts as. No edition
// can have this name.
const CorrectionEdition = "(correction)"

// Correction is what the operator put right of what one edition has told.
type Correction struct {
	news.Correction
	Edition string             `json:"edition"`
	Status  news.PromiseStatus `json:"status,omitempty"` // of the promise, from Day on; "" leaves it
	Day     news.Day           `json:"day,omitempty"`
	Told    time.Time          `json:"told,omitzero"` // zero: the edition's next issue tells it
}

// AddCorrections keeps corrections, and opens the letters that tell them, in one
// transaction: after a crash there are both or neither.
func (s *Store) AddCorrections(ctx context.Context, all []Correction, letters []Letter) error {
	return inTx(ctx, s.ledger, "correct", func(tx *sql.Tx) error {
		for _, c := range all {
			_, err := tx.ExecContext(ctx, `
				INSERT INTO corrections (edition, ref, at, issue, words, status, day, told) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
				c.Edition, c.Ref, millis(c.At), c.Issue, c.Text, c.Status, c.Day, millis(c.Told))
			if err != nil {
				return fmt.Errorf("correction of %s: %w", c.Ref, err)
			}
		}
		for _, l := range letters {
			if err := sendLetter(ctx, tx, l); err != nil {
				return err
			}
		}
		return nil
	})
}

// Corrections returns what was put right of an edition, the oldest first; of all
// editions for "".
func (s *Store) Corrections(ctx context.Context, edition string) ([]Correction, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT edition, ref, at, issue, words, status, day, told FROM corrections
		WHERE $1 = '' OR edition = $1 ORDER BY at, edition, ref`, edition)
	all, err := collect(rows, err, func(row scanner) (Correction, error) {
		var c Correction
		var at, told int64
		err := row.Scan(&c.Edition, &c.Ref, &at, &c.Issue, &c.Text, &c.Status, &c.Day, &told)
		c.At, c.Told, c.Promise = instant(at), instant(told), strings.HasPrefix(c.Ref, "P")
		return c, err
	})
	if err != nil {
		return nil, fmt.Errorf("corrections: %w", err)
	}
	return all, nil
}

// tellCorrections marks what the issue puts right, so that no later one does.
func tellCorrections(ctx context.Context, tx *sql.Tx, k KeptIssue) error {
	for _, c := range k.Issue.Corrections {
		_, err := tx.ExecContext(ctx, `UPDATE corrections SET told = $4 WHERE edition = $1 AND ref = $2 AND at = $3`,
			k.Issue.Edition, c.Ref, millis(c.At), millis(k.Frozen))
		if err != nil {
			return fmt.Errorf("correction of %s: %w", c.Ref, err)
		}
	}
	return nil
}

// IssuesSaying returns the issues that told the story or promise ref, by slot.
func (s *Store) IssuesSaying(ctx context.Context, ref string) ([]KeptIssue, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+issueColumns+` FROM issues i
		WHERE i.number > 0 AND i.edition NOT LIKE '(%' AND i.data LIKE $1 ORDER BY i.slot_at`, `%"ref":"`+ref+`"%`)
	all, err := collect(rows, err, scanIssue)
	if err != nil {
		return nil, fmt.Errorf("issues that told %s: %w", ref, err)
	}
	var saying []KeptIssue
	for _, k := range all {
		if k.Issue.Says(ref) {
			saying = append(saying, k)
		}
	}
	return saying, nil
}

// Got returns who has an issue, or may have it.
func (s *Store) Got(ctx context.Context, issue int64) ([]string, error) {
	rows, err := s.ledger.QueryContext(ctx, `
		SELECT address FROM deliveries WHERE issue = $1 AND state IN ('sent', 'unknown') ORDER BY address`, issue)
	all, err := collect(rows, err, func(row scanner) (address string, err error) { return address, row.Scan(&address) })
	if err != nil {
		return nil, fmt.Errorf("who got issue %d: %w", issue, err)
	}
	return all, nil
}

// PutRight returns what was put right of an edition, the oldest first, as readers
// see it.
func (s *Store) PutRight(ctx context.Context, edition string) ([]news.Correction, error) {
	all, err := s.Corrections(ctx, edition)
	words := make([]news.Correction, len(all))
	for i, c := range all {
		words[i] = c.Correction
	}
	return words, err
}

// corrections takes a redacted name out of the words of corrections.
func (r *redaction) corrections(ctx context.Context) error {
	rows, err := r.tx.QueryContext(ctx, `SELECT DISTINCT words FROM corrections`)
	all, err := collect(rows, err, func(row scanner) (words string, err error) { return words, row.Scan(&words) })
	if err != nil {
		return fmt.Errorf("corrections: %w", err)
	}
	for _, words := range all {
		if cleaned := r.clean(words); cleaned != words {
			if _, err := r.tx.ExecContext(ctx, `UPDATE corrections SET words = $2 WHERE words = $1`, words, cleaned); err != nil {
				return fmt.Errorf("corrections: %w", err)
			}
		}
	}
	return nil
}
