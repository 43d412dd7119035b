package main

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

func newStatus(a *app) *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:     "status",
		GroupID: groupRun,
		Short:   "Say how things stand: sources, articles, issues, outstanding mail",
		Long:    "Say how things stand on one screen.\n\n" + exitHelp,
		Example: "  wardround status",
		Args:    cobra.NoArgs,
		RunE:    func(cmd *cobra.Command, _ []string) error { return runStatus(cmd.Context(), a, format) },
	}
	cmd.Flags().StringVar(&format, "format", "text", "how to print: text, json")
	return cmd
}

// statusRecord is how things stand, for programs.
type statusRecord struct {
	Version  string                     `json:"version"`
	Store    string                     `json:"store"`
	Bytes    int64                      `json:"bytes"`
	Sources  map[string]int             `json:"sources"` // by health, as in `wardround sources health`
	Totals   store.Totals               `json:"totals"`
	Editions []editionStatus            `json:"editions"`
	Mail     map[news.DeliveryState]int `json:"mail"`
	NextMail time.Time                  `json:"next_mail,omitzero"`
	Held     bool                       `json:"held"`      // restored from a backup, and not released
	Kept     store.Chore                `json:"retention"` // when what is past its time was last forgotten
	Relay    jobs.Rest                  `json:"relay"`     // how it fared last; zero when it is well
}

type editionStatus struct {
	Name       string    `json:"name"`
	Recipients int       `json:"recipients"` // who would get an issue now
	Last       string    `json:"last"`       // the last issue, in words
	Next       time.Time `json:"next,omitzero"`

	Review *reviewStatus `json:"review,omitempty"` // the issue the operator may still change
}

func runStatus(ctx context.Context, a *app, format string) error {
	if err := checkFormat(format, []string{"text", "json"}); err != nil {
		return err
	}
	kept, err := a.openStore(ctx)
	if err != nil {
		return err
	}
	r := statusRecord{Version: version(), Store: a.cfg.Chosen.Store}
	if r.Bytes, err = kept.Size(ctx); err != nil {
		return err
	}
	if r.Totals, err = kept.Totals(ctx); err != nil {
		return err
	}
	if r.Sources, err = a.sourceCounts(ctx); err != nil {
		return err
	}
	if r.Mail, err = kept.CountDeliveries(ctx, 0); err != nil {
		return err
	}
	if r.Relay, _, err = jobs.Resting(ctx, kept, a.now()()); err != nil {
		return err
	}
	if r.NextMail, err = kept.NextDelivery(ctx); err != nil {
		return err
	}
	if _, r.Held, err = kept.MailHeld(ctx); err != nil {
		return err
	}
	if r.Kept, err = kept.Chore(ctx, jobs.RetainChore); err != nil {
		return err
	}
	for _, e := range a.cfg.EditionList() {
		status, err := a.editionStatus(ctx, kept, e)
		if err != nil {
			return err
		}
		r.Editions = append(r.Editions, status)
	}
	if format == "json" {
		return printJSON(a.out, r)
	}
	printStatus(a, r)
	return nil
}

func (a *app) sourceCounts(ctx context.Context) (map[string]int, error) {
	records, err := a.sourceRecords(ctx)
	if err != nil {
		return nil, err
	}
	counts := map[string]int{}
	for _, r := range records {
		counts[string(r.Health.State)]++
	}
	return counts, nil
}

func (a *app) editionStatus(ctx context.Context, kept *store.Store, e news.Edition) (editionStatus, error) {
	status := editionStatus{Name: e.Name, Last: "no issue yet"}
	schedule, err := jobs.ParseSchedule(e.Schedule, e.Location)
	if err != nil {
		return status, err
	}
	status.Next = schedule.Next(a.now()())
	readers, err := a.recipientLines(ctx, e.Name, "")
	if err != nil {
		return status, err
	}
	for _, r := range readers {
		if r.State == getsIt {
			status.Recipients++
		}
	}
	if status.Review, err = a.reviewStatus(ctx, kept, e.Name); err != nil {
		return status, err
	}
	last, err := kept.LastIssue(ctx, e.Name)
	if errors.Is(err, store.ErrNotFound) {
		return status, nil
	}
	if err != nil {
		return status, err
	}
	status.Last = fmt.Sprintf("%s, %s", slotWords(last.Issue.Slot, e.Location), last.State)
	if last.Issue.Number > 0 {
		status.Last = fmt.Sprintf("issue %d, %s (%s)", last.Issue.Number, status.Last, count(last.Issue.Stories(), "story", "stories"))
	}
	return status, nil
}

func printStatus(a *app, r statusRecord) {
	zone := a.cfg.Zone()
	row := func(name, format string, args ...any) {
		fmt.Fprintf(a.out, "%s %s\n", a.emphasis(fmt.Sprintf("%-9s", name), bold), fmt.Sprintf(format, args...))
	}
	row("store", "%s (%.1f MB)", r.Store, float64(r.Bytes)/1e6)
	row("sources", "%s", healthCounts(r.Sources))
	row("articles", "%d, %d relevant; %s still to scrape, %d could not be read", r.Totals.Articles, r.Totals.Relevant,
		count(r.Totals.Wanted, "page", "pages"), r.Totals.Unread)
	if !r.Totals.Latest.IsZero() {
		row("newest", "taken in %s", r.Totals.Latest.In(zone).Format("Monday 2 January 2006, 15:04"))
	}
	for _, e := range r.Editions {
		row("edition", "%s, %s", e.Name, count(e.Recipients, "recipient", "recipients"))
		row("", "last: %s", e.Last)
		if e.Review != nil {
			row("", "under review: %s", e.Review.words)
		}
		row("", "next: %s", e.Next.In(zone).Format("Monday 2 January 2006, 15:04"))
	}
	open := outstanding(r.Mail)
	row("mail", "%d sent, %d outstanding, %d refused for good", r.Mail[news.Sent], open, r.Mail[news.Failed])
	if open > 0 && !r.NextMail.IsZero() {
		next := r.NextMail
		if r.Relay.Until.After(next) {
			next = r.Relay.Until
		}
		row("", "next try: %s", next.In(zone).Format("Monday 2 January 2006, 15:04"))
	}
	if r.Relay.Last != "" {
		row("relay", "ended the last %s of sending: %s", count(r.Relay.Ends, "run", "runs"), printable(r.Relay.Last))
	}
	if r.Held {
		row("", "HELD: this store was restored or copied; see: wardround restore --help")
	}
	keep, pages := a.cfg.Retention, "not at all"
	if a.cfg.Fetch.KeepPages > 0 {
		pages = keptFor(a.cfg.Fetch.KeepPages)
	}
	row("kept", "mails %s, readers of an issue %s,", keptFor(keep.Messages), keptFor(keep.Addresses))
	row("", "pages %s, texts %s", pages, keptFor(keep.Texts))
	if !r.Kept.Done.IsZero() {
		row("", "last looked through: %s: %s", r.Kept.Done.In(zone).Format("Monday 2 January 2006, 15:04"), r.Kept.Words)
	}
}

// outstanding counts the mails that are still to be sent.
func outstanding(mail map[news.DeliveryState]int) int {
	return mail[news.Pending] + mail[news.Retry] + mail[news.Talking] + mail[news.Committing] + mail[news.Unknown]
}

// keptFor says how long something is kept.
func keptFor(d time.Duration) string {
	if d <= 0 {
		return "for good"
	}
	return count(int(d/(24*time.Hour)), "day", "days")
}
