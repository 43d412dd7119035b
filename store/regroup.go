package store

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Linked returns the signatures of these articles and of all that hang together
// with them: by links, by being one story now, or by having been told as one. Copies
// come along only when they are among the articles or were told. It is nil, false
// when there are more than limit.
func (p *Placing) Linked(ctx context.Context, articles []int64, limit int) (all []Signature, ok bool, err error) {
	seen := make(map[int64]bool)
	for len(articles) > 0 {
		for _, a := range articles {
			seen[a] = true
		}
		if len(seen) > limit {
			return nil, false, nil
		}
		next, err := p.neighbours(ctx, articles, limit)
		if err != nil {
			return nil, false, err
		}
		articles = articles[:0:0]
		for _, a := range next {
			if !seen[a] {
				articles = append(articles, a)
			}
		}
	}
	ids := make([]int64, 0, len(seen))
	for a := range seen {
		ids = append(ids, a)
	}
	slices.Sort(ids)
	all, err = p.Kept(ctx, ids)
	return all, true, err
}

// neighbours lists what hangs together with the articles: all, or more than limit.
func (p *Placing) neighbours(ctx context.Context, articles []int64, limit int) ([]int64, error) {
	args := anys(articles)
	these := in(1, len(args))
	// Each part stops by itself: a story of thousands is not read to its end. The
	// limit is written out: SQLite plans a query anew whenever a bound one may differ.
	var parts []string
	for _, part := range []string{
		`SELECT b AS article FROM story_links WHERE a IN (` + these + `)`,
		`SELECT a AS article FROM story_links WHERE b IN (` + these + `)`,
		`SELECT article FROM story_articles WHERE copy_of = 0 AND story IN (
			SELECT story FROM story_articles WHERE article IN (` + these + `))`,
		`SELECT o.article FROM issue_articles t JOIN issue_articles o ON o.issue = t.issue AND o.ref = t.ref
			WHERE t.article IN (` + these + `)`,
	} {
		parts = append(parts, `SELECT article FROM (`+part+` LIMIT `+strconv.Itoa(limit)+`) part`)
	}
	rows, err := p.b.QueryContext(ctx, strings.Join(parts, ` UNION `), args...)
	next, err := collect(rows, err, func(row scanner) (n int64, err error) { return n, row.Scan(&n) })
	if err != nil {
		return nil, fmt.Errorf("linked articles: %w", err)
	}
	return next, nil
}

// Links returns the links of one article, the strongest first.
func (p *Placing) Links(ctx context.Context, article int64) ([]StoryLink, error) {
	rows, err := p.b.QueryContext(ctx, `SELECT b, score FROM story_links WHERE a = $1
		UNION ALL SELECT a, score FROM story_links WHERE b = $1`, article)
	links, err := collect(rows, err, func(row scanner) (l StoryLink, err error) { return l, row.Scan(&l.Article, &l.Score) })
	if err != nil {
		return nil, fmt.Errorf("links of article %d: %w", article, err)
	}
	slices.SortFunc(links, func(a, b StoryLink) int {
		return cmp.Or(cmp.Compare(b.Score, a.Score), cmp.Compare(a.Article, b.Article))
	})
	return links, nil
}

// Told maps those of the articles that an issue told to the number that their story
// had when the first issue told them: it is frozen.
func (p *Placing) Told(ctx context.Context, articles []int64) (map[int64]int64, error) {
	told := map[int64]int64{}
	if len(articles) == 0 {
		return told, nil
	}
	args := anys(articles)
	rows, err := p.b.QueryContext(ctx, `SELECT article, story FROM issue_articles
		WHERE article IN (`+in(1, len(args))+`) ORDER BY issue DESC`, args...)
	type pair struct{ article, story int64 }
	pairs, err := collect(rows, err, func(row scanner) (p pair, err error) { return p, row.Scan(&p.article, &p.story) })
	if err != nil {
		return nil, fmt.Errorf("told stories: %w", err)
	}
	for _, p := range pairs { // the first issue comes last, and counts
		told[p.article] = p.story
	}
	return told, nil
}

// SetStory puts an article into a story, and with it the copies that it stands for.
// An article that was a copy stands for itself from then on. A copy that an issue
// told stays where it was told.
func (p *Placing) SetStory(ctx context.Context, article, story int64) error {
	_, err := p.b.ExecContext(ctx, `UPDATE story_articles SET story = $1, copy_of = 0 WHERE article = $2`, story, article)
	if err == nil {
		_, err = p.b.ExecContext(ctx, `UPDATE story_articles SET story = $1 WHERE copy_of = $2 AND copy_of <> 0
			AND NOT EXISTS (SELECT 1 FROM issue_articles t WHERE t.article = story_articles.article)`, story, article)
	}
	if err != nil {
		return fmt.Errorf("story of article %d: %w", article, err)
	}
	return nil
}
