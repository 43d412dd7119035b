package postgres

import (
	"errors"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

// filled is a store with something of every kind in it.
func filled(t *testing.T) *store.Store {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	at := time.Date(2026, 11, 16, 7, 30, 0, 5e6, time.UTC)
	poll := news.Poll{Source: news.Source{Name: "gazette", URL: "https://gazette.example/feed"}, At: at, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: "https://gazette.example/feed", FirstRead: at.AddDate(-1, 0, 0), LastRead: at}}
	for n := range 250 { // more than one statement carries
		url := fmt.Sprintf("https://gazette.example/%d", n)
		poll.Items = append(poll.Items, news.Item{GUID: url, Link: url, URL: url, Title: fmt.Sprintf("Zoë’s plan %d", n), Published: at})
	}
	_, err = kept.SavePoll(t.Context(), poll)
	must(err)
	a, err := kept.ArticleByURL(t.Context(), "https://gazette.example/7")
	must(err)
	must(kept.SavePage(t.Context(), news.ScrapedPage{Article: a.ID, At: at, State: news.PageDone, Raw: []byte("\x00\xffraw"), RawURL: a.URL,
		Page: news.Page{Quality: news.QualityFull, Body: []news.Block{{Kind: news.Paragraph, Text: "Framework for coders."}}}}))
	a, err = kept.Article(t.Context(), a.ID)
	must(err)
	must(kept.SaveVerdicts(t.Context(), at, []news.Verdict{{Article: a.ID, Relevant: true, Level: news.Core, Score: 61.25, Topics: []string{"plans"}, Lexicon: "one"}},
		map[int64]string{a.ID: a.Hash}))
	must(kept.SaveStatements(t.Context(), at, store.Unread{Article: a}, []news.Statement{{ID: "x", Article: a.ID, URL: a.URL, Reported: "2026-11-16"}}))
	_, err = kept.EditionSince(t.Context(), "weekly", at)
	must(err)
	must(kept.SaveChore(t.Context(), "sweep", store.Chore{Done: at, Words: "one"}))
	_, err = kept.Redact(t.Context(), news.Redaction{Kind: news.RedactHost, What: "gone.example", Reason: "asked", At: at})
	must(err)
	return kept
}

func TestCopyMovesEverythingAndBothSidesAreTheSame(t *testing.T) {
	from := filled(t)
	to, err := Open(t.Context(), newDSN(t))
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	tables, err := store.Copy(t.Context(), from, to)
	if err != nil {
		t.Fatal(err)
	}
	rows := map[string]int64{}
	for _, table := range tables {
		rows[table.Table] = table.Rows
	}
	for table, want := range map[string]int64{"articles": 250, "sightings": 250, "page_bytes": 1, "verdicts": 1, "statements": 1, "editions": 1, "marks": 1, "redactions": 1} {
		if rows[table] != want {
			t.Errorf("%s: %d rows copied, want %d", table, rows[table], want)
		}
	}
	for _, kept := range []*store.Store{from, to} {
		found, err := kept.Find(t.Context(), store.Query{Text: "framework coders"})
		if err != nil || len(found) != 1 || found[0].Article.Title != "Zoë’s plan 7" {
			t.Errorf("search in %p: %d articles, %v; want the one", kept, len(found), err)
		}
	}
	here, err := from.KeptPages(t.Context(), time.Time{}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	there, err := to.KeptPages(t.Context(), time.Time{}, 0, 10)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(here, there); diff != "" || len(there) != 1 {
		t.Errorf("pages (-here +there):\n%s", diff)
	}
	// Numbers go on: a new article must not take one that is in use.
	url := "https://gazette.example/new"
	at := time.Date(2026, 11, 17, 7, 30, 0, 0, time.UTC)
	if _, err := to.SavePoll(t.Context(), news.Poll{Source: news.Source{Name: "gazette", URL: "https://gazette.example/feed"}, At: at,
		Items: []news.Item{{GUID: url, Link: url, URL: url, Title: "New", Published: at}}}); err != nil {
		t.Errorf("a poll after the copy: %v", err)
	}
	if _, err := store.Copy(t.Context(), from, to); !errors.Is(err, store.ErrNotEmpty) {
		t.Errorf("a second copy: %v, want ErrNotEmpty", err)
	}
}

func TestBothDatabasesHaveTheSameTables(t *testing.T) {
	from := filled(t)
	to, err := Open(t.Context(), newDSN(t))
	if err != nil {
		t.Fatal(err)
	}
	defer to.Close()
	if _, err := store.Copy(t.Context(), from, to); err != nil {
		t.Fatal(err)
	}
	back, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "b.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer back.Close()
	if _, err := store.Copy(t.Context(), to, back); err != nil {
		t.Errorf("copy back: %v", err)
	}
	whole, err := back.Find(t.Context(), store.Query{Text: "framework"})
	if err != nil || len(whole) != 1 {
		t.Errorf("search in the copy of the copy: %d, %v", len(whole), err)
	}
}
