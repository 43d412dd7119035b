package jobs

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// BenchmarkGroup places one article among n that came at a steady pace: 200
// relevant ones a day, several times what the beat's sources bring. Every fifth
// is another report of a story told already.
func BenchmarkGroup(b *testing.B) {
	for _, n := range []int{1e3, 1e4, 1e5} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			d := newDesk(b, monday, edition(b, "weekly", 1)).grouping(b)
			trade := newTrade(monday.Add(-time.Duration(n/perDay) * day))
			for done := 0; done < n; done += batchOfTrade {
				d.take(b, trade, batchOfTrade)
				d.group(b)
			}
			b.ResetTimer()
			for done := 0; done < b.N; done += batchOfTrade {
				b.StopTimer()
				d.take(b, trade, min(batchOfTrade, b.N-done))
				b.StartTimer()
				d.group(b)
			}
		})
	}
}

const (
	perDay       = 200
	batchOfTrade = 100
)

// trade makes up reports of 130 words.
type trade struct {
	random *rand.Rand
	start  time.Time
	n      int
}

func newTrade(start time.Time) *trade {
	random := rand.New(rand.NewPCG(7, 7))
	return &trade{random: random, start: start}
}

func (t *trade) next() (item news.Item) {
	at := t.start.Add(time.Duration(t.n) * day / perDay)
	event := t.n - t.n%5*t.random.IntN(2) // some reports share the event of one just before
	t.n++
	var b strings.Builder
	fmt.Fprintf(&b, "Fenwick%d Orr%d of Trust%d pays £%dm and hires %d people. ", event%9973, event%7919, event%301, event%89, event%997)
	for range 60 { // the other half of a text is words that the beat knows for common
		fmt.Fprintf(&b, "the word%d ", t.random.IntN(30_000))
	}
	id := fmt.Sprint(t.n)
	return news.Item{GUID: id, URL: "https://trade.example/" + id, Title: "Trade news " + id, Published: at,
		Publisher: fmt.Sprint("Publisher ", t.random.IntN(40)), Summary: b.String()}
}

// take takes in the next n reports of the trade, each with a verdict.
func (d *desk) take(b *testing.B, t *trade, n int) {
	b.Helper()
	source := news.Source{Name: "Trade", URL: "https://trade.example/feed", Kind: news.KindFeed}
	at := t.start.Add(time.Duration(t.n) * day / perDay)
	poll := news.Poll{Source: source, At: at, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: source.URL, FirstRead: t.start.AddDate(-1, 0, 0), LastRead: at, Outcome: news.OutcomeNew}}
	for range n {
		poll.Items = append(poll.Items, t.next())
	}
	if _, err := d.Store.SavePoll(b.Context(), poll); err != nil {
		b.Fatal(err)
	}
	articles, err := d.Store.ToJudge(b.Context(), n)
	if err != nil {
		b.Fatal(err)
	}
	hashes := map[int64]string{}
	var verdicts []news.Verdict
	for _, a := range articles {
		hashes[a.ID] = a.Hash
		verdicts = append(verdicts, news.Verdict{Article: a.ID, Relevant: true, Level: news.Core, Score: 60})
	}
	if err := d.Store.SaveVerdicts(b.Context(), at, verdicts, hashes); err != nil {
		b.Fatal(err)
	}
}

func (d *desk) group(b *testing.B) {
	b.Helper()
	if _, err := d.Group(b.Context()); err != nil {
		b.Fatal(err)
	}
}
