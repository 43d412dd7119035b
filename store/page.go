package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// pageWanted and lookWanted are the conditions on the two kinds of wanted pages, $1
// being the instant.
const (
	pageWanted = `a.state = 'wanted' AND a.page_due <= $1`
	lookWanted = `l.due > 0 AND l.due <= $1 AND l.looks < $2 AND a.state IN ('done', 'failed')`
)

// WantedPages returns articles whose page may be asked for, newest first, and then
// those to be read again.
func (s *Store) WantedPages(ctx context.Context, which news.PagesWanted) ([]news.WantedPage, error) {
	if which.Limit <= 0 {
		which.Limit = math.MaxInt32
	}
	rows, err := s.db.QueryContext(ctx, `
		SELECT a.page_tries, `+articleColumns+` FROM articles a
		WHERE `+pageWanted+` AND a.url LIKE $2
		ORDER BY a.first_seen DESC, a.id DESC LIMIT $3`, millis(which.Now), anywhere(which.At), which.Limit)
	wanted, err := collect(rows, err, func(row scanner) (news.WantedPage, error) {
		var w news.WantedPage
		a, dest := articleDest()
		if err := row.Scan(append([]any{&w.Tries}, dest.fields...)...); err != nil {
			return w, err
		}
		err := dest.finish()
		w.Article = *a
		return w, err
	})
	if err != nil {
		return nil, fmt.Errorf("wanted pages: %w", err)
	}
	if which.Limit -= len(wanted); which.Limit == 0 {
		return wanted, nil
	}
	again, err := s.revisits(ctx, which)
	return append(wanted, again...), err
}

// anywhere is the pattern of LIKE that finds part in any place.
func anywhere(part string) string {
	return "%" + strings.NewReplacer("\\", "", "%", "_").Replace(part) + "%" // may find more, never less
}

