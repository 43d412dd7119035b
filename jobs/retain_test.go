package jobs

import (
	"testing"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/track"
)

// usual is what a configuration that says nothing keeps.
var usual = Retention{Messages: 7 * day, Addresses: 90 * day, Texts: 730 * day, Pages: 180 * day}

// retained runs Retain and returns what it did.
func (d *desk) retained(t *testing.T) (did bool, words string) {
	t.Helper()
	did, err := d.Retain(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	chore, err := d.Store.Chore(t.Context(), RetainChore)
	if err != nil {
		t.Fatal(err)
	}
	return did, chore.Words
}

func TestEachKindIsForgottenAfterItsOwnTime(t *testing.T) {
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	d := newDesk(t, monday.Add(-day), edition(t, "weekly", 2)).known(t).sendTo(sink, deliver.Options{})
	d.Retention = usual
	d.publish(t, monday.Add(-2*time.Hour), "Plan", "Band")
	d.clock.Set(monday)
	d.due(t)
	if _, err := d.Send(t.Context()); err != nil {
		t.Fatal(err)
	}
	for _, step := range []struct {
		after time.Duration
		want  string
	}{
		{6 * day, "nothing was past its time"},
		{8 * day, "forgot 2 messages"},
		{90 * day, "nothing was past its time"}, // the issue's own three days are not over
		{94 * day, "forgot 2 addresses"},
		{729 * day, "nothing was past its time"},
		{731 * day, "forgot 2 texts"},
	} {
		d.clock.Set(monday.Add(step.after))
		if _, words := d.retained(t); words != step.want {
			t.Errorf("after %v: %q, want %q", step.after, words, step.want)
		}
	}
	issue, err := d.Store.LastIssue(t.Context(), "weekly")
	if err != nil || issue.Issue.Stories() != 2 {
		t.Errorf("the issue holds %d stories, %v; want 2 for good", issue.Issue.Stories(), err)
	}
}

func TestForgettingIsDoneOnceADayHoweverOftenAsked(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 0))
	d.Retention = usual
	for i, want := range []bool{true, false, false, true} {
		if did, _ := d.retained(t); did != want {
			t.Errorf("call %d: did %v, want %v", i+1, did, want)
		}
		d.clock.Advance(8 * time.Hour)
	}
}

func TestZeroKeepsForGood(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	d.Retention = Retention{Pages: 180 * day}
	d.publish(t, monday, "Plan")
	d.clock.Advance(10 * 365 * day)
	if _, words := d.retained(t); words != "nothing was past its time" {
		t.Errorf("forgot: %q", words)
	}
}

func TestPageBehindAnOpenPromiseIsKeptUntilItIsSettled(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 0))
	d.Retention = usual
	rules, err := track.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	d.Rules = rules
	d.publish(t, monday, "Promise", "Other")
	var ids []int64
	for _, name := range []string{"Promise", "Other"} {
		found, err := d.Store.Find(t.Context(), store.Query{Text: name})
		if err != nil || len(found) != 1 {
			t.Fatalf("find %s: %d articles, %v", name, len(found), err)
		}
		a := found[0].Article
		ids = append(ids, a.ID)
		err = d.Store.SavePage(t.Context(), news.ScrapedPage{Article: a.ID, At: monday, State: news.PageDone,
			Page: news.Page{Quality: news.QualityFull, Body: a.Body}, Raw: []byte(name), RawURL: a.URL})
		if err != nil {
			t.Fatal(err)
		}
	}
	promise := news.Statement{ID: "x", Article: ids[0], URL: "https://ward.example/x", Publisher: "Ward and Wire", Reported: news.DayOf(monday, time.UTC),
		Sentence: "The register will open by March 2028.", Quote: "The register will open by March 2028.", Actor: "the department", Class: news.ActorOwner,
		Subject: "the register", Phrase: "by March 2028", From: "2028-03-01", To: "2028-03-31", Grain: news.GrainHard, Basis: news.BasisStated,
		Commits: true, Signal: news.SignalPromise, Rules: []string{"test"}, Keys: []string{"register"}}
	if err := d.Store.SaveStatements(t.Context(), monday, store.Unread{Article: news.Article{ID: ids[0]}}, []news.Statement{promise}); err != nil {
		t.Fatal(err)
	}
	d.clock.Set(monday.Add(200 * day))
	if _, words := d.retained(t); words != "forgot 1 page" {
		t.Errorf("%q, want the other page alone", words)
	}
	kept, err := d.Store.KeptPages(t.Context(), time.Time{}, 0, 10)
	if err != nil || len(kept) != 1 || kept[0].Article.ID != ids[0] {
		t.Errorf("%d pages kept, %v; want the promise's", len(kept), err)
	}
}
