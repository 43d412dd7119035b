package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"strings"
	"time"
)

// BounceReport is a mail that says what became of one of ours.
type BounceReport struct {
	Raw       []byte
	Received  time.Time
	Class     string // failed, delayed, delivered, automatic, unknown
	MessageID string
	Recipient string
	Status    string // such as "5.1.1"
	Reason    string // without addresses
}

// BounceSaved says what became of a report.
type BounceSaved struct {
	Delivery int64  // 0: of none of ours
	Class    string // unknown for a failure of none of ours
	Fresh    bool   // false for a report that is known
}

// SaveBounce records one report, once however often it is handed in. A failed
// delivery counts against its address as a refusal by the relay does.
func (s *Store) SaveBounce(ctx context.Context, b BounceReport) (BounceSaved, error) {
	var saved BounceSaved
	sum := sha256.Sum256(append([]byte(b.Recipient+"\x00"), b.Raw...))
	err := inTx(ctx, s.ledger, "save bounce", func(tx *sql.Tx) error {
		delivery, address, err := bouncedDelivery(ctx, tx, b)
		if err != nil {
			return err
		}
		if delivery == 0 && b.Class == "failed" {
			b.Class = "unknown"
		}
		saved = BounceSaved{Delivery: delivery, Class: b.Class}
		var report any
		if b.Class == "unknown" {
			report = b.Raw
		}
		n, err := affected(tx.ExecContext(ctx, `
			INSERT INTO bounces (hash, received, class, delivery, words, report) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
			hex.EncodeToString(sum[:]), millis(b.Received), b.Class, delivery, strings.TrimSpace(b.Status+" "+b.Reason), report))
		if saved.Fresh = n > 0; err != nil || !saved.Fresh || b.Class != "failed" {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE deliveries SET state = 'failed', reply = $2 WHERE id = $1 AND state = 'sent'`,
			delivery, "came back later: "+strings.TrimSpace(b.Status+" "+b.Reason))
		if err != nil {
			return err
		}
		return refuse(ctx, tx.ExecContext, refusal{address, b.Status == "5.1.1", strings.TrimSpace(b.Status + " " + b.Reason), b.Received})
	})
	return saved, err
}

// bouncedDelivery finds what a report is about: by Message-ID, else the last one
// sent to its recipient.
func bouncedDelivery(ctx context.Context, tx *sql.Tx, b BounceReport) (id int64, address string, err error) {
	for _, q := range []struct{ where, arg string }{
		{`message_id = $1`, b.MessageID}, {`message_id = $1`, "<" + b.MessageID + ">"}, {`lower(address) = $1 AND sent_at > 0`, strings.ToLower(b.Recipient)},
	} {
		if strings.Trim(q.arg, "<>") == "" {
			continue
		}
		err := tx.QueryRowContext(ctx, `SELECT id, lower(address) FROM deliveries WHERE `+q.where+` ORDER BY id DESC LIMIT 1`, q.arg).Scan(&id, &address)
		if err == nil {
			return id, address, nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return 0, "", fmt.Errorf("find delivery: %w", err)
		}
	}
	return 0, "", nil
}
