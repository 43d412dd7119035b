package digest

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/wardround/wardround/news"
)

func TestCoverageSpeaksToReaders(t *testing.T) {
	trouble := func(what ...news.Outcome) []news.SourceTrouble {
		var out []news.SourceTrouble
		for _, o := range what {
			out = append(out, news.SourceTrouble{Name: "Moor Gazette", What: o, Since: "2026-11-12"})
		}
		return out
	}
	for name, tt := range map[string]struct {
		coverage news.Coverage
		stories  int
		want     string
	}{
		"nothing watched":  {news.Coverage{}, 0, "No source was read for this issue."},
		"one source":       {news.Coverage{Sources: 1, Read: 1, Considered: 1}, 1, "We read our one source without trouble. 1 article considered: 1 chosen."},
		"two sources":      {news.Coverage{Sources: 2, Read: 2, Considered: 1}, 0, "We read both our sources without trouble. 1 article considered: it was not about this."},
		"many":             {news.Coverage{Sources: 21, Read: 21, Considered: 1200}, 10, "We read all 21 of our sources without trouble. 1,200 articles considered: 10 chosen, 1,190 not about this."},
		"none chosen":      {news.Coverage{Sources: 21, Read: 21, Considered: 200}, 0, "We read all 21 of our sources without trouble. 200 articles considered: none about this."},
		"refused":          {news.Coverage{Sources: 21, Read: 20, Troubled: trouble(news.OutcomeRefused)}, 0, "We watch 21 sources: 20 read without trouble, 1 not. Moor Gazette has refused us since Thursday; its news may be missing."},
		"failed":           {news.Coverage{Sources: 2, Read: 1, Troubled: trouble(news.OutcomeFailed)}, 0, "We watch 2 sources: 1 read without trouble, 1 not. Moor Gazette could not be read from Thursday; its news may be missing."},
		"closed":           {news.Coverage{Sources: 2, Read: 1, Troubled: trouble(news.OutcomeGone)}, 0, "We watch 2 sources: 1 read without trouble, 1 not. Moor Gazette has closed its news feed; its news may be missing."},
		"one page unread":  {news.Coverage{Sources: 1, Read: 1, Unread: 1}, 0, "We read our one source without trouble. The page of 1 article could not be opened; we judged it by the summary in the publisher's feed."},
		"two pages unread": {news.Coverage{Sources: 1, Read: 1, Unread: 2}, 0, "We read our one source without trouble. The pages of 2 articles could not be opened; we judged them by the summary in the publisher's feed."},
		"some left out":    {news.Coverage{Sources: 1, Read: 1, Considered: 9, Relevant: 5}, 2, "We read our one source without trouble. 9 articles considered: 2 chosen, 3 left out (other topics, too old, or not ready yet), 4 not about this."},
		"one silent":       {news.Coverage{Sources: 1, Read: 1, Silent: []news.SourceTrouble{{Name: "Moor Gazette", Since: "2026-10-03"}}}, 0, "We read our one source without trouble. Read, but without anything new for long: Moor Gazette (since 3 October)."},
		"five silent":      {news.Coverage{Sources: 9, Read: 9, Silent: make([]news.SourceTrouble, 5)}, 0, "We read all 9 of our sources without trouble. Read, but without anything new for long: Unnamed publisher, Unnamed publisher, Unnamed publisher and 2 others."},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, tt.stories)
			in.Coverage = tt.coverage
			if diff := cmp.Diff(tt.want, strings.Join(coverageLines(Compose(in)), " ")); diff != "" {
				t.Errorf("coverage (-want +got):\n%s", diff)
			}
		})
	}
}

func TestCoverageNamesAFewTroubledSources(t *testing.T) {
	in := input(t, 0)
	in.Coverage.Read = 1
	in.Coverage.Troubled = make([]news.SourceTrouble, 20)
	for i := range in.Coverage.Troubled {
		in.Coverage.Troubled[i] = news.SourceTrouble{Name: "Source " + string(rune('A'+i)), What: news.OutcomeFailed, Since: "2026-11-12"}
	}
	in.Coverage.Troubled[1].What = news.OutcomeRefused
	in.Coverage.Troubled[2].Since = ""
	want := []string{
		"Source A, Source D, Source E and Source F could not be read from Thursday; their news may be missing.",
		"Source B has refused us since Thursday; its news may be missing.",
		"Source C could not be read; its news may be missing.",
		"14 more sources had trouble; their news may be missing.",
	}
	if diff := cmp.Diff(want, coverageLines(Compose(in))[1:5]); diff != "" {
		t.Errorf("troubled sources (-want +got):\n%s", diff)
	}
}

