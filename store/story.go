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
	CopyOf  int64 // article with the same text that stands for this one; 0: none
	Day     news.Day
	Words   string     // version of the words it was taken by
	Keys    []StoryKey // telling tokens; none of a copy
	Data    []byte
	Links   []StoryLink
}

// StoryKey is a telling token, hashed, and how telling it is.
type StoryKey struct {
	Hash   int64
	Weight float64
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

// outstanding is the condition on articles a whose verdicts v are marked in a column, and
// whose pages are read. It looks past those whose pages are still to be read by the index of
// them alone: else each round read every waiting article whole to see that it waits. When
// all are marked, those that are done come first: PostgreSQL walked over them for each
// batch, until it was told where the others begin.
func outstanding(column string) string {
	return `v.` + column + ` = 1 AND a.id >= (SELECT min(article) FROM verdicts WHERE ` + column + ` = 1) AND a.state IN ('done', 'failed')
		AND v.article NOT IN (SELECT w.id FROM articles w WHERE w.state = 'wanted' AND w.page_due >= 0)`
}

// ToGroup returns up to limit articles that got a verdict since they were last
// placed among the stories. An article whose page is still to be read waits: what
// a feed says of it is too little to tell stories apart.
func (s *Store) ToGroup(ctx context.Context, limit int) ([]ToGroup, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT v.relevant, `+articleColumns+`
		FROM verdicts v JOIN articles a ON a.id = v.article WHERE `+outstanding("to_group")+` ORDER BY v.article LIMIT $1`, limit)
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

const signatureColumns = `s.article, s.story, s.copy_of, s.day, s.words, s.data`

func signatures(rows *sql.Rows, err error, operation string) ([]Signature, error) {
	all, err := collect(rows, err, func(row scanner) (Signature, error) {
		var sig Signature
		err := row.Scan(&sig.Article, &sig.Story, &sig.CopyOf, &sig.Day, &sig.Words, &sig.Data)
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
	if len(all) == 0 {
		return "NULL" // which nothing is equal to; PostgreSQL refuses an empty list
	}
	var b strings.Builder
	for i, n := range all {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(strconv.FormatInt(n, 10))
	}
	return b.String()
}

// StoriesOf returns all signatures of the stories that these articles belong to.
func (s *Store) StoriesOf(ctx context.Context, articles []int64) ([]Signature, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT `+signatureColumns+` FROM story_articles s WHERE s.story IN (
			SELECT story FROM story_articles WHERE article IN (`+numbers(articles)+`)) ORDER BY s.story, s.article`)
	return signatures(rows, err, "stories of articles")
}

// StoriesSince returns all signatures of the stories that have an article of
// this day or a later one and at least least articles: limit stories, the latest first.
func (s *Store) StoriesSince(ctx context.Context, from news.Day, least, limit int) ([]Signature, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT `+signatureColumns+` FROM story_articles s JOIN (
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

// StoryNumbered returns the signatures of one story; none when there is no such story.
func (s *Store) StoryNumbered(ctx context.Context, number int64) ([]Signature, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT `+signatureColumns+` FROM story_articles s WHERE s.story = $1 ORDER BY s.article`, number)
	return signatures(rows, err, "story")
}
