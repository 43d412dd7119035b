package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// DeclareSources keeps sources that a command added, all or none. One that was
// declared before is replaced; what is remembered of reading it stays.
func (s *Store) DeclareSources(ctx context.Context, sources ...news.Source) error {
	return inTx(ctx, s.db, "declare sources", func(tx *sql.Tx) error {
		for _, source := range sources {
			source.Origin = news.FromStore
			_, err := tx.ExecContext(ctx, `
				INSERT INTO sources (url, name, declared) VALUES ($1, $2, $3)
				ON CONFLICT (url) DO UPDATE SET name = excluded.name, declared = excluded.declared`,
				source.URL, source.Name, asJSON(source))
			if err != nil {
				return fmt.Errorf("source %s: %w", source.Name, err)
			}
		}
		return nil
	})
}

// AskAgain lets the source at url be asked again after its publisher had ended it
// (410). It reports whether that had happened.
func (s *Store) AskAgain(ctx context.Context, source news.Source) (was bool, err error) {
	err = inTx(ctx, s.db, "ask source again", func(tx *sql.Tx) error {
		state, err := sourceState(ctx, tx, source.URL)
		if err != nil || !state.Gone {
			return err
		}
		was = true
		state.AskAgain()
		return saveState(ctx, tx, source, state)
	})
	return was, err
}

// DeclaredSources returns the sources that commands added, by name.
func (s *Store) DeclaredSources(ctx context.Context) ([]news.Source, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT declared FROM sources WHERE declared <> '' ORDER BY name, url`)
	sources, err := collect(rows, err, func(row scanner) (news.Source, error) {
		var source news.Source
		var kept string
		if err := row.Scan(&kept); err != nil {
			return source, err
		}
		return source, fromJSON(kept, &source)
	})
	if err != nil {
		return nil, fmt.Errorf("declared sources: %w", err)
	}
	return sources, nil
}

// RemoveSource takes the declaration of the source at url away. What it listed, and
// what is remembered of reading it, stays. [ErrNotFound] when none was declared.
func (s *Store) RemoveSource(ctx context.Context, url string) error {
	res, err := s.db.ExecContext(ctx, `UPDATE sources SET declared = '' WHERE url = $1 AND declared <> ''`, url)
	if err != nil {
		return fmt.Errorf("remove source %s: %w", url, err)
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("remove source %s: %w", url, err)
	}
	return nil
}

// BlockHost remembers that host is never to be asked again.
func (s *Store) BlockHost(ctx context.Context, host string, since time.Time) error {
	_, err := s.db.ExecContext(ctx, `INSERT INTO blocked_hosts (host, since) VALUES ($1, $2) ON CONFLICT (host) DO NOTHING`, host, millis(since))
	if err != nil {
		return fmt.Errorf("block host %s: %w", host, err)
	}
	return nil
}

// UnblockHost takes that back; [ErrNotFound] when the host was not blocked.
func (s *Store) UnblockHost(ctx context.Context, host string) error {
	res, err := s.db.ExecContext(ctx, `DELETE FROM blocked_hosts WHERE host = $1`, host)
	if err != nil {
		return fmt.Errorf("unblock host %s: %w", host, err)
	}
	n, err := res.RowsAffected()
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return fmt.Errorf("unblock host %s: %w", host, err)
	}
	return nil
}

// BlockedHosts returns the hosts that are never to be asked, by name.
func (s *Store) BlockedHosts(ctx context.Context) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT host FROM blocked_hosts ORDER BY host`)
	hosts, err := collect(rows, err, func(row scanner) (host string, err error) { return host, row.Scan(&host) })
	if err != nil {
		return nil, fmt.Errorf("blocked hosts: %w", err)
	}
	return hosts, nil
}
