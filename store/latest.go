package store

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// latestMost bounds the articles that a page of a search looks at: a word may be in
// all of them, and each costs some microseconds to read. It is far more than
// anybody leafs through.
const latestMost = 3000

// found is what a page of a search needs to know of an article.
type found struct {
	id   int64
	seen time.Time
}

// latest answers one page of a search from the latest articles taken in that have the
// words; settled is false when all that have them must be looked at. Best match and
// highest score are of these latest ones, when more have the words. Newest first is
// exact: whatever was left out was taken in before all that was looked at, so first
// seen before that; only a page that reaches back so far is not settled.
func (s *Store) latest(ctx context.Context, c *compiled, q Query, limit, offset int) (page []found, settled bool, err error) {
	var n int
	var oldest, taken int64
	words := fmt.Sprintf(s.dialect.SearchLatest, latestMost)
	err = s.db.QueryRowContext(ctx, `SELECT count(*), coalesce(min(f.rowid), 0) FROM (`+words+`) f`, c.args[0]).Scan(&n, &oldest)
	if err != nil {
		return nil, false, err
	}
	near := *c
	near.from, near.where = `(`+words+`) f JOIN articles a ON a.id = f.rowid`, slices.Clone(c.where[1:])
	if q.ByRank {
		near.order = `f.rank, a.first_seen DESC, a.id DESC`
	}
	if page, err = s.pageOf(ctx, &near, limit, offset); err != nil || n < latestMost || q.ByRank || q.ByScore {
		return page, true, err
	}
	if len(page) < limit {
		return nil, false, nil
	}
	if err := s.db.QueryRowContext(ctx, `SELECT taken FROM articles WHERE id = $1`, oldest).Scan(&taken); err != nil {
		return nil, false, err
	}
	return page, !page[len(page)-1].seen.Before(instant(taken)), nil
}

// pageOf reads the numbers of one page of what c selects.
func (s *Store) pageOf(ctx context.Context, c *compiled, limit, offset int) ([]found, error) {
	text := c.selecting(`a.id, a.first_seen`) + fmt.Sprintf(` LIMIT %d OFFSET %d`, limit, offset)
	rows, err := s.db.QueryContext(ctx, text, c.args...)
	return collect(rows, err, func(row scanner) (f found, err error) {
		var seen int64
		err = row.Scan(&f.id, &seen)
		f.seen = instant(seen)
		return f, err
	})
}
