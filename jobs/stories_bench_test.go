//go:build unix

package jobs

import (
	"database/sql"
	"fmt"
	"os"
	"syscall"
	"testing"
	"time"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// BenchmarkGroup places the next 2,000 articles when so many are stored, and tells
// the processor time of one. The store grows from one figure to the next, so that
// they compare. A million is for who sets WARDROUND_BENCH_MILLION: it takes five minutes.
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
		if pace.name == "copies" || pace.name == "variants" {
			t.flood = pace.name
		}
		d := newDesk(b, monday, edition(b, "weekly", 1)).grouping(b)
		for _, size := range pace.sizes {
			if size == 1e6 && os.Getenv("WARDROUND_BENCH_MILLION") == "" {
				continue
			}
			b.Run(fmt.Sprintf("%s/%d", pace.name, size), func(b *testing.B) {
				if t.flood == "" {
					d.fill(b, t, size-warmUp)
				}
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

// warmUp is how many of the last articles come by the usual way, so that what is
// measured meets what the usual way leaves.
const warmUp = 1000

// fill puts articles into the store until the trade has told of n, without their
// texts: only what stories are found by. Events come again after pool articles,
// which is long after the window.
func (d *desk) fill(b *testing.B, t *trade, n int) {
	b.Helper()
	db, err := sql.Open("sqlite", d.path+"?_pragma=busy_timeout(10000)&_pragma=synchronous(0)")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	const pool, chunk = 5000, 1000
	begun := t.n
	var texts []cluster.Signature
	var keys [][]store.StoryKey
	for t.n+chunk <= n {
		var last int64
		if err := db.QueryRow(`SELECT COALESCE(max(id), 0) FROM articles`).Scan(&last); err != nil {
			b.Fatal(err)
		}
		if _, err := db.Exec(`INSERT INTO articles (id, url, source, source_url, title, first_seen, taken, state)
			WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < $2)
			SELECT $1 + i, 'https://filled.example/' || ($1 + i), 'Trade', 'https://filled.example/feed', 'Filled', 0, 0, 'done' FROM n`,
			last, chunk); err != nil {
			b.Fatal(err)
		}
		err := d.Store.PlaceStories(b.Context(), func(p *store.Placing) error {
			for i := range int64(chunk) {
				day := news.DayOf(t.day(), time.UTC)
				if len(texts) < pool {
					item := t.next()
					sig := d.Words.Sign(news.Article{URL: item.URL, Title: item.Title, Publisher: item.Publisher, Summary: item.Summary})
					texts, keys = append(texts, sig), append(keys, asKept(&sig).Keys)
				} else {
					t.n++
				}
				at := (t.n - begun - 1) % pool
				sig := texts[at]
				sig.Article, sig.Day = last+1+i, day
				kept := store.Signature{Article: sig.Article, Story: sig.Article, Day: day, Words: d.Words.Version(),
					Keys: keys[at], Data: sig.Encode()}
				if err := p.Save(b.Context(), kept, ""); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			b.Fatal(err)
		}
	}
}

// processorTime is what this process has used so far. It says more than the clock
// on a machine that does other work.
func processorTime(b testing.TB) time.Duration {
	b.Helper()
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		b.Fatal(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
