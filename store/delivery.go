package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wardround/wardround/news"
)

// ErrLeaseLost says that a delivery was claimed by somebody else meanwhile, or
// that the time to settle it has run out.
var ErrLeaseLost = errors.New("the delivery is no longer ours")

// messageColumn holds the bytes of a delivery d.
const messageColumn = `(SELECT bytes FROM messages WHERE delivery = d.id)`

const deliveryColumns = `d.id, d.issue, i.edition, i.number, d.address, d.name, d.list, d.state, d.attempts, d.next_at,
	d.expires, d.message_id, ` + messageColumn + `, d.code, d.reply, d.sent_at, d.resent, d.fence, d.message_hash`

func scanDelivery(row scanner) (news.Delivery, error) {
	var d news.Delivery
	var next, expires, sent int64
	err := row.Scan(&d.ID, &d.Issue, &d.Edition, &d.Number, &d.Recipient.Address, &d.Recipient.Name, &d.Recipient.List,
		&d.State, &d.Attempts, &next, &expires, &d.MessageID, &d.Message, &d.Code, &d.Reply, &sent, &d.Resent, &d.Fence, &d.Hash)
	d.NextAt, d.Expires, d.SentAt = instant(next), instant(expires), instant(sent)
	return d, err
}

// nothingOutstanding is true of an issue that waits for no delivery any more.
const nothingOutstanding = `NOT EXISTS (SELECT 1 FROM deliveries WHERE issue = issues.id AND open = 1)`

// closeIssues marks issues as sent of which nothing is outstanding.
const closeIssues = `UPDATE issues SET state = 'sent' WHERE state = 'frozen' AND ` + nothingOutstanding

// RecoverDeliveries settles what was left by senders that died: a claim that
// never came to the final dot is open again, one that may have is unknown and
// waits until now plus unknownAfter, or has failed when it was offered again
// already. Deliveries past their time expire, and with them their issue, unless
// nothing of it is outstanding.
func (s *Store) RecoverDeliveries(ctx context.Context, now time.Time, unknownAfter time.Duration) error {
	return inTx(ctx, s.ledger, "recover deliveries", func(tx *sql.Tx) error {
		at := []any{millis(now)}
		return execAll(ctx, tx, []statement{
			{`UPDATE deliveries SET state = 'pending' WHERE open = 1 AND state = 'talking' AND lease_until <= $1`, at},
			{`UPDATE deliveries SET state = CASE resent WHEN 0 THEN 'unknown' ELSE 'failed' END, open = 1 - resent, next_at = $2,
				reply = 'the connection ended before the reply to the message'
				WHERE open = 1 AND state = 'committing' AND lease_until <= $1`, []any{millis(now), millis(now.Add(unknownAfter))}},
			{closeIssues, nil},
			{`UPDATE deliveries SET state = 'expired', open = 0
				WHERE open = 1 AND state IN ('pending', 'retry', 'unknown') AND expires <= $1`, at},
			// An issue whose last claim still holds waits for what becomes of that.
			{`UPDATE issues SET state = 'expired' WHERE state = 'frozen' AND expires <= $1 AND ` + nothingOutstanding, at},
		})
	})
}

// ClaimDeliveries takes the next deliveries that are due, most of them at most,
// each for as long as lease. An unknown delivery is offered once more only with
// resend. When none is due, issues of which nothing is outstanding become sent.
func (s *Store) ClaimDeliveries(ctx context.Context, c news.Claim) ([]news.Delivery, error) {
	var claimed []news.Delivery
	err := s.group.do(ctx, "claim deliveries", func(ctx context.Context, w writer) error {
		rows, err := w.query(ctx, s.claimStatement(), millis(c.Now.Add(c.Lease)), millis(c.Now), c.Resend, c.Most)
		if claimed, err = collect(rows, err, scanDelivery); err != nil || len(claimed) > 0 {
			return err
		}
		_, err = w.exec(ctx, closeIssues)
		return err
	})
	if err != nil {
		return nil, err
	}
	// What a statement returns is in no order.
	slices.SortFunc(claimed, func(a, b news.Delivery) int {
		return cmp.Or(a.NextAt.Compare(b.NextAt), cmp.Compare(a.ID, b.ID))
	})
	return claimed, nil
}

func (s *Store) claimStatement() string {
	return `
	WITH due AS MATERIALIZED (SELECT id FROM deliveries
		WHERE open = 1 AND next_at <= $2 AND expires > $2
			AND (state IN ('pending', 'retry') OR ($3 AND state = 'unknown' AND resent = 0))
		ORDER BY next_at, id LIMIT $4` + s.dialect.SkipLocked + `)
	UPDATE deliveries SET state = 'talking', lease_until = $1, fence = fence + 1,
		resent = CASE state WHEN 'unknown' THEN 1 ELSE resent END
	WHERE id IN (SELECT id FROM due)
	RETURNING id, issue, (SELECT edition FROM issues WHERE issues.id = issue), (SELECT number FROM issues WHERE issues.id = issue),
		address, name, list, state, attempts, next_at, expires, message_id,
		(SELECT bytes FROM messages WHERE delivery = deliveries.id), code, reply, sent_at, resent, fence, message_hash`
}

