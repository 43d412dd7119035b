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
	Final     string // whom the recipient's server passed it on to; "" for nobody else
	Status    string // such as "5.1.1"
	Reason    string // without addresses
}

// BounceSaved says what became of a report.
type BounceSaved struct {
	Delivery int64  // 0: of none of ours
	Class    string // unknown for a failure of none of ours, member for one of a list's members
	Fresh    bool   // false for a report that is known
}

// SaveBounce records one report, once however often it is handed in. A failed
// delivery counts against its address as a refusal by the relay does, once however
// many reports there are of it: anybody can write one. That a member of a
// distribution list did not get it says nothing of the list.
func (s *Store) SaveBounce(ctx context.Context, b BounceReport) (BounceSaved, error) {
	var saved BounceSaved
	sum := sha256.Sum256(append([]byte(b.Recipient+"\x00"), b.Raw...))
	err := inTx(ctx, s.ledger, "save bounce", func(tx *sql.Tx) error {
		d, err := bouncedDelivery(ctx, tx, b)
		if err != nil {
			return err
		}
		if b.Class == "failed" {
			b.Class = d.failed(b)
		}
		saved = BounceSaved{Delivery: d.id, Class: b.Class}
		var report any
		if b.Class == "unknown" {
			report = b.Raw
		}
		n, err := affected(tx.ExecContext(ctx, `
			INSERT INTO bounces (hash, received, class, delivery, words, report) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT DO NOTHING`,
			hex.EncodeToString(sum[:]), millis(b.Received), b.Class, d.id, strings.TrimSpace(b.Status+" "+b.Reason), report))
		if saved.Fresh = n > 0; err != nil || !saved.Fresh || b.Class != "failed" {
			return err
		}
		words := strings.TrimSpace(b.Status + " " + b.Reason)
		n, err = affected(tx.ExecContext(ctx, `UPDATE deliveries SET state = 'failed', reply = $2 WHERE id = $1 AND state = 'sent'`,
			d.id, "came back later: "+words))
		if err != nil || n == 0 {
			return err
		}
		return refuse(ctx, tx.ExecContext, refusal{d.id, d.address, b.Status == "5.1.1", words, b.Received})
	})
	return saved, err
}

// bounced is the delivery that a report is about.
type bounced struct {
	id      int64  // 0: of none of ours
	address string // in small letters
	list    bool
}

// failed is the class of a report that the delivery failed.
func (d bounced) failed(b BounceReport) string {
	for _, to := range []string{b.Recipient, b.Final} {
		if d.list && to != "" && !strings.EqualFold(to, d.address) {
			return "member"
		}
	}
	if d.id == 0 {
		return "unknown"
	}
	return "failed"
}

// bouncedDelivery finds what a report is about: by Message-ID, else the last one
// sent to its recipient.
func bouncedDelivery(ctx context.Context, tx *sql.Tx, b BounceReport) (d bounced, err error) {
	for _, q := range []struct{ where, arg string }{
		{`message_id = $1`, b.MessageID}, {`message_id = $1`, "<" + b.MessageID + ">"}, {`lower(address) = $1 AND sent_at > 0`, strings.ToLower(b.Recipient)},
	} {
		if strings.Trim(q.arg, "<>") == "" {
			continue
		}
		err := tx.QueryRowContext(ctx, `SELECT id, lower(address), list FROM deliveries WHERE `+q.where+` ORDER BY id DESC LIMIT 1`, q.arg).
			Scan(&d.id, &d.address, &d.list)
		if err == nil {
			return d, nil
		}
		if !errors.Is(err, sql.ErrNoRows) {
			return d, fmt.Errorf("find delivery: %w", err)
		}
	}
	return d, nil
}
