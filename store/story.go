package store

import (
	"context"
	"database/sql"
	"fmt"
	"strconv"
	"strings"

	"github.com/wardround/wardround/news"
)

// Signature is what is kept of a relevant article to find its story. What Data
// says is the business of whoever took it.
type Signature struct {
	Article int64
	Story   int64 // number of the story's first article
	Day     news.Day
	Words   string  // version of the words it was taken by
	Keys    []int64 // telling tokens, hashed
	Data    []byte
	Links   []StoryLink
}

// StoryLink says that an article is one story with another, earlier or later.
type StoryLink struct {
	Article int64
	Score   float64
}

// ToGroup is an article whose place among the stories is to be found.
type ToGroup struct {
	Article  news.Article
	Relevant bool
}

// ToGroup returns up to limit articles that got a verdict since they were last
// placed among the stories. An article whose page is still to be read waits: what
// a feed says of it is too little to tell stories apart.
func (s *Store) ToGroup(ctx context.Context, limit int) ([]ToGroup, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT v.relevant, `+articleColumns+`
		FROM verdicts v JOIN articles a ON a.id = v.article WHERE v.to_group = 1 AND a.state IN ('done', 'failed') ORDER BY v.article LIMIT $1`, limit)
	all, err := collect(rows, err, func(row scanner) (ToGroup, error) {
		var g ToGroup
		a, dest := articleDest()
		if err := row.Scan(append([]any{&g.Relevant}, dest.fields...)...); err != nil {
			return g, err
		}
		err := dest.finish()
		g.Article = *a
		return g, err
	})
	if err != nil {
		return nil, fmt.Errorf("articles to group: %w", err)
	}
	return all, nil
}

// GroupAgain marks the articles from a day on whose signature was taken by other
// words than these, so that stories follow the beat's words when these change.
func (s *Store) GroupAgain(ctx context.Context, words string, from news.Day) error {
	_, err := s.db.ExecContext(ctx, `UPDATE verdicts SET to_group = 1 WHERE article IN (
		SELECT article FROM story_articles WHERE words < $1 AND day >= $2
		UNION ALL SELECT article FROM story_articles WHERE words > $1 AND day >= $2)`, words, from)
	if err != nil {
		return fmt.Errorf("group again: %w", err)
	}
	return nil
}

// NearSignatures returns up to limit signatures of the days from to to that
// share keys, those with most of them first.
func (s *Store) NearSignatures(ctx context.Context, keys []int64, from, to news.Day, limit int) ([]Signature, error) {
	if len(keys) == 0 {
		return nil, nil
	}
	rows, err := s.db.QueryContext(ctx, `
		SELECT s.article, s.story, s.day, s.words, s.data FROM (
			SELECT article, count(*) AS shared FROM story_keys
			WHERE key IN (`+numbers(keys)+`) AND day >= $1 AND day <= $2
			GROUP BY article ORDER BY shared DESC, article LIMIT $3) near
		JOIN story_articles s ON s.article = near.article`, from, to, limit)
	return signatures(rows, err, "near signatures")
}

func signatures(rows *sql.Rows, err error, operation string) ([]Signature, error) {
	all, err := collect(rows, err, func(row scanner) (Signature, error) {
		var sig Signature
		err := row.Scan(&sig.Article, &sig.Story, &sig.Day, &sig.Words, &sig.Data)
		return sig, err
	})
	if err != nil {
		return nil, fmt.Errorf("%s: %w", operation, err)
	}
	return all, nil
}

// numbers writes a list for IN: numbers need no placeholder, and a database
// bounds how many of these there are.
func numbers(all []int64) string {
	var b strings.Builder
	for i, n := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(n, 10))
	}
	return b.String()
}

// SaveSignature keeps an article's signature in place of an earlier one. The
// article is done unless its text changed meanwhile: hash is of the text that
// was signed.
func (s *Store) SaveSignature(ctx context.Context, sig Signature, hash string) error {
	return inTx(ctx, s.db, fmt.Sprintf("signature of article %d", sig.Article), func(tx *sql.Tx) error {
		if err := execAll(ctx, tx, []statement{
			{`DELETE FROM story_keys WHERE article = $1`, []any{sig.Article}},
			{`DELETE FROM story_links WHERE a = $1 OR b = $1`, []any{sig.Article}},
			{`INSERT INTO story_articles (article, story, day, words, data) VALUES ($1, $1, $2, $3, $4)
				ON CONFLICT (article) DO UPDATE SET day = excluded.day, words = excluded.words, data = excluded.data`,
				[]any{sig.Article, sig.Day, sig.Words, string(sig.Data)}},
			{`UPDATE verdicts SET to_group = 0 WHERE article = $1
				AND EXISTS (SELECT 1 FROM articles WHERE id = $1 AND hash = $2)`, []any{sig.Article, hash}},
		}); err != nil {
			return err
		}
		if len(sig.Keys) > 0 {
			id := strconv.FormatInt(sig.Article, 10)
			var rows []string
			for _, key := range sig.Keys {
				rows = append(rows, "("+strconv.FormatInt(key, 10)+", $1, "+id+")")
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO story_keys (key, day, article) VALUES `+
				strings.Join(rows, ", ")+` ON CONFLICT DO NOTHING`, sig.Day)
			if err != nil {
				return fmt.Errorf("keys: %w", err)
			}
		}
		for _, link := range sig.Links {
			_, err := tx.ExecContext(ctx, `INSERT INTO story_links (a, b, score) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
				min(sig.Article, link.Article), max(sig.Article, link.Article), link.Score)
			if err != nil {
				return fmt.Errorf("link: %w", err)
			}
		}
		return nil
	})
}

// DropSignature takes an article that is not relevant out of the stories.
func (s *Store) DropSignature(ctx context.Context, article int64) error {
	return inTx(ctx, s.db, fmt.Sprintf("drop signature of article %d", article), func(tx *sql.Tx) error {
		return execAll(ctx, tx, []statement{
			{`DELETE FROM story_keys WHERE article = $1`, []any{article}},
			{`DELETE FROM story_links WHERE a = $1 OR b = $1`, []any{article}},
			{`DELETE FROM story_articles WHERE article = $1`, []any{article}},
			{`UPDATE verdicts SET to_group = 0 WHERE article = $1`, []any{article}},
		})
	})
}

// Linked returns the signatures of these articles and of all that hang together
// with them: by links, by being one story now, or by having been told as one.
// It stops near the limit, which bounds the work of one regrouping.
func (s *Store) Linked(ctx context.Context, articles []int64, limit int) ([]Signature, error) {
	seen := make(map[int64]bool)
	var all []Signature
	for len(articles) > 0 && len(all) < limit {
		in := numbers(articles)
		for _, a := range articles {
			seen[a] = true
		}
		rows, err := s.db.QueryContext(ctx,
			`SELECT article, story, day, words, data FROM story_articles WHERE article IN (`+in+`) ORDER BY article`)
		found, err := signatures(rows, err, "linked articles")
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
		next, err := s.neighbours(ctx, in)
		if err != nil {
			return nil, err
		}
		articles = articles[:0:0]
		for _, a := range next {
			if !seen[a] {
				articles = append(articles, a)
			}
		}
	}
	return all, nil
}

// neighbours lists what hangs together with the articles in a list for IN.
func (s *Store) neighbours(ctx context.Context, in string) ([]int64, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT b FROM story_links WHERE a IN (`+in+`)
		UNION SELECT a FROM story_links WHERE b IN (`+in+`)
		UNION SELECT o.article FROM story_articles m JOIN story_articles o ON o.story = m.story WHERE m.article IN (`+in+`)
		UNION SELECT o.article FROM issue_articles t JOIN issue_articles o ON o.issue = t.issue AND o.ref = t.ref
			WHERE t.article IN (`+in+`)`)
	next, err := collect(rows, err, func(row scanner) (n int64, err error) { return n, row.Scan(&n) })
	if err != nil {
		return nil, fmt.Errorf("linked articles: %w", err)
	}
	return next, nil
}

