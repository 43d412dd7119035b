package main

import (
	"context"
	"errors"
	"fmt"
	netmail "net/mail"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

var digestFormats = []string{"text", "html", "eml", "json"}

type digestOptions struct {
	edition, asOf, out, format, to string
	send, preview                  bool
}

func newDigest(a *app) *cobra.Command {
	var o digestOptions
	cmd := &cobra.Command{
		Use:     "digest",
		GroupID: groupDaily,
		Short:   "Show the issue so far, or send the one that is due",
		Long: `Show the issue so far as text. That touches nothing: no slot, no article.

With --out the issue is written to a folder as .html, .txt, .eml and .json.

With --preview the issue is served on this machine alone, as HTML, as text, on a
narrow screen and in dark mode; a change to a template shows at once.

Of an edition with ` + "`review`" + ` it is the draft, as it was changed by drop and note.

With --send the latest slot of the edition gets its issue and is sent; what is
already with a reader is not sent again, so it may be repeated at any time.
With --send --to a copy of the issue so far goes to one address; no slot, no
article and no record of sending is touched.

Before anybody but the operator (operator.email) is written to, operator.name
and operator.contact must be set.

` + exitHelp,
		Example: `  wardround digest
  wardround digest --out issue
  wardround digest --send --to me@example.org`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return runDigest(cmd.Context(), a, o) },
	}
	flags := cmd.Flags()
	flags.StringVar(&o.edition, "edition", "", "which edition; needed when there are several")
	flags.StringVar(&o.asOf, "as-of", "", "the issue as it was then: a day, or an instant in RFC 3339")
	flags.StringVar(&o.out, "out", "", "write .html, .txt, .eml and .json into this `FOLDER`")
	flags.StringVar(&o.format, "format", "text", "how to print: "+strings.Join(digestFormats, ", "))
	flags.BoolVar(&o.preview, "preview", false, "serve the issue so far to a browser on this machine, until Ctrl-C")
	flags.BoolVar(&o.send, "send", false, "send the issue of the latest slot; resume what is unsent")
	flags.StringVar(&o.to, "to", "", "with --send: only a copy to this `ADDRESS`")
	cmd.AddCommand(newDigestDrop(a), newDigestNote(a), newDigestHold(a, true), newDigestHold(a, false))
	_ = cmd.RegisterFlagCompletionFunc("edition", a.completeEditions)
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(digestFormats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

func runDigest(ctx context.Context, a *app, o digestOptions) error {
	switch {
	case o.to != "" && !o.send:
		return usageError("add --send", "--to goes with --send")
	case o.preview && (o.send || o.out != ""):
		return usageError("leave --send and --out out", "--preview only shows the issue")
	case o.send && (o.asOf != "" || o.out != ""):
		return usageError("leave --as-of and --out out", "--send sends the issue of a slot")
	}
	if err := checkFormat(o.format, digestFormats); err != nil {
		return err
	}
	if _, err := a.openStore(ctx); err != nil {
		return err
	}
	if o.send {
		if err := a.fitForNews(ctx); err != nil {
			return err
		}
	}
	edition, err := a.edition(o.edition)
	if err != nil {
		return err
	}
	steps, err := a.steps(ctx)
	if err != nil {
		return err
	}
	if o.send && o.to == "" {
		return sendIssue(ctx, a, steps, edition)
	}
	issueOf := func(ctx context.Context) (news.Issue, error) { return steps.SoFar(ctx, edition) }
	if o.asOf != "" {
		asOf, err := instant(o.asOf, edition.Location)
		if err != nil {
			return err
		}
		issueOf = func(ctx context.Context) (news.Issue, error) { return steps.Preview(ctx, edition, asOf) }
	}
	if o.preview {
		return servePreview(ctx, a, func(ctx context.Context) (news.Issue, digest.RenderOptions, error) {
			mailer, err := a.mailer()
			if err != nil {
				return news.Issue{}, digest.RenderOptions{}, err
			}
			issue, err := issueOf(ctx)
			return issue, mailer.RenderOptions(edition), err
		})
	}
	issue, err := issueOf(ctx)
	if err != nil {
		return err
	}
	switch {
	case o.to != "":
		return sendCopy(ctx, a, edition, issue, o.to)
	case o.out != "":
		return writeIssue(a, edition, issue, o.out)
	}
	return printIssue(a, edition, issue, o.format)
}

// instant reads a day, meant as its end, or an instant.
func instant(s string, zone *time.Location) (time.Time, error) {
	if day, err := news.ParseDay(s); err == nil {
		return day.Add(1).Start(zone), nil
	}
	t, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return t, usageError("write it like 2026-11-16 or 2026-11-16T07:30:00Z", "%q is neither a day nor an instant", s)
	}
	return t, nil
}

func printIssue(a *app, edition news.Edition, issue news.Issue, format string) error {
	files, err := renderIssue(a, edition, issue)
	if err != nil {
		return err
	}
	_, err = a.out.Write(files[format])
	return err
}

// renderIssue makes every form of an issue, by format.
func renderIssue(a *app, edition news.Edition, issue news.Issue) (map[string][]byte, error) {
	mailer, err := a.mailer()
	if err != nil {
		return nil, err
	}
	mail, err := digest.Render(issue, mailer.RenderOptions(edition))
	if err != nil {
		return nil, err
	}
	to := news.Recipient{Address: "reader@localhost.invalid"}
	if len(edition.Recipients) > 0 {
		to = edition.Recipients[0]
	}
	if edition.From == "" {
		edition.From = "wardround@localhost.invalid"
	}
	built, err := mailer.Message(store.KeptIssue{Issue: issue, Frozen: issue.To}, edition, to)
	if err != nil {
		return nil, err
	}
	var json strings.Builder
	if err := printJSON(&json, issue); err != nil {
		return nil, err
	}
	return map[string][]byte{
		"text": []byte(mail.Text), "html": []byte(mail.HTML), "eml": built.Bytes, "json": []byte(json.String()),
	}, nil
}

// writeIssue writes every form into folder, named after edition and slot.
func writeIssue(a *app, edition news.Edition, issue news.Issue, folder string) error {
	files, err := renderIssue(a, edition, issue)
	if err != nil {
		return err
	}
	if err := os.MkdirAll(folder, 0o750); err != nil {
		return unreachableError("choose another folder with --out", err)
	}
	base := filepath.Join(folder, issue.Edition+"-"+issue.Slot.Key[:len("2006-01-02")])
	for format, ending := range map[string]string{"text": ".txt", "html": ".html", "eml": ".eml", "json": ".json"} {
		if err := os.WriteFile(base+ending, files[format], 0o640); err != nil {
			return unreachableError("choose another folder with --out", err)
		}
	}
	fmt.Fprintf(a.out, "Wrote %s.html, .txt, .eml and .json: %s.\n", base, count(issue.Stories(), "story", "stories"))
	return nil
}

func sendCopy(ctx context.Context, a *app, edition news.Edition, issue news.Issue, to string) error {
	address, err := netmail.ParseAddress(to)
	if err != nil {
		return usageError("write it like name@example.org", "--to %q is no mail address", to)
	}
	if err := fitAddress(address.Address); err != nil {
		return err
	}
	if err := fitToSend(a, edition); err != nil {
		return err
	}
	if err := mayWriteTo(a.cfg, news.Recipient{Address: address.Address}); err != nil {
		return err
	}
	mailer, err := a.mailer()
	if err != nil {
		return err
	}
	relay, err := relay(a.cfg)
	if err != nil {
		return err
	}
	kept := store.KeptIssue{Issue: issue, Frozen: a.now()()}
	built, err := mailer.Message(kept, edition, news.Recipient{Address: address.Address, Name: address.Name})
	if err != nil {
		return err
	}
	reply, err := relay.SendCopy(ctx, built.From, address.Address, built.Bytes)
	if err != nil {
		return unreachableError("check smtp: in the configuration, then: wardround check --live", err)
	}
	fmt.Fprintf(a.out, "A copy of the issue so far is on its way to %s (%s).\n", address.Address, printable(reply))
	return nil
}

// sendIssue takes the latest slot of the edition, if it is free, and sends
// whatever is outstanding.
func sendIssue(ctx context.Context, a *app, steps *jobs.Steps, edition news.Edition) error {
	if err := fitToSend(a, edition); err != nil {
		return err
	}
	if err := a.fitToMail(ctx); err != nil { // of all editions: whatever is outstanding goes out
		return err
	}
	gets, err := steps.Readers.Of(ctx, edition)
	if err != nil {
		return err
	}
	if len(gets) == 0 {
		return usageError("add them under `recipients:` of the edition, or with wardround recipients add; a copy to yourself: --send --to ADDRESS",
			"edition %s has no recipients", edition.Name)
	}
	if err := checkClock(ctx, steps, false); err != nil {
		return err
	}
	taken, err := steps.Take(ctx, edition)
	if errors.Is(err, jobs.ErrIssueHeld) {
		return usageError("let it go first: wardround digest release "+edition.Name, "%w", err)
	}
	if err != nil {
		return err
	}
	counts, err := steps.Send(ctx)
	if err != nil {
		return err
	}
	return tellSent(ctx, a, edition, taken, counts)
}

// tellSent says what became of the issue, and fails when a reader lacks it.
func tellSent(ctx context.Context, a *app, edition news.Edition, taken jobs.Taken, counts deliver.Counts) error {
	issue := taken.Issue.Issue
	slot := slotWords(taken.Slot, edition.Location)
	if taken.Issue.State == news.IssueEmpty || taken.Issue.State == news.IssueMissed {
		fmt.Fprintf(a.out, "Slot %s: nothing to tell (%s); no mail.\n", slot, taken.Issue.State)
		return nil
	}
	states, err := a.kept.CountDeliveries(ctx, taken.Issue.ID)
	if err != nil {
		return err
	}
	total, open := 0, 0
	for state, n := range states {
		total += n
		if state != news.Sent && state != news.Suppressed {
			open += n
		}
	}
	fmt.Fprintf(a.out, "Issue %d of %s (%s): %s.\n", issue.Number, edition.Name, slot, count(issue.Stories(), "story", "stories"))
	switch {
	case counts == (deliver.Counts{}) && open == 0:
		schedule, err := jobs.ParseSchedule(edition.Schedule, edition.Location)
		if err != nil {
			return err
		}
		next := schedule.Slot(edition.Name, schedule.Next(a.now()()))
		fmt.Fprintf(a.out, "Already with %s; nothing to send. Next slot: %s.\n",
			count(total, "reader", "readers"), slotWords(next, edition.Location))
		return nil
	case open == 0:
		fmt.Fprintf(a.out, "%s. Every reader has it.\n", counts)
		return nil
	case counts.Sent == 0 && counts.Stopped != "":
		return unreachableError(unsentHint(counts), errors.New(counts.String()))
	}
	return partlyError(unsentHint(counts), "%s; %d of %d readers lack it", counts, open, total)
}

// unsentHint says what brings the issue to those who lack it.
func unsentHint(counts deliver.Counts) string {
	if counts.Failed > 0 {
		return "what was refused for good waits for you: wardround deliveries list, then deliveries retry; the rest goes when you run it again"
	}
	if counts.Refused {
		return "nothing is lost; what to change: wardround check --live"
	}
	return "nothing is lost, and nothing is sent twice: run it again later, or let `wardround run` do so"
}
