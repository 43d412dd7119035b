package main

import (
	"context"
	"fmt"
	netmail "net/mail"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

func newRecipients(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "recipients",
		GroupID: groupRun,
		Short:   "Who gets which edition, why, and who has left",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newRecipientsList(a), newRecipientsShow(a), newRecipientsAdd(a), newRecipientsRemove(a),
		newRecipientsRestore(a), newRecipientsExport(a), newRecipientsErase(a))
	return cmd
}

// Where a recipient stands.
const (
	fromConfig  = "configuration"
	fromCommand = "command"
)

// getsIt is the state of who would get an issue now.
const getsIt = "gets it"

// recipientLine is one reader of one edition.
type recipientLine struct {
	Edition string `json:"edition"`
	Address string `json:"address"`
	Name    string `json:"name,omitempty"`
	List    bool   `json:"list,omitempty"`
	From    string `json:"from"` // configuration or command
	Basis   string `json:"basis,omitempty"`
	Added   string `json:"added,omitempty"` // day
	State   string `json:"state"`           // gets it, left ..., suppressed ...
}

func newRecipientsList(a *app) *cobra.Command {
	var format, edition string
	cmd := &cobra.Command{
		Use:     "list",
		Short:   "List who gets which edition",
		Long:    "List who gets which edition, where the address stands, and whether they get it\nnow.\n\n" + exitHelp,
		Example: "  wardround recipients list --edition weekly",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return runRecipientsList(cmd.Context(), a, format, edition)
		},
	}
	cmd.Flags().StringVar(&edition, "edition", "", "only of this edition")
	addFormat(cmd, &format)
	_ = cmd.RegisterFlagCompletionFunc("edition", a.completeEditions)
	return cmd
}

func runRecipientsList(ctx context.Context, a *app, format, edition string) error {
	if err := checkFormat(format, formats); err != nil {
		return err
	}
	lines, err := a.recipientLines(ctx, edition, "")
	if err != nil {
		return err
	}
	out := listing{header: []string{"edition", "address", "from", "state"}, wide: 3, spare: []string{"from"},
		none: "Nobody gets anything yet. wardround recipients add ADDRESS, or `recipients:` of an edition."}
	for _, l := range lines {
		out.rows = append(out.rows, []string{l.Edition, l.Address, l.From, l.State})
		out.records = append(out.records, l)
	}
	return out.print(a, format)
}

// recipientLines gathers the readers of an edition, or of all; of one address
// when that is not "".
func (a *app) recipientLines(ctx context.Context, edition, address string) ([]recipientLine, error) {
	readers, err := a.readers(ctx)
	if err != nil {
		return nil, err
	}
	suppressed, err := readers.Store.SuppressedAddresses(ctx)
	if err != nil {
		return nil, err
	}
	silent := map[string]store.SuppressedAddress{}
	for _, s := range suppressed {
		silent[s.Address] = s
	}
	var lines []recipientLine
	for _, e := range a.cfg.EditionList() {
		if edition != "" && e.Name != edition {
			continue
		}
		of, err := a.linesOf(ctx, readers, e)
		if err != nil {
			return nil, err
		}
		for _, l := range of {
			if address != "" && !strings.EqualFold(l.Address, address) {
				continue
			}
			if s, is := silent[strings.ToLower(l.Address)]; is && l.State == getsIt {
				l.State = "not written to since " + s.Since.In(a.cfg.Zone()).Format("2 January 2006") + ": " + printable(s.Reply)
			}
			lines = append(lines, l)
		}
	}
	return lines, nil
}

