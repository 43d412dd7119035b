package digest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/wardround/wardround/news"
)

// plainCandidate is a story with one topic and a score.
func plainCandidate(id int, topic string, score float64) Candidate {
	return Candidate{
		Article: news.Article{ID: int64(id), URL: fmt.Sprintf("https://wardline.example/%d", id), Title: fmt.Sprintf("Story %d of the week", id), Publisher: "Wardline", MaxSnippet: -1},
		Verdict: news.Verdict{Relevant: true, Level: news.Core, Score: score, Topics: []string{topic}},
	}
}

// outline writes an issue as "topic: ids" per section.
func outline(issue news.Issue) []string {
	var out []string
	for _, s := range issue.Sections {
		ids := make([]string, len(s.Stories))
		for i, story := range s.Stories {
			ids[i] = fmt.Sprint(story.Article)
		}
		out = append(out, s.Topic+": "+strings.Join(ids, " "))
	}
	return out
}

func TestComposeOrdersSectionsAndStories(t *testing.T) {
	press := func(c Candidate) Candidate { c.Article.Kind = news.KindPress; return c }
	theme := func(c Candidate) Candidate { c.Verdict.Level = news.Peripheral; return c }
	for name, tt := range map[string]struct {
		candidates []Candidate
		want       []string
	}{
		"best story's topic opens": {
			[]Candidate{plainCandidate(1, "pay", 80), plainCandidate(2, "skills", 70), plainCandidate(3, "skills", 69), plainCandidate(4, "skills", 68)},
			[]string{"pay: 1", "skills: 2 3 4"},
		},
		"the other topics follow by weight": {
			[]Candidate{plainCandidate(1, "pay", 90), plainCandidate(2, "skills", 60), plainCandidate(3, "jobs", 50), plainCandidate(4, "jobs", 50)},
			[]string{"pay: 1", "jobs: 3 4", "skills: 2"},
		},
		"equal weights keep the beat's order": {
			[]Candidate{plainCandidate(1, "pay", 90), plainCandidate(2, "leadership", 50), plainCandidate(3, "skills", 50),
				plainCandidate(4, "leadership", 40), plainCandidate(5, "skills", 40)},
			[]string{"pay: 1", "skills: 3 5", "leadership: 2 4"},
		},
		"a press release never opens": {
			[]Candidate{press(plainCandidate(1, "pay", 99)), plainCandidate(2, "skills", 40), plainCandidate(3, "pay", 39)},
			[]string{"skills: 2", "pay: 3 1"},
		},
		"press releases weigh little": {
			[]Candidate{plainCandidate(1, "pay", 90), press(plainCandidate(2, "skills", 99)), press(plainCandidate(4, "skills", 99)),
				plainCandidate(3, "jobs", 30)},
			[]string{"pay: 1", "jobs: 3", "skills: 2 4"},
		},
		"topics of one story share a heading, but for the first": {
			[]Candidate{plainCandidate(1, "pay", 90), plainCandidate(2, "skills", 80), plainCandidate(3, "jobs", 70),
				plainCandidate(4, "leadership", 60), plainCandidate(5, "leadership", 50)},
			[]string{"pay: 1", "leadership: 4 5", ": 2 3"},
		},
		"one lonely topic keeps its heading": {
			[]Candidate{plainCandidate(1, "pay", 90), plainCandidate(2, "skills", 80), plainCandidate(3, "jobs", 70), plainCandidate(4, "jobs", 60)},
			[]string{"pay: 1", "jobs: 3 4", "skills: 2"},
		},
		"comment follows a report of nearly its score": {
			[]Candidate{ofKind(plainCandidate(1, "pay", 90), news.KindOpinion), plainCandidate(2, "pay", 81), plainCandidate(3, "pay", 79)},
			[]string{"pay: 2 1 3"},
		},
		"an official publication ranks as a report": {
			[]Candidate{plainCandidate(1, "pay", 80), ofKind(plainCandidate(2, "pay", 81), news.KindOfficial)},
			[]string{"pay: 2 1"},
		},
		"what was paid for comes after a press release": {
			[]Candidate{ofKind(plainCandidate(1, "pay", 99), news.KindSponsored), press(plainCandidate(2, "pay", 20)), plainCandidate(3, "pay", 10)},
			[]string{"pay: 3 2 1"},
		},
		"what several publishers tell ranks higher": {
			[]Candidate{plainCandidate(1, "pay", 84), reportedBy(plainCandidate(2, "pay", 80), 2), reportedBy(plainCandidate(3, "pay", 76), 9)},
			[]string{"pay: 2 3 1"},
		},
		"the main subject comes before a theme": {
			[]Candidate{theme(plainCandidate(1, "pay", 90)), plainCandidate(2, "pay", 50)},
			[]string{"pay: 2 1"},
		},
		"an article enters once": {
			[]Candidate{plainCandidate(1, "pay", 90), plainCandidate(1, "pay", 90)},
			[]string{"pay: 1"},
		},
		"equal scores go by address, the input's order does not matter": {
			[]Candidate{plainCandidate(3, "pay", 50), plainCandidate(1, "pay", 50), plainCandidate(2, "pay", 50)},
			[]string{"pay: 1 2 3"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			in := input(t, 0)
			in.Candidates = tt.candidates
			if diff := cmp.Diff(tt.want, outline(Compose(in))); diff != "" {
				t.Errorf("Compose (-want +got):\n%s", diff)
			}
		})
	}
}

