package main

import (
	"context"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/jobs"
)

// maxMail bounds a mail that asks to be taken off.
const maxMail = 1 << 20

func newRecipientsRemove(a *app) *cobra.Command {
	var edition string
	cmd := &cobra.Command{
		Use:   "remove ADDRESS|-",
		Short: "Take a reader off",
		Long: `Take a reader off an edition, or off all. It counts from now on, for issues that
are being sent as well, and outranks the configuration.

With - a mail is read from standard input, as a mail server hands it to a
program. If its subject begins with "unsubscribe", its sender, and nobody else,
is taken off the edition named behind that ("unsubscribe weekly"), or off all.
Any other mail, such as an answer to an issue or a note of absence, changes
nothing, and that is no failure.

` + exitHelp,
		Example: "  wardround recipients remove ann@trust.example\n  wardround recipients remove - < mail.eml",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runRecipientsRemove(cmd.Context(), a, args[0], edition)
		},
	}
	cmd.Flags().StringVar(&edition, "edition", "", "only off this edition")
	_ = cmd.RegisterFlagCompletionFunc("edition", a.completeEditions)
	return cmd
}

func runRecipientsRemove(ctx context.Context, a *app, who, edition string) error {
	if who == "-" { // nobody reads what is printed: into a store that is not there no wish may go
		if _, err := a.openStore(ctx); err != nil {
			return err
		}
	}
	readers, err := a.readers(ctx)
	if err != nil {
		return err
	}
	if edition != "" {
		if _, err := a.edition(edition); err != nil {
			return err
		}
	}
	if who == "-" {
		return a.leaveByMail(ctx, readers, edition)
	}
	address, err := addressOf(who)
	if err != nil {
		return err
	}
	return a.takeOff(ctx, readers, address.Address, edition, "operator")
}

// leaveByMail takes the sender of a mail off, if the mail asks for it. What does not is
// no failure: a mail server would send it back, to a program that may answer again.
func (a *app) leaveByMail(ctx context.Context, readers *jobs.Readers, edition string) error {
	raw, err := io.ReadAll(io.LimitReader(a.in, maxMail))
	if err != nil {
		return unreachableError("hand the mail in again", err)
	}
	mail, err := deliver.ReadLeave(raw)
	if err != nil {
		return usageError("hand in the whole mail, headers and all", "this is no mail: %w", err)
	}
	if mail.Refused != "" {
		fmt.Fprintf(a.out, "Nobody was taken off: %s.\n", mail.Refused)
		return nil
	}
	known, err := readers.Knows(ctx, mail.From)
	if err != nil {
		return err
	}
	if !known {
		fmt.Fprintf(a.out, "Nobody was taken off: %s is on no list. A reader may get the digest at another address.\n", printable(mail.From))
		return nil
	}
	for _, e := range a.cfg.EditionList() {
		if edition == "" && strings.EqualFold(e.Name, mail.Edition) {
			edition = e.Name
		}
	}
	return a.takeOff(ctx, readers, mail.From, edition, "mail")
}

// takeOff takes an address off an edition, or off all with "".
func (a *app) takeOff(ctx context.Context, readers *jobs.Readers, address, edition, means string) error {
	m := jobs.Membership{Reader: readers.Key.Reader(address), Address: address}
	for _, e := range a.cfg.EditionList() {
		if e.Name == edition || edition == "" && m.Edition.Name == "" {
			m.Edition = e
		}
	}
	known, err := readers.Knows(ctx, address)
	if err != nil {
		return err
	}
	_, left, err := readers.Store.HasLeft(ctx, m.Reader, edition)
	if err != nil {
		return err
	}
	if err := readers.Leave(ctx, m, edition == "", means); err != nil {
		return err
	}
	if _, err := readers.Store.RemoveReader(ctx, edition, address); err != nil {
		return err
	}
	from := "every edition"
	if edition != "" {
		from = edition
	}
	switch {
	case left:
		fmt.Fprintf(a.out, "%s had left %s already.\n", address, from)
		return nil
	case !known:
		fmt.Fprintf(a.out, "%s is on no list, and is kept off %s from now on.\n", address, from)
		return nil
	}
	fmt.Fprintf(a.out, "%s gets no more of %s.\n", address, from)
	a.tellLines(address)
	return nil
}

// tellLines names the lines of the configuration that still list an address: it
// is not written to, but the next one who reads the file will think so.
func (a *app) tellLines(address string) {
	for _, line := range a.configLines(address) {
		fmt.Fprintf(a.out, "Take it out of %s as well; it no longer counts.\n", line)
	}
}

// configLines finds an address in the configuration file: "config.yaml:12".
func (a *app) configLines(address string) []string {
	if a.cfg.Chosen.ConfigFile == "" {
		return nil
	}
	text, err := os.ReadFile(a.cfg.Chosen.ConfigFile)
	if err != nil {
		return nil // it was read a moment ago; and this is a hint
	}
	var found []string
	n := 0
	for line := range strings.Lines(string(text)) {
		n++
		code, _, _ := strings.Cut(line, "#")
		if strings.Contains(strings.ToLower(code), strings.ToLower(address)) {
			found = append(found, fmt.Sprintf("%s:%d", a.cfg.Chosen.ConfigFile, n))
		}
	}
	return found
}

func newRecipientsRestore(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "restore ADDRESS",
		Short:   "Bring back a reader who had left, because they asked",
		Long:    "Bring back a reader who had left, because they asked; and write again to an\naddress that the relay refused. One that was erased has to be added again after\nthat.\n\n" + exitHelp,
		Example: "  wardround recipients restore ann@trust.example",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runRecipientsRestore(cmd.Context(), a, args[0]) },
	}
}

func runRecipientsRestore(ctx context.Context, a *app, text string) error {
	readers, address, err := a.readerNamed(ctx, text)
	if err != nil {
		return err
	}
	back, err := readers.Restore(ctx, address.Address)
	if err != nil {
		return err
	}
	written, err := readers.Store.WriteAgain(ctx, address.Address)
	if err != nil {
		return err
	}
	if !back && !written {
		return usageError("wardround recipients show ADDRESS says how it stands", "this reader had not left")
	}
	_, err = fmt.Fprintf(a.out, "%s is written to again, where the configuration or `recipients add` lists it.\n", address.Address)
	return err
}

func newRecipientsErase(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "erase ADDRESS",
		Short: "Forget a reader, but for a code that keeps them out",
		Long: `Forget a reader: the address goes from the lists, from every delivery and from
the mails that are kept. What stays is a code made from it with a key, so that
neither a list nor a backup brings them back.

` + exitHelp,
		Example: "  wardround recipients erase ann@trust.example",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runRecipientsErase(cmd.Context(), a, args[0]) },
	}
}

func runRecipientsErase(ctx context.Context, a *app, text string) error {
	readers, address, err := a.readerNamed(ctx, text)
	if err != nil {
		return err
	}
	n, err := readers.Erase(ctx, address.Address)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Erased: %s lost the address, which gets nothing any more.\n", count(n, "record", "records"))
	a.tellLines(address.Address)
	return nil
}
