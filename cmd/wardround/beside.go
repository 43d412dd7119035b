package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

// beside names a file that stands beside the store and outlives it: what was
// asked of us must hold when an older backup is restored. For PostgreSQL it is in
// the state folder.
func (a *app) beside(ending string) (string, error) {
	cfg, err := a.config()
	if err != nil {
		return "", err
	}
	if !isPostgres(cfg.Store) {
		return cfg.Store + "." + ending, nil
	}
	dir, err := cfg.StateDir()
	return filepath.Join(dir, "postgres."+ending), err
}

// appendLine adds a JSON line to a file, and returns when that is on disk.
func appendLine(file string, v any) error {
	line, err := json.Marshal(v)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_APPEND, 0o600)
	if err != nil {
		return err
	}
	_, err = out.Write(append(line, '\n'))
	return errors.Join(err, out.Sync(), out.Close())
}

// eachNoted reads a file of JSON lines; none is as good as an empty one. A line
// that was cut off by a crash is the last one, and ends the reading.
func eachNoted[T any](file string, do func(T) error) error {
	in, err := os.Open(file)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer in.Close()
	lines := bufio.NewScanner(in)
	var broken error
	for n := 1; lines.Scan(); n++ {
		if broken != nil {
			return broken // not the last line
		}
		var v T
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			broken = fmt.Errorf("%s:%d: %w", file, n, err)
			continue
		}
		if err := do(v); err != nil {
			return fmt.Errorf("%s:%d: %w", file, n, err)
		}
	}
	return lines.Err()
}
