package jobs

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/store"
)

// grouping gives the desk the beat's words, so that it finds stories.
func (d *desk) grouping(t testing.TB) *desk {
	t.Helper()
	data, err := seeds.FS.ReadFile("stories.yaml")
	if err != nil {
		t.Fatal(err)
	}
	if d.Words, err = cluster.ParseWords("stories.yaml", data); err != nil {
		t.Fatal(err)
	}
	return d
}

// told by several: one event, and others of the same subject.
var (
	first = report{"Ward and Wire", "roster", "Fenside NHS trust picks Quillmark for its digital workforce rosters",
		"Fenside NHS trust will give its digital rosters to Quillmark for £4.2m, papers seen by Ward and Wire show. Delia Marsh, who leads the digital workforce, told the board that 38 clerks keep their posts."}
	second = report{"Corridor Post", "quillmark", "Quillmark wins Fenside, say papers",
		"Fenside NHS trust chose Quillmark for £4.2m digital rosters, Ward and Wire has reported. Delia Marsh, for the digital workforce, said clerks keep their posts."}
	third = report{"Bandwise", "clerks", "Clerks at Fenside ask for proof",
		"NHS clerks at Fenside, all 38, want proof that Quillmark leaves them their digital posts. Delia Marsh promised it when the £4.2m deal was made."}
	apart = report{"Bandwise", "analysts", "Tidewater cannot fill posts for data analysts",
		"Tidewater NHS trust advertised nine digital posts for data analysts and filled two, its workforce lead Olu Adeyemi said."}
)

type report struct{ publisher, name, title, text string }

func (r report) url() string {
	return "https://" + strings.ToLower(strings.ReplaceAll(r.publisher, " ", "-")) + ".example/" + r.name
}

// report takes in reports at an instant, places them, and returns their numbers.
func (d *desk) report(t testing.TB, at time.Time, reports ...report) []int64 {
	t.Helper()
	var ids []int64
	for _, r := range reports {
		source := news.Source{Name: r.publisher, URL: r.url() + "/feed", Kind: news.KindFeed}
		poll := news.Poll{Source: source, At: at, Outcome: news.OutcomeNew,
			State: news.SourceState{URL: source.URL, FirstRead: at.AddDate(-1, 0, 0), LastRead: at, Outcome: news.OutcomeNew},
			Items: []news.Item{{GUID: r.name, URL: r.url(), Title: r.title, Published: at, Summary: r.text}}}
		if _, err := d.Store.SavePoll(t.Context(), poll); err != nil {
			t.Fatal(err)
		}
		a, err := d.Store.ArticleByURL(t.Context(), r.url())
		if err != nil {
			t.Fatal(err)
		}
		verdict := news.Verdict{Article: a.ID, Relevant: true, Level: news.Core, Score: 70, Topics: []string{"recruitment-retention"}}
		if err := d.Store.SaveVerdicts(t.Context(), at, []news.Verdict{verdict}, map[int64]string{a.ID: a.Hash}); err != nil {
			t.Fatal(err)
		}
		if _, err := d.Group(t.Context()); err != nil {
			t.Fatal(err)
		}
		ids = append(ids, a.ID)
	}
	return ids
}

// shelf lists the stories as sorted names.
func (d *desk) shelf(t testing.TB) []string {
	t.Helper()
	stories, err := Shelf{d.Store}.Since(t.Context(), "2026-01-01", ShelfLimit{Stories: 100, Alone: true})
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, s := range stories {
		var names []string
		for _, m := range s.Members {
			names = append(names, m.URL[strings.LastIndexByte(m.URL, '/')+1:])
		}
		slices.Sort(names)
		out = append(out, strings.Join(names, "+"))
	}
	slices.Sort(out)
	return out
}

