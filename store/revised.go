package store

import (
	"context"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// Revised is a told article whose text has changed since.
type Revised struct {
	Candidate
	Earlier news.Story // as it was last told
}

// Revised returns the relevant articles that the edition told in an issue whose
// slot is not before since, and whose text has changed since it was last told.
func (s *Store) Revised(ctx context.Context, edition string, since time.Time) ([]Revised, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT `+verdictColumns+`, a.source_url, i.data, t.ref, `+articleColumns+`
		FROM issue_articles t JOIN issues i ON i.id = t.issue
			JOIN articles a ON a.id = t.article JOIN verdicts v ON v.article = a.id
		WHERE t.edition = $1 AND i.slot_at >= $2 AND t.revision < a.revision
			AND v.relevant = 1 AND a.to_judge = 0 AND a.state IN ('done', 'failed')
			AND NOT EXISTS (SELECT 1 FROM issue_articles l
				WHERE l.edition = t.edition AND l.article = t.article AND l.revision > t.revision)
		ORDER BY v.score DESC, a.id`, edition, millis(since))
	revised, err := collect(rows, err, scanRevised)
	if err != nil {
		return nil, fmt.Errorf("revised articles of edition %s: %w", edition, err)
	}
	return revised, nil
}

func scanRevised(row scanner) (Revised, error) {
	var r Revised
	var verdict keptVerdict
	var data, ref string
	a, dest := articleDest()
	if err := row.Scan(append([]any{&verdict.data, &verdict.matches, &r.SourceURL, &data, &ref}, dest.fields...)...); err != nil {
		return r, err
	}
	if err := dest.finish(); err != nil {
		return r, err
	}
	r.Article = *a
	if err := verdict.read(&r.Verdict); err != nil {
		return r, err
	}
	var issue news.Issue
	if err := fromJSON(data, &issue); err != nil {
		return r, err
	}
	for _, story := range told(issue) {
		if story.Ref == ref {
			r.Earlier = story
		}
	}
	return r, nil
}

// StoryCounts returns how many stories each of the edition's last issues told,
// up to limit of them, newest first. Weeks without an issue count as none; slots
// that were missed do not count.
func (s *Store) StoryCounts(ctx context.Context, edition string, limit int) ([]int, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT (SELECT count(*) FROM issue_articles t WHERE t.issue = i.id)
		FROM issues i WHERE i.edition = $1 AND i.state <> $2 ORDER BY i.slot_at DESC LIMIT $3`,
		edition, news.IssueMissed, limit)
	counts, err := collect(rows, err, func(row scanner) (int, error) {
		var n int
		return n, row.Scan(&n)
	})
	if err != nil {
		return nil, fmt.Errorf("stories of earlier issues of edition %s: %w", edition, err)
	}
	return counts, nil
}
