package store

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// maxHits bounds one page of a search.
const maxHits = 100

// Search returns one page of the articles that answer the query, without their
// text.
func (s *Store) Search(ctx context.Context, q news.Search) ([]news.Hit, error) {
	limit := q.Limit
	if limit <= 0 || limit > maxHits {
		limit = maxHits
	}
	ids, err := s.answering(ctx, Query{Text: q.Text, Topic: q.Topic, Listed: q.Source, Since: q.Since, Until: q.Until, Limit: limit,
		Relevant: q.Relevant, ByRank: q.Order == news.BestMatch, ByScore: q.Order == news.HighScore}, max(q.Offset, 0))
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	rows, err := s.db.QueryContext(ctx, `
		SELECT a.id, a.url, a.source, a.publisher, a.title, a.published, a.published_day, a.first_seen, a.quality,
			a.kind, a.state, a.revision, coalesce(v.data, '')
		FROM articles a LEFT JOIN verdicts v ON v.article = a.id WHERE a.id IN (`+numbers(ids)+`)`)
	hits, err := collect(rows, err, scanHit)
	if err != nil {
		return nil, fmt.Errorf("search: %w", err)
	}
	return inOrder(ids, hits, func(h news.Hit) int64 { return h.Article.ID }), nil
}

func scanHit(row scanner) (news.Hit, error) {
	var h news.Hit
	var published, seen int64
	var verdict string
	a := &h.Article
	err := row.Scan(&a.ID, &a.URL, &a.Source, &a.Publisher, &a.Title, &published, &a.PublishedDay, &seen, &a.Quality,
		&a.Kind, &a.State, &a.Revision, &verdict)
	if err != nil {
		return h, err
	}
	a.Published, a.FirstSeen, h.Judged = instant(published), instant(seen), verdict != ""
	return h, fromJSON(verdict, &h.Verdict)
}

// Hit returns one article with its text and its verdict, and the identity of the
// source that listed it first; found is false when there is none.
func (s *Store) Hit(ctx context.Context, id int64) (h news.Hit, source string, found bool, err error) {
	if h.Article, err = s.Article(ctx, id); errors.Is(err, ErrNotFound) {
		return h, "", false, nil
	}
	if err != nil {
		return h, "", false, err
	}
	if err = s.db.QueryRowContext(ctx, `SELECT source_url FROM articles WHERE id = $1`, id).Scan(&source); err != nil {
		return h, "", false, fmt.Errorf("source of article %d: %w", id, err)
	}
	h.Verdict, err = s.Verdict(ctx, id)
	if errors.Is(err, ErrNotFound) {
		return h, source, true, nil
	}
	h.Judged = err == nil
	return h, source, true, err
}

// Told lists the issues that tell an article, latest first.
func (s *Store) Told(ctx context.Context, article int64) ([]news.Told, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT i.edition, i.number, t.ref FROM issue_articles t JOIN issues i ON i.id = t.issue
		WHERE t.article = $1 AND i.number > 0 ORDER BY i.slot_at DESC`, article)
	told, err := collect(rows, err, func(row scanner) (t news.Told, err error) {
		return t, row.Scan(&t.Edition, &t.Number, &t.Ref)
	})
	if err != nil {
		return nil, fmt.Errorf("issues that tell article %d: %w", article, err)
	}
	return told, nil
}

// IssueLines lists the numbered issues whose slot is not after now, latest
// first, leaving out offset of them.
func (s *Store) IssueLines(ctx context.Context, now time.Time, limit, offset int) ([]news.IssueLine, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT i.edition, i.number, i.slot_at, i.state, i.window_from, i.window_to,
			(SELECT count(*) FROM issue_articles t WHERE t.issue = i.id AND t.lead = 1)
		FROM issues i WHERE i.number > 0 AND i.slot_at <= $1
		ORDER BY i.slot_at DESC, i.edition LIMIT $2 OFFSET $3`, millis(now), limit, offset)
	lines, err := collect(rows, err, func(row scanner) (news.IssueLine, error) {
		var l news.IssueLine
		var slot, from, to int64
		err := row.Scan(&l.Edition, &l.Number, &slot, &l.State, &from, &to, &l.Stories)
		l.Slot, l.From, l.To = instant(slot), instant(from), instant(to)
		return l, err
	})
	if err != nil {
		return nil, fmt.Errorf("list issues: %w", err)
	}
	return lines, nil
}

