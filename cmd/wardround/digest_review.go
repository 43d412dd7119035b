package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/store"
)

// reviewHelp is what all commands on an issue under review say of it.
const reviewHelp = `An edition with ` + "`review: 2h`" + ` is written two hours before its slot and
mailed to the operator as a proof. Until it goes, at its slot, it may be
changed; what was first seen after the proof belongs to the next issue.

`

func newDigestDrop(a *app) *cobra.Command {
	var edition string
	var undo bool
	cmd := &cobra.Command{
		Use:     "drop REF",
		Short:   "Take a story or promise out of the issue under review",
		Long:    "Take a story (11.3) or a promise (P2) out of the issue under review. No\nlater issue tells a story that was taken out; the issue says how many articles\nit concerns.\n\n" + reviewHelp + exitHelp,
		Example: "  wardround digest drop 11.3\n  wardround digest drop 11.3 --undo",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			what := "taken out"
			if undo {
				what = "back in"
			}
			return changeReview(cmd.Context(), a, jobs.Change{Ref: args[0], Edition: edition, Undo: undo}, what)
		},
	}
	cmd.Flags().StringVar(&edition, "edition", "", "which edition; needed when issues of several under review tell it")
	cmd.Flags().BoolVar(&undo, "undo", false, "bring it back")
	cmd.ValidArgsFunction = a.completePromises
	_ = cmd.RegisterFlagCompletionFunc("edition", a.completeEditions)
	return cmd
}

func newDigestNote(a *app) *cobra.Command {
	var edition string
	cmd := &cobra.Command{
		Use:   "note REF TEXT",
		Short: "Add an editor's note to the issue under review",
		Long: fmt.Sprintf("Put a note of yours beside a story (11.3) or a promise (P2) of the issue under\nreview. Readers see it as \"Editor's note\". At most %d characters; an empty one\nremoves it.\n\n", digest.NoteRunes) +
			reviewHelp + exitHelp,
		Example: "  wardround digest note P2 'The trust told us on Friday that it comes in May.'",
		Args:    cobra.ExactArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			words := strings.Join(strings.Fields(args[1]), " ")
			if n := utf8.RuneCountInString(words); n > digest.NoteRunes {
				return usageError("say it in two sentences", "the note has %d characters, at most %d are shown", n, digest.NoteRunes)
			}
			what := "noted"
			if words == "" {
				what = "without a note"
			}
			return changeReview(cmd.Context(), a, jobs.Change{Ref: args[0], Edition: edition, Note: true, Words: words}, what)
		},
	}
	cmd.Flags().StringVar(&edition, "edition", "", "which edition; needed when issues of several under review tell it")
	cmd.ValidArgsFunction = a.completePromises
	_ = cmd.RegisterFlagCompletionFunc("edition", a.completeEditions)
	return cmd
}

// changeReview changes one thing of an issue under review, and says how that stands.
func changeReview(ctx context.Context, a *app, c jobs.Change, what string) error {
	steps, err := a.reviewing(ctx)
	if err != nil {
		return err
	}
	if c.Edition != "" {
		if _, err := a.edition(c.Edition); err != nil {
			return err
		}
	}
	c.Ref = strings.ToUpper(c.Ref)
	r, err := steps.Change(ctx, c)
	switch {
	case errors.Is(err, jobs.ErrWhichEdition):
		return usageError("say which with --edition", "%w", err)
	case err != nil:
		return a.notUnderReview(err, c.Ref)
	}
	a.tellReview(r, fmt.Sprintf("[%s] %s", c.Ref, what))
	return nil
}

