package web

import (
	"context"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// monday is when the tests play.
var monday = time.Date(2026, 11, 16, 9, 0, 0, 0, time.UTC)

// shelf is an archive in memory. It remembers what was asked of it.
type shelf struct {
	putRight map[string][]news.Correction
	hits     []news.Hit
	issues   []news.Issue
	states   map[string]news.SourceState
	asked    []news.Search
	broken   error
}

func (a *shelf) Search(_ context.Context, q news.Search) ([]news.Hit, error) {
	a.asked = append(a.asked, q)
	var found []news.Hit
	for _, h := range a.hits {
		if (!q.Relevant || h.Verdict.Relevant) && strings.Contains(strings.ToLower(h.Article.Title), strings.ToLower(q.Text)) {
			found = append(found, h)
		}
	}
	found = found[min(q.Offset, len(found)):]
	return found[:min(q.Limit, len(found))], a.broken
}

func (a *shelf) Hit(_ context.Context, id int64) (news.Hit, string, bool, error) {
	for _, h := range a.hits {
		if h.Article.ID == id {
			return h, "https://gazette.example/feed", true, a.broken
		}
	}
	return news.Hit{}, "", false, a.broken
}

func (a *shelf) Told(_ context.Context, article int64) ([]news.Told, error) {
	if article == 1 {
		return []news.Told{{Edition: "weekly", Number: 1, Ref: "1.1"}}, a.broken
	}
	return nil, a.broken
}

func (a *shelf) IssueLines(_ context.Context, _ time.Time, limit, offset int) ([]news.IssueLine, error) {
	var lines []news.IssueLine
	for _, i := range a.issues {
		lines = append(lines, news.IssueLine{Edition: i.Edition, Number: i.Number, Slot: i.Slot.At, From: i.From, To: i.To, Stories: i.Stories()})
	}
	lines = lines[min(offset, len(lines)):]
	return lines[:min(limit, len(lines))], a.broken
}

func (a *shelf) PutRight(_ context.Context, edition string) ([]news.Correction, error) {
	return a.putRight[edition], nil
}

func (a *shelf) IssuesNumbered(_ context.Context, number int, _ time.Time) ([]news.Issue, error) {
	var found []news.Issue
	for _, i := range a.issues {
		if i.Number == number {
			found = append(found, i)
		}
	}
	return found, a.broken
}

func (a *shelf) TopicTimes(context.Context, string, time.Time) ([]time.Time, error) {
	return []time.Time{monday.AddDate(0, 0, -14), monday.AddDate(0, 0, -8), monday.AddDate(0, 0, -8), monday}, a.broken
}

func (a *shelf) TopicCounts(context.Context, time.Time) (map[string]int, error) {
	return map[string]int{"pay": 1234}, a.broken
}

func (a *shelf) SourceCounts(context.Context, time.Time) (map[string]news.SourceCount, error) {
	return map[string]news.SourceCount{"https://gazette.example/feed": {Seen: 12, Relevant: 3}}, a.broken
}

func (a *shelf) SourceStates(context.Context) (map[string]news.SourceState, error) {
	return a.states, a.broken
}
func (a *shelf) Ready(context.Context) error { return a.broken }

// hit is the n-th made-up article.
func hit(n int64, title string, edits ...func(*news.Hit)) news.Hit {
	h := news.Hit{Judged: true,
		Article: news.Article{ID: n, URL: fmt.Sprintf("https://gazette.example/%d", n), Source: "gazette", Publisher: "The Gazette",
			Title: title, FirstSeen: monday.Add(-time.Hour), Published: monday.Add(-2 * time.Hour), Kind: news.KindOpinion,
			Body: []news.Block{{Kind: news.Paragraph, Text: "SECRET full text of the publisher."}}},
		Verdict: news.Verdict{Relevant: true, Level: news.Core, Score: 71.4, Threshold: 40, Topics: []string{"pay", "gone"},
			Why: "band pay in the headline", Matches: []news.Match{
				{Text: "Band pay", Topic: "pay", Zone: news.ZoneTitle, Weight: 2, Sentence: "SECRET sentence"},
				{Text: "band pay", Topic: "pay", Zone: news.ZoneTitle, Start: 20, Weight: 1.04},
				{Text: "robot", Group: "process-robots", Zone: news.ZoneBody, Weight: -1},
				{Text: "unheard", Zone: news.ZoneFurniture}}}}
	for _, edit := range edits {
		edit(&h)
	}
	return h
}

func unfit(h *news.Hit) { h.Verdict.Relevant, h.Verdict.Missing = false, []string{"people"} }

func issueOf(edition string, number int) news.Issue {
	return news.Issue{Version: 1, Number: number, Edition: edition, Title: "The " + edition, Slot: news.Slot{At: monday.AddDate(0, 0, -7)},
		From: monday.AddDate(0, 0, -14), To: monday.AddDate(0, 0, -7), Sections: []news.Section{{Stories: []news.Story{{Title: "Told"}}}}}
}

// fixture is a shelf with something of everything.
func fixture() *shelf {
	return &shelf{
		hits:   []news.Hit{hit(1, "Band pay for coders"), hit(2, "Robots at work", unfit), hit(3, `<script>alert("x")</script> & more`)},
		issues: []news.Issue{issueOf("weekly", 1)},
		states: map[string]news.SourceState{"https://gazette.example/feed": {LastTry: monday, LastRead: monday, LastNew: monday}},
	}
}

func options() Options {
	return Options{
		BaseURL: "https://news.example", Title: "Made-up weekly", Version: "v0", Zone: time.UTC,
		Topics:   []Topic{{"pay", "Pay & grading"}, {"skills", "Skills"}},
		Sources:  []news.Source{{Name: "gazette", URL: "https://gazette.example/feed"}, {Name: "courier", URL: "https://courier.example/?key=SECRET"}},
		Editions: []news.Edition{{Name: "weekly", Title: "Made-up weekly", Location: time.UTC}},
		Operator: news.Operator{Name: "The desk", Contact: "desk@news.example"},
		Now:      func() time.Time { return monday },
		Issue: func(i news.Issue, root string) (template.HTML, error) {
			return template.HTML("<h1>" + i.Title + "</h1><a href=\"" + root + "a/1\">story</a>"), nil
		},
		Extract: func(_ news.Hit, allowed news.Excerpt) []string {
			if allowed == news.ExcerptNone {
				return nil
			}
			return []string{"Band pay rises.", strings.Repeat("word ", 70)}
		},
	}
}

func newSite(t testing.TB, archive Archive, edits ...func(*Options)) http.Handler {
	t.Helper()
	opts := options()
	for _, edit := range edits {
		edit(&opts)
	}
	site, err := New(slog.New(slog.DiscardHandler), archive, opts)
	if err != nil {
		t.Fatal(err)
	}
	return site.Handler()
}

// get asks for an address; edits change the request.
func get(t testing.TB, site http.Handler, address string, edits ...func(*http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	r := httptest.NewRequest(http.MethodGet, address, nil)
	r.Host = "news.example"
	for _, edit := range edits {
		edit(r)
	}
	w := httptest.NewRecorder()
	site.ServeHTTP(w, r)
	return w
}

func header(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

var errBroken = errors.New("disk on fire")
