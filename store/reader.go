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

// Reader is somebody whom a command added to an edition.
type Reader struct {
	Edition   string         `json:"edition"`
	Recipient news.Recipient `json:"recipient"`
	Basis     string         `json:"basis,omitempty"` // why they get it, in the operator's words
	Added     time.Time      `json:"added,omitzero"`
}

// AddReader adds a reader to an edition; one that is there already keeps the day.
func (s *Store) AddReader(ctx context.Context, r Reader) error {
	_, err := s.ledger.ExecContext(ctx, `
		INSERT INTO readers (edition, address, name, list, basis, added) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (edition, address) DO UPDATE SET name = excluded.name, list = excluded.list, basis = excluded.basis`,
		r.Edition, strings.ToLower(r.Recipient.Address), r.Recipient.Name, number(r.Recipient.List), r.Basis, millis(r.Added))
	if err != nil {
		return fmt.Errorf("add reader: %w", err)
	}
	return nil
}

// RemoveReader takes a reader off an edition, "" off all, and reports whether
// there was one. It says nothing of the configuration, and is no opt-out.
func (s *Store) RemoveReader(ctx context.Context, edition, address string) (bool, error) {
	n, err := affected(s.ledger.ExecContext(ctx, `DELETE FROM readers WHERE ($1 = '' OR edition = $1) AND address = $2`, edition, strings.ToLower(address)))
	if err != nil {
		return false, fmt.Errorf("remove reader: %w", err)
	}
	return n > 0, nil
}

// Readers returns those whom a command added, by edition and address; of all
// editions when edition is "".
func (s *Store) Readers(ctx context.Context, edition string) ([]Reader, error) {
	rows, err := s.ledger.QueryContext(ctx, `
		SELECT edition, address, name, list, basis, added FROM readers WHERE $1 = '' OR edition = $1 ORDER BY edition, address`, edition)
	all, err := collect(rows, err, func(row scanner) (Reader, error) {
		var r Reader
		var added int64
		err := row.Scan(&r.Edition, &r.Recipient.Address, &r.Recipient.Name, &r.Recipient.List, &r.Basis, &added)
		r.Added = instant(added)
		return r, err
	})
	if err != nil {
		return nil, fmt.Errorf("readers: %w", err)
	}
	return all, nil
}

// IsReader reports whether a command added the address to the edition.
func (s *Store) IsReader(ctx context.Context, edition, address string) (bool, error) {
	var n int
	err := s.ledger.QueryRowContext(ctx, `SELECT count(*) FROM readers WHERE edition = $1 AND address = $2`, edition, strings.ToLower(address)).Scan(&n)
	if err != nil {
		return false, fmt.Errorf("reader: %w", err)
	}
	return n > 0, nil
}

// OptOut says that a reader has left an edition, or all when Edition is "".
type OptOut struct {
	Reader  string    `json:"reader"` // keyed hash of the address
	Edition string    `json:"edition"`
	At      time.Time `json:"at,omitzero"`
	Means   string    `json:"means"`            // link, mail, operator, erased
	Undone  bool      `json:"undone,omitempty"` // in the list beside the store: came back at At
	Address string    `json:"-"`                // for four weeks, so that it can be undone; "" is not known
}

// Leave records an opt-out, stops what is outstanding for the reader and sends the
// letter, if there is one. It reports false when the reader had left already.
func (s *Store) Leave(ctx context.Context, o OptOut, letter *Letter) (fresh bool, err error) {
	err = inTx(ctx, s.ledger, "leave", func(tx *sql.Tx) error {
		n, err := affected(tx.ExecContext(ctx, `
			INSERT INTO opt_outs (reader, edition, at, means, address) VALUES ($1, $2, $3, $4, $5) ON CONFLICT DO NOTHING`,
			o.Reader, o.Edition, millis(o.At), o.Means, strings.ToLower(o.Address)))
		if err != nil {
			return err
		}
		if fresh = n > 0; !fresh {
			return nil
		}
		if o.Address == "" {
			return nil
		}
		_, err = tx.ExecContext(ctx, `
			UPDATE deliveries SET state = 'suppressed', open = 0, reply = 'the reader has left'
			WHERE lower(address) = $1 AND open = 1 AND state IN ('pending', 'retry', 'unknown')
				AND issue IN (SELECT id FROM issues WHERE ($2 = '' OR edition = $2) AND edition NOT LIKE '(%')`, strings.ToLower(o.Address), o.Edition)
		if err != nil || letter == nil {
			return err
		}
		return sendLetter(ctx, tx, *letter)
	})
	return fresh, err
}

