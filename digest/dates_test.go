package digest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/wardround/wardround/news"
)

func TestLastDayReadsStatedDaysOnly(t *testing.T) {
	for s, want := range map[string]string{
		"The consultation closes on 22 March 2024.":                                   "consultation closes 2024-03-22",
		"The consultation closes at noon on Friday 22 March.":                         "consultation closes 2024-03-22",
		"A consultation on the new bands runs until 5 April.":                         "consultation closes 2024-04-05",
		"Comments on the draft are due by April 5th, 2024.":                           "comments close 2024-04-05",
		"Responses must be in by the 5th of April.":                                   "responses close 2024-04-05",
		"Applications are open until 3 June.":                                         "applications close 2024-06-03",
		"The closing date for applications is 30 May.":                                "applications close 2024-05-30",
		"The deadline for responses to the survey is Monday 8 April.":                 "responses close 2024-04-08",
		"The call for evidence ends on 1 May and is open to all staff.":               "call for evidence closes 2024-05-01",
		"Comments on the guide can be sent in until 4 December.":                      "",
		"Views can be sent in until noon on 4 April.":                                 "comments close 2024-04-04",
		"Entries close 12 April.":                                                     "entries close 2024-04-12",
		"The consultation has been extended to 19 April.":                             "consultation closes 2024-04-19",
		"The consultation closed on 22 February.":                                     "",
		"Applications open on 22 March.":                                              "",
		"The consultation opens on 22 March.":                                         "",
		"The consultation, due to close on 15 March, has been extended to 19 April.":  "",
		"The consultation may close on 22 March.":                                     "",
		"The consultation does not close on 22 March.":                                "",
		"The consultation closes in the spring.":                                      "",
		"The board meets on 22 March to talk about the survey.":                       "",
		"The consultation closes on 31 February.":                                     "",
		"The consultation closes on 1 March.":                                         "", // the next one is nearly a year off
		"The unit closes on 22 March, and the consultation was a farce, nurses said.": "",
	} {
		what, day := lastDay(s, "2024-03-14")
		got := ""
		if day != "" {
			got = what + " " + string(day)
		}
		if got != want {
			t.Errorf("lastDay(%q) = %q, want %q", s, got, want)
		}
	}
	if _, day := lastDay("The consultation closes on 22 March.", ""); day != "" {
		t.Errorf("a day without a year, in a text without a day, reads as %s", day)
	}
}

func TestDatesAheadAreFutureAndToldOnce(t *testing.T) {
	in := input(t, 3)
	say := func(i int, s string) {
		a := &in.Candidates[i].Article
		a.Body = append(a.Body, news.Block{Kind: news.Paragraph, Text: s})
	}
	say(0, "Comments are due by 4 December.")
	say(1, "The consultation closes on 15 November.") // the issue's own day counts, the day before does not
	say(2, "Responses are due by 1 December.")
	in.Candidates[2].Article.Quality = news.QualityWall
	in.Dates = []news.DateAhead{
		{Day: "2026-12-01", What: "due: a skills tool", Ref: "P2"},
		{Day: "2026-11-15", What: "due: a plan", Ref: "P1"},
		{Day: "2026-11-16", What: "bids close: Six trusts buy one tool", Ref: "10.3"},
		{Day: "2026-12-04", What: "comments close: Moorland asks about the pay of analysts", Ref: "10.1"},
	}
	issue := Compose(in)
	want := []news.DateAhead{in.Dates[2], in.Dates[0], in.Dates[3]}
	if m, err := Render(issue, RenderOptions{}); err != nil || !strings.Contains(m.Text, "16 November, today · bids close: Six trusts buy one tool [10.3]") {
		t.Errorf("the issue's own day is not told as today (%v):\n%s", err, m.Text)
	}
	in.Candidates[0].Article.Title = "Something else entirely"
	want = append(want, news.DateAhead{Day: "2026-12-04", What: "comments close: " + issue.Sections[0].Stories[0].Title, Ref: "11.1", URL: issue.Sections[0].Stories[0].URL})
	if diff := cmp.Diff(want, issue.Dates); diff != "" {
		t.Errorf("dates (-want +got):\n%s", diff)
	}
	in.Dates[3].What = "comments close: Fenside Hospitals to grade jobs"
	in.Candidates[0].Article.Title = "Fenside Hospitals to grade data jobs from one guide"
	if got := Compose(in).Dates; len(got) != 3 {
		t.Errorf("one matter is told %d times: %v", len(got)-2, got)
	}
}