// KeepMessage stores the bytes that every attempt of a claimed delivery sends.
func (s *Store) KeepMessage(ctx context.Context, d news.Delivery) error {
	return s.group.do(ctx, "keep message", func(ctx context.Context, w writer) error {
		res, err := w.exec(ctx, `UPDATE deliveries SET message_id = $3 WHERE id = $1 AND fence = $2 AND state = 'talking'`,
			d.ID, d.Fence, d.MessageID)
		if err := ours(d, res, err); err != nil {
			return err
		}
		_, err = w.exec(ctx, `INSERT INTO messages (delivery, bytes) VALUES ($1, $2)
			ON CONFLICT (delivery) DO UPDATE SET bytes = excluded.bytes`, d.ID, d.Message)
		return err
	})
}

// Commit records that the final dot of a claimed delivery is about to be sent.
// It returns only when that is on disk, and [ErrLeaseLost] when now is past the
// lease: then the dot must not be sent.
func (s *Store) Commit(ctx context.Context, d news.Delivery, now time.Time) error {
	return s.group.do(ctx, "commit", func(ctx context.Context, w writer) error {
		res, err := w.exec(ctx, `
			UPDATE deliveries SET state = 'committing' WHERE id = $1 AND fence = $2 AND state = 'talking' AND lease_until > $3`,
			d.ID, d.Fence, millis(now))
		return ours(d, res, err)
	})
}

// Settle records what became of a claimed delivery. It is [ErrLeaseLost] when the claim was lost.
//
// A relay may take up to ten minutes for its reply to the message, longer than
// the lease. A reply that comes after the delivery was given up as unknown still
// counts, as long as nobody has claimed it since: else the mail went out twice.
func (s *Store) Settle(ctx context.Context, d news.Delivery) error {
	return s.group.do(ctx, "settle", func(ctx context.Context, w writer) error {
		res, err := w.exec(ctx, `
			UPDATE deliveries SET state = $3, attempts = $4, next_at = $5, code = $6, reply = $7, sent_at = $8, lease_until = 0, open = $10
			WHERE id = $1 AND fence = $2 AND (state IN ('talking', 'committing', 'unknown')
				OR $9 AND state IN ('failed', 'expired'))`,
			d.ID, d.Fence, d.State, d.Attempts, millis(d.NextAt), d.Code, d.Reply, millis(d.SentAt), d.State == news.Sent, number(d.State.Open()))
		if err := ours(d, res, err); err != nil {
			return err
		}
		return judgeAddress(ctx, w, d)
	})
}

func ours(d news.Delivery, res sql.Result, err error) error {
	if err != nil {
		return fmt.Errorf("delivery %d: %w", d.ID, err)
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return fmt.Errorf("delivery %d: %w", d.ID, errors.Join(ErrLeaseLost, err))
	}
	return nil
}

// Deliveries returns all deliveries of an issue, by address.
func (s *Store) Deliveries(ctx context.Context, issue int64) ([]news.Delivery, error) {
	rows, err := s.ledger.QueryContext(ctx, `
		SELECT `+deliveryColumns+` FROM deliveries d JOIN issues i ON i.id = d.issue WHERE d.issue = $1 ORDER BY d.address`, issue)
	all, err := collect(rows, err, scanDelivery)
	if err != nil {
		return nil, fmt.Errorf("deliveries of issue %d: %w", issue, err)
	}
	return all, nil
}

// CountDeliveries counts the deliveries of an issue by state; issue 0 counts
// those of all issues.
func (s *Store) CountDeliveries(ctx context.Context, issue int64) (map[news.DeliveryState]int, error) {
	type count struct {
		state news.DeliveryState
		n     int
	}
	rows, err := s.ledger.QueryContext(ctx,
		`SELECT state, count(*) FROM deliveries WHERE $1 = 0 OR issue = $1 GROUP BY state`, issue)
	counts, err := collect(rows, err, func(row scanner) (count, error) {
		var c count
		return c, row.Scan(&c.state, &c.n)
	})
	if err != nil {
		return nil, fmt.Errorf("count deliveries: %w", err)
	}
	byState := make(map[news.DeliveryState]int, len(counts))
	for _, c := range counts {
		byState[c.state] = c.n
	}
	return byState, nil
}

// NextDelivery returns when the next open delivery may be tried, or the zero
// instant when none is open. A claimed one counts from the end of its lease.
func (s *Store) NextDelivery(ctx context.Context) (time.Time, error) {
	var ms sql.NullInt64
	err := s.ledger.QueryRowContext(ctx, `
		SELECT min(CASE WHEN state IN ('talking', 'committing') THEN lease_until ELSE next_at END) FROM deliveries
		WHERE open = 1 AND NOT (state = 'unknown' AND resent = 1)`).Scan(&ms)
	if err != nil {
		return time.Time{}, fmt.Errorf("next delivery: %w", err)
	}
	if !ms.Valid {
		return time.Time{}, nil
	}
	return time.UnixMilli(ms.Int64).UTC(), nil
}