func TestEveryOutcomeHasWordsWithoutJargon(t *testing.T) {
	for _, o := range []news.Outcome{news.OutcomeFailed, news.OutcomeRefused, news.OutcomeChallenged, news.OutcomeGone, news.OutcomeNotAFeed, news.OutcomePartial, news.OutcomeSkipped, "", "new one"} {
		got := troubles([]news.SourceTrouble{{Name: "Moor Gazette", What: o}}, "2026-11-16")[0]
		both := troubles([]news.SourceTrouble{{Name: "Moor Gazette", What: o}, {Name: "Wardline", What: o}}, "2026-11-16")[0]
		if strings.Contains(both, " has ") || strings.Contains(both, " its ") {
			t.Errorf("%s: of two sources %q", o, both)
		}
		if !strings.HasPrefix(got, "Moor Gazette ") || !strings.HasSuffix(got, "; its news may be missing.") || strings.ContainsAny(got, "0123456789") {
			t.Errorf("%s: %q", o, got)
		}
	}
}

func TestSinceSpeaksOfWeekdaysWithinTheWeek(t *testing.T) {
	for since, want := range map[news.Day]string{
		"2026-11-16": "today", "2026-11-15": "since Sunday", "2026-11-10": "since Tuesday",
		"2026-11-09": "since 9 November", "2025-11-12": "since 12 November 2025", "2026-11-17": "since 17 November", "": "",
	} {
		if got := sinceWords(since, "2026-11-16"); got != want {
			t.Errorf("sinceWords(%s) = %q, want %q", since, got, want)
		}
	}
}

func TestArticlesThatAStoryGathersAreCountedAsChosen(t *testing.T) {
	in := input(t, 1)
	in.Coverage = news.Coverage{Sources: 1, Read: 1, Considered: 10, Relevant: 3}
	in.Candidates[0].Also = []news.Also{{Publisher: "A", Revision: 1}, {Publisher: "B", Revision: 1}, {Publisher: "seen earlier"}}
	got := coverageLines(Compose(in))
	if want := "10 articles considered: 3 chosen for 1 story, 7 not about this."; got[1] != want {
		t.Errorf("coverage = %q, want %q", got[1], want)
	}
}

// A reader who sees only the inbox, and one who opens the mail, must see at once
// whether nothing happened or nothing was read.
func TestAQuietWeekAndABrokenOneLookDifferentEverywhere(t *testing.T) {
	quiet, broken := samples(t)["quiet"], samples(t)["quiet-broken"]
	q, err := Render(quiet, RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	b, err := Render(broken, RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	for where, pair := range map[string][2]string{
		"subject": {q.Subject, b.Subject}, "preheader": {q.Preheader, b.Preheader}, "text": {q.Text, b.Text}, "html": {q.HTML, b.HTML},
	} {
		if strings.Contains(pair[0], "not read") || strings.Contains(pair[0], "missing.") {
			t.Errorf("%s of a quiet week speaks of trouble: %s", where, pair[0])
		}
		if !strings.Contains(pair[1], "not read") && !strings.Contains(pair[1], " not. ") {
			t.Errorf("%s of a broken week does not say that something was not read: %s", where, pair[1])
		}
	}
	if want := "Moor Gazette has refused us since Thursday; its news may be missing."; !strings.Contains(strings.Join(strings.Fields(b.Text), " "), want) {
		t.Errorf("no %q in\n%s", want, b.Text)
	}
}

func TestTallyCountsTopicsInTheirOrder(t *testing.T) {
	for n, want := range map[int]string{
		1:  "1 story from Wardline.",
		2:  "2 stories from 2 publishers: 1 on pay and grading and 1 on skills and training.",
		30: "30 stories from 7 publishers: 5 on pay and grading, 9 on skills and training, 8 on posts and vacancies and 8 more.",
	} {
		if got := newView(Compose(input(t, n)), RenderOptions{}).Tally; got != want {
			t.Errorf("%d stories: %q, want %q", n, got, want)
		}
	}
}

func TestTitlesInASentence(t *testing.T) {
	for in, want := range map[string]string{"Pay and grading": "pay and grading", "Agenda for Change": "Agenda for Change", "AI": "AI", "Élan": "élan", "": ""} {
		if got := inSentence(in); got != want {
			t.Errorf("inSentence(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestAStretchInWhichNothingWasReadIsToldAndNoQuietWeek(t *testing.T) {
	in := input(t, 0)
	in.Coverage.Away = []news.ReadGap{{From: in.From.Add(10 * time.Hour), To: in.To.Add(-30 * time.Hour)}}
	m, err := Render(Compose(in), RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	text := strings.Join(strings.Fields(m.Text), " ")
	for _, want := range []string{
		"No stories, but sources were not read all of the time.",
		"This may not be a quiet week",
		"We read all 21 of our sources, but not all of the time. We read nothing from 9 November to 15 November; some news of that time may be missing.",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in:\n%s", want, m.Text)
		}
	}
	if strings.Contains(text, "without trouble") {
		t.Error("it says that there was no trouble")
	}
}