func newDigestHold(a *app, hold bool) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "hold [EDITION]",
		Short:   "Keep the issue under review from going",
		Long:    "Keep the issue under review from going at its slot. It waits for `digest\nrelease`; held for more than three days, or until the next slot is near, it\nexpires, its stories go into the next issue, and you are told.\n\n" + reviewHelp + exitHelp,
		Example: "  wardround digest hold weekly",
		Args:    cobra.MaximumNArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return holdReview(cmd.Context(), a, strings.Join(args, ""), hold)
		},
		ValidArgsFunction: a.completeEditions,
	}
	if !hold {
		cmd.Use, cmd.Short = "release [EDITION]", "Let the issue under review go"
		cmd.Long = "Let an issue that is held go: at its slot, or at once when that has passed.\n\n" + reviewHelp + exitHelp
		cmd.Example = "  wardround digest release weekly"
	}
	return cmd
}

func holdReview(ctx context.Context, a *app, name string, hold bool) error {
	steps, err := a.reviewing(ctx)
	if err != nil {
		return err
	}
	edition, err := a.edition(name)
	if err != nil {
		return err
	}
	r, err := steps.Hold(ctx, edition.Name, hold)
	if err != nil {
		return a.notUnderReview(err, "")
	}
	what := "released"
	if hold {
		what = "" // since when it is held says it
	}
	a.tellReview(r, what)
	return nil
}

func (a *app) reviewing(ctx context.Context) (*jobs.Steps, error) {
	if _, err := a.openStore(ctx); err != nil {
		return nil, err
	}
	return a.steps(ctx)
}

// notUnderReview adds to an error what can still be done.
func (a *app) notUnderReview(err error, ref string) error {
	if !errors.Is(err, jobs.ErrNotUnderReview) {
		return err
	}
	if ref == "" || !errors.Is(err, jobs.ErrFrozen) {
		return usageError("`wardround status` says what is under review; `review: 2h` of an edition asks for it", "%w", err)
	}
	return usageError("too late to change it; what was wrong is put right by: wardround correct "+ref+" 'WHAT IS RIGHT'", "%w", err)
}

// tellReview prints what was done to an issue under review, and when that goes.
func (a *app) tellReview(r store.Review, what string) {
	if what != "" {
		what += "; "
	}
	fmt.Fprintf(a.out, "%s, issue %d: %s%s.\n", r.Draft.Edition, r.Draft.Number, what, a.goesWords(r))
}

// goesWords says when an issue under review goes.
func (a *app) goesWords(r store.Review) string {
	edition, err := a.edition(r.Draft.Edition)
	if err != nil { // no longer configured: nobody lets it go
		return "its edition is no longer configured"
	}
	const at = "Monday 2 January, 15:04"
	if !r.Held.IsZero() {
		words := "held since " + r.Held.In(edition.Location).Format(at)
		if until, err := jobs.LastCall(edition, r); err == nil {
			words += ", and expires on " + until.In(edition.Location).Format(at)
		}
		return words
	}
	if goes := r.Goes; goes.After(a.now()()) {
		return "it goes on " + goes.In(edition.Location).Format(at)
	}
	return "it goes with the next look of `wardround run`"
}

// reviewStatus is an issue under review, for the status.
type reviewStatus struct {
	Number  int       `json:"number"`
	Slot    time.Time `json:"slot"`
	Goes    time.Time `json:"goes"`
	Held    time.Time `json:"held,omitzero"`
	Dropped []string  `json:"dropped,omitempty"`

	words string
}

// reviewStatus finds the edition's issue under review; nil when there is none.
func (a *app) reviewStatus(ctx context.Context, kept *store.Store, edition string) (*reviewStatus, error) {
	all, err := kept.Reviews(ctx)
	if err != nil {
		return nil, err
	}
	for _, r := range all {
		if r.Draft.Edition == edition {
			return &reviewStatus{Number: r.Draft.Number, Slot: r.Draft.Slot.At, Goes: r.Goes, Held: r.Held,
				Dropped: r.Edits.Dropped, words: fmt.Sprintf("issue %d; %s", r.Draft.Number, a.goesWords(r))}, nil
		}
	}
	return nil, nil
}
