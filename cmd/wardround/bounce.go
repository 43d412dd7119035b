package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/store"
)

// Limits on what is handed in: a report is a few kilobytes and the returned mail.
const (
	maxReport = 2 << 20
	maxBox    = 256 << 20
)

func newBounce(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "bounce [FILE|FOLDER...]",
		GroupID: groupRun,
		Short:   "Take in reports of mails that did not arrive",
		Long: `Take in reports of mails that did not arrive (RFC 3464): from standard input, as
a mail server hands them to a program, from files, mbox files, or folders of
files.

A report is matched by the Message-ID of the mail it returns, else by the
recipient it names. A mail that failed counts against its address as a refusal
by the relay does, once however many reports there are of it: after three mails
in a row, or two with "no such mailbox", nothing is sent there any more. That a
member of a distribution list did not get it does not count against the list:
who keeps the list sees to that. Delays, confirmations and absence notes change
nothing. What cannot be read, or is about none of our mails, is kept and
counted.

` + exitHelp,
		Example: "  wardround bounce < report.eml\n  wardround bounce ~/Maildir/new",
		RunE:    func(cmd *cobra.Command, args []string) error { return runBounce(cmd.Context(), a, args) },
	}
}

func runBounce(ctx context.Context, a *app, args []string) error {
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	reports, err := a.reports(args)
	if err != nil {
		return err
	}
	counts, known := map[string]int{}, 0
	for _, raw := range reports {
		classes, err := a.takeReport(ctx, kept, raw)
		if err != nil {
			return err
		}
		for class, n := range classes {
			counts[class] += n
		}
		if len(classes) == 0 {
			known++
		}
	}
	fmt.Fprintf(a.out, "%s: %d failed, %d failed for a member of a list, %d delayed, %d delivered, %d automatic, %d of unknown kind or mail; %d known before.\n",
		count(len(reports), "report", "reports"), counts["failed"], counts["member"], counts["delayed"], counts["delivered"], counts["automatic"], counts["unknown"], known)
	return nil
}

// takeReport records one mail, and counts what was new in it by class.
func (a *app) takeReport(ctx context.Context, kept *store.Store, raw []byte) (map[string]int, error) {
	said, err := deliver.ReadBounce(raw)
	if err != nil {
		said = []deliver.Bounce{{Class: deliver.BounceUnknown}}
	}
	classes := map[string]int{}
	for _, b := range said {
		saved, err := kept.SaveBounce(ctx, store.BounceReport{Raw: raw, Received: a.now()(), Class: string(b.Class),
			MessageID: b.MessageID, Recipient: b.Recipient, Final: b.Final, Status: b.Status, Reason: b.Reason})
		if err != nil {
			return nil, err
		}
		if saved.Fresh {
			classes[saved.Class]++
		}
	}
	return classes, nil
}

// reports reads the mails of files, mbox files and folders; of standard input
// without any.
func (a *app) reports(args []string) ([][]byte, error) {
	if len(args) == 0 {
		raw, err := io.ReadAll(io.LimitReader(a.in, maxReport))
		return [][]byte{raw}, err
	}
	var all [][]byte
	for _, arg := range args {
		err := filepath.WalkDir(arg, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			info, err := entry.Info()
			if err != nil {
				return err
			}
			if info.Size() > maxBox {
				return fmt.Errorf("%s: larger than %d MB", path, maxBox>>20)
			}
			raw, err := os.ReadFile(path)
			all = append(all, mails(raw)...)
			return err
		})
		if errors.Is(err, fs.ErrNotExist) {
			return nil, usageError("name files or folders that are there", "%w", err)
		}
		if err != nil {
			return nil, unreachableError("nothing was taken in", err)
		}
	}
	return all, nil
}

// mails splits an mbox (RFC 4155); what does not begin as one is one mail.
func mails(raw []byte) [][]byte {
	if !bytes.HasPrefix(raw, []byte("From ")) {
		return [][]byte{raw[:min(len(raw), maxReport)]}
	}
	var all [][]byte
	var mail []byte
	flush := func() {
		if len(bytes.TrimSpace(mail)) > 0 {
			all = append(all, mail[:min(len(mail), maxReport)])
		}
		mail = nil
	}
	blank := true
	for line := range bytes.Lines(raw) {
		if blank && bytes.HasPrefix(line, []byte("From ")) {
			flush()
			blank = false
			continue
		}
		blank = len(bytes.TrimSpace(line)) == 0
		if quoted := bytes.TrimLeft(line, ">"); len(quoted) < len(line) && bytes.HasPrefix(quoted, []byte("From ")) {
			line = line[1:]
		}
		mail = append(mail, line...)
	}
	flush()
	return all
}
