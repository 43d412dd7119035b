package store

import (
	"context"
	"database/sql"
)

// batch is a transaction that runs the same few statements for many rows and
// prepares each of them once: on a first read of 200 sources, preparing cost a
// third of the store's time.
type batch struct {
	tx       *sql.Tx
	prepared map[string]*sql.Stmt // closed with tx
	kept     *statements          // nil: every statement is this transaction's own
	redact   *redactor            // nil until it is asked for

	givenNumber string // see Dialect
}

func newBatch(tx *sql.Tx) *batch {
	return &batch{tx: tx, prepared: map[string]*sql.Stmt{}}
}

// fixed prepares a statement whose text is always the same.
func (b *batch) fixed(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := b.prepared[query]; stmt != nil || b.kept == nil {
		return b.prepare(ctx, query)
	}
	kept, err := b.kept.prepare(ctx, query)
	if err != nil {
		return nil, err
	}
	stmt := b.tx.StmtContext(ctx, kept)
	b.prepared[query] = stmt
	return stmt, nil
}

func (b *batch) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	if stmt := b.prepared[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := b.tx.PrepareContext(ctx, query)
	if err == nil {
		b.prepared[query] = stmt
	}
	return stmt, err
}

// ExecContext is that of [sql.Tx].
func (b *batch) ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error) {
	stmt, err := b.fixed(ctx, query) //nolint:sqlclosecheck // the transaction closes it
	if err != nil {
		return nil, err
	}
	return stmt.ExecContext(ctx, args...)
}

// QueryRowContext is that of [sql.Tx].
func (b *batch) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	stmt, err := b.fixed(ctx, query) //nolint:sqlclosecheck // the transaction closes it
	if err != nil {
		return b.tx.QueryRowContext(ctx, query, args...) // a Row holds the error until it is scanned
	}
	return stmt.QueryRowContext(ctx, args...)
}

// QueryContext is that of [sql.Tx].
func (b *batch) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	stmt, err := b.prepare(ctx, query) //nolint:sqlclosecheck // the transaction closes it
	if err != nil {
		return nil, err
	}
	return stmt.QueryContext(ctx, args...)
}

// insert runs an INSERT and returns the number of its row. SQLite gathers what a
// RETURNING returns in a table of its own, and keeps a journal for the statement: that
// made the insert of an article dearer by half.
func (b *batch) insert(ctx context.Context, query string, args ...any) (id int64, err error) {
	if b.givenNumber != "" {
		return id, b.QueryRowContext(ctx, query+b.givenNumber, args...).Scan(&id)
	}
	res, err := b.ExecContext(ctx, query, args...)
	if err != nil {
		return 0, err
	}
	return res.LastInsertId()
}

// redactor is what loadRedactor reads, once for the transaction.
func (b *batch) redactor(ctx context.Context) (*redactor, error) {
	var err error
	if b.redact == nil {
		b.redact, err = loadRedactor(ctx, b.tx)
	}
	return b.redact, err
}

// queryer is what a handle, *sql.Tx and *batch share.
type queryer interface {
	QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error)
}

// execer is what *sql.Tx and *batch share.
type execer interface {
	ExecContext(ctx context.Context, query string, args ...any) (sql.Result, error)
}
