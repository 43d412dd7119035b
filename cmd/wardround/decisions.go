package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/wardround/wardround/cluster"
)

// decisionsFile is where the operator's word on stories is kept: beside the store,
// because it is about what is in there.
func (a *app) decisionsFile() (string, error) {
	cfg, err := a.config()
	if err != nil {
		return "", err
	}
	dsn, err := cfg.StoreDSN()
	if err != nil {
		return "", &statusError{exitUsage, err, ""}
	}
	if !strings.Contains(dsn, "://") {
		return filepath.Join(filepath.Dir(dsn), "stories.yaml"), nil
	}
	state := os.Getenv("XDG_STATE_HOME") // a database server has no folder of ours
	if state == "" {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("decisions on stories: %w", err)
		}
		state = filepath.Join(home, ".local", "state")
	}
	return filepath.Join(state, "wardround", "stories.yaml"), nil
}

// decisions reads that file each time, so that a running daemon obeys an edit.
func (a *app) decisions() (cluster.Decisions, error) {
	path, err := a.decisionsFile()
	if err != nil {
		return cluster.Decisions{}, err
	}
	data, err := os.ReadFile(path)
	if errors.Is(err, fs.ErrNotExist) {
		return cluster.Decisions{}, nil
	}
	if err != nil {
		return cluster.Decisions{}, fmt.Errorf("read decisions on stories: %w", err)
	}
	return cluster.ParseDecisions(path, data)
}

// saveDecisions writes the file whole, or leaves it as it was.
func (a *app) saveDecisions(d cluster.Decisions) error {
	path, err := a.decisionsFile()
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		return fmt.Errorf("write decisions on stories: %w", err)
	}
	draft, err := os.CreateTemp(filepath.Dir(path), ".stories-*.yaml")
	if err != nil {
		return fmt.Errorf("write decisions on stories: %w", err)
	}
	defer func() { _ = os.Remove(draft.Name()) }() // after the rename there is nothing to remove
	_, err = draft.Write(d.Format())
	if err = errors.Join(err, draft.Sync(), draft.Close()); err == nil {
		err = os.Rename(draft.Name(), path)
	}
	if err != nil {
		return fmt.Errorf("write decisions on stories: %w", err)
	}
	return nil
}
