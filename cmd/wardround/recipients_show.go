package main

import (
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// recipientRecord is all that is kept about one address.
type recipientRecord struct {
	Address    string                   `json:"address"`
	Editions   []recipientLine          `json:"editions"`
	Left       string                   `json:"left,omitempty"` // of who is on no list any more
	Suppressed *store.SuppressedAddress `json:"suppressed,omitempty"`
	Deliveries []news.Delivery          `json:"deliveries"` // latest first
}

func newRecipientsShow(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "show ADDRESS",
		Short: "Say why somebody gets the digest, or does not",
		Long: `Say why somebody gets the digest, or does not: where the address stands, on
which basis and since when, what they get, their last five deliveries with the
relay's answers, and whether they have left or are not written to any more.

` + exitHelp,
		Example: "  wardround recipients show ann@trust.example",
		Args:    cobra.ExactArgs(1),
		RunE:    func(cmd *cobra.Command, args []string) error { return runRecipientsShow(cmd.Context(), a, args[0]) },
	}
}

func newRecipientsExport(a *app) *cobra.Command {
	return &cobra.Command{
		Use:   "export ADDRESS",
		Short: "Print all that is kept about somebody, as JSON",
		Long: "Print all that is kept about somebody, as JSON: the answer to a request for\n" +
			"access (UK GDPR, article 15).\n\n" + exitHelp,
		Example: "  wardround recipients export ann@trust.example > ann.json",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := a.recipientOf(cmd.Context(), args[0])
			if err != nil {
				return err
			}
			return printJSON(a.out, r)
		},
	}
}

// recipientOf gathers what is kept about an address.
func (a *app) recipientOf(ctx context.Context, text string) (recipientRecord, error) {
	address, err := addressOf(text)
	if err != nil {
		return recipientRecord{}, err
	}
	r := recipientRecord{Address: strings.ToLower(address.Address)}
	if r.Editions, err = a.recipientLines(ctx, "", r.Address); err != nil {
		return r, err
	}
	suppressed, err := a.kept.SuppressedAddresses(ctx)
	if err != nil {
		return r, err
	}
	for _, s := range suppressed {
		if s.Address == r.Address {
			r.Suppressed = &s
		}
	}
	if o, left, err := a.kept.HasLeft(ctx, a.people.Key.Reader(r.Address), ""); err != nil {
		return r, err
	} else if left && len(r.Editions) == 0 {
		r.Left = leftWords(o, a)
	}
	r.Deliveries, err = a.kept.FindDeliveries(ctx, store.DeliveryQuery{Address: r.Address})
	return r, err
}

func runRecipientsShow(ctx context.Context, a *app, text string) error {
	r, err := a.recipientOf(ctx, text)
	if err != nil {
		return err
	}
	fmt.Fprintln(a.out, a.emphasis(r.Address, bold))
	for _, l := range r.Editions {
		fmt.Fprintf(a.out, "  %s: %s (%s", l.Edition, l.State, l.From)
		if l.From == fromCommand {
			fmt.Fprintf(a.out, ", added on %s", l.Added)
			if l.Basis != "" {
				fmt.Fprintf(a.out, ": %s", printable(l.Basis))
			}
		}
		fmt.Fprintln(a.out, ")")
	}
	switch {
	case len(r.Editions) > 0:
	case r.Left != "":
		fmt.Fprintf(a.out, "  on no list; %s\n", r.Left)
	default:
		fmt.Fprintln(a.out, "  on no list: neither the configuration nor `recipients add` names it")
	}
	if s := r.Suppressed; s != nil {
		fmt.Fprintf(a.out, "  not written to since %s: %s\n  To try again: wardround recipients restore %s\n",
			s.Since.In(a.cfg.Zone()).Format("2 January 2006"), printable(s.Reply), r.Address)
	}
	a.showDeliveries(r.Deliveries)
	return nil
}

func (a *app) showDeliveries(deliveries []news.Delivery) {
	const shown = 5
	if len(deliveries) == 0 {
		fmt.Fprintln(a.out, "  no issue was sent there so far")
		return
	}
	fmt.Fprintln(a.out, "Last mails")
	for _, d := range deliveries[:min(shown, len(deliveries))] {
		what := fmt.Sprintf("issue %d of %s", d.Number, d.Edition)
		if strings.HasPrefix(d.Edition, "(") {
			what = issueName(d)
		}
		fmt.Fprintf(a.out, "  %s: %s", what, d.State)
		if !d.SentAt.IsZero() {
			fmt.Fprintf(a.out, " on %s", d.SentAt.In(a.cfg.Zone()).Format("2 January 2006, 15:04"))
		}
		reply := d.Reply
		if d.State == news.Sent { // a refusal's words hold its code
			reply = strings.TrimSpace(fmt.Sprintf("%d %s", d.Code, d.Reply))
		}
		if reply != "" {
			fmt.Fprintf(a.out, " (%s)", printable(reply))
		}
		fmt.Fprintln(a.out)
	}
}