func (a *app) linesOf(ctx context.Context, readers *jobs.Readers, e news.Edition) ([]recipientLine, error) {
	var lines []recipientLine
	for _, r := range e.Recipients {
		lines = append(lines, recipientLine{Edition: e.Name, Address: r.Address, Name: r.Name, List: r.List, From: fromConfig, Basis: "in the configuration"})
	}
	added, err := readers.Store.Readers(ctx, e.Name)
	if err != nil {
		return nil, err
	}
	for _, r := range added {
		lines = append(lines, recipientLine{Edition: e.Name, Address: r.Recipient.Address, Name: r.Recipient.Name, List: r.Recipient.List,
			From: fromCommand, Basis: r.Basis, Added: r.Added.In(a.cfg.Zone()).Format("2006-01-02")})
	}
	for i := range lines {
		o, left, err := readers.Store.HasLeft(ctx, readers.Key.Reader(lines[i].Address), e.Name)
		if err != nil {
			return nil, err
		}
		lines[i].State = getsIt
		if left {
			lines[i].State = leftWords(o, a)
		}
	}
	return lines, nil
}

func leftWords(o store.OptOut, a *app) string {
	words := "left on " + o.At.In(a.cfg.Zone()).Format("2 January 2006")
	switch o.Means {
	case "link":
		words += " by the link in a mail"
	case "mail":
		words += " by mail"
	case "operator":
		words += ", taken off by the operator"
	case "erased":
		return "erased on " + o.At.In(a.cfg.Zone()).Format("2 January 2006")
	}
	return words
}

// readerNamed opens what is known of readers, and reads the address of one.
func (a *app) readerNamed(ctx context.Context, text string) (*jobs.Readers, *netmail.Address, error) {
	address, err := addressOf(text)
	if err != nil {
		return nil, nil, err
	}
	readers, err := a.readers(ctx)
	return readers, address, err
}

// addressOf reads an address as people write it.
func addressOf(text string) (*netmail.Address, error) {
	address, err := netmail.ParseAddress(text)
	if err != nil {
		return nil, usageError("write it like name@example.org, or 'Name <name@example.org>'", "%q is no mail address", text)
	}
	return address, nil
}

// fitAddress refuses an address that no mail could be made for.
func fitAddress(address string) error {
	if !news.PlainAddress(address) {
		return usageError("it needs plain letters; write the host in its xn-- form", "relays do not take mail to %q", address)
	}
	return nil
}

func newRecipientsAdd(a *app) *cobra.Command {
	var edition, basis string
	var list bool
	cmd := &cobra.Command{
		Use:   "add ADDRESS",
		Short: "Add a reader to an edition",
		Long: `Add a reader to an edition, from its next issue on. --basis keeps why: "asked by
mail on 3 March". Whoever has left is not added again unless they ask: that is
recipients restore. --list marks a distribution list, which gets no personal
link.

` + exitHelp,
		Example: "  wardround recipients add 'Ann Quill <ann@trust.example>' --basis 'asked us'",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runRecipientsAdd(cmd.Context(), a, args[0], edition, store.Reader{Basis: basis, Recipient: news.Recipient{List: list}})
		},
	}
	cmd.Flags().StringVar(&edition, "edition", "", "which edition; needed when there are several")
	cmd.Flags().StringVar(&basis, "basis", "", "why they get it, for the record")
	cmd.Flags().BoolVar(&list, "list", false, "the address is a distribution list")
	_ = cmd.RegisterFlagCompletionFunc("edition", a.completeEditions)
	return cmd
}

func runRecipientsAdd(ctx context.Context, a *app, text, edition string, r store.Reader) error {
	readers, address, err := a.readerNamed(ctx, text)
	if err != nil {
		return err
	}
	if err := fitAddress(address.Address); err != nil {
		return err
	}
	e, err := a.edition(edition)
	if err != nil {
		return err
	}
	o, left, err := readers.Store.HasLeft(ctx, readers.Key.Reader(address.Address), e.Name)
	if err != nil {
		return err
	}
	if left {
		return usageError("only if they ask: wardround recipients restore ADDRESS", "this reader %s", leftWords(o, a))
	}
	if err := mayWriteTo(a.cfg, news.Recipient{Address: address.Address}); err != nil {
		return err
	}
	r.Edition, r.Added = e.Name, a.now()()
	r.Recipient.Address, r.Recipient.Name = address.Address, address.Name
	if err := readers.Store.AddReader(ctx, r); err != nil {
		return err
	}
	_, err = fmt.Fprintf(a.out, "%s gets %s from the next issue on.\n", address.Address, e.Name)
	return err
}
