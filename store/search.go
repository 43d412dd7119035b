package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// Query says which articles are wanted. The zero value wants all that were
// taken in, newest first.
type Query struct {
	Text       string    // words that must all be there; "a phrase" in double quotes
	Topic      string    // only relevant articles with this topic
	Listed     string    // only what the source with this identity lists
	Source     string    // name of the source that listed the article first
	Since      time.Time // first seen at or after
	Until      time.Time // first seen before
	TakenSince time.Time // first listed by a poll at or after
	Relevant   bool      // only relevant ones
	Known      bool      // also those that were too old when their source was first read
	ByRank     bool      // best match first, in place of newest first; only with Text, and of the newest 1,000
	ByScore    bool      // highest score first, in place of newest first; with Text of the newest 1,000
	Brief      bool      // as a list shows them: without texts, and without what a verdict rests on
	Limit      int       // 0: no limit
}

// Found is an article with its verdict; Judged tells whether there is one yet.
type Found struct {
	Article news.Article
	Verdict news.Verdict
	Judged  bool
	Feed    string // address of the source: declared, or where it moved for good
}

// Find returns the articles that answer the query.
func (s *Store) Find(ctx context.Context, q Query) ([]Found, error) {
	ids, err := s.answering(ctx, q, 0)
	if err != nil {
		return nil, fmt.Errorf("find articles: %w", err)
	}
	columns := verdictColumns + `, a.source_url, coalesce(s.state, ''), ` + articleColumns
	if q.Brief {
		columns = `coalesce(v.data, ''), '', a.source_url, coalesce(s.state, ''), ` + briefColumns
	}
	found := make([]Found, 0, len(ids))
	for part := range slices.Chunk(ids, readAtOnce) {
		rows, err := s.db.QueryContext(ctx, `SELECT `+columns+` FROM articles a
			LEFT JOIN verdicts v ON v.article = a.id LEFT JOIN sources s ON s.url = a.source_url
			WHERE a.id IN (`+numbers(part)+`)`)
		batch, err := collect(rows, err, scanFound)
		if err != nil {
			return nil, fmt.Errorf("find articles: %w", err)
		}
		found = append(found, inOrder(part, batch, func(f Found) int64 { return f.Article.ID })...)
	}
	return found, nil
}

// readAtOnce is how many articles one statement reads: with their texts a few megabytes.
const readAtOnce = 500

// inOrder puts rows in the order of their numbers. One that has no row was merged
// into another article between the two reads.
func inOrder[T any](ids []int64, rows []T, number func(T) int64) []T {
	byNumber := make(map[int64]T, len(rows))
	for _, row := range rows {
		byNumber[number(row)] = row
	}
	ordered := make([]T, 0, len(rows))
	for _, id := range ids {
		if row, ok := byNumber[id]; ok {
			ordered = append(ordered, row)
		}
	}
	return ordered
}

func scanFound(row scanner) (Found, error) {
	var f Found
	var verdict keptVerdict
	var state string
	a, dest := articleDest()
	if err := row.Scan(append([]any{&verdict.data, &verdict.matches, &f.Feed, &state}, dest.fields...)...); err != nil {
		return f, err
	}
	if err := dest.finish(); err != nil {
		return f, err
	}
	f.Article, f.Judged = *a, verdict.data != ""
	if strings.Contains(state, `"moved":true`) { // else a thousand articles read the same state a thousand times
		moved := news.SourceState{URL: f.Feed}
		if err := fromJSON(state, &moved); err != nil {
			return f, err
		}
		f.Feed = moved.Address()
	}
	return f, verdict.read(&f.Verdict)
}