// Return undoes opt-outs of a reader, of one edition or, with "", of all, and
// reports whether there was one at or after since. An erasure is undone only when
// since is zero: when the operator says so.
func (s *Store) Return(ctx context.Context, reader, edition string, since time.Time) (bool, error) {
	n, err := affected(s.ledger.ExecContext(ctx, `
		DELETE FROM opt_outs WHERE reader = $1 AND ($2 = '' OR edition = $2 OR edition = '') AND at >= $3
			AND (means <> 'erased' OR $3 = 0)`,
		reader, edition, millis(since)))
	if err != nil {
		return false, fmt.Errorf("return: %w", err)
	}
	return n > 0, nil
}

const optOutColumns = `reader, edition, at, means, address`

func scanOptOut(row scanner) (o OptOut, err error) {
	var at int64
	err = row.Scan(&o.Reader, &o.Edition, &at, &o.Means, &o.Address)
	o.At = instant(at)
	return o, err
}

// OptOuts returns everybody who has left, the latest first.
func (s *Store) OptOuts(ctx context.Context) ([]OptOut, error) {
	rows, err := s.ledger.QueryContext(ctx, `SELECT `+optOutColumns+` FROM opt_outs ORDER BY at DESC, reader, edition`)
	all, err := collect(rows, err, scanOptOut)
	if err != nil {
		return nil, fmt.Errorf("opt-outs: %w", err)
	}
	return all, nil
}

// HasLeft says whether a reader has left this edition, or all.
func (s *Store) HasLeft(ctx context.Context, reader, edition string) (OptOut, bool, error) {
	o, err := scanOptOut(s.ledger.QueryRowContext(ctx, `
		SELECT `+optOutColumns+` FROM opt_outs WHERE reader = $1 AND edition IN ($2, '') ORDER BY edition LIMIT 1`, reader, edition))
	if errors.Is(err, sql.ErrNoRows) {
		return OptOut{}, false, nil
	}
	if err != nil {
		return OptOut{}, false, fmt.Errorf("opt-out: %w", err)
	}
	return o, true, nil
}

// ForgetLeavers takes the address off opt-outs from before the instant, and
// returns of how many. The keyed hash keeps them out.
func (s *Store) ForgetLeavers(ctx context.Context, before time.Time) (int, error) {
	n, err := affected(s.ledger.ExecContext(ctx, `UPDATE opt_outs SET address = '' WHERE address <> '' AND at < $1`, millis(before)))
	if err != nil {
		return 0, fmt.Errorf("forget leavers: %w", err)
	}
	return n, nil
}

// EraseReader takes an address out of everything that is kept, messages included,
// and keeps it out by its hash. It returns how many records held it.
func (s *Store) EraseReader(ctx context.Context, o OptOut, address string) (int, error) {
	address = strings.ToLower(address)
	total := 0
	err := inTx(ctx, s.ledger, "erase reader", func(tx *sql.Tx) error {
		for _, step := range []statement{
			{`DELETE FROM messages WHERE delivery IN (SELECT id FROM deliveries WHERE lower(address) = $1)`, []any{address}},
			{`UPDATE deliveries SET state = CASE open WHEN 1 THEN 'suppressed' ELSE state END, open = 0, fence = fence + 1,
				address = '#' || id, name = '', reply = '', message_id = '', forgotten = $2 WHERE lower(address) = $1`, []any{address, millis(o.At)}},
			{`DELETE FROM readers WHERE address = $1`, []any{address}},
			{`DELETE FROM refused_addresses WHERE address = $1`, []any{address}},
			{`DELETE FROM opt_outs WHERE reader = $1`, []any{o.Reader}},
		} {
			n, err := affected(tx.ExecContext(ctx, step.query, step.args...))
			if err != nil {
				return err
			}
			total += n
		}
		_, err := tx.ExecContext(ctx, `INSERT INTO opt_outs (reader, edition, at, means) VALUES ($1, '', $2, $3)`, o.Reader, millis(o.At), o.Means)
		return err
	})
	return total, err
}

// WriteAgain forgets what was held against an address, and reports whether
// anything was.
func (s *Store) WriteAgain(ctx context.Context, address string) (bool, error) {
	n, err := affected(s.ledger.ExecContext(ctx, `DELETE FROM refused_addresses WHERE address = $1`, strings.ToLower(address)))
	if err != nil {
		return false, fmt.Errorf("write again: %w", err)
	}
	return n > 0, nil
}
