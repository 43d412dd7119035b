//go:build unix

package track

import (
	"fmt"
	"sort"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// BenchmarkArticleOf1000Words reads sentences of which most promise something: an
// article of so many words costs no more. Its bar is 2 ms of a processor.
func BenchmarkArticleOf1000Words(b *testing.B) {
	r := rules(b)
	a := news.Article{Title: "Board papers", MaxSnippet: -1}
	words := 0
	for _, d := range devRows(b) {
		a.Body = append(a.Body, news.Block{Text: d.Sentence})
		if words += len(strings.Fields(d.Sentence)); words >= 1000 {
			break
		}
	}
	b.ResetTimer()
	before := processorTime(b)
	for range b.N {
		r.Statements(a, "2025-03-10")
	}
	reportProcessor(b, before)
}

// BenchmarkFollowYear recomputes a year of 25,000 articles: about one in ten holds a
// statement. Its bar is a minute.
func BenchmarkFollowYear(b *testing.B) {
	r := rules(b)
	var list []news.Statement
	one := devStatements(b, r)
	ids := make([]string, 0, len(one))
	for id := range one {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	for i := 0; len(list) < 2500; i++ {
		s := one[ids[i%len(ids)]]
		s.ID, s.Reported = fmt.Sprintf("%s-%d", s.ID, i), news.Day("2025-01-01").Add(i%365)
		list = append(list, s)
	}
	b.ResetTimer()
	before := processorTime(b)
	for range b.N {
		r.Follow(list, "2025-12-31")
	}
	reportProcessor(b, before)
}

// processorTime is what this process has used of its processors so far: on a machine
// that does other things too, the clock on the wall tells of those.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

func reportProcessor(b *testing.B, before time.Duration) {
	b.Helper()
	b.ReportMetric(float64((processorTime(b)-before).Microseconds())/1000/float64(b.N), "cpu-ms/op")
}