// IssuesNumbered returns the issues with this number, one for each edition that
// has come so far, as they were frozen. A slot after now is not out yet.
func (s *Store) IssuesNumbered(ctx context.Context, number int, now time.Time) ([]news.Issue, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+issueColumns+` FROM issues i
		WHERE i.number = $1 AND i.number > 0 AND i.slot_at <= $2 ORDER BY i.edition`, number, millis(now))
	kept, err := collect(rows, err, scanIssue)
	if err != nil {
		return nil, fmt.Errorf("issues with number %d: %w", number, err)
	}
	issues := make([]news.Issue, len(kept))
	for i, k := range kept {
		issues[i] = k.Issue
	}
	return issues, nil
}

// TopicTimes returns when each relevant article of a topic was first seen, from
// since on, earliest first.
func (s *Store) TopicTimes(ctx context.Context, topic string, since time.Time) ([]time.Time, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT a.first_seen FROM verdict_topics t JOIN verdicts v ON v.article = t.article JOIN articles a ON a.id = t.article
		WHERE t.topic = $1 AND v.relevant = 1 AND a.state <> 'known' AND a.first_seen >= $2
		ORDER BY a.first_seen`, topic, millis(since))
	times, err := collect(rows, err, func(row scanner) (time.Time, error) {
		var ms int64
		err := row.Scan(&ms)
		return instant(ms), err
	})
	if err != nil {
		return nil, fmt.Errorf("articles of topic %s: %w", topic, err)
	}
	return times, nil
}

// TopicCounts returns how many relevant articles each topic had since.
// SQLite joins crossed tables in the order they are written in: left to choose, it begins
// with the topics of all articles ever kept.
func (s *Store) TopicCounts(ctx context.Context, since time.Time) (map[string]int, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT t.topic, count(*) FROM articles a CROSS JOIN verdict_topics t CROSS JOIN verdicts v
		WHERE a.first_seen >= $1 AND a.state <> 'known' AND t.article = a.id AND v.article = a.id AND v.relevant = 1
		GROUP BY t.topic`, millis(since))
	counts := map[string]int{}
	_, err = collect(rows, err, func(row scanner) (struct{}, error) {
		var topic string
		var n int
		err := row.Scan(&topic, &n)
		counts[topic] = n
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("count articles by topic: %w", err)
	}
	return counts, nil
}

// SourceCounts returns what each source, by its identity, listed first since.
func (s *Store) SourceCounts(ctx context.Context, since time.Time) (map[string]news.SourceCount, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT a.source_url, count(*), coalesce(sum(v.relevant), 0)
		FROM articles a LEFT JOIN verdicts v ON v.article = a.id
		WHERE a.first_seen >= $1 AND a.state <> 'known' GROUP BY a.source_url`, millis(since))
	counts := map[string]news.SourceCount{}
	_, err = collect(rows, err, func(row scanner) (struct{}, error) {
		var url string
		var c news.SourceCount
		err := row.Scan(&url, &c.Seen, &c.Relevant)
		counts[url] = c
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("count articles by source: %w", err)
	}
	return counts, nil
}

// Ready reports whether the store answers.
func (s *Store) Ready(ctx context.Context) error {
	var n int
	if err := s.db.QueryRowContext(ctx, `SELECT count(*) FROM editions`).Scan(&n); err != nil {
		return fmt.Errorf("store does not answer: %w", err)
	}
	return nil
}
