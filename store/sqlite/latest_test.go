package sqlite_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// manyWithTheWord is more than a search looks at before it looks at all.
const manyWithTheWord = 3500

// common makes a store in which more articles have a word than a search looks at.
// The last thousand are of a first read: taken in last, and older than all others.
func common(t *testing.T) *store.Store {
	t.Helper()
	s := open(t, filepath.Join(t.TempDir(), "wardround.db"))
	at := func(n int) time.Time {
		if n >= manyWithTheWord-1000 {
			return benchStart.Add(-1000 * time.Hour).Add(time.Duration(n) * time.Second)
		}
		return benchStart.Add(-time.Duration(manyWithTheWord-n) * time.Second)
	}
	for n := 0; n < manyWithTheWord; n += 500 {
		first := benchStart.Add(-2000 * time.Hour)
		taken := at(n + 499)
		if n >= manyWithTheWord-1000 {
			first, taken = benchStart, benchStart
		}
		url := fmt.Sprintf("https://source%d.example/feed", n/1500)
		poll := news.Poll{Source: news.Source{Name: url, URL: url}, At: taken, Outcome: news.OutcomeNew, State: news.SourceState{URL: url, FirstRead: first}}
		for i := n; i < n+500; i++ {
			address := fmt.Sprintf("https://gazette.example/%d", i)
			poll.Items = append(poll.Items, news.Item{GUID: address, URL: address, Link: address, Title: fmt.Sprint("Common news ", i), Published: at(i)})
		}
		if _, err := s.SavePoll(t.Context(), poll); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

func TestNewestFirstIsExactHoweverManyArticlesHaveTheWord(t *testing.T) {
	s := common(t)
	all, err := s.Find(t.Context(), store.Query{Text: "common", Brief: true})
	if err != nil {
		t.Fatal(err)
	}
	var want []int64
	for _, f := range all {
		want = append(want, f.Article.ID)
	}
	if len(want) != manyWithTheWord || want[0] == slices.Max(want) {
		t.Fatalf("%d articles, the newest is %d; want %d, and not the one taken in last", len(want), want[0], manyWithTheWord)
	}
	for _, offset := range []int{0, 40, 1990, 2490, 3400, 3490, 3600} {
		hits, err := s.Search(t.Context(), news.Search{Text: "common", Limit: 20, Offset: offset})
		if err != nil {
			t.Fatal(err)
		}
		got := []int64{}
		for _, h := range hits {
			got = append(got, h.Article.ID)
		}
		from := min(offset, len(want))
		if diff := cmp.Diff(want[from:min(from+20, len(want))], got); diff != "" {
			t.Errorf("page from %d (-want +got):\n%s", offset, diff)
		}
	}
}

func TestBestMatchOfACommonWordIsAmongTheLatest(t *testing.T) {
	s := common(t)
	for _, order := range []news.Order{news.BestMatch, news.HighScore} {
		hits, err := s.Search(t.Context(), news.Search{Text: "common", Order: order, Limit: 20})
		if err != nil || len(hits) != 20 {
			t.Fatalf("by %s: %d hits, %v; want 20", order, len(hits), err)
		}
		for _, h := range hits {
			if h.Article.ID <= manyWithTheWord-3000 {
				t.Errorf("by %s: article %d is not among the latest 3,000", order, h.Article.ID)
			}
		}
	}
}
