package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"

	"github.com/wardround/wardround/news"
)

const articleColumns = `a.id, a.url, a.source, a.publisher, a.title, a.standfirst, a.authors, a.published, a.published_day,
	a.first_seen, a.summary, a.body, a.comments, a.quality, a.kind, a.language, a.max_snippet, a.state, a.reason,
	a.evidence, a.revision, a.hash, a.section, a.document`

// briefColumns are articleColumns with nothing in the place of long texts.
const briefColumns = `a.id, a.url, a.source, a.publisher, a.title, '', a.authors, a.published, a.published_day,
	a.first_seen, '', '', '', a.quality, a.kind, a.language, a.max_snippet, a.state, a.reason,
	'', a.revision, a.hash, a.section, a.document`

func scanArticle(row scanner) (news.Article, error) {
	a, dest := articleDest()
	if err := row.Scan(dest.fields...); err != nil {
		return *a, err
	}
	return *a, dest.finish()
}

// articleRow receives the columns of articleColumns and then fills the article.
type articleRow struct {
	fields []any
	finish func() error
}

func articleDest() (*news.Article, articleRow) {
	var a news.Article
	var published, seen int64
	var authors, body, comments, evidence string
	fields := []any{&a.ID, &a.URL, &a.Source, &a.Publisher, &a.Title, &a.Standfirst, &authors, &published, &a.PublishedDay,
		&seen, &a.Summary, &body, &comments, &a.Quality, &a.Kind, &a.Language, &a.MaxSnippet, &a.State, &a.Reason,
		&evidence, &a.Revision, &a.Hash, &a.Section, &a.Document}
	finish := func() error {
		a.Published, a.FirstSeen = instant(published), instant(seen)
		return errors.Join(fromJSON(authors, &a.Authors), fromJSON(body, &a.Body),
			fromJSON(comments, &a.Comments), fromJSON(evidence, &a.Evidence))
	}
	return &a, articleRow{fields, finish}
}

// Article returns the article with this number, or [ErrNotFound].
func (s *Store) Article(ctx context.Context, id int64) (news.Article, error) {
	return s.oneArticle(ctx, `a.id = $1`, id)
}

// ArticleByURL returns the article that has this canonical URL or had it once,
// or [ErrNotFound].
func (s *Store) ArticleByURL(ctx context.Context, url string) (news.Article, error) {
	return s.oneArticle(ctx, `a.url = $1 OR a.id = (SELECT article FROM former_urls WHERE url = $1)`, url)
}

func (s *Store) oneArticle(ctx context.Context, where string, arg any) (news.Article, error) {
	row := s.db.QueryRowContext(ctx, `SELECT `+articleColumns+` FROM articles a WHERE `+where, arg)
	a, err := scanArticle(row)
	if errors.Is(err, sql.ErrNoRows) {
		return a, fmt.Errorf("article %v: %w", arg, ErrNotFound)
	}
	if err != nil {
		return a, fmt.Errorf("article %v: %w", arg, err)
	}
	return a, nil
}

// articleHash covers what a verdict depends on.
func articleHash(a news.Article) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s\x00%s", a.Title, a.Standfirst, a.Summary)
	for _, b := range a.Body {
		fmt.Fprintf(h, "\x00%s\x01%s", b.Kind, b.Text)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// index keeps the full-text entry of an article in step with its text.
func (s *Store) index(ctx context.Context, tx execer, a news.Article) error {
	if _, err := tx.ExecContext(ctx, s.dialect.UnindexText, a.ID); err != nil {
		return fmt.Errorf("unindex text: %w", err)
	}
	return s.indexNew(ctx, tx, a)
}

// indexNew makes the full-text entry of an article that has none.
func (s *Store) indexNew(ctx context.Context, tx execer, a news.Article) error {
	text := a.Text()
	if text == "" {
		text = a.Summary
	}
	if _, err := tx.ExecContext(ctx, s.dialect.IndexText, a.ID, fold(a.Title), fold(text)); err != nil {
		return fmt.Errorf("index text: %w", err)
	}
	return nil
}

// ArticleByRef returns the article that an issue tells under this reference,
// such as "11.3", or [ErrNotFound]. Among several editions the latest issue counts.
func (s *Store) ArticleByRef(ctx context.Context, ref string) (news.Article, error) {
	return s.oneArticle(ctx,
		`a.id = (SELECT article FROM issue_articles WHERE ref = $1 ORDER BY issue DESC, lead DESC LIMIT 1)`, ref)
}
