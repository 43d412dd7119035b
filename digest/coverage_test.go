package digest

import (
	"strings"
	"testing"

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
		"one source":       {news.Coverage{Sources: 1, Read: 1, Considered: 1}, 1, "We read our one source without trouble. 1 article considered: all chosen."},
		"two sources":      {news.Coverage{Sources: 2, Read: 2, Considered: 1}, 0, "We read both our sources without trouble. 1 article considered: it was not about this."},
		"many":             {news.Coverage{Sources: 21, Read: 21, Considered: 1200}, 10, "We read all 21 of our sources without trouble. 1,200 articles considered: 10 chosen, 1,190 not about this."},
		"none chosen":      {news.Coverage{Sources: 21, Read: 21, Considered: 200}, 0, "We read all 21 of our sources without trouble. 200 articles considered: none about this."},
		"refused":          {news.Coverage{Sources: 21, Read: 20, Troubled: trouble(news.OutcomeRefused)}, 0, "We watch 21 sources: 20 read without trouble, 1 not. Moor Gazette has refused us since 12 November; its news may be missing."},
		"failed":           {news.Coverage{Sources: 2, Read: 1, Troubled: trouble(news.OutcomeFailed)}, 0, "We watch 2 sources: 1 read without trouble, 1 not. Moor Gazette could not be read since 12 November; its news may be missing."},
		"closed":           {news.Coverage{Sources: 2, Read: 1, Troubled: trouble(news.OutcomeGone)}, 0, "We watch 2 sources: 1 read without trouble, 1 not. Moor Gazette has closed its news feed; its news may be missing."},
		"one page unread":  {news.Coverage{Sources: 1, Read: 1, Unread: 1}, 0, "We read our one source without trouble. The page of 1 article could not be opened; we judged it by the summary in the publisher's feed."},
		"two pages unread": {news.Coverage{Sources: 1, Read: 1, Unread: 2}, 0, "We read our one source without trouble. The pages of 2 articles could not be opened; we judged them by the summary in the publisher's feed."},
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
	lines := coverageLines(Compose(in))
	if got, want := lines[1+troubledShown], "14 more sources had trouble; their news may be missing."; got != want {
		t.Errorf("after %d sources: %q, want %q", troubledShown, got, want)
	}
}

func TestEveryOutcomeHasWordsWithoutJargon(t *testing.T) {
	for _, o := range []news.Outcome{news.OutcomeFailed, news.OutcomeRefused, news.OutcomeChallenged, news.OutcomeGone, news.OutcomeNotAFeed, news.OutcomePartial, news.OutcomeSkipped, "new one"} {
		got := trouble(news.SourceTrouble{Name: "Moor Gazette", What: o}, 2026)
		if !strings.HasPrefix(got, "Moor Gazette ") || !strings.HasSuffix(got, "; its news may be missing.") || strings.ContainsAny(got, "0123456789") {
			t.Errorf("%s: %q", o, got)
		}
	}
}

func TestTallyCountsTopicsInTheirOrder(t *testing.T) {
	for n, want := range map[int]string{
		1:  "1 story, from Wardline.",
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
