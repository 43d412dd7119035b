package sqlite_test

import (
	"database/sql"
	"fmt"
	"path/filepath"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// TestNewestFirstHoldsAcrossALargeStore searches a store so large that it is searched
// in parts: an old article that was taken in last must not come before a new one.
func TestNewestFirstHoldsAcrossALargeStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wardround.db")
	s := open(t, path)
	taken := func(name string, first bool, published ...time.Time) (ids []int64) {
		t.Helper()
		url := "https://" + name + ".example/feed"
		poll := news.Poll{Source: news.Source{Name: name, URL: url}, At: benchStart, Outcome: news.OutcomeNew,
			State: news.SourceState{URL: url, FirstRead: benchStart.AddDate(-1, 0, 0)}}
		if first {
			poll.State.FirstRead = poll.At
		}
		for i, at := range published {
			if !first {
				poll.At = at
			}
			link := fmt.Sprintf("https://%s.example/%d", name, i)
			poll.Items = append(poll.Items, news.Item{GUID: link, URL: link, Link: link, Title: "Rota", Published: at})
		}
		if _, err := s.SavePoll(t.Context(), poll); err != nil {
			t.Fatal(err)
		}
		for _, item := range poll.Items {
			a, err := s.ArticleByURL(t.Context(), item.URL)
			if err != nil {
				t.Fatal(err)
			}
			ids = append(ids, a.ID)
		}
		return ids
	}
	far(t, path, 300_000)
	middle := taken("courier", false, benchStart.Add(-time.Hour))
	far(t, path, 600_000)
	old := taken("archive", true, benchStart.AddDate(-3, 0, 0), benchStart.AddDate(-2, 0, 0))
	far(t, path, 900_000)
	newest := taken("gazette", false, benchStart)
	want := []int64{newest[0], middle[0], old[1], old[0]}
	for limit := range 5 {
		for _, ranked := range []bool{false, true} { // all are as good a match
			found, err := s.Find(t.Context(), store.Query{Text: "rota", Limit: limit, ByRank: ranked})
			if err != nil {
				t.Fatal(err)
			}
			wanted := want
			if limit > 0 {
				wanted = want[:limit]
			}
			if len(found) != len(wanted) {
				t.Errorf("the newest %d: found %d", limit, len(found))
				continue
			}
			for i, f := range found {
				if f.Article.ID != wanted[i] {
					t.Errorf("the newest %d (by rank: %t): number %d is article %d, want %d", limit, ranked, i, f.Article.ID, wanted[i])
				}
			}
		}
	}
	hits, err := s.Search(t.Context(), news.Search{Text: "rota", Limit: 2, Offset: 1})
	if err != nil || len(hits) != 2 || hits[0].Article.ID != middle[0] || hits[1].Article.ID != old[1] {
		t.Errorf("Search() past the first = %+v, %v, want articles %v", hits, err, want[1:3])
	}
}

// far has the next article take a number above this one.
func far(t *testing.T, path string, number int) {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	_, err = db.Exec(`INSERT INTO articles (id, url, source, source_url, title, first_seen, taken, state) VALUES ($1, $2, '', '', '', $3, $3, 'known')`,
		number, fmt.Sprint("https://far.example/", number), benchStart.AddDate(0, 0, -1).UnixMilli())
	if err != nil {
		t.Fatal(err)
	}
}
