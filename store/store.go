// Package store keeps what was read, judged, written and sent.
//
// One SQL text serves every database; a [Dialect] holds what differs. Open a
// store with the Open of store/sqlite. Instants are kept as Unix milliseconds,
// lists and nested values as JSON.
package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
)

// ErrNotFound says that nothing is kept under the name or number asked for.
var ErrNotFound = errors.New("not found")

// Dialect is what differs from one database to another.
type Dialect struct {
	Name        string
	IndexText   string              // statement: id, title, body
	UnindexText string              // statement: id
	IndexLater  string              // before the entries of all articles are made at once: drops what is slow to keep up
	IndexNow    string              // after it: makes that anew, and has the planner look at what came
	SearchSlice string              // FROM of a search: the full-text index as f, then articles as a; RELEVANT is true if only relevant ones count
	SearchWhere string              // condition on TERMS, the query, and on numbers above LOW and up to HIGH
	NotFirst    string              // before a column: keeps the planner from starting with it; "" where it weighs by itself
	PlanEach    []any               // arguments before all others that have a statement planned for its values
	SearchTerms func(string) string // typed words to a query that cannot fail; "" when nothing is left
	Tables      string              // query: names of the tables that hold what is kept
	OwnNumbers  string              // part of an INSERT that brings its own numbers; "" where that is always allowed
	NextNumber  string              // statement: numbers of TABLE go on after the largest; "" where they do so by themselves
	GivenNumber string              // end of an INSERT that returns the new number; "" where its result says it
	Check       string              // query: one row of text, "ok" when the database is whole
	Size        string              // query: bytes that the store takes up
	Backup      string              // statement that copies the database to the empty file $1; "" where it has tools of its own
	SkipLocked  string              // end of a SELECT that claims a row: passes over rows others are claiming
	// OneWriter is a statement that makes a transaction wait for the others of
	// the same handle ($1: 1 or 2), as every SQLite transaction does; "" where
	// the database does so by itself.
	OneWriter string
	// Lock takes the named lock if it is free. The lock ends with its holder's
	// life, so that a killed process never blocks the next one. Where it may be
	// lost earlier, holding ends with it. A file has no use for shared ones.
	Lock func(ctx context.Context, name string, kind LockKind) (holding context.Context, unlock func(), held bool, err error)
	// Now is a query for the database's clock in Unix milliseconds; "" where that
	// is this machine's.
	Now string
}

// LockKind says whom a lock keeps away.
type LockKind int

// A lock is held by one alone, or shared by many who only keep those away that want
// to be alone.
const (
	Alone LockKind = iota
	Shared
)

// Store is the one place where things are kept. It is safe for concurrent use
// by several goroutines and several processes.
type Store struct {
	db      handle
	ledger  handle // commits on it survive a power cut
	group   *group // through which senders write on it
	polls   polls
	often   *statements
	dialect Dialect
	off     atomic.Int64 // nanoseconds, as ClockOff found last
}

// New makes a store of two handles on one database: db for everything, ledger
// for what must be on disk when a commit returns.
func New(db, ledger *sql.DB, dialect Dialect) *Store {
	return &Store{db: newHandle(db, dialect, 1), ledger: newHandle(ledger, dialect, 2),
		group: &group{db: ledger, kept: map[string]*sql.Stmt{}}, often: &statements{db: db, kept: map[string]*sql.Stmt{}}, dialect: dialect}
}

// Close closes both handles.
func (s *Store) Close() error {
	return errors.Join(s.group.close(), s.often.close(), s.ledger.Close(), s.db.Close())
}

// Check reads the database through, and reports the first fault.
func (s *Store) Check(ctx context.Context) error {
	var fault string
	if err := s.db.QueryRowContext(ctx, s.dialect.Check).Scan(&fault); err != nil {
		return fmt.Errorf("check store: %w", err)
	}
	if fault != "ok" {
		return fmt.Errorf("check store: %s", fault)
	}
	return nil
}

// handle is one pool of connections, with what keeps its transactions apart.
type handle struct {
	*sql.DB
	oneWriter string
	number    int
	// turn is held by the transaction under way. Databases let writers wait too,
	// but SQLite in no order: on a busy machine one of many waited in vain for ten
	// seconds and was lost.
	turn chan struct{}
}

func newHandle(db *sql.DB, dialect Dialect, number int) handle {
	return handle{db, dialect.OneWriter, number, make(chan struct{}, 1)}
}

// inTx runs work in one transaction of db and names the operation in its error.
// Transactions of one handle run one after the other.
func inTx(ctx context.Context, db handle, operation string, work func(*sql.Tx) error) error {
	select {
	case db.turn <- struct{}{}:
		defer func() { <-db.turn }()
	case <-ctx.Done():
		return fmt.Errorf("%s: %w", operation, ctx.Err())
	}
	return transact(ctx, db, operation, work)
}

// transact is inTx for who has the turn.
func transact(ctx context.Context, db handle, operation string, work func(*sql.Tx) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	defer tx.Rollback() // after a commit it does nothing
	if db.oneWriter != "" {
		if _, err := tx.ExecContext(ctx, db.oneWriter, db.number); err != nil {
			return fmt.Errorf("%s: %w", operation, err)
		}
	}
	if err := work(tx); err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	if err := tx.Commit(); err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	return nil
}

// collect reads all rows through scan.
func collect[T any](rows *sql.Rows, err error, scan func(scanner) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var all []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		all = append(all, v)
	}
	return all, rows.Err()
}

// scanner is what *sql.Row and *sql.Rows share.
type scanner interface{ Scan(dest ...any) error }

// millis is an instant as it is kept: 0 for the zero instant.
func millis(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMilli()
}

// instant is the opposite of millis.
func instant(ms int64) time.Time {
	if ms == 0 {
		return time.Time{}
	}
	return time.UnixMilli(ms).UTC()
}

// asJSON is a value as it is kept. The values of this program always encode.
func asJSON(v any) string {
	b, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("store: encode %T: %v", v, err))
	}
	return string(b)
}

// fromJSON reads what asJSON wrote; "" leaves v as it is.
func fromJSON(kept string, v any) error {
	if kept == "" {
		return nil
	}
	if err := json.Unmarshal([]byte(kept), v); err != nil {
		return fmt.Errorf("decode %T: %w", v, err)
	}
	return nil
}

// number is a truth value as it is kept: 0 or 1.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}
