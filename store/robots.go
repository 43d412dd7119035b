package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"github.com/wardround/wardround/news"
)

// Robots returns what is kept of the robots.txt of an origin (scheme and host); one
// that was never asked for has a zero Until.
func (s *Store) Robots(ctx context.Context, origin string) (news.RobotsFile, error) {
	file := news.RobotsFile{Origin: origin}
	var until int64
	err := s.db.QueryRowContext(ctx, `SELECT text, refused = 1, until FROM robots WHERE origin = $1`, origin).
		Scan(&file.Text, &file.Refused, &until)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return file, fmt.Errorf("robots.txt of %s: %w", origin, err)
	}
	file.Until = instant(until)
	return file, nil
}

// SetRobots keeps a robots.txt in place of the earlier one, and forgets those of
// other hosts that nobody believes any more at file.Asked.
func (s *Store) SetRobots(ctx context.Context, file news.RobotsFile) error {
	refused := 0
	if file.Refused {
		refused = 1
	}
	return inTx(ctx, s.db, "keep robots.txt of "+file.Origin, func(tx *sql.Tx) error {
		return execAll(ctx, tx, []statement{
			{`DELETE FROM robots WHERE until <= $1`, []any{millis(file.Asked)}},
			{`INSERT INTO robots (origin, text, refused, until) VALUES ($1, $2, $3, $4)
				ON CONFLICT (origin) DO UPDATE SET text = excluded.text, refused = excluded.refused, until = excluded.until`,
				[]any{file.Origin, file.Text, refused, millis(file.Until)}},
		})
	})
}
