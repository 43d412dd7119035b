package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

type restoreOptions struct {
	hold    bool
	release string
}

func newRestore(a *app) *cobra.Command {
	var o restoreOptions
	cmd := &cobra.Command{
		Use:     "restore [FILE]",
		GroupID: groupRun,
		Short:   "Bring a backup back into an empty place",
		Long: `Bring back a backup: FILE becomes the store of the configuration, where there
must be none yet.

A restored store sends nothing until you say what became of the mail that was
outstanding when the backup was made, for it may have gone out since:

  wardround restore --release drop   give it up, and catch up on no missed issue
  wardround restore --release send   send it, and catch up

A store in PostgreSQL is brought back with pg_restore, and then held in the same
way with: wardround restore --hold. docs/OPERATING.md has the lines.

` + exitHelp,
		Example: "  wardround restore /var/backups/wardround-2026-11-16.db\n  wardround restore --release drop",
		Args:    cobra.MaximumNArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runRestore(cmd.Context(), a, o, args) },
	}
	cmd.Flags().BoolVar(&o.hold, "hold", false, "only hold the mail of the store, which other tools brought back")
	cmd.Flags().StringVar(&o.release, "release", "", "let a restored store send again; `HOW`: drop or send")
	_ = cmd.RegisterFlagCompletionFunc("release", cobra.FixedCompletions([]string{"drop", "send"}, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func runRestore(ctx context.Context, a *app, o restoreOptions, args []string) error {
	switch {
	case len(args)+btoi(o.hold)+btoi(o.release != "") != 1:
		return usageError("see: wardround restore --help", "give a FILE, or --hold, or --release drop|send")
	case o.release != "":
		return releaseMail(ctx, a, o.release)
	case o.hold:
		kept, err := a.openStore(ctx)
		if err != nil {
			return err
		}
		return holdMail(ctx, a, kept, "by other tools")
	}
	return restoreFile(ctx, a, args[0])
}

func btoi(b bool) int {
	if b {
		return 1
	}
	return 0
}

func restoreFile(ctx context.Context, a *app, file string) error {
	cfg, err := a.config()
	if err != nil {
		return err
	}
	switch {
	case isPostgres(cfg.Store):
		return usageError("use pg_restore, then: wardround restore --hold", "the store is not a file")
	case exists(cfg.Store):
		return usageError("move it away, or name another place with --store", "there is a store at %s already", cfg.Store)
	}
	if err := sqlite.CheckFile(ctx, file); err != nil {
		return usageError("is it a file that `wardround backup` wrote?", "%s: %w", file, err)
	}
	if err := copyFile(file, cfg.Store); err != nil {
		return unreachableError("choose another place with --store", err)
	}
	kept, err := a.store(ctx)
	if err != nil {
		return err
	}
	return holdMail(ctx, a, kept, "from "+filepath.Base(file))
}

func exists(file string) bool {
	_, err := os.Stat(file)
	return !errors.Is(err, fs.ErrNotExist)
}

// copyFile makes to, which must not exist, out of from.
func copyFile(from, to string) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	if err := os.MkdirAll(filepath.Dir(to), 0o700); err != nil {
		return err
	}
	out, err := os.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if err != nil {
		return err
	}
	_, err = io.Copy(out, in)
	if err = errors.Join(err, out.Sync(), out.Close()); err != nil {
		return errors.Join(err, os.Remove(to)) // half a store is worse than none
	}
	return nil
}

func holdMail(ctx context.Context, a *app, kept *store.Store, from string) error {
	now := a.now()()
	if err := kept.HoldMail(ctx, now, "restored "+from); err != nil {
		return err
	}
	redacted, err := a.redactAgain(ctx, kept)
	if err != nil {
		return partlyError("put the line right, then: wardround restore --hold", "what was removed on request is not all removed again: %w", err)
	}
	if redacted > 0 {
		fmt.Fprintf(a.out, "Removed again what was removed on request (%d).\n", redacted)
	}
	totals, err := kept.Totals(ctx)
	if err != nil {
		return err
	}
	mail, err := kept.CountDeliveries(ctx, 0)
	if err != nil {
		return err
	}
	issues := 0
	for _, n := range totals.Issues {
		issues += n
	}
	_, err = fmt.Fprintf(a.out, `Restored %s: %s, %s, %s outstanding.
No mail is sent from it yet. What was outstanding may have gone out after the backup:
  wardround restore --release drop   give it up, and catch up on no missed issue
  wardround restore --release send   send it, and catch up
`, from, count(totals.Articles, "article", "articles"), count(issues, "issue", "issues"), count(outstanding(mail), "mail", "mails"))
	return err
}

func releaseMail(ctx context.Context, a *app, how string) error {
	if how != "drop" && how != "send" {
		return usageError("--release drop or --release send", "--release %q says neither", how)
	}
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	_, held, err := kept.MailHeld(ctx)
	if err != nil {
		return err
	}
	if !held {
		return usageError("nothing needs to be done", "the mail of this store is not held")
	}
	n, err := kept.ReleaseMail(ctx, a.now()(), how == "drop")
	if err != nil {
		return err
	}
	words := "goes out with the next run"
	if how == "drop" {
		words = "was given up"
	}
	_, err = fmt.Fprintf(a.out, "Released: mail is sent again; %s outstanding, which %s.\n", count(n, "mail", "mails"), words)
	return err
}
