package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

func newBackup(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "backup FILE",
		GroupID: groupRun,
		Short:   "Copy the store to a file, while everything goes on",
		Long: `Copy the store to FILE, whole and at one instant, while a daemon reads and
writes it. FILE must not exist. The copy is read through before the command says
that it is done, and only its owner can read it: it holds readers' addresses.

A store in PostgreSQL is backed up with pg_dump; docs/OPERATING.md has the
lines.

` + exitHelp,
		Example: "  wardround backup /var/backups/wardround-$(date +%F).db",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runBackup(cmd.Context(), a, args[0]) },
	}
}

func runBackup(ctx context.Context, a *app, file string) error {
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	// Made here for its mode: the database would make it readable for all.
	made, err := os.OpenFile(file, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	switch {
	case errors.Is(err, fs.ErrExist):
		return usageError("name another file, or remove that one", "%s exists already", file)
	case err != nil:
		return unreachableError("choose a folder that can be written to", err)
	}
	if err := made.Close(); err != nil {
		return err
	}
	if err := kept.Backup(ctx, file); err != nil {
		err = errors.Join(err, os.Remove(file))
		if errors.Is(err, store.ErrNoBackup) {
			return usageError("pg_dump -Fc does it; see docs/OPERATING.md", "%w", err)
		}
		return unreachableError("the store itself is untouched; is the disk full?", err)
	}
	if err := sqlite.CheckFile(ctx, file); err != nil {
		return partlyError("keep the previous backup; check the disk, and the store with: wardround check", "the copy is damaged: %w", err)
	}
	written, err := os.Stat(file)
	if err != nil {
		return unreachableError("look for the copy", err)
	}
	_, err = fmt.Fprintf(a.out, "%s holds everything as of now (%.1f MB), and was read through.\nBring it back: wardround restore %s\n",
		file, float64(written.Size())/1e6, file)
	return err
}
