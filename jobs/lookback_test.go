package jobs

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// edit changes the headline and the text of an article that publish took in.
func (d *desk) edit(t *testing.T, at time.Time, name, title string) {
	t.Helper()
	source := news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed}
	_, err := d.Store.SavePoll(t.Context(), news.Poll{Source: source, At: at, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: source.URL, FirstRead: at.AddDate(-1, 0, 0), LastRead: at, Outcome: news.OutcomeNew},
		Items: []news.Item{{GUID: name, URL: "https://ward.example/" + name, Title: title, Published: at,
			Summary: "NHS trusts have advertised two hundred posts for data analysts. Applications close on 14 December 2026."}}})
	if err != nil {
		t.Fatal(err)
	}
}

func TestAChangedStoryComesBackOnceAsAnUpdate(t *testing.T) {
	d := newDesk(t, monday.Add(-14*day), edition(t, "weekly", 1)).known(t)
	d.publish(t, monday.Add(-day), "one", "two")
	d.clock.Set(monday)
	first := one(t, d.due(t))
	ref := ""
	for _, section := range first.Issue.Sections {
		for _, story := range section.Stories {
			if strings.HasSuffix(story.URL, "/one") {
				ref = story.Ref
			}
		}
	}

	d.edit(t, monday.Add(day), "one", "NHS trusts give up on digital posts for data analysts")
	d.edit(t, monday.Add(day), "two", "NHS trusts cannot fill digital posts in two.") // a full stop is no news
	d.clock.Set(monday.Add(7 * day))
	second := one(t, d.due(t))
	if diff := cmp.Diff(names("one"), told(second)); diff != "" {
		t.Fatalf("second issue (-want +got):\n%s", diff)
	}
	story := second.Issue.Sections[0].Stories[0]
	if story.Updates != ref || !strings.Contains(story.Changed, "its headline was “NHS trusts cannot fill") {
		t.Errorf("updates %q: %q; want %q and the headline it had", story.Updates, story.Changed, ref)
	}
	if diff := cmp.Diff([]int{2}, second.Issue.Earlier); diff != "" {
		t.Errorf("stories of the issues before (-want +got):\n%s", diff)
	}

	d.clock.Set(monday.Add(14 * day))
	if third := d.due(t); len(third) != 1 || third[0].Issue.State != news.IssueEmpty {
		t.Errorf("third slot = %+v, want an empty one: the update is told", third)
	}
}

func TestDaysAheadAreHandedOn(t *testing.T) {
	d := newDesk(t, monday.Add(-14*day), edition(t, "weekly", 1)).known(t)
	d.edit(t, monday.Add(-day), "one", "NHS trusts seek data analysts for digital posts")
	d.clock.Set(monday)
	first := one(t, d.due(t))
	d.publish(t, monday.Add(day), "two")
	d.clock.Set(monday.Add(7 * day))
	second := one(t, d.due(t))
	if len(first.Issue.Dates) != 1 || first.Issue.Dates[0].Day != "2026-12-14" {
		t.Fatalf("dates of the first issue = %+v, want 14 December", first.Issue.Dates)
	}
	if diff := cmp.Diff(first.Issue.Dates, second.Issue.Dates); diff != "" {
		t.Errorf("dates of the second issue (-want +got):\n%s", diff)
	}
}
