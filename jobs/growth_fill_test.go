//go:build unix

package jobs

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// growth is a desk whose store grows as one does over years, but faster: what is
// about the beat comes by the usual way, the rest is written as the usual way leaves it.
type growth struct {
	*desk
	words *vocabulary
	db    *sql.DB
	sql   growthSQL
	n     int // articles so far
	// Files of the server's processes that serve this program.
	backends []string
}

// growthSQL is what differs between the databases.
type growthSQL struct {
	own      string // part of an INSERT that brings its own numbers
	next     string // numbers go on after the largest
	texts    string // INSERT of full-text entries
	textsRow string // one row of it: id, title, text
	size     string // query: bytes of the store
	settle   string // what the database does by itself sooner or later
	// How much of the full-text index is written at once: all, or as usual.
	unindex, index string
	backends       string // query: process numbers of a server's connections
}

var growthSQLite = growthSQL{
	next: `SELECT 1`, texts: `INSERT INTO articles_fts (rowid, title, body) VALUES `, textsRow: `(?, ?, ?)`,
	size:    `SELECT page_count * page_size FROM pragma_page_count, pragma_page_size`,
	settle:  `PRAGMA wal_checkpoint(TRUNCATE)`,
	unindex: `INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 67108864)`,
	index:   `INSERT INTO articles_fts (articles_fts, rank) VALUES ('hashsize', 1048576)`, // as it is by itself
}

var growthPostgres = growthSQL{
	own:   `OVERRIDING SYSTEM VALUE`,
	next:  `SELECT setval(pg_get_serial_sequence('articles', 'id'), (SELECT max(id) FROM articles))`,
	texts: `INSERT INTO articles_fts (article, words) VALUES `,
	textsRow: `(CAST(? AS BIGINT), to_tsvector('wardround', CAST(? AS TEXT)) ||
		to_tsvector('wardround', CAST(? AS TEXT)))`,
	size:     `SELECT pg_database_size(current_database())`,
	settle:   `VACUUM ANALYZE`,
	backends: `SELECT pid FROM pg_stat_activity WHERE datname = current_database() AND backend_type = 'client backend'`,
	unindex:  `DROP INDEX IF EXISTS articles_fts_words, articles_fts_pairs, articles_fts_relevant`,
	index: `CREATE INDEX IF NOT EXISTS articles_fts_words ON articles_fts USING gin (words) WITH (gin_pending_list_limit = 512);
		CREATE INDEX IF NOT EXISTS articles_fts_pairs ON articles_fts USING gin (word_pairs(words)) WITH (gin_pending_list_limit = 512);
		CREATE INDEX IF NOT EXISTS articles_fts_relevant ON articles_fts USING gin (words) WITH (gin_pending_list_limit = 512) WHERE relevant`,
}

// at is when article n is listed.
func (g *growth) at(n int) time.Time {
	start := monday.AddDate(-3, 0, 0)
	return start.Add(time.Duration(n/growthPerDay)*day + time.Duration(n%growthPerDay)*(day/growthPerDay))
}

// growTo adds week after week until the store holds about n articles. Each week has its issue.
func (g *growth) growTo(t testing.TB, n int) {
	t.Helper()
	if n-g.n < growthPerDay {
		return
	}
	g.exec(t, g.sql.unindex)
	for n-g.n >= growthPerDay {
		g.grow(t, min(7, (n-g.n)/growthPerDay))
	}
}

