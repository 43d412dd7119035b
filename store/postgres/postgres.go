// Package postgres opens a store kept in a PostgreSQL database: what several
// nodes share.
package postgres

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver, named pgx
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"github.com/wardround/wardround/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Connections of one process: polls and pages of a few hosts at once, and the
// ledger's own, so that a mail never waits for a poll.
const (
	maxConns       = 12
	maxLedgerConns = 6
)

// Open opens the store in the database that dsn names (postgres://...) and
// brings its tables up to date. Several nodes may do so at once.
func Open(ctx context.Context, dsn string) (*store.Store, error) {
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	ledger, err := sql.Open("pgx", dsn)
	if err != nil {
		return nil, fmt.Errorf("open store: %w", errors.Join(err, db.Close()))
	}
	db.SetMaxOpenConns(maxConns)
	ledger.SetMaxOpenConns(maxLedgerConns)
	s := store.New(db, ledger, dialect(db))
	if err := migrate(ctx, db); err != nil {
		return nil, fmt.Errorf("open store: %w", errors.Join(err, s.Close()))
	}
	return s, nil
}

// migrate lets one node at a time make what is missing.
func migrate(ctx context.Context, db *sql.DB) error {
	provider, err := migrator(db)
	if err != nil {
		return err
	}
	if _, err := provider.Up(ctx); err != nil {
		// Of a start that is called off the driver says only that its connection is closed.
		return fmt.Errorf("migrate: %w", errors.Join(ctx.Err(), err))
	}
	return nil
}

func migrator(db *sql.DB) (*goose.Provider, error) {
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return nil, err
	}
	locker, err := lock.NewPostgresSessionLocker()
	if err != nil {
		return nil, fmt.Errorf("lock migrations: %w", err)
	}
	provider, err := goose.NewProvider(goose.DialectPostgres, db, folder, goose.WithSessionLocker(locker), goose.WithAllowOutofOrder(true))
	if err != nil {
		return nil, fmt.Errorf("read migrations: %w", err)
	}
	return provider, nil
}

func dialect(db *sql.DB) store.Dialect {
	return store.Dialect{
		Name: "postgres",
		// A tsvector holds 1 MB at most; half a million characters always fit.
		IndexText: `INSERT INTO articles_fts (article, words) VALUES ($1,
			to_tsvector('wardround', $2) || to_tsvector('wardround', left($3, 500000)))`,
		UnindexText: `DELETE FROM articles_fts WHERE article = $1`,
		// A million entries put in one by one take the indexes hours; built of all, minutes.
		// Unanalysed, the first searches would be planned badly.
		IndexLater: `DROP INDEX articles_fts_words, articles_fts_pairs, articles_fts_relevant`,
		IndexNow: `SET LOCAL maintenance_work_mem = '256MB';
			CREATE INDEX articles_fts_words ON articles_fts USING gin (words) WITH (gin_pending_list_limit = 512);
			CREATE INDEX articles_fts_pairs ON articles_fts USING gin (word_pairs(words)) WITH (gin_pending_list_limit = 512);
			CREATE INDEX articles_fts_relevant ON articles_fts USING gin (words) WHERE relevant;
			ANALYZE`,
		SearchSlice: `articles_holding(TERMS, LOW, HIGH, RELEVANT) f (article) JOIN articles a ON a.id = f.article`,
		SearchWhere: `1 = 1`, // the slice holds no others
		// How often the words occur decides the way that a search is best done.
		PlanEach:    []any{pgx.QueryExecModeExec},
		SearchTerms: store.QuoteTerms,
		Tables: `SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema() AND table_type = 'BASE TABLE'
			AND table_name NOT LIKE 'goose%' AND table_name <> 'articles_fts' AND table_name NOT LIKE 'river%' ORDER BY table_name`,
		OwnNumbers:  `OVERRIDING SYSTEM VALUE`,
		GivenNumber: ` RETURNING id`,
		NextNumber:  `SELECT setval(pg_get_serial_sequence('TABLE', 'id'), coalesce((SELECT max(id) FROM TABLE), 0) + 1, false)`,
		Check:       `SELECT 'ok'`,
		Size:        `SELECT pg_database_size(current_database())`,
		SkipLocked:  ` FOR UPDATE SKIP LOCKED`,
		OneWriter:   `SELECT pg_advisory_xact_lock(` + lockSpace + `, $1)`,
		Lock:        (&locks{db: db, holds: map[*hold]bool{}}).take,
		Now:         `SELECT CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)`,
	}
}
