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

// What stands around the founding articles stands here around another story: it
// must neither select that story nor give it a topic.
func TestFurnitureOfTheFoundingArticlesNeverSelects(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	for name, opener := range map[string]string{
		"2023-08.txt": "Subscribe to our newsletter", "2024-03.txt": "Want news like this straight to your inbox?",
	} {
		t.Run(name, func(t *testing.T) {
			whole := founding(t, name, "")
			from := slices.IndexFunc(whole.Body, func(b news.Block) bool { return b.Text == opener })
			if from < 0 {
				t.Fatalf("no line %q", opener)
			}
			a := article("Hospital car park to grow", "A hospital in Leeds will have more places for cars next year, NHS managers said.",
				"Staff park on the street today. A neighbour said that the street was full by seven in the morning.")
			a.Body = append(a.Body, whole.Body[from:]...)
			v := lex.Judge(a)
			checkVerdict(t, v)
			if v.Relevant {
				t.Errorf("selected at %v: %v", v.Score, v.Parts)
			}
			for _, m := range v.Matches {
				if m.Topic != "" && m.Zone != news.ZoneFurniture && m.Zone != news.ZoneComment {
					t.Errorf("%q of %s gives %s", m.Text, m.Zone, m.Topic)
				}
			}
		})
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