func TestStoriesGrowAlikeInEveryOrder(t *testing.T) {
	want := []string{"analysts", "clerks+quillmark+roster"}
	for i, order := range [][]report{{first, second, third, apart}, {apart, third, second, first}, {third, first, apart, second}} {
		d := newDesk(t, monday, edition(t, "weekly", 1)).grouping(t)
		for _, r := range order {
			d.report(t, monday.Add(-day), r)
		}
		if diff := cmp.Diff(want, d.shelf(t)); diff != "" {
			t.Errorf("order %d (-want +got):\n%s", i, diff)
		}
	}
}

// entries are what an issue tells, as lines.
func entries(k store.KeptIssue) []string {
	var out []string
	for _, section := range k.Issue.Sections {
		for _, s := range section.Stories {
			line := s.Publisher
			if s.Role != "" {
				line += " " + s.Role
			}
			for _, a := range s.Also {
				line += " | " + strings.TrimSpace(a.Publisher+" "+a.Role+" "+a.Of)
			}
			if s.Since != "" {
				line += " since " + s.Since
			}
			out = append(out, line)
		}
	}
	slices.Sort(out)
	return out
}

func TestAnIssueTellsAStoryOnceAndLaterReportsSayFromWhere(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 1)).known(t).grouping(t)
	d.report(t, monday.Add(-day), second, first, apart)
	d.clock.Set(monday)
	kept := one(t, d.due(t))
	want := []string{"Bandwise", "Ward and Wire original | Corridor Post re-report Ward and Wire"}
	if diff := cmp.Diff(want, entries(kept)); diff != "" {
		t.Fatalf("first issue (-want +got):\n%s", diff)
	}
	ref := ""
	for _, section := range kept.Issue.Sections {
		for _, s := range section.Stories {
			if s.Publisher == "Ward and Wire" {
				ref = s.Ref
			}
		}
	}
	d.report(t, monday.Add(day), third)
	d.clock.Set(monday.Add(7 * day))
	if diff := cmp.Diff([]string{"Bandwise report since " + ref}, entries(one(t, d.due(t)))); diff != "" {
		t.Errorf("second issue (-want +got):\n%s", diff)
	}
	again, err := d.Store.IssueByID(t.Context(), kept.ID)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(want, entries(again)); diff != "" {
		t.Errorf("the first issue changed (-want +got):\n%s", diff)
	}
}

func TestTheOperatorHasTheLastWord(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1)).grouping(t)
	var decided cluster.Decisions
	d.Decisions = func() (cluster.Decisions, error) { return decided, nil }
	ids := d.report(t, monday.Add(-day), first, second, apart)
	regroup := func(want ...string) {
		t.Helper()
		if err := d.Regroup(t.Context(), ids); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, d.shelf(t)); diff != "" {
			t.Errorf("stories (-want +got):\n%s", diff)
		}
	}
	decided = decided.With(false, []string{first.url(), second.url(), "https://gone.example/1"}, "")
	regroup("analysts", "quillmark", "roster")
	decided = decided.With(true, []string{second.url(), apart.url()}, "")
	regroup("analysts+quillmark", "roster")
	decided = cluster.Decisions{}
	regroup("analysts", "quillmark+roster")
}

func TestAnArticleThatIsNoLongerRelevantLeavesItsStory(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1)).grouping(t)
	ids := d.report(t, monday.Add(-day), first, second)
	a, err := d.Store.Article(t.Context(), ids[1])
	if err != nil {
		t.Fatal(err)
	}
	out := news.Verdict{Article: a.ID, Level: news.NotOurs}
	if err := d.Store.SaveVerdicts(t.Context(), monday, []news.Verdict{out}, map[int64]string{a.ID: a.Hash}); err != nil {
		t.Fatal(err)
	}
	if n, err := d.Group(t.Context()); n != 1 || err != nil {
		t.Fatalf("Group() = %d, %v, want 1", n, err)
	}
	if diff := cmp.Diff([]string{"roster"}, d.shelf(t)); diff != "" {
		t.Errorf("stories (-want +got):\n%s", diff)
	}
}
