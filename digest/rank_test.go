package digest

import (
	"testing"

	"github.com/wardround/wardround/news"
)

func TestNewsOpensAnIssueBeforeViewsDo(t *testing.T) {
	in := input(t, 3)
	opens := func() string { return inOrder(Compose(in))[0].Title }
	report := in.Candidates[1].Article.Title

	in.Candidates[0].Article.Kind = news.KindOpinion
	in.Candidates[0].Verdict.Score = 100
	if got := opens(); got != report {
		t.Errorf("a comment opens the issue: %q", got)
	}
	in.Candidates[0].Article.Kind, in.Candidates[0].Article.Title = news.KindReport, "Our register is open: what it asks of you"
	if got := opens(); got != report {
		t.Errorf("somebody else's \"our\" opens the issue: %q", got)
	}
	for i := range in.Candidates {
		in.Candidates[i].Article.Kind = news.KindOpinion
	}
	if got := opens(); got != in.Candidates[0].Article.Title {
		t.Errorf("nothing but comment: %q opens, want the best", got)
	}
}

func TestPressReleasesStayBehindCommentsWhenThereIsNoReport(t *testing.T) {
	in := input(t, 2)
	in.Candidates[0].Article.Kind, in.Candidates[1].Article.Kind = news.KindPress, news.KindOpinion
	if got := inOrder(Compose(in))[0]; got.Kind != news.KindOpinion {
		t.Errorf("a %s opens, want the comment", got.Kind)
	}
}

func TestHeadlinesInTheFirstPerson(t *testing.T) {
	for title, want := range map[string]bool{
		"Our register is open: what it asks of you":  true,
		"Why we left the digital team":               true,
		"I taught a ward to code":                    true,
		"What the plan means for us":                 true,
		"“We cannot recruit,” trust tells MPs":       false,
		"‘Our pay is a joke’: analysts speak":        false,
		"US firm wins data contract":                 false,
		"Phase I trial of a digital ward":            false,
		"Trusts' hours and powers in digital review": false,
		"": false,
	} {
		if got := firstPerson(title); got != want {
			t.Errorf("firstPerson(%q) = %v, want %v", title, got, want)
		}
	}
}
