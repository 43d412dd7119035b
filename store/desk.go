package store

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// DeliveryQuery narrows [Store.FindDeliveries]; empty fields narrow nothing.
type DeliveryQuery struct {
	Edition string
	Number  int // of the issue
	State   news.DeliveryState
	Address string
	Unsent  bool // leave out what has been sent
	Limit   int  // 0 for all
}

// FindDeliveries returns deliveries without their bytes, the newest issue first.
func (s *Store) FindDeliveries(ctx context.Context, q DeliveryQuery) ([]news.Delivery, error) {
	limit := q.Limit
	if limit <= 0 {
		limit = math.MaxInt32
	}
	rows, err := s.ledger.QueryContext(ctx, `
		SELECT `+strings.Replace(deliveryColumns, messageColumn, "NULL", 1)+`
		FROM deliveries d JOIN issues i ON i.id = d.issue
		WHERE ($1 = '' OR i.edition = $1) AND ($2 = 0 OR i.number = $2) AND ($3 = '' OR d.state = $3)
			AND ($4 = '' OR lower(d.address) = $4) AND NOT ($5 AND d.state = 'sent')
		ORDER BY i.slot_at DESC, d.issue DESC, d.address LIMIT $6`,
		q.Edition, q.Number, q.State, strings.ToLower(q.Address), q.Unsent, limit)
	all, err := collect(rows, err, scanDelivery)
	if err != nil {
		return nil, fmt.Errorf("find deliveries: %w", err)
	}
	return all, nil
}

// RetryDelivery opens a delivery again that is not sent and not being sent, and
// forgets what was held against its address. It reports false when there is
// nothing to open: it is sent, somebody has it, or its issue is too old.
func (s *Store) RetryDelivery(ctx context.Context, id int64, now time.Time) (bool, error) {
	var opened bool
	err := inTx(ctx, s.ledger, "retry delivery", func(tx *sql.Tx) error {
		// An end that is unknown counts as offered again: a third copy never leaves by itself.
		res, err := tx.ExecContext(ctx, `
			UPDATE deliveries SET state = 'pending', open = 1, next_at = 0, fence = fence + 1,
				resent = CASE state WHEN 'unknown' THEN 1 ELSE resent END
			WHERE id = $1 AND expires > $2 AND state IN ('pending', 'retry', 'failed', 'unknown', 'suppressed')`, id, millis(now))
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if opened = n > 0; err != nil || !opened {
			return err
		}
		return execAll(ctx, tx, []statement{
			{`DELETE FROM refused_addresses WHERE address = (SELECT lower(address) FROM deliveries WHERE id = $1)`, []any{id}},
			{`UPDATE issues SET state = 'frozen' WHERE id = (SELECT issue FROM deliveries WHERE id = $1)`, []any{id}},
		})
	})
	return opened, err
}

// DropDelivery gives a delivery up that nobody has claimed. It reports false
// when it is sent or being sent.
func (s *Store) DropDelivery(ctx context.Context, id int64) (bool, error) {
	var dropped bool
	err := inTx(ctx, s.ledger, "drop delivery", func(tx *sql.Tx) error {
		res, err := tx.ExecContext(ctx, `
			UPDATE deliveries SET state = 'suppressed', open = 0, reply = 'dropped by the operator', fence = fence + 1
			WHERE id = $1 AND state IN ('pending', 'retry', 'failed', 'unknown')`, id)
		if err != nil {
			return err
		}
		n, err := res.RowsAffected()
		if dropped = n > 0; err != nil || !dropped {
			return err
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE issues SET state = 'sent' WHERE id = (SELECT issue FROM deliveries WHERE id = $1)
				AND state = 'frozen' AND `+nothingOutstanding, id)
		return err
	})
	return dropped, err
}
