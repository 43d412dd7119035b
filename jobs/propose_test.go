package jobs

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestAChangedHeadlineProposesACorrectionOnceAndMakesNone(t *testing.T) {
	const told = "NHS trusts cannot fill digital posts in one"
	for name, test := range map[string]struct {
		title string
		want  int
		words string
	}{
		"another headline":       {"NHS trusts give up on digital posts", 1, "another headline now: “NHS trusts give up on digital posts”"},
		"other marks alone":      {"NHS trusts ‘cannot’ fill digital posts in: One", 0, ""},
		"the same with a day":    {told, 0, ""},
		"marks of a shell in it": {"NHS trusts' digital posts $(rm) are filled", 1, "--edition weekly 'WHAT IS RIGHT'"},
	} {
		t.Run(name, func(t *testing.T) {
			d := newDesk(t, monday.Add(-day), edition(t, "weekly", 1)).known(t)
			d.publish(t, monday.Add(-day), "one")
			d.clock.Set(monday)
			one(t, d.due(t))
			d.edit(t, monday.Add(day), "one", test.title)
			d.clock.Set(monday.Add(day))
			if _, err := d.Judge(t.Context()); err != nil {
				t.Fatal(err)
			}
			wrong := Trouble{}
			if err := d.alteredStories(t.Context(), wrong); err != nil || len(wrong) != test.want {
				t.Fatalf("%d proposals, %v; want %d: %v", len(wrong), err, test.want, wrong)
			}
			for _, words := range wrong {
				if !strings.Contains(words, test.words) || !strings.Contains(words, "wardround correct 1.1 --edition weekly") {
					t.Errorf("the operator reads %q, want %q in it", words, test.words)
				}
			}
			for i, want := range []int{test.want, 0} {
				if fresh, err := d.Alarm(t.Context(), Trouble{}); err != nil || fresh != want {
					t.Errorf("alarm %d tells %d, %v; want %d", i+1, fresh, err, want)
				}
			}
			if all, err := d.Store.Corrections(t.Context(), ""); err != nil || len(all) != 0 {
				t.Errorf("corrections made by themselves: %+v, %v", all, err)
			}
		})
	}
}

func TestATextThatWentAwayProposesACorrection(t *testing.T) {
	d := newDesk(t, monday.Add(-day), edition(t, "weekly", 1)).known(t)
	d.publish(t, monday.Add(-day), "one")
	d.clock.Set(monday)
	one(t, d.due(t))
	source := news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed}
	_, err := d.Store.SavePoll(t.Context(), news.Poll{Source: source, At: monday.Add(day), Outcome: news.OutcomeNew,
		State: news.SourceState{URL: source.URL, LastRead: monday.Add(day), Outcome: news.OutcomeNew},
		Items: []news.Item{{GUID: "one", URL: "https://ward.example/one", Title: "This article has been withdrawn", Published: monday, Summary: "We took this article down."}}})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := d.Judge(t.Context()); err != nil {
		t.Fatal(err)
	}
	wrong := Trouble{}
	if err := d.alteredStories(t.Context(), wrong); err != nil || len(wrong) != 1 {
		t.Fatalf("proposals %v, %v; want one", wrong, err)
	}
	for _, words := range wrong {
		if !strings.Contains(words, "was it withdrawn?") {
			t.Errorf("the operator reads %q", words)
		}
	}
}

func TestAToldPageThatIsGoneProposesACorrectionOnce(t *testing.T) {
	d := newDesk(t, monday.Add(-day), edition(t, "weekly", 1)).known(t)
	d.publish(t, monday.Add(-day), "page one")
	wanted, err := d.Store.WantedPages(t.Context(), news.PagesWanted{Now: monday})
	if err != nil || len(wanted) != 1 {
		t.Fatalf("wanted %v, %v", wanted, err)
	}
	article := wanted[0].Article
	err = d.Store.SavePage(t.Context(), news.ScrapedPage{Article: article.ID, At: monday.Add(-day), State: news.PageDone, RawURL: article.URL,
		Page: news.Page{Quality: news.QualityFull, MaxSnippet: -1, Body: []news.Block{{Kind: news.Paragraph, Text: article.Summary}}}})
	if err != nil {
		t.Fatal(err)
	}
	d.clock.Set(monday)
	one(t, d.due(t))
	if fresh, err := d.Alarm(t.Context(), Trouble{}); err != nil || fresh != 0 {
		t.Fatalf("alarm before anything changed tells %d, %v", fresh, err)
	}
	d.clock.Set(monday.Add(3 * day))
	if again, err := d.Store.WantedPages(t.Context(), news.PagesWanted{Now: d.clock.Now()}); err != nil || len(again) != 1 || !again[0].Revisit {
		t.Fatalf("pages to look at again %+v, %v", again, err)
	}
	if err := d.Store.PostponePage(t.Context(), news.PostponedPage{Article: article.ID, Tried: true, Revisit: true, Gone: true}); err != nil {
		t.Fatal(err)
	}
	wrong := Trouble{}
	if err := d.alteredStories(t.Context(), wrong); err != nil || len(wrong) != 1 {
		t.Fatalf("proposals %v, %v; want one", wrong, err)
	}
	for _, words := range wrong {
		if !strings.Contains(words, "is no longer there") || !strings.Contains(words, "wardround correct 1.1 --edition weekly 'WHAT IS RIGHT'") {
			t.Errorf("the operator reads %q", words)
		}
	}
	for i, want := range []int{1, 0} {
		if fresh, err := d.Alarm(t.Context(), Trouble{}); err != nil || fresh != want {
			t.Errorf("alarm %d tells %d, %v; want %d", i+1, fresh, err, want)
		}
	}
	if all, err := d.Store.Corrections(t.Context(), ""); err != nil || len(all) != 0 {
		t.Errorf("corrections made by themselves: %+v, %v", all, err)
	}
}
