//go:build unix

package jobs

import (
	"cmp"
	"database/sql"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/store/postgres"
	"github.com/wardround/wardround/store/sqlite"
	"github.com/wardround/wardround/track"
)

// What must hold with a million articles, on either database.
const (
	searchWithin  = 200 * time.Millisecond // 95 of a hundred
	composeWithin = time.Second
)

// TestGrowth measures what the steps take as the store grows. By itself it is a short
// run that only shows that measuring works; `make bench-scale` sets WARDROUND_SCALE to
// sizes such as 10000,100000,1000000, and then the bars are held. WARDROUND_SCALE_STORES
// may name stores to fill once and measure often: files and postgres:// addresses.
func TestGrowth(t *testing.T) {
	sizes, sample, bars := []int{1000}, 1000, false
	if text := os.Getenv("WARDROUND_SCALE"); text != "" {
		sizes, sample, bars = nil, 20_000, true
		for size := range strings.SplitSeq(text, ",") {
			n, err := strconv.Atoi(size)
			if err != nil {
				t.Fatal(err)
			}
			sizes = append(sizes, n)
		}
	}
	words := newVocabulary()
	queries := words.growthQueries(sample)
	for name, open := range growthStores(t) {
		t.Run(name, func(t *testing.T) {
			g := open(t)
			g.words = words
			for _, size := range sizes {
				g.growTo(t, size)
				m := g.measure(t, queries)
				t.Logf("%s", m)
				m.logSlowest(t, queries)
				if bars {
					m.hold(t)
				}
				if m.found < len(queries)/2 {
					t.Errorf("only %d of %d searches found anything", m.found, len(queries))
				}
			}
		})
	}
}

// growthStores are the stores to grow, by name.
func growthStores(t *testing.T) map[string]func(*testing.T) *growth {
	stores := map[string]func(*testing.T) *growth{
		"sqlite": func(t *testing.T) *growth { return openGrowth(t, filepath.Join(t.TempDir(), "growth.db")) },
		"postgres": func(t *testing.T) *growth {
			cluster, err := testkit.StartPostgres()
			if err != nil {
				t.Skip(err)
			}
			t.Cleanup(func() { _ = cluster.Close() })
			if err := cluster.Create(t.Context(), "growth", "template0"); err != nil {
				t.Fatal(err)
			}
			return openGrowth(t, cluster.DSN("growth"))
		},
	}
	named := strings.Fields(os.Getenv("WARDROUND_SCALE_STORES"))
	if len(named) > 0 {
		clear(stores)
	}
	for _, dsn := range named {
		stores[strings.ReplaceAll(dsn, "/", "_")] = func(t *testing.T) *growth { return openGrowth(t, dsn) }
	}
	return stores
}

// openGrowth opens a store, and goes on where it ends.
func openGrowth(t *testing.T, dsn string) *growth {
	t.Helper()
	g := &growth{sql: growthSQLite}
	driver, address, opened := "sqlite", dsn+"?_pragma=busy_timeout(10000)&_pragma=synchronous(0)&_txlock=immediate", sqlite.Open
	if strings.HasPrefix(dsn, "postgres:") {
		g.sql, driver, address, opened = growthPostgres, "pgx", dsn, postgres.Open
	}
	kept, err := opened(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := kept.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	if g.db, err = sql.Open(driver, address); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = g.db.Close() })
	if err := g.db.QueryRow(`SELECT coalesce(max(id), 0) FROM articles WHERE url LIKE 'https://grown.example/%'`).Scan(&g.n); err != nil {
		t.Fatal(err)
	}
	g.desk = deskOn(t, kept, testkit.NewClock(g.at(g.n)), edition(t, "weekly", 0)).known(t).grouping(t)
	if g.Rules, err = track.Load(seeds.FS); err != nil {
		t.Fatal(err)
	}
	return g
}

// measures are what one size of a store came to.
type measures struct {
	size                        int
	bytes                       int64
	poll, judge, outstanding    time.Duration
	newest, best, relevantFound spans
	compose                     time.Duration
	found                       int
}

func (m measures) String() string {
	return fmt.Sprintf("articles %d | GB a million %.2f | poll of 25 new %v | judge one %v | round without news %v | "+
		"search newest p50 %v p95 %v | relevant p95 %v | best p95 %v | compose %v | load %s",
		m.size, float64(m.bytes)/float64(m.size)/1e3, round(m.poll), m.judge.Round(time.Microsecond), round(m.outstanding), round(m.newest.at(0.5)),
		round(m.newest.at(0.95)), round(m.relevantFound.at(0.95)), round(m.best.at(0.95)), round(m.compose), machineLoad())
}

func (m measures) hold(t *testing.T) {
	for name, s := range map[string]spans{"newest first": m.newest, "relevant ones": m.relevantFound, "best match": m.best} {
		if p95 := s.at(0.95); p95 > searchWithin {
			t.Errorf("of %d articles, search for %s took %v (p95), want at most %v", m.size, name, p95, searchWithin)
		}
	}
	if m.compose > composeWithin {
		t.Errorf("of %d articles, composing took %v, want at most %v", m.size, m.compose, composeWithin)
	}
}

