//go:build unix

package jobs

import (
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"
)

// BenchmarkGroup places the next 2,000 articles when so many are stored, and tells
// the processor time of one. The store grows from one figure to the next, so that
// they compare. A million is for who sets WARDROUND_BENCH_MILLION: it takes an hour.
func BenchmarkGroup(b *testing.B) {
	for _, pace := range []struct {
		name   string
		perDay int
		sizes  []int
	}{
		{"steady", 30, []int{1e3, 1e4, 1e5, 1e6}}, // several times what the beat's sources bring
		{"dense", 2000, []int{1e4, 1e5}},
		{"copies", 2000, []int{1e3, 1e4}}, // one release, with a word changed here and there
		{"variants", 2000, []int{1e3, 1e4}},
	} {
		t := newTrade(pace.perDay)
		t.flood = pace.name
		d := newDesk(b, monday, edition(b, "weekly", 1)).grouping(b)
		for _, size := range pace.sizes {
			if size == 1e6 && os.Getenv("WARDROUND_BENCH_MILLION") == "" {
				continue
			}
			b.Run(fmt.Sprintf("%s/%d", pace.name, size), func(b *testing.B) {
				for t.n < size {
					d.take(b, t, placedAtOnce)
					d.group(b)
				}
				var cpu time.Duration
				const measured = 2000
				b.ResetTimer()
				for range b.N {
					for range measured / placedAtOnce {
						b.StopTimer()
						d.take(b, t, placedAtOnce)
						b.StartTimer()
						before := processorTime(b)
						d.group(b)
						cpu += processorTime(b) - before
					}
				}
				b.ReportMetric(float64(cpu.Microseconds())/float64(b.N*measured), "cpu-µs/article")
				b.ReportMetric(float64(b.Elapsed().Microseconds())/float64(b.N*measured), "µs/article")
			})
		}
	}
}

// processorTime is what this process has used so far. It says more than the clock
// on a machine that does other work.
func processorTime(b *testing.B) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
