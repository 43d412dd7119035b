package store

import (
	"context"
	"database/sql"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// AlarmEdition is what mail to the operator counts as. No edition can have this
// name, so that no reader ever gets it.
const AlarmEdition = "(operator)"

// Alarm asks for mail to the operator.
type Alarm struct {
	To      string // "" keeps a record and mails nobody
	Subject func(fresh int) string
	Now     time.Time
	Expires time.Time
}

// SyncAlarms makes present, words by name, what the operator has been told. It
// returns the names that are new, and in the same transaction opens one delivery
// that tells them all. A name that is gone is forgotten: when it comes again, it
// is told again.
func (s *Store) SyncAlarms(ctx context.Context, present map[string]string, a Alarm) (fresh []string, err error) {
	err = inTx(ctx, s.ledger, "alarms", func(tx *sql.Tx) error {
		rows, err := tx.QueryContext(ctx, `SELECT name FROM alarms`)
		known, err := collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
		if err != nil {
			return err
		}
		for _, name := range known {
			if _, still := present[name]; still {
				continue
			}
			if _, err := tx.ExecContext(ctx, `DELETE FROM alarms WHERE name = $1`, name); err != nil {
				return err
			}
		}
		fresh = nil
		for _, name := range slices.Sorted(maps.Keys(present)) {
			if slices.Contains(known, name) {
				continue
			}
			fresh = append(fresh, name)
			_, err := tx.ExecContext(ctx, `INSERT INTO alarms (name, words, raised) VALUES ($1, $2, $3)`, name, present[name], millis(a.Now))
			if err != nil {
				return err
			}
		}
		if len(fresh) == 0 || a.To == "" {
			return nil
		}
		return mailAlarm(ctx, tx, a, fresh, present)
	})
	return fresh, err
}

func mailAlarm(ctx context.Context, tx *sql.Tx, a Alarm, fresh []string, present map[string]string) error {
	var words []string
	for _, name := range fresh {
		words = append(words, present[name])
	}
	return sendLetter(ctx, tx, Letter{Edition: AlarmEdition, To: news.Recipient{Address: a.To}, Subject: a.Subject(len(fresh)),
		Text: strings.Join(words, "\n\n"), Now: a.Now, Expires: a.Expires})
}

// SlotTrouble is a slot whose issue did not reach its readers.
type SlotTrouble struct {
	Issue   int64
	Edition string
	Key     string
	State   news.IssueState // missed or expired
	Unsent  int
	Held    bool // missed because the operator held it
}

// TroubledSlots returns the slots after since that were missed, or whose issue
// expired before all had it.
func (s *Store) TroubledSlots(ctx context.Context, since time.Time) ([]SlotTrouble, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT id, edition, slot_key, state, (SELECT count(*) FROM deliveries WHERE issue = issues.id AND state = 'expired'),
			EXISTS (SELECT 1 FROM reviews r WHERE r.edition = issues.edition AND r.slot_key = issues.slot_key AND r.held > 0)
		FROM issues WHERE state IN ($1, $2) AND slot_at > $3 AND edition NOT LIKE '(%' ORDER BY slot_at`,
		news.IssueMissed, news.IssueExpired, millis(since))
	all, err := collect(rows, err, func(row scanner) (SlotTrouble, error) {
		var t SlotTrouble
		return t, row.Scan(&t.Issue, &t.Edition, &t.Key, &t.State, &t.Unsent, &t.Held)
	})
	if err != nil {
		return nil, fmt.Errorf("troubled slots: %w", err)
	}
	return all, nil
}

// LastStates returns the states of an edition's last n issues, latest first.
func (s *Store) LastStates(ctx context.Context, edition string, n int) ([]news.IssueState, error) {
	rows, err := s.db.QueryContext(ctx,
		`SELECT state FROM issues WHERE edition = $1 ORDER BY slot_at DESC LIMIT $2`, edition, n)
	all, err := collect(rows, err, func(row scanner) (state news.IssueState, err error) { return state, row.Scan(&state) })
	if err != nil {
		return nil, fmt.Errorf("issues of edition %s: %w", edition, err)
	}
	return all, nil
}