// logSlowest names the searches that took longest: what they have in common says where
// the time goes.
func (m measures) logSlowest(t *testing.T, queries []string) {
	t.Helper()
	for kind, s := range map[string]spans{"newest first": m.newest, "relevant ones": m.relevantFound, "best match": m.best} {
		slowest := make([]int, len(queries))
		for i := range slowest {
			slowest[i] = i
		}
		slices.SortFunc(slowest, func(a, b int) int { return cmp.Compare(s[b], s[a]) })
		var b strings.Builder
		for _, i := range slowest[:min(15, len(slowest))] {
			fmt.Fprintf(&b, " | %s %v", queries[i], round(s[i]))
		}
		t.Logf("slowest, %s%s", kind, b.String())
	}
}

// spans are how long the same kind of work took.
type spans []time.Duration

func (s spans) at(share float64) time.Duration {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[min(len(sorted)-1, int(share*float64(len(sorted))))]
}

func round(d time.Duration) time.Duration { return d.Round(100 * time.Microsecond) }

// timed is the processor time that work takes of this program and of the database. On
// a quiet machine it is what work takes; on a busy one the clock says little.
func (g *growth) timed(t testing.TB, work func() error) time.Duration {
	t.Helper()
	server, own := g.server(t), processorTime(t)
	if err := work(); err != nil {
		t.Fatal(err)
	}
	return g.server(t) - server + processorTime(t) - own
}

// server is the processor time that the connections of a PostgreSQL server have used.
func (g *growth) server(t testing.TB) time.Duration {
	t.Helper()
	if g.sql.backends == "" {
		return 0
	}
	if g.backends == nil {
		rows, err := g.db.QueryContext(t.Context(), g.sql.backends)
		if err != nil {
			t.Fatal(err)
		}
		defer rows.Close()
		for rows.Next() {
			var pid int
			if err := rows.Scan(&pid); err != nil {
				t.Fatal(err)
			}
			g.backends = append(g.backends, fmt.Sprintf("/proc/%d/schedstat", pid))
		}
		if err := rows.Err(); err != nil {
			t.Fatal(err)
		}
	}
	var total time.Duration
	for _, file := range g.backends {
		var ran int64 // nanoseconds on a processor
		text, err := os.ReadFile(file)
		if err == nil {
			_, err = fmt.Sscan(string(text), &ran)
		}
		if err != nil && !os.IsNotExist(err) { // a connection that was closed meanwhile
			t.Fatal(err)
		}
		total += time.Duration(ran)
	}
	return total
}

// machineLoad says how much else this machine does, where it can be told.
func machineLoad() string {
	text, err := os.ReadFile("/proc/loadavg")
	if err != nil {
		return "unknown"
	}
	return strings.Fields(string(text))[0]
}

func (g *growth) measure(t testing.TB, queries []string) measures {
	t.Helper()
	ctx := t.Context()
	m := measures{size: g.n}
	g.exec(t, g.sql.index)
	g.exec(t, g.sql.settle)
	if err := g.db.QueryRowContext(ctx, g.sql.size).Scan(&m.bytes); err != nil {
		t.Fatal(err)
	}
	g.backends = nil // those that there are now
	m.compose = g.timed(t, func() error {
		issue, err := g.Preview(ctx, g.Editions[0], g.clock.Now().Add(time.Second)) // what was seen at its end belongs to the next
		if err == nil && issue.Stories() == 0 {
			t.Error("the issue tells nothing")
		}
		return err
	})
	m.outstanding = g.timed(t, func() error {
		g.group(t)
		_, err := g.Track(ctx)
		return err
	})
	for _, query := range queries {
		m.newest = append(m.newest, g.timed(t, func() error {
			hits, err := g.Store.Search(ctx, news.Search{Text: query, Limit: 26})
			if len(hits) > 0 {
				m.found++
			}
			return err
		}))
		m.relevantFound = append(m.relevantFound, g.timed(t, func() error {
			_, err := g.Store.Search(ctx, news.Search{Text: query, Limit: 26, Relevant: true})
			return err
		}))
		m.best = append(m.best, g.timed(t, func() error {
			_, err := g.Store.Search(ctx, news.Search{Text: query, Limit: 26, Order: news.BestMatch})
			return err
		}))
	}
	g.polls(t, &m)
	return m
}

// polls takes in forty reads of 25 new items each, and judges them.
func (g *growth) polls(t testing.TB, m *measures) {
	t.Helper()
	const reads, items = 40, 25
	var took spans
	for range reads {
		var articles []grown
		for range items {
			g.n++
			articles = append(articles, g.words.article(g.n))
		}
		took = append(took, g.timed(t, func() error { g.poll(t, articles...); return nil }))
	}
	m.poll = took.at(0.5)
	m.judge = g.timed(t, func() error {
		n, err := g.Judge(t.Context())
		if n != reads*items {
			t.Errorf("%d articles judged, want %d", n, reads*items)
		}
		return err
	}) / (reads * items)
	g.group(t)
	if _, err := g.Track(t.Context()); err != nil {
		t.Fatal(err)
	}
}
