package jobs

import (
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/track"
)

// promising gives the desk rules, and an article that promises.
func promising(t *testing.T, d *desk, at time.Time, words string) {
	t.Helper()
	rules, err := track.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	d.Rules = rules
	source := news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed}
	item := news.Item{GUID: words, URL: "https://ward.example/" + at.Format("0102"), Title: "NHS trusts cannot fill digital posts", Published: at, Summary: "NHS trusts have advertised two hundred posts for data analysts and developers. " + words}
	if _, err := d.Store.SavePoll(t.Context(), news.Poll{Source: source, At: at, Outcome: news.OutcomeNew, Items: []news.Item{item},
		State: news.SourceState{URL: source.URL, FirstRead: at.AddDate(-1, 0, 0), LastRead: at, Outcome: news.OutcomeNew}}); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Judge(t.Context()); err != nil {
		t.Fatal(err)
	}
	if n, err := d.Track(t.Context()); err != nil || n != 1 {
		t.Fatalf("Track = %d, %v, want one article read", n, err)
	}
}

func TestStatementsOfArticlesAreFollowed(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	promising(t, d, monday.Add(-day), "NHS England will publish its digital skills register for trusts by 30 November 2026.")
	if n, err := d.Track(t.Context()); err != nil || n != 0 {
		t.Errorf("a second Track = %d, %v, want nothing to read", n, err)
	}
	list, err := d.Promises(t.Context(), "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	last := list[len(list)-1]
	if last.Due != "2026-11-30" || last.Status != news.Due || last.Statements[0].Seen != "2026-11-23" {
		t.Errorf("promise %+v, want due on 30 November, seen today", last)
	}
	again, err := d.Promises(t.Context(), "2026-12-24")
	if err != nil {
		t.Fatal(err)
	}
	if got := again[len(again)-1]; got.Ref != last.Ref || got.Status != news.Overdue {
		t.Errorf("a month later %s %s, want %s overdue", got.Ref, got.Status, last.Ref)
	}
}

func TestIssueOpensWithWhatFallsDue(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	promising(t, d, monday.Add(-day), "NHS England will publish its digital skills register for trusts by 30 November 2026.")
	issue, err := d.Preview(t.Context(), d.Editions[0], monday)
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, p := range issue.Promises {
		found = found || p.Due == "2026-11-30" && strings.HasPrefix(p.Label, "due in")
	}
	if !found {
		t.Errorf("promises of the issue: %+v, want the register", issue.Promises)
	}
}

func TestFirstIssueShowsThePlanThatSlipped(t *testing.T) {
	at := time.Date(2024, 3, 18, 7, 30, 0, 0, time.UTC)
	d := newDesk(t, at, edition(t, "weekly", 1))
	rules, err := track.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	d.Rules = rules
	issue, err := d.Preview(t.Context(), d.Editions[0], at)
	if err != nil {
		t.Fatal(err)
	}
	if len(issue.Promises) != 2 || issue.Promises[0].Label != "promised again" || issue.Promises[0].Disputed == nil || !issue.Promises[0].ByHand {
		t.Errorf("promises %+v, want the plan promised again and disputed, then the tool that is due", issue.Promises)
	}
}
