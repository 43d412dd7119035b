package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// LetterEdition is what a mail about a reader's own affairs counts as. No edition
// can have this name.
const LetterEdition = "(letter)"

// Letter is a mail of plain text to one address, through the same ledger as
// issues: it is sent once, whatever fails.
type Letter struct {
	Edition string // [LetterEdition], [AlarmEdition] or [CorrectionEdition]
	From    string // name of the edition whose sender it comes from; "" is the operator
	To      news.Recipient
	Subject string
	Text    string
	Now     time.Time
	Expires time.Time
}

// sendLetter puts a letter into the ledger.
func sendLetter(ctx context.Context, tx *sql.Tx, l Letter) error {
	var before int
	if err := tx.QueryRowContext(ctx, `SELECT count(*) FROM issues WHERE edition = $1`, l.Edition).Scan(&before); err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	issue := news.Issue{Version: 1, Edition: l.Edition, Title: l.Subject, Notice: l.Text, Introduction: l.From,
		Slot: news.Slot{Edition: l.Edition, Key: fmt.Sprintf("%s.%d", l.Now.UTC().Format("2006-01-02T15:04"), before+1), At: l.Now}}
	k := KeptIssue{Issue: issue, Expires: l.Expires}
	err := tx.QueryRowContext(ctx, `
		INSERT INTO issues (edition, number, slot_key, slot_at, state, window_from, window_to, frozen, expires, data)
		VALUES ($1, 0, $2, $3, $4, 0, 0, $3, $5, $6) RETURNING id`,
		l.Edition, issue.Slot.Key, millis(l.Now), news.IssueFrozen, millis(l.Expires), asJSON(issue)).Scan(&k.ID)
	if err != nil {
		return fmt.Errorf("letter: %w", err)
	}
	return addDeliveries(ctx, tx, k, []news.Recipient{l.To})
}
