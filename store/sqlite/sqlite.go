// Package sqlite opens a store kept in one SQLite file: the default, and all a
// single node needs.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
	"github.com/pressly/goose/v3"
	_ "modernc.org/sqlite" // the driver, without cgo

	"github.com/wardround/wardround/store"
)

//go:embed migrations/*.sql
var migrations embed.FS

// Open opens the store in the file at path, making file and folder when they
// are not there, and brings its tables up to date.
//
// The file must be on a local disk, else it is [ErrNetworkFS], and a database or not
// there yet, else it is [ErrNotStore].
func Open(ctx context.Context, path string) (*store.Store, error) {
	path, err := filepath.Abs(path) // "//x" would be read as a host, ":memory:" as no file
	if err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := onLocalDisk(filepath.Dir(path)); err != nil {
		return nil, fmt.Errorf("open store: %w", err)
	}
	if err := looksLikeStore(path); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	db, err := sql.Open("sqlite", dsn(path, "NORMAL"))
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, err)
	}
	db.SetMaxIdleConns(maxIdle)
	db.SetConnMaxIdleTime(idleFor)
	// The ledger's commits must survive a power cut, or a mail goes out twice.
	ledger, err := sql.Open("sqlite", dsn(path, "FULL"))
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, errors.Join(err, db.Close()))
	}
	ledger.SetMaxOpenConns(1)
	s := store.New(db, ledger, dialect(path))
	if err := migrate(ctx, db, path); err != nil {
		return nil, fmt.Errorf("open store %s: %w", path, errors.Join(err, s.Close()))
	}
	return s, nil
}

// A new connection costs half a millisecond of processor, twenty times what reading an
// article does, and begins with an empty cache; database/sql keeps only two. Each holds up
// to 2 MB. A larger cache, or a mapped file, was measured and gained nothing.
const (
	maxIdle = 4
	idleFor = 5 * time.Minute // after a crowd has left, its memory is given back
)

// dsn names the file and sets each pragma on every pooled connection.
// _txlock=immediate takes the write lock at BEGIN, so that two writers wait for
// each other in place of failing half-way.
func dsn(path, synchronous string) string {
	pragmas := []string{
		"_pragma=busy_timeout(10000)", // first, so that the switch to WAL waits too
		"_pragma=journal_mode(WAL)",
		"_pragma=synchronous(" + synchronous + ")",
		"_pragma=foreign_keys(1)",
		"_txlock=immediate",
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + strings.Join(pragmas, "&")
}

// migrate brings the tables up to date, one process at a time: goose looks what
// is missing and makes it in two steps, and of six processes that open a new
// file at once the second would find "table already exists".
func migrate(ctx context.Context, db *sql.DB, path string) error {
	lock := flock.New(path + ".migrate.lock")
	if _, err := lock.TryLockContext(ctx, 10*time.Millisecond); err != nil {
		return fmt.Errorf("lock migrations: %w", err)
	}
	defer func() { _ = lock.Close() }() // the only error is a handle already closed
	// Made here and not by SQLite, for its mode: a store holds readers' addresses.
	made, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE|os.O_EXCL, 0o600)
	if err == nil {
		err = made.Close()
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	folder, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	provider, err := goose.NewProvider(goose.DialectSQLite3, db, folder, goose.WithAllowOutofOrder(true))
	if err != nil {
		return fmt.Errorf("read migrations: %w", err)
	}
	if _, err := provider.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

func dialect(path string) store.Dialect {
	return store.Dialect{
		Name:        "sqlite",
		IndexText:   `INSERT INTO articles_fts (rowid, title, body) VALUES ($1, $2, $3)`,
		UnindexText: `DELETE FROM articles_fts WHERE rowid = $1`,
		// A CROSS JOIN is done in the order it is written in: the other way round, the index
		// would be asked anew for each article.
		SearchSlice: `articles_fts f CROSS JOIN articles a`,
		SearchWhere: `articles_fts MATCH TERMS AND f.rowid > LOW AND f.rowid <= HIGH AND a.id = f.rowid`,
		NotFirst:    `+`,
		SearchTerms: store.QuoteTerms,
		Tables: `SELECT name FROM sqlite_master WHERE type = 'table'
			AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' AND name NOT LIKE 'articles_fts%' ORDER BY name`,
		Check:  `PRAGMA quick_check(1)`,
		Size:   `SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`,
		Backup: `VACUUM INTO $1`,
		Lock:   fileLock(path),
	}
}

// fileLock gives locks that the operating system frees when their holder dies,
// by kill -9 too: files beside the store.
func fileLock(path string) func(context.Context, string, store.LockKind) (context.Context, func(), bool, error) {
	return func(ctx context.Context, name string, _ store.LockKind) (context.Context, func(), bool, error) {
		lock := flock.New(path + "." + name + ".lock")
		held, err := lock.TryLock()
		if err != nil {
			return ctx, nil, false, fmt.Errorf("lock %s: %w", name, err)
		}
		if !held {
			return ctx, nil, false, nil
		}
		return ctx, func() { _ = lock.Unlock() }, true, nil // the only error is a handle already closed
	}
}