func TestPromisesThatFallDueStandAmongTheDaysAhead(t *testing.T) {
	const today = news.Day("2026-11-16")
	due := aPromise("a", news.Due, "2026-11-30")
	read, moved, muted, past, said := due, due, due, due, due
	read.DueBasis = news.BasisRead
	moved.Status = news.Slipped
	muted.Muted = true
	past.Due = "2026-11-15"
	said.Named, said.Statements = false, []news.Statement{{Reported: "2026-11-14"}} // nobody with power over it said so
	for name, p := range map[string]news.Promise{"our reading": read, "moved": moved, "muted": muted, "yesterday": past, "not weighty": said} {
		if got := DuePromises([]news.Promise{p}, today); got != nil {
			t.Errorf("%s: %+v, want no date", name, got)
		}
	}
	want := []news.DateAhead{{Day: "2026-11-30", What: "promised by then: Data plan a", Ref: "P1", Promise: true}}
	if diff := cmp.Diff(want, DuePromises([]news.Promise{due}, today)); diff != "" {
		t.Errorf("a due promise (-want +got):\n%s", diff)
	}
	due.Due, want[0].Day = today, today
	if diff := cmp.Diff(want, DuePromises([]news.Promise{due}, today)); diff != "" {
		t.Errorf("due today (-want +got):\n%s", diff)
	}
	if got := HandOn(append(want, news.DateAhead{Day: "2026-12-01", What: "bids close"})); len(got) != 1 || got[0].Promise {
		t.Errorf("handed on: %+v, want the event alone", got)
	}
}

func TestAnEventIsNeverCalledAPromise(t *testing.T) {
	in := input(t, 0)
	event := news.DateAhead{Day: "2026-11-30", What: "consultation closes: Fenside asks about digital skills tools", Ref: "10.2"}
	promise := news.DateAhead{Day: "2026-11-30", What: "promised by then: Fenside digital skills tools", Ref: "P2", Promise: true}
	in.Dates = []news.DateAhead{promise, event}
	if diff := cmp.Diff([]news.DateAhead{event}, Compose(in).Dates); diff != "" {
		t.Errorf("one day of one matter (-want +got):\n%s", diff)
	}
	for _, s := range []string{"The trust will publish its plan by 5 April.", "A survey of staff will be published by 5 April."} {
		if what, day := lastDay(s, "2024-03-14"); day != "" {
			t.Errorf("a promise reads as an event: %q gives %s %s", s, what, day)
		}
	}
}

func TestADayThatWasPutRightIsNotHandedOn(t *testing.T) {
	in := input(t, 0)
	in.Dates = []news.DateAhead{{Day: "2026-12-15", What: "consultation closes: Fenside", Ref: "10.6"}, {Day: "2026-12-16", What: "bids close: Moorland", Ref: "10.7"}}
	in.Corrections = []news.Correction{{Issue: 10, Ref: "10.6", Text: "It closes on 22 December"}}
	if got := Compose(in).Dates; len(got) != 1 || got[0].Ref != "10.7" {
		t.Errorf("dates = %+v, want only 10.7", got)
	}
}

func TestAtMostFourDaysAreShown(t *testing.T) {
	in := input(t, 0)
	for _, day := range []news.Day{"2026-12-05", "2026-12-01", "2026-12-04", "2026-12-02", "2026-12-03"} {
		in.Dates = append(in.Dates, news.DateAhead{Day: day, What: "bids close: on " + string(day)})
	}
	v := newView(Compose(in), RenderOptions{})
	if len(v.Dates) != datesShown || v.Dates[0].Day != "1 December" || v.Dates[3].Day != "4 December" {
		t.Errorf("days shown: %+v, want the four soonest", v.Dates)
	}
}

func FuzzLastDay(f *testing.F) {
	f.Add("The consultation closes at noon on Friday 22 March 2024.", "2024-03-14")
	f.Add("Deadline for bids is 31 April", "")
	f.Fuzz(func(t *testing.T, s, written string) {
		day, err := news.ParseDay(written)
		if err != nil {
			day = ""
		}
		what, last := lastDay(s, day)
		if last == "" {
			return
		}
		if _, err := news.ParseDay(string(last)); err != nil || what == "" {
			t.Errorf("lastDay(%q, %s) = %q, %s", s, day, what, last)
		}
	})
}
