package sqlite_test

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

const (
	benchPolls = 200
	benchItems = 25 // an item of each poll makes 5,000 articles
)

var benchStart = time.Date(2026, 11, 16, 7, 30, 0, 0, time.UTC)

// BenchmarkSavePolls saves 5,000 new articles of about 60 words in 200 polls: one
// after the other, and as the sources of a round answer.
func BenchmarkSavePolls(b *testing.B) {
	polls := benchWorld()
	for _, sources := range []int{1, 16} {
		b.Run(fmt.Sprint(sources, " at once"), func(b *testing.B) {
			for b.Loop() {
				b.StopTimer()
				s := open(b, filepath.Join(b.TempDir(), "wardround.db"))
				b.StartTimer()
				var all errgroup.Group
				all.SetLimit(sources)
				for _, poll := range polls {
					all.Go(func() error { _, err := s.SavePoll(b.Context(), poll); return err })
				}
				if err := all.Wait(); err != nil {
					b.Fatal(err)
				}
			}
			b.ReportMetric(float64(benchPolls*benchItems*b.N)/b.Elapsed().Seconds(), "articles/s")
		})
	}
}

// BenchmarkSaveUnchangedPolls saves the same 200 polls again: the usual case.
func BenchmarkSaveUnchangedPolls(b *testing.B) {
	s, polls := filled(b)
	for b.Loop() {
		save(b, s, polls)
	}
	b.ReportMetric(float64(benchPolls*benchItems*b.N)/b.Elapsed().Seconds(), "items/s")
}

// BenchmarkSavePage settles pages of about 600 words, one transaction each.
func BenchmarkSavePage(b *testing.B) {
	s, _ := filled(b)
	page := news.Page{Quality: news.QualityFull, MaxSnippet: -1}
	for range 10 {
		page.Body = append(page.Body, news.Block{Kind: news.Paragraph, Text: words(rand.New(rand.NewPCG(3, 3)), 60)})
	}
	id := int64(0)
	for b.Loop() {
		id = id%(benchPolls*benchItems) + 1
		if err := s.SavePage(b.Context(), news.ScrapedPage{Article: id, Page: page, State: news.PageDone, At: benchStart}); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkSearch ranks the 20 best of 5,000 articles.
func BenchmarkSearch(b *testing.B) {
	s, _ := filled(b)
	for _, text := range []string{"word7", "word7 word11", `"word3 word5"`, "nothing"} {
		b.Run(strings.ReplaceAll(text, " ", "+"), func(b *testing.B) {
			for b.Loop() {
				if _, err := s.Find(b.Context(), store.Query{Text: text, ByRank: true, Limit: 20}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

func filled(b *testing.B) (*store.Store, []news.Poll) {
	b.Helper()
	s, polls := open(b, filepath.Join(b.TempDir(), "wardround.db")), benchWorld()
	save(b, s, polls)
	return s, polls
}

func save(b *testing.B, s *store.Store, polls []news.Poll) {
	b.Helper()
	for _, poll := range polls {
		if _, err := s.SavePoll(b.Context(), poll); err != nil {
			b.Fatal(err)
		}
	}
}

// benchWorld makes the polls, the same ones each time.
func benchWorld() []news.Poll {
	random := rand.New(rand.NewPCG(1, 2))
	var polls []news.Poll
	for p := range benchPolls {
		source := fmt.Sprintf("https://source%d.example/feed", p)
		poll := news.Poll{Source: news.Source{Name: fmt.Sprint("source", p), URL: source}, At: benchStart, Outcome: news.OutcomeNew,
			State: news.SourceState{URL: source, FirstRead: benchStart.Add(-time.Hour), ETag: `"x"`}}
		for i := range benchItems {
			url := fmt.Sprintf("https://source%d.example/%d", p, i)
			poll.Items = append(poll.Items, news.Item{GUID: url, URL: url, Link: url, Title: words(random, 8),
				Summary: words(random, 50), Published: benchStart.Add(-time.Minute)})
		}
		polls = append(polls, poll)
	}
	return polls
}

// words makes a text in which few words are common and many are rare.
func words(random *rand.Rand, n int) string {
	zipf := rand.NewZipf(random, 1.2, 2, 20_000)
	var b strings.Builder
	for range n {
		fmt.Fprintf(&b, "word%d ", zipf.Uint64())
	}
	return b.String()
}