func TestComposeKeepsToTheEditionsTopics(t *testing.T) {
	in := input(t, 0)
	both, none, other := plainCandidate(1, "pay", 90), plainCandidate(2, "", 80), plainCandidate(3, "jobs", 70)
	both.Verdict.Topics, none.Verdict.Topics = []string{"pay", "skills"}, nil
	irrelevant := plainCandidate(4, "skills", 60)
	irrelevant.Verdict.Relevant = false
	in.Candidates = []Candidate{both, none, other, irrelevant}

	in.Edition.Topics = []string{"skills", "leadership"}
	if diff := cmp.Diff([]string{"skills: 1"}, outline(Compose(in))); diff != "" {
		t.Errorf("edition of two topics (-want +got):\n%s", diff)
	}
	in.Edition.Topics = nil
	got := Compose(in)
	if diff := cmp.Diff([]string{"pay: 1", ": 2 3"}, outline(got)); diff != "" {
		t.Errorf("edition of all topics (-want +got):\n%s", diff)
	}
	if got.Coverage.Relevant != 3 {
		t.Errorf("Coverage.Relevant = %d, want 3", got.Coverage.Relevant)
	}
	for _, s := range got.Sections {
		if s.Title == "" {
			t.Errorf("section %q has no title", s.Topic)
		}
	}
}

func TestComposeTellsInThreeLayers(t *testing.T) {
	issue := Compose(input(t, 300))
	var stories []news.Story
	for _, s := range issue.Sections {
		stories = append(stories, s.Stories...)
	}
	layers := make(map[news.Layer]int)
	for _, s := range stories {
		layers[s.Layer]++
		most := map[news.Layer]int{news.LayerLead: 2, news.LayerSecond: 1}[s.Layer]
		if len(s.Excerpt) > most {
			t.Errorf("%s of layer %s quotes %d sentences, want at most %d", s.Ref, s.Layer, len(s.Excerpt), most)
		}
	}
	if diff := cmp.Diff(map[news.Layer]int{news.LayerLead: 3, news.LayerSecond: 9, news.LayerBrief: 18}, layers); diff != "" {
		t.Errorf("layers (-want +got):\n%s", diff)
	}
	if len(issue.More) == 0 || len(issue.More) > maxMore || len(stories)+len(issue.More)+issue.Dropped != 300 {
		t.Errorf("%d stories + %d more + %d dropped, want 300 in all", len(stories), len(issue.More), issue.Dropped)
	}
	for i, s := range inOrder(issue) {
		if want := fmt.Sprintf("11.%d", i+1); s.Ref != want {
			t.Fatalf("story %d has reference %s, want %s", i, s.Ref, want)
		}
	}
}

func TestComposeHonoursTheEditionsLimit(t *testing.T) {
	for limit, want := range map[int]int{0: 30, 1: 1, 5: 5, 30: 30, 99: 30} {
		in := input(t, 40)
		in.Edition.MaxStories = limit
		got := 0
		for _, s := range Compose(in).Sections {
			got += len(s.Stories)
		}
		if got != want {
			t.Errorf("limit %d: %d stories, want %d", limit, got, want)
		}
	}
}

func TestComposeDependsOnItsInputOnly(t *testing.T) {
	in := input(t, 60)
	want := Compose(in)
	for range 5 {
		rand.Shuffle(len(in.Candidates), func(i, j int) { in.Candidates[i], in.Candidates[j] = in.Candidates[j], in.Candidates[i] })
		if diff := cmp.Diff(want, Compose(in)); diff != "" {
			t.Fatalf("another order of candidates gives another issue (-want +got):\n%s", diff)
		}
	}
}

func TestComposeNamesASourceWhereThePublisherIsUnknown(t *testing.T) {
	in := input(t, 1)
	in.Candidates[0].Article.Publisher, in.Candidates[0].Article.Source = "", "Wardline jobs"
	if got := Compose(in).Sections[0].Stories[0].Publisher; got != "Wardline jobs" {
		t.Errorf("publisher = %q, want the source's name", got)
	}
}

func TestComposeCarriesOtherReports(t *testing.T) {
	in := input(t, 13)
	for i := range in.Candidates {
		in.Candidates[i].Also = []news.Also{{Publisher: "Moor Gazette", Title: "The same", URL: "https://moorgazette.example/1"}}
	}
	for _, s := range inOrder(Compose(in)) {
		if len(s.Also) != 1 { // also where it is not shown in full: it counts as told
			t.Errorf("%s of layer %s has %d other reports", s.Ref, s.Layer, len(s.Also))
		}
	}
}

func TestWeightPrefersAFewStrongStories(t *testing.T) {
	section := func(scores ...float64) news.Section {
		var s news.Section
		for _, score := range scores {
			s.Stories = append(s.Stories, news.Story{Score: score})
		}
		return s
	}
	faint := section(slices.Repeat([]float64{40}, 10)...)
	if strong := section(80, 75, 70); weight(strong) <= weight(faint) {
		t.Errorf("three strong stories weigh %.1f, ten faint ones %.1f", weight(strong), weight(faint))
	}
}

func BenchmarkCompose(b *testing.B) {
	for _, n := range []int{30, 300, 3000} {
		in := input(b, n)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				Compose(in)
			}
		})
	}
}

func ofKind(c Candidate, kind news.ArticleKind) Candidate {
	c.Article.Kind = kind
	return c
}

// reportedBy is a candidate that others report as well.
func reportedBy(c Candidate, others int) Candidate {
	c.Also = slices.Repeat([]news.Also{{Publisher: "Moor Gazette"}}, others)
	return c
}
