package store

import (
	"context"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// Totals are the figures that say how much a store holds.
type Totals struct {
	Articles int            `json:"articles"` // taken in; without those too old at a first read
	Relevant int            `json:"relevant"`
	Wanted   int            `json:"wanted"` // pages still to be scraped
	Unread   int            `json:"unread"` // pages that could not be read
	Stories  int            `json:"stories"`
	Issues   map[string]int `json:"issues"`          // by state
	Latest   time.Time      `json:"latest,omitzero"` // when an article was last taken in
}

// Totals counts what the store holds.
func (s *Store) Totals(ctx context.Context) (Totals, error) {
	t := Totals{Issues: map[string]int{}}
	var latest int64
	err := s.db.QueryRowContext(ctx, `
		SELECT count(*), coalesce(sum(CASE WHEN a.state = 'wanted' THEN 1 ELSE 0 END), 0),
			coalesce(sum(CASE WHEN a.state = 'failed' THEN 1 ELSE 0 END), 0),
			coalesce(sum(v.relevant), 0), coalesce(max(a.taken), 0)
		FROM articles a LEFT JOIN verdicts v ON v.article = a.id WHERE a.state <> $1`, news.PageKnown).
		Scan(&t.Articles, &t.Wanted, &t.Unread, &t.Relevant, &latest)
	if err != nil {
		return t, fmt.Errorf("count articles: %w", err)
	}
	t.Latest = instant(latest)
	if err := s.db.QueryRowContext(ctx, `SELECT count(DISTINCT story) FROM story_articles`).Scan(&t.Stories); err != nil {
		return t, fmt.Errorf("count stories: %w", err)
	}
	rows, err := s.db.QueryContext(ctx, `SELECT state, count(*) FROM issues WHERE edition NOT LIKE '(%' GROUP BY state`)
	_, err = collect(rows, err, func(row scanner) (struct{}, error) {
		var state string
		var n int
		err := row.Scan(&state, &n)
		t.Issues[state] = n
		return struct{}{}, err
	})
	if err != nil {
		return t, fmt.Errorf("count issues: %w", err)
	}
	return t, nil
}

// Size returns how many bytes the store takes up, the log of a database beside it not
// counted.
func (s *Store) Size(ctx context.Context) (bytes int64, err error) {
	if err := s.db.QueryRowContext(ctx, s.dialect.Size).Scan(&bytes); err != nil {
		return 0, fmt.Errorf("size of the store: %w", err)
	}
	return bytes, nil
}
