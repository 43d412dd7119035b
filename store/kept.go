package store

import (
	"context"
	"database/sql"
	"errors"
	"sync"
)

// statements are those that each source asks for in each round: the database reads
// them once, not once for each of a thousand unchanged sources. It is for queries of a
// fixed text only, since nothing is ever let go before close.
type statements struct {
	db   *sql.DB
	mu   sync.Mutex
	kept map[string]*sql.Stmt
}

func (s *statements) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if stmt := s.kept[query]; stmt != nil {
		return stmt, nil
	}
	stmt, err := s.db.PrepareContext(ctx, query) //nolint:sqlclosecheck // kept until close
	if err == nil {
		s.kept[query] = stmt
	}
	return stmt, err
}

// QueryRowContext is that of [sql.DB].
func (s *statements) QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row {
	stmt, err := s.prepare(ctx, query) //nolint:sqlclosecheck // kept until close
	if err != nil {
		return s.db.QueryRowContext(ctx, query, args...) // a Row holds the error until it is scanned
	}
	return stmt.QueryRowContext(ctx, args...)
}

// close lets go of what is kept. Nothing is asked by then.
func (s *statements) close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	var all []error
	for _, stmt := range s.kept {
		all = append(all, stmt.Close())
	}
	clear(s.kept)
	return errors.Join(all...)
}