// WantedURLs returns the addresses of all pages that may be asked for at now.
func (s *Store) WantedURLs(ctx context.Context, now time.Time) ([]string, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT a.url FROM articles a WHERE `+pageWanted+`
		UNION ALL SELECT a.url FROM page_looks l JOIN articles a ON a.id = l.article WHERE `+lookWanted, millis(now), maxLooks)
	urls, err := collect(rows, err, func(row scanner) (url string, err error) { return url, row.Scan(&url) })
	if err != nil {
		return nil, fmt.Errorf("addresses of wanted pages: %w", err)
	}
	return urls, nil
}

// PostponePage leaves an article's page wanted, but not before page.Until. It
// changes nothing when the page was settled meanwhile.
func (s *Store) PostponePage(ctx context.Context, page news.PostponedPage) error {
	if page.Revisit {
		return s.postponeRevisit(ctx, page)
	}
	tried := 0
	if page.Tried {
		tried = 1
	}
	_, err := s.db.ExecContext(ctx, `
		UPDATE articles SET page_due = $1, page_tries = page_tries + $2, reason = $3
		WHERE id = $4 AND state = 'wanted'`,
		millis(page.Until), tried, page.Reason, page.Article)
	if err != nil {
		return fmt.Errorf("postpone page of article %d: %w", page.Article, err)
	}
	return nil
}

// SavePage stores what a look at an article's page gave, in one transaction.
// A page that names another canonical address moves the article there, or
// merges it into the article that already has that address.
func (s *Store) SavePage(ctx context.Context, scraped news.ScrapedPage) error {
	return inTx(ctx, s.db, fmt.Sprintf("save page of article %d", scraped.Article), func(tx *sql.Tx) error {
		a, err := scanArticle(tx.QueryRowContext(ctx,
			`SELECT `+articleColumns+` FROM articles a WHERE a.id = $1`, scraped.Article))
		if errors.Is(err, sql.ErrNoRows) {
			return ErrNotFound
		}
		if err != nil {
			return err
		}
		redact, err := loadRedactor(ctx, tx)
		if err != nil {
			return err
		}
		if _, banned := redact.banned(scraped.Page.URL); banned {
			return s.removeArticle(ctx, tx, a.ID) // another address of something that was removed
		}
		scraped = redact.page(scraped)
		if url := scraped.Page.URL; url != "" && url != a.URL {
			if a, err = s.moveArticle(ctx, tx, a, url); err != nil {
				return err
			}
			if a.ID != scraped.Article && a.State != news.PageWanted {
				return nil // merged into an article whose page is known already
			}
		}
		if err := s.updateArticle(ctx, tx, takePage(a, scraped), scraped.At); err != nil {
			return err
		}
		if err := noteLook(ctx, tx, a.ID, scraped); err != nil {
			return err
		}
		return keepPage(ctx, tx, a.ID, scraped)
	})
}

// takePage returns the article with what its page gave.
func takePage(a news.Article, scraped news.ScrapedPage) news.Article {
	page, seen := scraped.Page, a.Quality != "" // the first look at a page is no revision
	for _, v := range []struct {
		to   *string
		from string
	}{{&a.Title, page.Title}, {&a.Standfirst, page.Standfirst}, {&a.Publisher, page.Publisher}, {&a.Language, page.Language},
		{&a.Section, page.Section}, {&a.Document, page.Document}} {
		if v.from != "" {
			*v.to = v.from
		}
	}
	if len(page.Authors) > 0 {
		a.Authors = page.Authors
	}
	if page.Kind != "" {
		a.Kind = page.Kind
	}
	if !page.Published.IsZero() {
		a.PublishedDay = page.Published
	}
	if page.Reprint { // its feed gives the day of this copy
		a.Published = page.Published.Start(time.UTC).Add(12 * time.Hour)
	}
	a.Body, a.Comments, a.Quality, a.MaxSnippet = page.Body, page.Comments, page.Quality, page.MaxSnippet
	a.Evidence, a.Reason, a.State = page.Evidence, page.Reason, scraped.State
	hash := articleHash(a)
	if seen && !scraped.Again && a.Hash != hash {
		a.Revision++
	}
	a.Hash = hash
	return a
}

func (s *Store) updateArticle(ctx context.Context, tx *sql.Tx, a news.Article, at time.Time) error {
	_, err := tx.ExecContext(ctx, `
		UPDATE articles SET publisher = $1, title = $2, standfirst = $3, authors = $4, published_day = $5, body = $6,
			comments = $7, quality = $8, kind = $9, language = $10, max_snippet = $11, state = $12, reason = $13,
			evidence = $14, revision = $15, hash = $16, section = $17, document = $18, page_tries = 0, to_judge = $19,
			ready = CASE ready WHEN 0 THEN $20 ELSE ready END, published = $21
		WHERE id = $22`,
		a.Publisher, a.Title, a.Standfirst, asJSON(a.Authors), a.PublishedDay, asJSON(a.Body),
		asJSON(a.Comments), a.Quality, a.Kind, a.Language, a.MaxSnippet, a.State, a.Reason,
		asJSON(a.Evidence), a.Revision, a.Hash, a.Section, a.Document, toJudge(a.State), millis(at), millis(a.Published), a.ID)
	if err != nil {
		return fmt.Errorf("update article: %w", err)
	}
	return s.index(ctx, tx, a)
}

// moveArticle gives article a the address url, or merges it into the article
// that has it, or had it once. It returns the article that a has become.
func (s *Store) moveArticle(ctx context.Context, tx *sql.Tx, a news.Article, url string) (news.Article, error) {
	other, err := scanArticle(tx.QueryRowContext(ctx, `SELECT `+articleColumns+` FROM articles a
		WHERE a.url = $1 OR a.id = (SELECT article FROM former_urls WHERE url = $1) LIMIT 1`, url))
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return a, err
	}
	if err != nil || other.ID == a.ID { // nobody's, or an address that a had before
		moved := a
		moved.URL = url
		return moved, execAll(ctx, tx, []statement{
			{`DELETE FROM former_urls WHERE url = $1`, []any{url}},
			{`UPDATE articles SET url = $1 WHERE id = $2`, []any{url, a.ID}},
			{`INSERT INTO former_urls (url, article) VALUES ($1, $2)`, []any{a.URL, a.ID}},
		})
	}
	// What an issue told under a is told: other must not be told again there.
	return other, execAll(ctx, tx, []statement{
		{`UPDATE sightings SET article = $1 WHERE article = $2`, []any{other.ID, a.ID}},
		{`UPDATE former_urls SET article = $1 WHERE article = $2`, []any{other.ID, a.ID}},
		{`INSERT INTO issue_articles (edition, article, revision, issue, ref, lead, story)
			SELECT edition, CAST($1 AS INTEGER), revision, issue, ref, lead, story FROM issue_articles WHERE article = $2
			ON CONFLICT DO NOTHING`, []any{other.ID, a.ID}},
		{`DELETE FROM issue_articles WHERE article = $1`, []any{a.ID}},
		{`INSERT INTO left_out (edition, article) SELECT edition, CAST($1 AS INTEGER) FROM left_out WHERE article = $2
			ON CONFLICT DO NOTHING`, []any{other.ID, a.ID}},
		{s.dialect.UnindexText, []any{a.ID}},
		{copiesWait, []any{a.ID}},
		{`DELETE FROM articles WHERE id = $1`, []any{a.ID}},
		{`INSERT INTO former_urls (url, article) VALUES ($1, $2)`, []any{a.URL, other.ID}},
	})
}

type statement struct {
	query string
	args  []any
}

func execAll(ctx context.Context, tx *sql.Tx, statements []statement) error {
	for _, st := range statements {
		if _, err := tx.ExecContext(ctx, st.query, st.args...); err != nil {
			return err
		}
	}
	return nil
}