// ToldStories maps those of the articles that an issue told to a number that
// articles told as one story share: their story is frozen.
func (s *Store) ToldStories(ctx context.Context, articles []int64) (map[int64]int64, error) {
	told := map[int64]int64{}
	rows, err := s.db.QueryContext(ctx, `
		SELECT t.article, min(o.article) FROM issue_articles t JOIN issue_articles o ON o.issue = t.issue AND o.ref = t.ref
		WHERE t.article IN (`+numbers(articles)+`) GROUP BY t.article, t.issue, t.ref ORDER BY t.issue DESC`)
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

// SaveStories keeps which story each of these articles belongs to.
func (s *Store) SaveStories(ctx context.Context, storyOf map[int64]int64) error {
	return inTx(ctx, s.db, "save stories", func(tx *sql.Tx) error {
		for article, story := range storyOf {
			_, err := tx.ExecContext(ctx, `UPDATE story_articles SET story = $1 WHERE article = $2 AND story <> $1`, story, article)
			if err != nil {
				return fmt.Errorf("article %d: %w", article, err)
			}
		}
		return nil
	})
}

// StoriesOf returns all signatures of the stories that these articles belong to.
func (s *Store) StoriesOf(ctx context.Context, articles []int64) ([]Signature, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT article, story, day, words, data FROM story_articles WHERE story IN (
			SELECT story FROM story_articles WHERE article IN (`+numbers(articles)+`)) ORDER BY story, article`)
	return signatures(rows, err, "stories of articles")
}

// StoriesSince returns all signatures of the stories that have an article of
// this day or a later one and at least least articles: limit stories, the latest first.
func (s *Store) StoriesSince(ctx context.Context, from news.Day, least, limit int) ([]Signature, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT s.article, s.story, s.day, s.words, s.data FROM story_articles s JOIN (
			SELECT story, max(day) AS last FROM story_articles WHERE story IN (
				SELECT story FROM story_articles WHERE day >= $1)
			GROUP BY story HAVING count(*) >= $2 ORDER BY last DESC, story DESC LIMIT $3) l ON l.story = s.story
		ORDER BY l.last DESC, s.story DESC, s.article`, from, least, limit)
	return signatures(rows, err, "stories")
}

// ToldRefs maps those of the articles that the edition told to the reference of
// the first story that did.
func (s *Store) ToldRefs(ctx context.Context, edition string, articles []int64) (map[int64]string, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT article, ref FROM issue_articles
		WHERE edition = $1 AND article IN (`+numbers(articles)+`) ORDER BY issue DESC`, edition)
	type told struct {
		article int64
		ref     string
	}
	all, err := collect(rows, err, func(row scanner) (t told, err error) { return t, row.Scan(&t.article, &t.ref) })
	if err != nil {
		return nil, fmt.Errorf("told articles: %w", err)
	}
	refs := make(map[int64]string, len(all))
	for _, t := range all { // the first issue comes last, and counts
		refs[t.article] = t.ref
	}
	return refs, nil
}
