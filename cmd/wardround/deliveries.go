package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

func newDeliveries(a *app) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "deliveries",
		GroupID: groupRun,
		Short:   "Which reader has which issue, and what keeps the others",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newDeliveriesList(a), newDeliveriesRetry(a), newDeliveriesDrop(a))
	return cmd
}

type deliveriesOptions struct {
	format string
	all    bool
	query  store.DeliveryQuery
	state  string
}

func newDeliveriesList(a *app) *cobra.Command {
	var o deliveriesOptions
	cmd := &cobra.Command{
		Use:   "list",
		Short: "List what is not sent, with the relay's answer",
		Long: `List what is not sent, newest issue first, with the relay's last answer. --all
lists what is sent as well.

States: pending (it waits), talking and committing (being sent now), retry (the
relay said later), unknown (the answer to the message was lost), failed (refused
for good, or it came back), suppressed (not sent: the reader has left, the
address refuses mail, or it was dropped), expired (too late), sent.

` + exitHelp,
		Example: "  wardround deliveries list --state failed",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runDeliveriesList(cmd.Context(), a, o) },
	}
	flags := cmd.Flags()
	flags.BoolVar(&o.all, "all", false, "also what is sent")
	flags.StringVar(&o.query.Edition, "edition", "", "only of this edition")
	flags.IntVar(&o.query.Number, "issue", 0, "only of the issue with this `NUMBER`")
	flags.StringVar(&o.state, "state", "", "only in this state")
	flags.StringVar(&o.query.Address, "to", "", "only to this `ADDRESS`")
	addFormat(cmd, &o.format)
	_ = cmd.RegisterFlagCompletionFunc("edition", a.completeEditions)
	return cmd
}

var deliveryStates = []string{"pending", "talking", "committing", "retry", "unknown", "failed", "suppressed", "expired", "sent"}

func runDeliveriesList(ctx context.Context, a *app, o deliveriesOptions) error {
	if err := checkFormat(o.format, formats); err != nil {
		return err
	}
	if o.state != "" {
		if err := checkFormat(o.state, deliveryStates); err != nil {
			return usageError("one of: "+strings.Join(deliveryStates, ", "), "unknown state %q", o.state)
		}
	}
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	o.query.State = news.DeliveryState(o.state)
	o.query.Unsent = !o.all && o.state == ""
	found, err := kept.FindDeliveries(ctx, o.query)
	if err != nil {
		return err
	}
	l := listing{header: []string{"id", "issue", "to", "state", "tries", "next try", "answer"}, wide: 6,
		spare: []string{"tries", "next try"}, none: "Nothing is outstanding."}
	for _, d := range found {
		next := ""
		if d.State == news.Pending || d.State == news.Retry || d.State == news.Unknown {
			next = "due"
			if d.NextAt.After(a.now()()) {
				next = d.NextAt.In(a.cfg.Zone()).Format("2 Jan 15:04")
			}
		}
		l.records = append(l.records, d)
		l.rows = append(l.rows, []string{fmt.Sprint(d.ID), issueName(d), d.Recipient.Address, string(d.State), fmt.Sprint(d.Attempts), next, d.Reply})
	}
	return l.print(a, o.format)
}

// issueName is an issue in the words of a list: "weekly 11".
func issueName(d news.Delivery) string {
	switch d.Edition {
	case store.AlarmEdition:
		return "alarm"
	case store.ProofEdition:
		return "proof"
	case store.LetterEdition:
		return "goodbye" // confirms that a reader has left
	case store.CorrectionEdition:
		return "correction"
	}
	return fmt.Sprintf("%s %d", d.Edition, d.Number)
}

func newDeliveriesRetry(a *app) *cobra.Command {
	var failed bool
	cmd := &cobra.Command{
		Use:   "retry ID|ADDRESS... | --failed",
		Short: "Offer refused or parked mail again",
		Long: `Offer mail again that was refused, suppressed, or whose end is unknown. What was
held against its address is forgotten. The next run of ` + "`wardround run`" + ` or
` + "`digest --send`" + ` sends it. Mail whose end is unknown may reach its reader twice.

--failed stands for all mail that was refused for good and is not too old, such
as after a relay that refused everybody was put right.

` + exitHelp,
		Example: "  wardround deliveries retry ann@trust.example\n  wardround deliveries retry --failed",
		RunE: func(cmd *cobra.Command, args []string) error {
			if failed == (len(args) > 0) {
				return usageError("wardround deliveries retry ID, ADDRESS or --failed", "say what to offer again: either which, or --failed")
			}
			if failed {
				args = []string{everyFailed}
			}
			return eachDelivery(cmd.Context(), a, args, change{"open again", "is sent, being sent, or too old", func(ctx context.Context, id int64) (bool, error) {
				return a.kept.RetryDelivery(ctx, id, a.now()())
			}})
		},
	}
	cmd.Flags().BoolVar(&failed, "failed", false, "everything that was refused for good")
	return cmd
}

// everyFailed stands for all deliveries that were refused for good.
const everyFailed = "refused for good"

func newDeliveriesDrop(a *app) *cobra.Command {
	return &cobra.Command{
		Use:     "drop ID|ADDRESS...",
		Short:   "Give up mail that is not sent",
		Long:    "Give up mail that is not sent. An address stands for everything outstanding to\nit.\n\n" + exitHelp,
		Example: "  wardround deliveries drop 17",
		Args:    cobra.MinimumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return eachDelivery(cmd.Context(), a, args, change{"dropped", "is sent, being sent, or given up already", func(ctx context.Context, id int64) (bool, error) {
				return a.kept.DropDelivery(ctx, id)
			}})
		},
	}
}

// change is what is done to deliveries, and how that is told.
type change struct {
	done, not string
	do        func(ctx context.Context, id int64) (bool, error)
}

// eachDelivery changes the deliveries that args name, and fails when one of args
// came to nothing.
func eachDelivery(ctx context.Context, a *app, args []string, c change) error {
	if _, err := a.openStore(ctx); err != nil {
		return err
	}
	nothing := 0
	for _, arg := range args {
		ids, err := deliveryIDs(ctx, a, arg)
		if err != nil {
			return err
		}
		changed := 0
		for _, id := range ids {
			done, err := c.do(ctx, id)
			if err != nil {
				return err
			}
			if done {
				changed++
			}
		}
		if changed == 0 {
			nothing++
			fmt.Fprintf(a.out, "%s: nothing to do; it is not there, or %s.\n", printable(arg), c.not)
			continue
		}
		fmt.Fprintf(a.out, "%s: %s %s.\n", printable(arg), count(changed, "delivery", "deliveries"), c.done)
	}
	if nothing > 0 {
		return partlyError("see: wardround deliveries list --all", "%d of %d came to nothing", nothing, len(args))
	}
	return nil
}

// deliveryIDs are those that a number or an address stands for.
func deliveryIDs(ctx context.Context, a *app, arg string) ([]int64, error) {
	if id, err := strconv.ParseInt(arg, 10, 64); err == nil {
		return []int64{id}, nil
	}
	query := store.DeliveryQuery{Address: arg, Unsent: true}
	switch {
	case arg == everyFailed:
		query = store.DeliveryQuery{State: news.Failed}
	case !strings.Contains(arg, "@"):
		return nil, usageError("see: wardround deliveries list", "%q is neither the number of a delivery nor an address", arg)
	}
	found, err := a.kept.FindDeliveries(ctx, query)
	if err != nil {
		return nil, err
	}
	ids := make([]int64, len(found))
	for i, d := range found {
		ids[i] = d.ID
	}
	return ids, nil
}
