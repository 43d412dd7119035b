package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
)

// CheckFile reads the store in a file through, without changing or migrating it,
// and reports the first fault, or that the file holds no store.
func CheckFile(ctx context.Context, path string) error {
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro")
	if err != nil {
		return err
	}
	return errors.Join(checkTables(ctx, db), db.Close())
}

func checkTables(ctx context.Context, db *sql.DB) error {
	var ours int
	var fault string
	err := db.QueryRowContext(ctx, `SELECT count(*) FROM sqlite_master WHERE name IN ('articles', 'issues', 'deliveries')`).Scan(&ours)
	if err == nil && ours != 3 {
		return errors.New("it holds no store of wardround")
	}
	if err == nil {
		err = db.QueryRowContext(ctx, dialect("").Check).Scan(&fault)
	}
	if err == nil && fault != "ok" {
		err = errors.New(fault)
	}
	if err != nil {
		return fmt.Errorf("read it through: %w", err)
	}
	return nil
}
