//go:build unix

package digest

import (
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// BenchmarkRender reports the processor's time beside the clock's, which on a busy
// machine says little, and the time a story, which must not grow with their number.
func BenchmarkRender(b *testing.B) {
	for _, n := range []int{30, 300, 3000} {
		issue := news.Issue{Number: 11, Title: "Digital Workforce Week", Zone: "Europe/London", Sections: []news.Section{{Title: "All"}}}
		loc := london(b)
		for i := range n {
			issue.Sections[0].Stories = append(issue.Sections[0].Stories, tell(entry{Candidate: candidate(i, loc)}, news.LayerLead, loc))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			before := processorTime(b)
			for b.Loop() {
				if _, err := Render(issue, goldenOptions); err != nil {
					b.Fatal(err)
				}
			}
			used := (processorTime(b) - before) / time.Duration(b.N)
			b.ReportMetric(float64(used.Microseconds())/1000, "cpu-ms/op")
			b.ReportMetric(float64(used.Microseconds())/float64(n), "cpu-us/story")
		})
	}
}

// processorTime is what this process has used, user and system.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
