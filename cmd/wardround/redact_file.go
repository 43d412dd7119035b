package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// redactionsFile stands beside a store: what was removed must stay so when an
// older backup is restored.
func (a *app) redactionsFile() (string, error) {
	cfg, err := a.config()
	if err != nil {
		return "", err
	}
	if !isPostgres(cfg.Store) {
		return cfg.Store + ".redactions", nil
	}
	dir, err := cfg.StateDir()
	return filepath.Join(dir, "postgres.redactions"), err
}

// noteRedaction adds a line to the file, and returns when that is on disk.
func (a *app) noteRedaction(r news.Redaction) error {
	file, err := a.redactionsFile()
	if err != nil {
		return err
	}
	line, err := json.Marshal(r)
	if err != nil {
		return err
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(append(line, '\n'))
	return errors.Join(err, out.Sync(), out.Close())
}

// redactAgain removes from a restored store what the file says, and returns how
// many lines that were.
func (a *app) redactAgain(ctx context.Context, kept *store.Store) (int, error) {
	file, err := a.redactionsFile()
	if err != nil {
		return 0, err
	}
	in, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	n := 0
	for lines.Scan() {
		n++
		var r news.Redaction
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			return n, fmt.Errorf("%s:%d: %w", file, n, err)
		}
		if _, err := kept.Redact(ctx, r); err != nil {
			return n, fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return n, lines.Err()
}
