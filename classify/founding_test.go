package classify

import (
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// founding reads one of the two articles the beat was seeded from, re-told in our
// own words with the page furniture around it.
func founding(t *testing.T, name, title string) news.Article {
	t.Helper()
	data, err := os.ReadFile("testdata/founding/" + name)
	if err != nil {
		t.Fatal(err)
	}
	a := article(title)
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" {
			a.Body = append(a.Body, news.Block{Kind: news.Paragraph, Text: line})
		}
	}
	return a
}

func TestFoundingArticles(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	for name, c := range map[string]struct {
		title  string
		topics []string // that must be there
		not    []string // that only furniture and comments speak of
	}{
		"2023-08.txt": {"Leaked messages show NHSE going back on its digital workforce plan",
			[]string{"digital-workforce-plan", "digital-skills-training", "workforce-planning-general"},
			[]string{"ddat-profession", "agenda-for-change-pay", "recruitment-retention", "workforce-cuts-and-agency", "national-programmes"}},
		"2024-03.txt": {"‘Imminent’: digital workforce strategy is almost here, says NHS lead",
			[]string{"digital-workforce-plan", "ddat-profession", "workforce-planning-general"},
			[]string{"agenda-for-change-pay", "workforce-cuts-and-agency", "national-programmes"}},
	} {
		t.Run(name, func(t *testing.T) {
			v := lex.Judge(founding(t, name, c.title))
			checkVerdict(t, v)
			if v.Level != news.Core {
				t.Errorf("level %s at %v, want core", v.Level, v.Score)
			}
			for _, want := range c.topics {
				if !slices.Contains(v.Topics, want) {
					t.Errorf("topics %v lack %s", v.Topics, want)
				}
			}
			for _, not := range c.not {
				if slices.Contains(v.Topics, not) {
					t.Errorf("topics %v: %s comes from furniture", v.Topics, not)
				}
			}
		})
	}
}

// Every named thing of the founding articles, in every form it takes there, and
// where it must count.
func TestNamedThings(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	for form, groups := range map[string][]string{
		"the digital workforce plan is late":                   {"digital-workforce-plan"},
		"the Digital Workforce Plan":                           {"digital-workforce-plan"},
		"a digital workforce strategy":                         {"digital-workforce-plan"},
		"the digital workforce roadmap":                        {"digital-workforce-plan"},
		"a plan focusing on the digital workforce in the NHS":  {"digital-workforce-plan"},
		"a separate workforce plan for digital and technology": {"digital-workforce-plan"},
		"the NHS Long Term Workforce Plan":                     {"workforce-planning-general"},
		"its long-term workforce plan":                         {"workforce-planning-general"},
		"NHS England’s long-awaited long-term workforce plan":  {"workforce-planning-general"},
		"DDaT professionals":                                   {"ddat-profession"},
		"digital data analytics technology (DDaT) professions": {"ddat-profession"},
		"digital data analytics technology professions":        {"ddat-profession"},
		"digital, data and technology professions":             {"ddat-profession"},
		"data, digital and technology professions":             {"ddat-profession"},
		"data digital and technology professions":              {"ddat-profession"},
		"clinical digital professions":                         {"ddat-profession"},
		"Agenda for Change is not fit for digital roles":       {"agenda-for-change-pay"},
		"AfC bands": {"agenda-for-change-pay"},
		"Agenda for Change (AFC) is not fit for purpose": {"agenda-for-change-pay"},
		"the NHS Digital Academy":                        {"digital-skills-training", "place"},
		"the Digital Learning Solutions platform":        {"digital-skills-training"},
		"a digital skills assessment tool":               {"digital-skills-training"},
		"digital literacy":                               {"digital-skills-training"},
		"their digital ICS programme":                    {"digital-leadership"},
		"the job of the chief information officer":       {"digital-leadership"},
		"a chief clinical information officer and CCIOs": {"digital-leadership", "place"},
		"NHS app":                                {"product", "place"},
		"the NHS App":                            {"product", "place"},
		"the 10 year health plan":                {"national-programmes"},
		"the 10-Year Health Plan":                {"national-programmes"},
		"NHS England, NHSE and the NHS":          {"place"},
		"Health Education England":               {"place"},
		"NHS Providers and NHS Confederation":    {"place"},
		"nhse drops its nhs england plan":        {"place"},
		"HSJ reported it":                        {"place"},
		"89% of ICSs in care":                    {"place"},
		"DDaT recruitment and retention":         {"recruitment-retention"},
		"use of agency workers in digital teams": {"workforce-cuts-and-agency"},
		"to upskill our workforce in digital":    {"digital-skills-training"},
	} {
		t.Run(form, func(t *testing.T) {
			var got []string
			for _, m := range lex.Judge(article("", form)).Matches {
				got = append(got, m.Group)
			}
			for _, want := range groups {
				if !slices.Contains(got, want) {
					t.Errorf("%q counts for %v, want %s", form, got, want)
				}
			}
		})
	}
}

func TestNeverConfused(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	for form, not := range map[string]string{
		"the NHS Long Term Workforce Plan":         "digital-workforce-plan",
		"its long-term workforce plan":             "digital-workforce-plan",
		"the digital workforce plan":               "workforce-planning-general",
		"AFC Larkfield won the cup":                "agenda-for-change-pay",
		"the Agenda for Change water network":      "agenda-for-change-pay",
		"it is what it is":                         "digital",
		"a digital workforce of RPA bots":          "digital-workforce-plan",
		"pop music and the charts in the IT Crowd": "people",
		"we thank us, and who knows":               "abroad",
	} {
		for _, m := range lex.Judge(article("", form)).Matches {
			if m.Group == not {
				t.Errorf("%q: %q counts for %s", form, m.Text, not)
			}
		}
	}
}

func TestReaderCommentIsShownAndNeverSelects(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	const comment = "Agenda for Change (AFC) does not work for digital roles. DDaT recruitment and retention suffers."
	want := []string{"ddat-profession", "agenda-for-change-pay", "recruitment-retention"}
	if diff := cmp.Diff(want, lex.CommentTopics(comment)); diff != "" {
		t.Errorf("CommentTopics (-want +got):\n%s", diff)
	}
	a := article("Hospital car park to grow", "A hospital car park will have more places next year.")
	a.Comments = []news.Comment{{Text: comment}}
	v := lex.Judge(a)
	if v.Relevant {
		t.Errorf("selected by a comment at %v", v.Score)
	}
	if text := Explain(a, v, ExplainOptions{}); !strings.Contains(text, "In a reader comment (does not count)") {
		t.Errorf("explanation does not show the comment:\n%s", text)
	}
}
