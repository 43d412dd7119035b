package digest

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// led is an issue that a story with this headline opens, with others after it.
func led(t *testing.T, title string, others int) news.Issue {
	issue := Compose(input(t, 1+others))
	issue.Sections[0].Stories[0].Title = title
	return issue
}

func TestSubjectIsNewsFirstAndDateLast(t *testing.T) {
	for _, tt := range []struct {
		title  string
		others int
		want   string
	}{
		{"Six trusts to grade data jobs from one guide", 0, "Six trusts to grade data jobs from one guide (16 November)"},
		{"Six trusts to grade data jobs from one guide", 8, "Six trusts to grade data jobs from one guide; 8 more (16 November)"},
		{"Digital workforce plan is ‘imminent’, health service lead tells a conference in Leeds", 8, "Digital workforce plan is ‘imminent’; 8 more (16 November)"},
		{"Plan for digital and data staff will not now be published before the summer says minister", 299, "Plan for digital and data staff will not now be…; 299 more (16 November)"},
		{"Digital workforce plan is close, Fenside Hospitals hears", 9, "Digital workforce plan is close, Fenside Hospitals hears (16 November)"},
		{"Digital workforce plan has been given up for good and all, says the union of analysts", 9, "Digital workforce plan has been given up for good…; 9 more (16 November)"},
		{"Forty digital posts to be filled at last, but not before the spring of next year", 9, "Forty digital posts to be filled at last, but not…; 9 more (16 November)"},
		{"Exclusive: plan slips again", 0, "Plan slips again (16 November)"},
		{"Re: Fwd: plan slips again", 0, "Plan slips again (16 November)"},
		{"iPads for every ward", 0, "iPads for every ward (16 November)"},
		{"DIGITAL PLAN SLIPS AGAIN!!!", 0, "Digital plan slips again! (16 November)"},
		{"FREE places on course", 0, "free places on course (16 November)"},
		{"", 0, "News from Wardline (16 November)"},
		{"x\r\nBcc: everyone@evil.example", 0, "x Bcc: everyone@evil.example (16 November)"},
	} {
		m, err := Render(led(t, tt.title, tt.others), RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if m.Subject != tt.want {
			t.Errorf("subject for %q and %d others = %q, want %q", tt.title, tt.others, m.Subject, tt.want)
		}
	}
}

func TestSubjectCutAtThirtyFiveStillSaysTheNews(t *testing.T) {
	seen := make(map[string]bool)
	for i, d := range deeds {
		title := fmt.Sprintf(d.title, places[i])
		m, err := Render(led(t, title, 12), RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		head := string([]rune(m.Subject)[:35])
		if said, _, _ := strings.Cut(head, ";"); !strings.HasPrefix(title, said) || len(said) < shortestGist {
			t.Errorf("the first 35 characters are %q, want the beginning of %q", head, title)
		}
		if seen[head] {
			t.Errorf("two issues begin with %q", head)
		}
		seen[head] = true
		first, _, _ := strings.Cut(m.Text, "\n")
		if !strings.HasPrefix(first, head[:20]) {
			t.Errorf("the text begins %q, want it to repeat the news %q", first, head)
		}
	}
}

func TestSubjectNeverPassesOffAdvertisingAsNews(t *testing.T) {
	for kind, want := range map[news.ArticleKind]string{news.KindPress: "No reporting this time: 1 press release", news.KindSponsored: "No reporting this time: 1 sponsored text"} {
		in := input(t, 1)
		in.Candidates[0].Article.Kind = kind
		m, err := Render(Compose(in), RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(m.Subject, want) {
			t.Errorf("%s alone in a week: subject %q, want it to begin %q", kind, m.Subject, want)
		}
	}
}

func TestSubjectDiffersFromWeekToWeek(t *testing.T) {
	for _, n := range []int{0, 5} {
		in := input(t, n)
		first, err := Render(Compose(in), RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		in.Slot.At = in.Slot.At.AddDate(0, 0, 7)
		second, err := Render(Compose(in), RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if first.Subject == second.Subject {
			t.Errorf("%d stories: two weeks share the subject %q", n, first.Subject)
		}
	}
}

func TestQuietSubjectTellsQuietFromBroken(t *testing.T) {
	for name, tt := range map[string]struct {
		coverage news.Coverage
		want     string
	}{
		"all read":        {news.Coverage{Sources: 21, Read: 21, Considered: 198}, `^Nothing new: 198 articles read, none on this subject`},
		"one read":        {news.Coverage{Sources: 1, Read: 1, Considered: 1}, `^Nothing new: 1 article read, none on this subject`},
		"nothing came":    {news.Coverage{Sources: 21, Read: 21}, `^Nothing new from 21 sources`},
		"some unread":     {news.Coverage{Sources: 21, Read: 19, Considered: 198}, `^No stories, but 2 sources of 21 not read`},
		"troubled is one": {news.Coverage{Sources: 21, Read: 21, Troubled: make([]news.SourceTrouble, 1)}, `^No stories, but 1 source of 21 not read`},
		"no sources":      {news.Coverage{}, `^No stories, and no sources read`},
	} {
		in := input(t, 0)
		in.Coverage = tt.coverage
		m, err := Render(Compose(in), RenderOptions{})
		if err != nil {
			t.Fatal(err)
		}
		if !regexp.MustCompile(tt.want).MatchString(m.Subject) {
			t.Errorf("%s: subject %q, want %s", name, m.Subject, tt.want)
		}
	}
}

func TestPreheaderHoldsWholeHeadlinesOfOtherTopics(t *testing.T) {
	in := input(t, 10)
	in.Notice = "Made-up news"
	got := preheader(Compose(in))
	if want := "Made-up news. 10 stories from 7 publishers, 3 minutes to read. Fenside Hospitals doubles its evening informatics course."; got != want {
		t.Errorf("preheader = %q, want %q", got, want)
	}
	for i := range in.Candidates {
		in.Candidates[i].Article.Title = "View it in your browser"
	}
	if got := preheader(Compose(in)); misread.MatchString(got) || utf8.RuneCountInString(got) < preheaderShort {
		t.Errorf("preheader = %q", got)
	}
}

func FuzzSubject(f *testing.F) {
	for _, s := range nastyTitles {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, title string, others int) {
		issue := news.Issue{Number: 1, Dropped: max(0, others), Sections: []news.Section{{Stories: []news.Story{{Title: title, Publisher: title}}}}}
		got := subject(issue, "2026-09-30")
		if n := utf8.RuneCountInString(got); n > subjectRunes || !strings.HasSuffix(got, " (30 September)") || strings.ContainsAny(got, "\r\n\x00") {
			t.Errorf("subject for %q: %q, %d characters", title, got, n)
		}
		if n := utf8.RuneCountInString(preheader(issue)); n < preheaderShort || n > newsRunes {
			t.Errorf("preheader for %q: %q", title, preheader(issue))
		}
	})
}
