package store

import (
	"context"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// Altered is a told article that its publisher has changed since.
type Altered struct {
	Edition  string
	Told     news.Story // as the issue told it
	Revision int        // of the article now
	Title    string     // of the article now
	Relevant bool       // the changed text would still be told
	Gone     bool       // its page was gone when it was looked at again
}

// Altered returns the articles told in issues whose slot is not before since that
// have changed after that, and were judged anew, or whose page is gone.
func (s *Store) Altered(ctx context.Context, since time.Time) ([]Altered, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT t.edition, t.ref, i.data, a.revision, a.title, v.relevant, COALESCE(p.gone, 0)
		FROM issue_articles t JOIN issues i ON i.id = t.issue
			JOIN articles a ON a.id = t.article JOIN verdicts v ON v.article = a.id
			LEFT JOIN page_looks p ON p.article = a.id
		WHERE i.slot_at >= $1 AND t.lead = 1 AND (t.revision < a.revision AND a.to_judge = 0 OR p.gone = 1)
			AND NOT EXISTS (SELECT 1 FROM issue_articles l
				WHERE l.edition = t.edition AND l.article = t.article AND l.revision > t.revision)
		ORDER BY i.slot_at, t.ref`, millis(since))
	all, err := collect(rows, err, func(row scanner) (Altered, error) {
		var a Altered
		var ref, data string
		var issue news.Issue
		if err := row.Scan(&a.Edition, &ref, &data, &a.Revision, &a.Title, &a.Relevant, &a.Gone); err != nil {
			return a, err
		}
		if err := fromJSON(data, &issue); err != nil {
			return a, err
		}
		for _, story := range told(issue) {
			if story.Ref == ref {
				a.Told = story
			}
		}
		return a, nil
	})
	if err != nil {
		return nil, fmt.Errorf("articles changed since they were told: %w", err)
	}
	return all, nil
}
