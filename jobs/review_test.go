package jobs

import (
	"errors"
	"io"
	"mime/quotedprintable"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// underReview opens a desk with these stories, whose edition is reviewed for two hours.
func underReview(t *testing.T, names ...string) *desk {
	t.Helper()
	e := edition(t, "weekly", 2)
	e.Review = 2 * time.Hour
	d := newDesk(t, monday.Add(-6*day), e).known(t)
	d.AlarmTo, d.Searches = "desk@wardround.example", []string{"https://search.example/?q={query}"}
	if len(names) > 0 {
		d.publish(t, monday.Add(-day), names...)
	}
	return d
}

// drafts drafts what is to be drafted at an instant.
func (d *desk) drafts(t testing.TB, at time.Time) []store.Review {
	t.Helper()
	d.clock.Set(at)
	all, err := d.DraftDue(t.Context())
	if err != nil {
		t.Fatalf("DraftDue() at %v = %v", at, err)
	}
	return all
}

// refOf is the reference of the story of this name in a draft.
func refOf(t testing.TB, issue news.Issue, name string) string {
	t.Helper()
	for _, section := range issue.Sections {
		for _, s := range section.Stories {
			if strings.HasSuffix(s.URL, "/"+name) {
				return s.Ref
			}
		}
	}
	t.Fatalf("no story %s in %+v", name, issue.Sections)
	return ""
}

// proofs are the letters that show drafts to the operator.
func (d *desk) proofs(t testing.TB) []news.Delivery {
	t.Helper()
	all, err := d.Store.FindDeliveries(t.Context(), store.DeliveryQuery{Edition: store.ProofEdition})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

func TestAnIssueUnderReviewIsReleasedByTime(t *testing.T) {
	d := underReview(t, "one", "two", "three")
	if early := d.drafts(t, monday.Add(-2*time.Hour-time.Minute)); len(early) != 0 {
		t.Errorf("drafted before its time: %+v", early)
	}
	drafts := d.drafts(t, monday.Add(-2*time.Hour))
	if len(drafts) != 1 || drafts[0].Draft.Stories() != 3 || !drafts[0].Goes.Equal(monday) {
		t.Fatalf("drafts = %+v, want one of three stories that goes at its slot", drafts)
	}
	if again := d.drafts(t, monday.Add(-time.Hour)); len(again) != 0 || len(d.proofs(t)) != 1 {
		t.Errorf("drafted again: %+v, %d proofs", again, len(d.proofs(t)))
	}
	d.publish(t, monday.Add(-time.Hour), "late")
	for _, at := range []time.Duration{-2 * time.Hour, -time.Minute} {
		d.clock.Set(monday.Add(at))
		if taken := d.due(t); len(taken) != 0 {
			t.Errorf("%v from the slot took %+v", at, taken)
		}
	}
	d.clock.Set(monday)
	first := one(t, d.due(t))
	if diff := cmp.Diff(names("one", "two", "three"), told(first)); diff != "" || first.State != news.IssueFrozen {
		t.Errorf("the issue, %s, tells (-want +got):\n%s", first.State, diff)
	}
	if to := first.Issue.To; !to.Equal(monday.Add(-2 * time.Hour)) {
		t.Errorf("its window ends at %v, want at the draft", to)
	}
	d.drafts(t, monday.Add(7*day-2*time.Hour))
	d.clock.Set(monday.Add(7 * day))
	if diff := cmp.Diff(names("late"), told(one(t, d.due(t)))); diff != "" {
		t.Errorf("the next issue tells (-want +got):\n%s", diff)
	}
}

func TestDroppedIsToldByNoIssueAndNotesAreFrozen(t *testing.T) {
	d := underReview(t, "one", "two", "three")
	draft := d.drafts(t, monday.Add(-2*time.Hour))[0].Draft
	gone, noted, back := refOf(t, draft, "one"), refOf(t, draft, "two"), refOf(t, draft, "three")
	for _, c := range []Change{{Ref: gone}, {Ref: back}, {Ref: back, Undo: true}, {Ref: noted, Note: true, Words: "It is & stays so."}} {
		if _, err := d.Change(t.Context(), c); err != nil {
			t.Fatalf("Change(%+v) = %v", c, err)
		}
	}
	if _, err := d.Change(t.Context(), Change{Ref: "9.9"}); !errors.Is(err, ErrNotUnderReview) || errors.Is(err, ErrFrozen) {
		t.Errorf("Change of what nobody tells = %v", err)
	}
	soFar, err := d.SoFar(t.Context(), d.Editions[0])
	if err != nil {
		t.Fatal(err)
	}
	d = d.restarted(t)
	d.clock.Set(monday)
	kept := one(t, d.due(t))
	if diff := cmp.Diff(soFar, kept.Issue); diff != "" {
		t.Errorf("frozen is not what was shown (-shown +frozen):\n%s", diff)
	}
	if diff := cmp.Diff(names("two", "three"), told(kept)); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if c := kept.Issue.Coverage; c.Relevant != 2 || c.LeftOut != 1 {
		t.Errorf("coverage %+v, want two told and one left out", c)
	}
	for _, c := range []Change{{Ref: noted}, {Ref: noted, Note: true, Words: "x"}} {
		if _, err := d.Change(t.Context(), c); !errors.Is(err, ErrFrozen) || !strings.Contains(err.Error(), "issue 1 of weekly") {
			t.Errorf("Change(%+v) after the freeze = %v, want that issue 1 told it", c, err)
		}
	}
	d.drafts(t, monday.Add(7*day-2*time.Hour))
	d.clock.Set(monday.Add(7 * day))
	if next := one(t, d.due(t)); next.State != news.IssueEmpty {
		t.Errorf("the next issue tells %v, want nothing: what was dropped stays so", told(next))
	}
}

// restarted is the same desk after the process ended and began anew.
func (d *desk) restarted(t *testing.T) *desk {
	t.Helper()
	again := openDesk(t, d.path, d.clock, d.Editions...)
	again.AlarmTo, again.Searches, again.Rules = d.AlarmTo, d.Searches, d.Rules
	return again
}

func TestADroppedStoryWhosePageCameLateStaysOut(t *testing.T) {
	d := underReview(t, "one", "two", "three")
	d.publish(t, monday.Add(-2*time.Hour-5*time.Minute), "page four")
	wanted, err := d.Store.WantedPages(t.Context(), news.PagesWanted{Now: monday})
	if err != nil || len(wanted) != 1 {
		t.Fatalf("wanted pages %v, %v", wanted, err)
	}
	err = d.Store.SavePage(t.Context(), news.ScrapedPage{Article: wanted[0].Article.ID, At: monday.Add(-2*time.Hour - time.Minute), State: news.PageDone,
		Page: news.Page{Quality: news.QualityFull, MaxSnippet: -1, Body: []news.Block{{Kind: news.Paragraph,
			Text: "NHS trusts have advertised two hundred posts for data analysts and developers and filled a third of them."}}}})
	if err != nil {
		t.Fatal(err)
	}
	draft := d.drafts(t, monday.Add(-2*time.Hour))[0].Draft
	if _, err := d.Change(t.Context(), Change{Ref: refOf(t, draft, "page four")}); err != nil {
		t.Fatal(err)
	}
	d.clock.Set(monday)
	one(t, d.due(t))
	d.drafts(t, monday.Add(7*day-2*time.Hour))
	d.clock.Set(monday.Add(7 * day))
	if next := one(t, d.due(t)); next.Issue.Tells() {
		t.Errorf("the next issue tells %v", told(next))
	}
}

func TestAHeldIssueGoesWhenItIsReleased(t *testing.T) {
	d := underReview(t, "one", "two", "three")
	d.drafts(t, monday.Add(-2*time.Hour))
	if _, err := d.Hold(t.Context(), "weekly", true); err != nil {
		t.Fatal(err)
	}
	d = d.restarted(t)
	for _, late := range []time.Duration{0, day, grace} {
		d.clock.Set(monday.Add(late))
		if taken := d.due(t); len(taken) != 0 {
			t.Fatalf("held, and %v after the slot it took %+v", late, taken)
		}
		if _, err := d.Take(t.Context(), d.Editions[0]); !errors.Is(err, ErrIssueHeld) {
			t.Errorf("Take() of a held issue = %v", err)
		}
	}
	d.publish(t, monday.Add(day), "later")
	if _, err := d.Hold(t.Context(), "weekly", false); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(names("one", "two", "three"), told(one(t, d.due(t)))); diff != "" {
		t.Errorf("told (-want +got):\n%s", diff)
	}
	if _, err := d.Hold(t.Context(), "weekly", true); !errors.Is(err, ErrNotUnderReview) {
		t.Errorf("Hold() after the freeze = %v", err)
	}
}

func TestAnIssueHeldTooLongExpiresAndTheOperatorIsTold(t *testing.T) {
	d := underReview(t, "one", "two", "three")
	d.drafts(t, monday.Add(-2*time.Hour))
	if _, err := d.Hold(t.Context(), "weekly", true); err != nil {
		t.Fatal(err)
	}
	d.clock.Set(monday.Add(grace + time.Minute))
	if taken := d.due(t); len(taken) != 1 || taken[0].Is || taken[0].Issue.State != news.IssueMissed {
		t.Fatalf("took %+v, want the slot missed", taken)
	}
	wrong := Trouble{}
	if err := d.failedSlots(t.Context(), wrong); err != nil || len(wrong) != 1 {
		t.Fatalf("trouble %v, %v", wrong, err)
	}
	for _, words := range wrong {
		if !strings.Contains(words, "was held until it was too late") {
			t.Errorf("the operator reads %q", words)
		}
	}
	if _, err := d.Hold(t.Context(), "weekly", false); !errors.Is(err, ErrNotUnderReview) {
		t.Errorf("release after it expired = %v", err)
	}
	d.drafts(t, monday.Add(7*day-2*time.Hour))
	d.clock.Set(monday.Add(7 * day))
	if diff := cmp.Diff(names("one", "two", "three"), told(one(t, d.due(t)))); diff != "" {
		t.Errorf("the next issue tells (-want +got):\n%s", diff)
	}
}

func TestAnIssueDraftedLateIsThereToBeLookedAt(t *testing.T) {
	for name, test := range map[string]struct{ from, goes time.Duration }{
		"an hour before the slot":   {-time.Hour, 0},
		"a minute before":           {-time.Minute, 2*time.Hour - time.Minute},
		"a day after":               {day, day + 2*time.Hour},
		"an hour before its expiry": {grace - time.Hour, grace - lastLook},
	} {
		t.Run(name, func(t *testing.T) {
			d := underReview(t, "one", "two", "three")
			d.clock.Set(monday.Add(test.from))
			if taken := d.due(t); len(taken) != 0 {
				t.Fatalf("took %+v before anybody saw it", taken)
			}
			drafts := d.drafts(t, monday.Add(test.from))
			if len(drafts) != 1 || !drafts[0].Goes.Equal(monday.Add(test.goes)) {
				t.Fatalf("drafts = %+v, want one that goes %v after the slot", drafts, test.goes)
			}
			d.clock.Set(monday.Add(max(test.goes-time.Minute, test.from)))
			if taken := d.due(t); len(taken) != 0 {
				t.Errorf("took %+v before its time", taken)
			}
			d.clock.Set(monday.Add(test.goes))
			if diff := cmp.Diff(names("one", "two", "three"), told(one(t, d.due(t)))); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
		})
	}
}

func TestADraftOfWhatAnIssueByHandHasToldIsWrittenAnew(t *testing.T) {
	e := edition(t, "weekly", 2)
	e.Review = 2 * time.Hour
	d := newDesk(t, monday.Add(-3*time.Hour), e).known(t)
	d.publish(t, monday.Add(-day), "old")
	d.drafts(t, monday.Add(-2*time.Hour))
	if taken, err := d.Take(t.Context(), e); err != nil || !taken.Is || refOf(t, taken.Issue.Issue, "old") != "1.1" {
		t.Fatalf("Take() = %+v, %v; want the first issue", taken, err)
	}
	d.publish(t, monday.Add(-100*time.Minute), "new")
	again := d.drafts(t, monday.Add(-90*time.Minute))
	if len(again) != 1 || again[0].Draft.Number != 2 || refOf(t, again[0].Draft, "new") != "2.1" {
		t.Fatalf("drafted anew: %+v, want issue 2", again)
	}
	d.clock.Set(monday)
	if kept := one(t, d.due(t)); kept.Issue.Number != 2 {
		t.Errorf("issue %d goes, want 2", kept.Issue.Number)
	}
}

func TestTwoProcessesDraftASlotOnceAndLoseNoEdit(t *testing.T) {
	a := underReview(t, "one", "two", "three")
	a.clock.Set(monday.Add(-2 * time.Hour))
	desks := []*desk{a, a.restarted(t), a.restarted(t)}
	var wg sync.WaitGroup
	for _, d := range desks {
		wg.Go(func() {
			if _, err := d.DraftDue(t.Context()); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if proofs := a.proofs(t); len(proofs) != 1 {
		t.Fatalf("%d proofs, want one", len(proofs))
	}
	draft, err := a.SoFar(t.Context(), a.Editions[0])
	if err != nil {
		t.Fatal(err)
	}
	// Changes and the freeze at one time: what was accepted is in the issue.
	a.clock.Set(monday)
	refs := []string{refOf(t, draft, "one"), refOf(t, draft, "two"), refOf(t, draft, "three")}
	accepted := make([]bool, len(refs))
	for i, d := range desks {
		wg.Go(func() {
			_, err := d.Change(t.Context(), Change{Ref: refs[i]})
			if accepted[i] = err == nil; !accepted[i] && !errors.Is(err, ErrNotUnderReview) {
				t.Error(err)
			}
		})
		wg.Go(func() { d.due(t) })
	}
	wg.Wait()
	a.due(t)
	kept, err := a.Store.LastIssue(t.Context(), "weekly")
	if err != nil {
		t.Fatal(err)
	}
	for i, ref := range refs {
		if kept.Issue.Says(ref) == accepted[i] {
			t.Errorf("dropping %s was accepted: %v; the issue tells it: %v", ref, accepted[i], kept.Issue.Says(ref))
		}
	}
}

func TestTheProofShowsFailedPromisesFirstWithTheirEvidence(t *testing.T) {
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	d := underReview(t)
	d.sendTo(sink, deliver.Options{})
	promising(t, d, monday.Add(-6*day), "NHS England will publish its digital skills register for trusts by 20 November 2026.")
	d.drafts(t, monday.Add(-2*time.Hour))
	if _, err := d.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	all := sink.Messages()
	if len(all) != 1 || !slices.Equal(all[0].To, []string{"desk@wardround.example"}) {
		t.Fatalf("%d mails, want the proof alone", len(all))
	}
	head, body, _ := strings.Cut(string(all[0].Data), "\r\n\r\n")
	decoded, err := io.ReadAll(quotedprintable.NewReader(strings.NewReader(body)))
	if err != nil {
		t.Fatal(err)
	}
	text := strings.ReplaceAll(head+"\n"+string(decoded), "\r\n", "\n")
	at := 0
	for _, want := range []string{
		"Subject: Proof: ", "Issue 1 of Ward weekly goes on Monday 23 November, 07:30 unless", "It is for 2 readers.",
		"wardround digest drop ", "wardround digest hold weekly",
		"== Look at these first: a promise is said to have failed ==", "DATE PASSED", "has passed. We have seen no report",
		"Rests on: “", "https://", "Look for yourself:", "https://search.example/?q=", "NHS trusts cannot fill digital posts",
	} {
		i := strings.Index(text[at:], want)
		if i < 0 {
			t.Fatalf("the proof lacks %q after what comes before it:\n%s", want, text)
		}
		at += i
	}
	for line := range strings.Lines(text) {
		if len([]rune(line)) > 79 && !strings.HasPrefix(line, "https://") && !strings.Contains(line, ": ") {
			t.Errorf("a line of %d characters: %s", len(line), line)
		}
	}
}

func TestAPromisePutRightAfterItsDraftIsNotToldAsItStood(t *testing.T) {
	d := underReview(t)
	promising(t, d, monday.Add(-6*day), "NHS England will publish its digital skills register for trusts by 27 November 2026.")
	d.drafts(t, monday.Add(-2*time.Hour))
	d.clock.Set(monday)
	first := one(t, d.due(t))
	told := func(issue news.Issue) news.PromiseLine {
		for _, p := range issue.Promises {
			if strings.HasPrefix(p.Now.URL, "https://ward.example/") {
				return p
			}
		}
		return news.PromiseLine{}
	}
	ref := told(first.Issue).Ref
	promising(t, d, monday.Add(day), "NHS England will publish its digital skills register for trusts by 31 March 2027.")
	draft := d.drafts(t, monday.Add(7*day-2*time.Hour))[0].Draft
	if told(draft).Status != news.Slipped {
		t.Fatalf("the next draft tells %+v, want that it moved", draft.Promises)
	}
	if _, _, err := d.Correct(t.Context(), Correct{Ref: ref, Text: "It came out on 26 November.", Status: news.Kept}); err != nil {
		t.Fatal(err)
	}
	d.clock.Set(monday.Add(7 * day))
	kept := one(t, d.due(t))
	if len(kept.Issue.Corrections) != 1 || told(kept.Issue).Ref != "" {
		t.Errorf("the issue puts right %+v and tells %+v, want the correction alone", kept.Issue.Corrections, kept.Issue.Promises)
	}
}