// grow adds some days, and writes their issue.
func (g *growth) grow(t testing.TB, days int) {
	t.Helper()
	var plain, relevant []grown
	for i := range days * growthPerDay {
		if a := g.words.article(g.n + 1 + i); i < days*(growthPerDay-growthRelevant) {
			plain = append(plain, a)
		} else {
			relevant = append(relevant, a.relevant())
		}
	}
	g.n += days * growthPerDay
	if err := g.write(t.Context(), plain); err != nil {
		t.Fatalf("fill: %v", err)
	}
	g.clock.Set(g.at(g.n))
	for read := range slices.Chunk(relevant, growthRelevant) {
		g.poll(t, read...)
	}
	if n, err := g.Judge(t.Context()); err != nil || n != len(relevant) {
		t.Fatalf("Judge() = %d, %v, want %d", n, err, len(relevant))
	}
	g.group(t)
	if _, err := g.Track(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := g.Take(t.Context(), g.Editions[0]); err != nil {
		t.Fatal(err)
	}
}

func (g *growth) exec(t testing.TB, statement string) {
	t.Helper()
	if statement == "" {
		return
	}
	if _, err := g.db.ExecContext(t.Context(), statement); err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
}

// poll takes in articles as one read of the source of the first.
func (g *growth) poll(t testing.TB, articles ...grown) {
	t.Helper()
	now, source := g.clock.Now(), articles[0].source
	poll := news.Poll{Source: source, At: now, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: source.URL, FirstRead: g.at(0), LastRead: now, Outcome: news.OutcomeNew}}
	for _, a := range articles {
		poll.Items = append(poll.Items, a.item(now))
	}
	if _, err := g.Store.SavePoll(t.Context(), poll); err != nil {
		t.Fatal(err)
	}
}

// write adds judged articles that are not about the beat.
func (g *growth) write(ctx context.Context, all []grown) error {
	tx, err := g.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	const hash = "0123456789abcdef01234567"
	var articles, sightings, verdicts, tracked, texts []any
	for _, a := range all {
		at := g.at(a.n).UnixMilli()
		articles = append(articles, a.n, a.url(), a.source.Name, a.source.URL, a.source.Name, a.title, at, at, at, at, a.bodyJSON(), "full", "done", hash)
		sightings = append(sightings, a.source.URL, a.url(), a.n, at, hash)
		verdicts = append(verdicts, a.n, 0, "no", 0.0, "1", at, `{"level":"no"}`, 0, 0)
		tracked = append(tracked, a.n, hash, g.Rules.Hash())
		texts = append(texts, a.n, a.title, a.text())
	}
	for _, rows := range []struct {
		into, row string
		values    []any
	}{
		{`INSERT INTO articles (id, url, source, source_url, publisher, title, published, first_seen, taken, ready, body, quality, state, hash) ` +
			g.sql.own + ` VALUES `, `(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, articles},
		{`INSERT INTO sightings (source, guid, article, seen, hash) VALUES `, `(?, ?, ?, ?, ?)`, sightings},
		{`INSERT INTO verdicts (article, relevant, level, score, lexicon, judged, data, to_group, to_track) VALUES `, `(?, ?, ?, ?, ?, ?, ?, ?, ?)`, verdicts},
		{`INSERT INTO tracked (article, hash, rules) VALUES `, `(?, ?, ?)`, tracked},
		{g.sql.texts, g.sql.textsRow, texts},
	} {
		if err := insertRows(ctx, tx, rows.into, rows.row, rows.values); err != nil {
			return err
		}
	}
	if _, err := tx.ExecContext(ctx, g.sql.next); err != nil {
		return err
	}
	return tx.Commit()
}

// insertRows inserts values row by row, fifty rows a statement.
func insertRows(ctx context.Context, tx *sql.Tx, into, row string, values []any) error {
	width := strings.Count(row, "?")
	for len(values) > 0 {
		n := min(50, len(values)/width)
		var text strings.Builder
		text.WriteString(into)
		number := 0
		for i := range n {
			if i > 0 {
				text.WriteByte(',')
			}
			for _, part := range strings.SplitAfter(row, "?") {
				if left, holds := strings.CutSuffix(part, "?"); holds {
					number++
					fmt.Fprintf(&text, "%s$%d", left, number)
				} else {
					text.WriteString(part)
				}
			}
		}
		if _, err := tx.ExecContext(ctx, text.String(), values[:n*width]...); err != nil {
			return err
		}
		values = values[n*width:]
	}
	return nil
}
