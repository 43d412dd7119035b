package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// ErrNotEmpty says that a store which is to be copied into holds something.
var ErrNotEmpty = errors.New("the store to copy to is not empty")

// parents are the tables that others refer to; they are copied first, in this order.
var parents = []string{"articles", "issues", "deliveries", "page_bytes"}

// identities are the tables whose numbers the database gives.
var identities = []string{"articles", "issues", "deliveries"}

// copyRows is how many rows one statement carries.
const copyRows = 100

// Copied counts the rows of one table.
type Copied struct {
	Table string `json:"table"`
	Rows  int64  `json:"rows"`
}

// Copy moves everything of one store into another and empty one, whatever
// databases keep them, and then reads both again: count and checksum of every
// table must be equal. Nobody can write to from meanwhile. An error leaves to
// empty.
func Copy(ctx context.Context, from, to *Store) ([]Copied, error) {
	source, err := from.db.BeginTx(ctx, nil)
	if err != nil {
		return nil, fmt.Errorf("copy: %w", err)
	}
	defer source.Rollback() // it only read
	tables, err := from.tables(ctx, source)
	if err != nil {
		return nil, fmt.Errorf("copy: %w", err)
	}
	var all []Copied
	err = inTx(ctx, to.db, "copy", func(target *sql.Tx) error {
		if err := empty(ctx, target); err != nil {
			return err
		}
		for _, table := range tables {
			if err := copyTable(ctx, source, target, to.dialect, table); err != nil {
				return fmt.Errorf("table %s: %w", table, err)
			}
			rows, err := sameTable(ctx, source, target, table)
			if err != nil {
				return err
			}
			all = append(all, Copied{table, rows})
		}
		return to.indexAll(ctx, target)
	})
	if err != nil {
		return nil, err
	}
	return all, nil
}

// tables lists what is copied: all tables but those of migrations and search.
func (s *Store) tables(ctx context.Context, tx *sql.Tx) ([]string, error) {
	rows, err := tx.QueryContext(ctx, s.dialect.Tables)
	all, err := collect(rows, err, func(row scanner) (name string, err error) { return name, row.Scan(&name) })
	if err != nil {
		return nil, err
	}
	rank := func(table string) int {
		if i := slices.Index(parents, table); i >= 0 {
			return i
		}
		return len(parents)
	}
	slices.SortStableFunc(all, func(a, b string) int { return rank(a) - rank(b) })
	return all, nil
}

func empty(ctx context.Context, tx *sql.Tx) error {
	var n int
	err := tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM articles) + (SELECT count(*) FROM issues) + (SELECT count(*) FROM sources)`).Scan(&n)
	if err == nil && n > 0 {
		return ErrNotEmpty
	}
	return err
}

// copyTable inserts all rows of a table.
func copyTable(ctx context.Context, source, target *sql.Tx, dialect Dialect, table string) error {
	insert := &inserter{tx: newBatch(target), table: table}
	if slices.Contains(identities, table) {
		insert.override = dialect.OwnNumbers
	}
	if err := eachRow(ctx, source, table, insert.add); err != nil {
		return err
	}
	if err := insert.flush(ctx); err != nil || insert.override == "" {
		return err
	}
	_, err := target.ExecContext(ctx, strings.ReplaceAll(dialect.NextNumber, "TABLE", table))
	return err
}

// eachRow gives the columns and values of every row.
func eachRow(ctx context.Context, tx *sql.Tx, table string, do func(context.Context, []string, []any) error) error {
	rows, err := tx.QueryContext(ctx, `SELECT * FROM `+table)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	for rows.Next() {
		values, into := make([]any, len(columns)), make([]any, len(columns))
		for i := range values {
			into[i] = &values[i]
		}
		if err := rows.Scan(into...); err != nil {
			return err
		}
		if err := do(ctx, columns, values); err != nil {
			return err
		}
	}
	return rows.Err()
}

// inserter gathers rows, so that one statement carries many.
type inserter struct {
	tx              *batch
	table, override string
	columns         []string
	values          []any
}

func (i *inserter) add(ctx context.Context, columns []string, values []any) error {
	i.columns, i.values = columns, append(i.values, values...)
	if len(i.values) < copyRows*len(columns) {
		return nil
	}
	return i.flush(ctx)
}

func (i *inserter) flush(ctx context.Context) error {
	if len(i.values) == 0 {
		return nil
	}
	var b strings.Builder
	fmt.Fprintf(&b, "INSERT INTO %s (%s) %s VALUES ", i.table, strings.Join(i.columns, ", "), i.override)
	for n := range i.values {
		switch {
		case n == 0:
			b.WriteString("(")
		case n%len(i.columns) == 0:
			b.WriteString("), (")
		default:
			b.WriteString(", ")
		}
		b.WriteString("$" + strconv.Itoa(n+1))
	}
	b.WriteString(")")
	_, err := i.tx.ExecContext(ctx, b.String(), i.values...)
	i.values = i.values[:0]
	return err
}

// sameTable compares a table in both stores, and returns how many rows it has.
func sameTable(ctx context.Context, source, target *sql.Tx, table string) (int64, error) {
	var sums [2]tableSum
	for i, tx := range []*sql.Tx{source, target} {
		if err := eachRow(ctx, tx, table, sums[i].add); err != nil {
			return 0, fmt.Errorf("compare table %s: %w", table, err)
		}
	}
	if sums[0] != sums[1] {
		return 0, fmt.Errorf("table %s differs after the copy: %d rows here, %d there", table, sums[0].rows, sums[1].rows)
	}
	return sums[0].rows, nil
}

// tableSum is a checksum that does not depend on the order of rows.
type tableSum struct {
	rows int64
	sum  uint64
}

func (s *tableSum) add(_ context.Context, columns []string, values []any) error {
	fields := make([]string, len(columns))
	for i, v := range values {
		if raw, is := v.([]byte); is {
			v = string(raw)
		}
		fields[i] = fmt.Sprintf("%s=%T:%v", columns[i], v, v)
	}
	slices.Sort(fields) // columns may stand in another order
	hash := sha256.Sum256([]byte(strings.Join(fields, "\x00")))
	s.rows++
	s.sum += binary.BigEndian.Uint64(hash[:])
	return nil
}

// indexAll makes the full-text entries, which differ between databases.
func (s *Store) indexAll(ctx context.Context, tx *sql.Tx) error {
	if _, err := tx.ExecContext(ctx, s.dialect.IndexLater); err != nil {
		return fmt.Errorf("index all: %w", err)
	}
	entries := newBatch(tx)
	for after := int64(0); ; {
		rows, err := tx.QueryContext(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id > $1 ORDER BY a.id LIMIT 500`, after)
		articles, err := collect(rows, err, scanArticle)
		if err != nil {
			return fmt.Errorf("index all: %w", err)
		}
		if len(articles) == 0 {
			break
		}
		for _, a := range articles {
			after = a.ID
			if err := s.indexNew(ctx, entries, a); err != nil {
				return err
			}
		}
	}
	if _, err := tx.ExecContext(ctx, s.dialect.IndexNow); err != nil {
		return fmt.Errorf("index all: %w", err)
	}
	return nil
}
