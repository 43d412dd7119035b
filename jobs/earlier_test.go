package jobs

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

func TestAnIssueSaysWhatWasToldOfAnAffairBefore(t *testing.T) {
	d := newDesk(t, monday.Add(-28*day), edition(t, "weekly", 1)).known(t).grouping(t)
	announced, dropped := first, third
	announced.title = "Fenside NHS trust to launch Quillmark for its digital workforce rosters"
	dropped.title = "Fenside NHS trust scraps Quillmark rosters for its digital workforce"
	ids := d.report(t, monday.Add(-22*day), announced)
	d.clock.Set(monday.Add(-21 * day))
	told := one(t, d.due(t))
	d.report(t, monday.Add(-day), dropped)
	d.clock.Set(monday)
	kept := one(t, d.due(t))
	want := &news.Before{Ref: told.Issue.Sections[0].Stories[0].Ref, Article: ids[0], Publisher: announced.publisher,
		Title: announced.title, URL: announced.url(), Day: news.DayOf(monday.Add(-22*day), edition(t, "weekly", 1).Location)}
	if diff := cmp.Diff(want, kept.Issue.Sections[0].Stories[0].Before); diff != "" {
		t.Errorf("the affair before (-want +got):\n%s", diff)
	}
	if told.Issue.Sections[0].Stories[0].Before != nil {
		t.Errorf("the first report has a past: %+v", told.Issue.Sections[0].Stories[0].Before)
	}
}
