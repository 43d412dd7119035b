package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
)

// Mark reads into v what was kept under name; v stays as it is when that is nothing.
func (s *Store) Mark(ctx context.Context, name string, v any) error {
	var kept string
	err := s.db.QueryRowContext(ctx, `SELECT value FROM marks WHERE name = $1`, name).Scan(&kept)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("mark %s: %w", name, err)
	}
	return fromJSON(kept, v)
}

// SetMark keeps v under name, in place of what was there.
func (s *Store) SetMark(ctx context.Context, name string, v any) error {
	_, err := s.db.ExecContext(ctx, `
		INSERT INTO marks (name, value) VALUES ($1, $2) ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, asJSON(v))
	if err != nil {
		return fmt.Errorf("mark %s: %w", name, err)
	}
	return nil
}
