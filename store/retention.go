package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// forgetBatch is how many rows one transaction of forgetting takes, so that a
// mail or a poll never waits long for it.
const forgetBatch = 500

// settledStates are those of a delivery that nobody will try again.
const settledStates = `('sent', 'failed', 'expired', 'suppressed')`

// inBatches repeats work, one transaction each, until it finds nothing more.
func inBatches(ctx context.Context, db handle, operation string, work func(*sql.Tx) (int, error)) (int, error) {
	for total := 0; ; {
		var n int
		err := inTx(ctx, db, operation, func(tx *sql.Tx) (err error) {
			n, err = work(tx)
			return err
		})
		if err != nil || n == 0 {
			return total, err
		}
		total += n
	}
}

// ForgetMessages deletes the bytes of messages that were sent before the
// instant, or whose issue expired before it, and returns how many. Their SHA-256
// stays, so that a copy somebody shows can still be told from a forgery.
func (s *Store) ForgetMessages(ctx context.Context, before time.Time) (int, error) {
	type message struct {
		delivery int64
		bytes    []byte
	}
	return inBatches(ctx, s.ledger, "forget messages", func(tx *sql.Tx) (int, error) {
		rows, err := tx.QueryContext(ctx, `
			SELECT m.delivery, m.bytes FROM messages m JOIN deliveries d ON d.id = m.delivery
			WHERE d.state IN `+settledStates+` AND (CASE d.sent_at WHEN 0 THEN d.expires ELSE d.sent_at END) < $1
			ORDER BY m.delivery LIMIT $2`, millis(before), forgetBatch)
		all, err := collect(rows, err, func(row scanner) (m message, err error) {
			return m, row.Scan(&m.delivery, &m.bytes)
		})
		if err != nil {
			return 0, err
		}
		for _, m := range all {
			sum := sha256.Sum256(m.bytes)
			err := execAll(ctx, tx, []statement{
				{`UPDATE deliveries SET message_hash = $2 WHERE id = $1`, []any{m.delivery, hex.EncodeToString(sum[:])}},
				{`DELETE FROM messages WHERE delivery = $1`, []any{m.delivery}},
			})
			if err != nil {
				return 0, err
			}
		}
		return len(all), nil
	})
}

// ForgetAddresses takes the reader out of deliveries whose issue expired before
// the instant, and returns of how many: address, name, the relay's words, which
// often repeat the address, and the Message-ID, which is made from it. That a
// mail was sent, when, and the relay's code stay. Reports of failed mail that were
// kept whole because nobody could read them go as well.
func (s *Store) ForgetAddresses(ctx context.Context, before, now time.Time) (int, error) {
	if _, err := s.ledger.ExecContext(ctx, `UPDATE bounces SET report = NULL WHERE report IS NOT NULL AND received < $1`, millis(before)); err != nil {
		return 0, fmt.Errorf("forget reports: %w", err)
	}
	return inBatches(ctx, s.ledger, "forget addresses", func(tx *sql.Tx) (int, error) {
		res, err := tx.ExecContext(ctx, `
			UPDATE deliveries SET address = '#' || id, name = '', reply = '', message_id = '', forgotten = $2
			WHERE id IN (SELECT id FROM deliveries WHERE forgotten = 0 AND expires < $1 AND state IN `+settledStates+`
				ORDER BY expires LIMIT $3)`, millis(before), millis(now), forgetBatch)
		return affected(res, err)
	})
}

// ForgetTexts deletes the text of articles that were taken in before the
// instant, and returns of how many. Headline, link, days, verdict and reason
// stay, and so does what an issue or a statement quotes.
func (s *Store) ForgetTexts(ctx context.Context, before, now time.Time) (int, error) {
	return inBatches(ctx, s.db, "forget texts", func(tx *sql.Tx) (int, error) {
		rows, err := tx.QueryContext(ctx, `SELECT id, title FROM articles WHERE taken < $1 AND forgotten = 0 ORDER BY taken LIMIT $2`,
			millis(before), forgetBatch)
		all, err := collect(rows, err, func(row scanner) (a news.Article, err error) {
			return a, row.Scan(&a.ID, &a.Title)
		})
		if err != nil {
			return 0, err
		}
		for _, a := range all {
			if _, err := tx.ExecContext(ctx, `UPDATE articles SET standfirst = '', summary = '', body = '[]', comments = '[]',
				to_judge = 0, forgotten = $2 WHERE id = $1`, a.ID, millis(now)); err != nil {
				return 0, err
			}
			if err := s.index(ctx, tx, a); err != nil {
				return 0, err
			}
		}
		return len(all), nil
	})
}

// ForgetPages deletes the pages that were received before the instant, but for
// those of the articles to keep, and returns how many. What was taken out of
// them stays.
func (s *Store) ForgetPages(ctx context.Context, before time.Time, keep map[int64]bool) (int, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT article FROM pages WHERE received < $1 ORDER BY article`, millis(before))
	old, err := collect(rows, err, func(row scanner) (id int64, err error) { return id, row.Scan(&id) })
	if err != nil {
		return 0, fmt.Errorf("forget pages: %w", err)
	}
	forgotten, err := inBatches(ctx, s.db, "forget pages", func(tx *sql.Tx) (int, error) {
		n := 0
		for ; len(old) > 0 && n < forgetBatch; old = old[1:] {
			if keep[old[0]] {
				continue
			}
			// Asked again: a newer look may have come in between.
			res, err := tx.ExecContext(ctx, `DELETE FROM pages WHERE article = $1 AND received < $2`, old[0], millis(before))
			if err != nil {
				return n, err
			}
			k, err := affected(res, nil)
			if err != nil {
				return n, err
			}
			n += k
		}
		return n, nil
	})
	if err != nil {
		return forgotten, err
	}
	// Bytes that a newer look or a merge left behind go too.
	_, err = s.db.ExecContext(ctx, `DELETE FROM page_bytes WHERE NOT EXISTS (SELECT 1 FROM pages WHERE pages.hash = page_bytes.hash)`)
	if err != nil {
		return forgotten, fmt.Errorf("forget pages: %w", err)
	}
	return forgotten, nil
}

func affected(res sql.Result, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	n, err := res.RowsAffected()
	return int(n), err
}

// Chore is daily work: when it was last done, and what that came to.
type Chore struct {
	Done  time.Time `json:"done,omitzero"`
	Words string    `json:"words"`
}

// Chore returns when the named work was last done; the zero Chore if never.
func (s *Store) Chore(ctx context.Context, name string) (Chore, error) {
	var c Chore
	err := s.Mark(ctx, name, &c)
	return c, err
}

// SaveChore records that the named work was done.
func (s *Store) SaveChore(ctx context.Context, name string, c Chore) error {
	return s.SetMark(ctx, name, c)
}
