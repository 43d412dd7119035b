package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// After how many issues in a row an address gets no more: three refusals of any
// kind, or two that name no such mailbox. Relays look after their name, and one
// that keeps writing to dead addresses loses it for all readers.
const (
	mostRefusals = 3
	mostUnknown  = 2
)

// lastCameBack is true when the mail to an address before delivery $2 came back, or
// was refused: then that this one was taken says nothing yet.
const lastCameBack = `COALESCE((SELECT state FROM deliveries
	WHERE lower(address) = $1 AND id < $2 AND state IN ('sent', 'failed') ORDER BY id DESC LIMIT 1), 'sent') = 'failed'`

// judgeAddress counts what a settled delivery says of its address. A relay takes
// nearly everything, and a report that it did not arrive comes later: so it is the
// next mail that shows that one arrived.
func judgeAddress(ctx context.Context, w writer, d news.Delivery) error {
	address := strings.ToLower(d.Recipient.Address)
	switch {
	case d.State == news.Sent:
		_, err := w.exec(ctx, `DELETE FROM refused_addresses WHERE address = $1 AND NOT `+lastCameBack, address, d.ID)
		return err
	case d.State != news.Failed || !d.Blamed:
		return nil
	}
	return refuse(ctx, w.exec, refusal{d.ID, address, d.Enhanced == "5.1.1", d.Reply, d.NextAt})
}

// refusal is that a mail to an address was refused for good, by the relay or by a
// report that came back later.
type refusal struct {
	delivery int64
	address  string // in small letters
	unknown  bool   // no such mailbox (5.1.1)
	reply    string
	at       time.Time
}

// refuse counts a refusal against its address, and stops writing to it after enough
// in a row.
func refuse(ctx context.Context, exec func(context.Context, string, ...any) (sql.Result, error), r refusal) error {
	_, err := exec(ctx, `DELETE FROM refused_addresses WHERE address = $1 AND suppressed = 0 AND NOT `+lastCameBack, r.address, r.delivery)
	if err != nil {
		return fmt.Errorf("refused address: %w", err)
	}
	_, err = exec(ctx, `
		INSERT INTO refused_addresses (address, refusals, unknown, reply) VALUES ($1, 1, $2, $3)
		ON CONFLICT (address) DO UPDATE SET refusals = refused_addresses.refusals + 1, reply = excluded.reply,
			unknown = CASE excluded.unknown WHEN 0 THEN 0 ELSE refused_addresses.unknown + 1 END`, r.address, number(r.unknown), r.reply)
	if err != nil {
		return fmt.Errorf("refused address: %w", err)
	}
	_, err = exec(ctx, `
		UPDATE refused_addresses SET suppressed = $2
		WHERE address = $1 AND suppressed = 0 AND (refusals >= $3 OR unknown >= $4)`,
		r.address, millis(r.at), mostRefusals, mostUnknown)
	return err
}

// addDeliveries opens one delivery for each recipient of an issue; an address
// that is suppressed gets one that is never sent.
func addDeliveries(ctx context.Context, tx *sql.Tx, k KeptIssue, recipients []news.Recipient) error {
	for _, r := range recipients {
		state, reply := news.Pending, ""
		err := tx.QueryRowContext(ctx, `SELECT reply FROM refused_addresses WHERE address = $1 AND suppressed > 0`,
			strings.ToLower(r.Address)).Scan(&reply)
		switch {
		case err == nil && k.Issue.Edition != AlarmEdition && k.Issue.Edition != ProofEdition: // the operator has to hear of trouble
			state, reply = news.Suppressed, "refused in earlier issues: "+reply
		case err != nil && !errors.Is(err, sql.ErrNoRows):
			return fmt.Errorf("refused address: %w", err)
		}
		_, err = tx.ExecContext(ctx, `
			INSERT INTO deliveries (issue, address, name, list, state, open, reply, expires) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)`,
			k.ID, r.Address, r.Name, number(r.List), state, number(state.Open()), reply, millis(k.Expires))
		if err != nil {
			return fmt.Errorf("delivery: %w", err)
		}
	}
	return nil
}

// SuppressedAddress is one that nothing is sent to any more.
type SuppressedAddress struct {
	Address string    `json:"address"`
	Since   time.Time `json:"since,omitzero"`
	Reply   string    `json:"reply"` // the relay's last word
}

// SuppressedAddresses returns the addresses that nothing is sent to.
func (s *Store) SuppressedAddresses(ctx context.Context) ([]SuppressedAddress, error) {
	rows, err := s.ledger.QueryContext(ctx,
		`SELECT address, suppressed, reply FROM refused_addresses WHERE suppressed > 0 ORDER BY address`)
	all, err := collect(rows, err, func(row scanner) (SuppressedAddress, error) {
		var a SuppressedAddress
		var since int64
		err := row.Scan(&a.Address, &since, &a.Reply)
		a.Since = instant(since)
		return a, err
	})
	if err != nil {
		return nil, fmt.Errorf("suppressed addresses: %w", err)
	}
	return all, nil
}
