package main

import (
	"context"
	"errors"
	"fmt"
	"os"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/jobs/pgqueue"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/postgres"
	"github.com/wardround/wardround/store/sqlite"
)

func newCopy(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "copy TO",
		GroupID: groupRun,
		Short:   "Move the store to another database",
		Long: `Copy everything in the store to TO, a postgres://... address or a file, which
must be empty. Every table is counted and compared on both sides before the
command says that it is done. From then on no mail is sent from the old store:
it goes on from the new one, which you name with --store, WARDROUND_STORE or
store: in the configuration.

` + exitHelp,
		Example: "  wardround copy postgres://wardround@db.example.org/wardround",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runCopy(cmd.Context(), a, args[0]) },
	}
}

func runCopy(ctx context.Context, a *app, to string) (err error) {
	from, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	if sameStore(a.cfg.Store, to) {
		return usageError("name another place", "the store cannot be copied to itself")
	}
	open := sqlite.Open
	if isPostgres(to) {
		open = postgres.Open
	}
	target, err := open(ctx, to)
	if err != nil {
		return unreachableError("is the server up, and does the database exist? psql takes the same address", err)
	}
	defer func() { err = errors.Join(err, target.Close()) }()
	tables, err := store.Copy(ctx, from, target)
	switch {
	case errors.Is(err, store.ErrNotEmpty):
		return usageError("make a new database, or name another", "%w", err)
	case err != nil:
		return partlyError("nothing was changed here, and nothing is left there: put it right and run it again", "%w", err)
	}
	total := int64(0)
	for _, t := range tables {
		total += t.Rows
		if t.Rows > 0 {
			fmt.Fprintf(a.out, "%-18s %9d\n", t.Table, t.Rows)
		}
	}
	if err := from.HoldMail(ctx, a.now()(), "copied to another database"); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%d rows in %d tables are the same on both sides.\nNo mail is sent from here any more. Use the new store from now on: store: in the configuration.\n",
		total, len(tables))
	return err
}

// sameStore reports whether two addresses name one store.
func sameStore(a, b string) bool {
	one, errOne := os.Stat(a)
	other, errOther := os.Stat(b)
	return a == b || errOne == nil && errOther == nil && os.SameFile(one, other)
}

func newMigrate(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "migrate",
		GroupID: groupRun,
		Short:   "Bring the store's tables up to date",
		Long: `Bring the store's tables up to date, and make the store if there is none. Every
command does so by itself; this one does nothing else, for a deployment that
wants it done once before new processes start.

` + exitHelp,
		Example: "  wardround migrate --store postgres://wardround@db.example.org/wardround",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if _, err := a.store(cmd.Context()); err != nil {
				return err
			}
			dsn, err := a.cfg.StoreDSN()
			if err == nil && isPostgres(dsn) {
				err = pgqueue.Migrate(cmd.Context(), dsn)
			}
			if err != nil {
				return unreachableError("may this user make tables?", err)
			}
			_, err = fmt.Fprintf(a.out, "%s is up to date.\n", a.cfg.Chosen.Store)
			return err
		},
	}
}
