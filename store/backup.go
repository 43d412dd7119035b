package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"
)

// ErrNoBackup says that the database has tools of its own for that.
var ErrNoBackup = errors.New("this database is backed up with its own tools")

// restoredChore marks a store that came out of a backup and may not send yet.
const restoredChore = "restored"

// Backup writes a whole and consistent copy of the store to the file at path,
// which must be empty, while others read and write the store.
func (s *Store) Backup(ctx context.Context, path string) error {
	if s.dialect.Backup == "" {
		return fmt.Errorf("backup: %w", ErrNoBackup)
	}
	if _, err := s.db.ExecContext(ctx, s.dialect.Backup, path); err != nil {
		return fmt.Errorf("backup: %w", err)
	}
	return nil
}

// HoldMail marks a store as restored: nothing is frozen or sent from it until
// [Store.ReleaseMail]. What it holds as outstanding may have gone out after the
// backup was made.
func (s *Store) HoldMail(ctx context.Context, now time.Time, words string) error {
	return s.SaveChore(ctx, restoredChore, Chore{Done: now, Words: words})
}

// MailHeld says whether the store was restored and not released since, and when.
func (s *Store) MailHeld(ctx context.Context) (Chore, bool, error) {
	c, err := s.Chore(ctx, restoredChore)
	return c, !c.Done.IsZero(), err
}

// ReleaseMail lets a restored store send again, and returns how many deliveries
// were outstanding in it. With drop these are given up, and no slot before now is
// caught up: that is right when the installation that was backed up went on
// sending. Without, both are sent.
func (s *Store) ReleaseMail(ctx context.Context, now time.Time, drop bool) (outstanding int, err error) {
	err = inTx(ctx, s.ledger, "release mail", func(tx *sql.Tx) error {
		row := tx.QueryRowContext(ctx, `SELECT count(*) FROM deliveries WHERE open = 1`)
		if err := row.Scan(&outstanding); err != nil {
			return err
		}
		release := []statement{{`DELETE FROM marks WHERE name = $1`, []any{restoredChore}}}
		if drop {
			release = append(release,
				statement{`UPDATE deliveries SET state = 'suppressed', open = 0, fence = fence + 1,
					reply = 'outstanding in a backup, and given up when that was restored' WHERE open = 1`, nil},
				statement{`UPDATE issues SET state = 'sent' WHERE state = 'frozen' AND ` + nothingOutstanding, nil},
				statement{`UPDATE editions SET since = $1`, []any{millis(now)}})
		}
		return execAll(ctx, tx, release)
	})
	return outstanding, err
}
