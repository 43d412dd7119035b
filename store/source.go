package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// SourceState returns what is remembered of the source with this identity; a
// source that was never read has a zero state with only its URL set.
func (s *Store) SourceState(ctx context.Context, url string) (news.SourceState, error) {
	return sourceState(ctx, s.often, url)
}

// rowQueryer is what *sql.DB and *sql.Tx share.
type rowQueryer interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}

func sourceState(ctx context.Context, db rowQueryer, url string) (news.SourceState, error) {
	state := news.SourceState{URL: url}
	var kept string
	err := db.QueryRowContext(ctx, `SELECT state FROM sources WHERE url = $1`, url).Scan(&kept)
	if errors.Is(err, sql.ErrNoRows) {
		return state, nil
	}
	if err == nil {
		err = fromJSON(kept, &state)
	}
	if err != nil {
		return state, fmt.Errorf("state of source %s: %w", url, err)
	}
	return state, nil
}

// SourceStates returns the state of every source ever read, by identity.
func (s *Store) SourceStates(ctx context.Context) (map[string]news.SourceState, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT url, state FROM sources`)
	states, err := collect(rows, err, func(row scanner) (news.SourceState, error) {
		var url, kept string
		if err := row.Scan(&url, &kept); err != nil {
			return news.SourceState{}, err
		}
		state := news.SourceState{URL: url}
		return state, fromJSON(kept, &state)
	})
	if err != nil {
		return nil, fmt.Errorf("states of sources: %w", err)
	}
	byURL := make(map[string]news.SourceState, len(states))
	for _, state := range states {
		byURL[state.URL] = state
	}
	return byURL, nil
}

func saveState(ctx context.Context, tx execer, source news.Source, state news.SourceState) error {
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sources (url, name, state, due) VALUES ($1, $2, $3, $4)
		ON CONFLICT (url) DO UPDATE SET name = excluded.name, state = excluded.state, due = excluded.due`,
		source.URL, source.Name, asJSON(state), millis(state.Due))
	if err != nil {
		return fmt.Errorf("state: %w", err)
	}
	return nil
}

// HostWait returns the instant before which nothing may be asked of host, or
// the zero instant.
func (s *Store) HostWait(ctx context.Context, host string) (time.Time, error) {
	var ms int64
	err := s.often.QueryRowContext(ctx, `SELECT not_before FROM hosts WHERE host = $1`, host).Scan(&ms)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return time.Time{}, fmt.Errorf("wait of host %s: %w", host, err)
	}
	return instant(ms), nil
}

// SetHostWait remembers that host asked for no request before until.
func (s *Store) SetHostWait(ctx context.Context, host string, until time.Time) error {
	_, err := s.db.ExecContext(ctx, `
		INSERT INTO hosts (host, not_before) VALUES ($1, $2)
		ON CONFLICT (host) DO UPDATE SET not_before = excluded.not_before`, host, millis(until))
	if err != nil {
		return fmt.Errorf("set wait of host %s: %w", host, err)
	}
	return nil
}
