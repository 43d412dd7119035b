package store

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"io"
	"testing"
)

// counter is a database that counts the statements it reads and those it lets go.
type counter struct{ read, closed int }

func (c *counter) Connect(context.Context) (driver.Conn, error) { return c, nil }
func (c *counter) Driver() driver.Driver                        { return nil }
func (c *counter) Begin() (driver.Tx, error)                    { return c, nil }
func (c *counter) Commit() error                                { return nil }
func (c *counter) Rollback() error                              { return nil }
func (c *counter) Close() error                                 { return nil }

func (c *counter) Prepare(query string) (driver.Stmt, error) {
	c.read++
	if query == "damaged" {
		return nil, errors.New("syntax error")
	}
	return countedStatement{c}, nil
}

type countedStatement struct{ c *counter }

func (s countedStatement) Close() error  { s.c.closed++; return nil }
func (s countedStatement) NumInput() int { return -1 }
func (s countedStatement) Exec([]driver.Value) (driver.Result, error) {
	return driver.RowsAffected(1), nil
}
func (s countedStatement) Query([]driver.Value) (driver.Rows, error) { return noRows{}, nil }

type noRows struct{}

func (noRows) Columns() []string         { return nil }
func (noRows) Next([]driver.Value) error { return io.EOF }
func (noRows) Close() error              { return nil }

func TestAFixedStatementIsReadOnceForAllTransactionsAndLetGoAtTheEnd(t *testing.T) {
	c := &counter{}
	db := sql.OpenDB(c)
	db.SetMaxOpenConns(1)
	often := &statements{db: db, kept: map[string]*sql.Stmt{}}
	if err := often.QueryRowContext(t.Context(), "one").Scan(); !errors.Is(err, sql.ErrNoRows) {
		t.Fatal(err)
	}
	for range 3 {
		tx, err := db.BeginTx(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		rows := newBatch(tx)
		rows.kept = often
		for range 2 {
			if _, err := rows.ExecContext(t.Context(), "one"); err != nil {
				t.Fatal(err)
			}
		}
		if err := tx.Commit(); err != nil {
			t.Fatal(err)
		}
	}
	if c.read != 1 || c.closed != 0 {
		t.Errorf("read %d times and let go %d times in three transactions, want once and never", c.read, c.closed)
	}
	if err := often.close(); err != nil || c.closed != 1 {
		t.Errorf("close = %v, let go %d times; want once", err, c.closed)
	}
}

func TestAStatementThatCannotBeReadIsAnErrorEachTime(t *testing.T) {
	often := &statements{db: sql.OpenDB(&counter{}), kept: map[string]*sql.Stmt{}}
	for range 2 {
		if err := often.QueryRowContext(t.Context(), "damaged").Scan(); err == nil || errors.Is(err, sql.ErrNoRows) {
			t.Errorf("error %v, want the database's", err)
		}
	}
	if len(often.kept) != 0 {
		t.Errorf("%d statements kept", len(often.kept))
	}
}
