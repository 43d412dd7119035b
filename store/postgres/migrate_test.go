package postgres

import (
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// TestOlderTextsAreFoundByPhraseAndRelevance: migration 30 makes its indexes of what
// was there before it.
func TestOlderTextsAreFoundByPhraseAndRelevance(t *testing.T) {
	dsn := newDSN(t)
	kept, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, 11, 16, 7, 30, 0, 0, time.UTC)
	poll := news.Poll{Source: news.Source{Name: "gazette", URL: "https://gazette.example/feed"}, At: at, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: "https://gazette.example/feed", FirstRead: at.AddDate(-1, 0, 0), LastRead: at},
		Judge: func(a news.Article) news.Verdict { return news.Verdict{Relevant: a.URL == "https://gazette.example/1"} }}
	for n := range 3 {
		url := fmt.Sprintf("https://gazette.example/%d", n)
		poll.Items = append(poll.Items, news.Item{GUID: url, URL: url, Title: "A digital workforce plan", Published: at})
	}
	if _, err := kept.SavePoll(t.Context(), poll); err != nil {
		t.Fatal(err)
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	provider, err := migrator(db)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := provider.DownTo(t.Context(), 29); err != nil {
		t.Fatal(err)
	}
	if kept, err = Open(t.Context(), dsn); err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	for _, tt := range []struct {
		query store.Query
		want  int
	}{
		{store.Query{Text: `"digital workforce"`}, 3},
		{store.Query{Text: `"workforce digital"`}, 0},
		{store.Query{Text: `"digital workforce"`, Relevant: true}, 1},
		{store.Query{Text: `plan`, Relevant: true}, 1},
	} {
		found, err := kept.Find(t.Context(), tt.query)
		if err != nil || len(found) != tt.want {
			t.Errorf("Find(%+v) = %d articles, %v, want %d", tt.query, len(found), err, tt.want)
		}
	}
}
