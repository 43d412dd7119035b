package store

import (
	"context"
	"database/sql"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// A page is read once, and again only when its source edits the article soon
// afterwards, and when an issue has told it: corrections come within days, and nobody's server is asked for more.
const (
	maxLooks   = 3
	editWindow = 7 * 24 * time.Hour // after the first look
	// toldLook is how long after an issue the pages that it tells are looked at once
	// more: a publisher that withdraws something mostly does so within days, and the
	// next issue can still put it right.
	toldLook = 3 * 24 * time.Hour
)

// lookAgain has an edited article's page read again, if that is still of use.
func lookAgain(ctx context.Context, tx *batch, article int64, at time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE page_looks SET due = $1 WHERE article = $2 AND looks < $3 AND first > $4`,
		millis(at), article, maxLooks, millis(at.Add(-editWindow)))
	if err != nil {
		return fmt.Errorf("look again: %w", err)
	}
	return nil
}

// noteLook counts a look at an article's page and keeps the validators it came with.
func noteLook(ctx context.Context, tx *sql.Tx, article int64, scraped news.ScrapedPage) error {
	if scraped.Again {
		return nil // nobody was asked
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO page_looks (article, looks, first, url, etag, last_modified) VALUES ($1, 1, $2, $3, $4, $5)
		ON CONFLICT (article) DO UPDATE SET looks = page_looks.looks + 1, due = 0, gone = 0,
			url = excluded.url, etag = excluded.etag, last_modified = excluded.last_modified`,
		article, millis(scraped.At), scraped.RawURL, scraped.ETag, scraped.Modified)
	if err != nil {
		return fmt.Errorf("note look: %w", err)
	}
	return nil
}

// revisits returns articles whose page is to be read again.
// Validators go with the address they came from only.
func (s *Store) revisits(ctx context.Context, which news.PagesWanted) ([]news.WantedPage, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT l.url = a.url, l.etag, l.last_modified, `+articleColumns+`
		FROM page_looks l JOIN articles a ON a.id = l.article
		WHERE `+lookWanted+` AND a.url LIKE $3
		ORDER BY a.first_seen DESC, a.id DESC LIMIT $4`, millis(which.Now), maxLooks, anywhere(which.At), which.Limit)
	pages, err := collect(rows, err, func(row scanner) (news.WantedPage, error) {
		w := news.WantedPage{Revisit: true}
		var same bool
		a, dest := articleDest()
		if err := row.Scan(append([]any{&same, &w.ETag, &w.LastModified}, dest.fields...)...); err != nil {
			return w, err
		}
		if !same {
			w.ETag, w.LastModified = "", ""
		}
		err := dest.finish()
		w.Article = *a
		return w, err
	})
	if err != nil {
		return nil, fmt.Errorf("pages to revisit: %w", err)
	}
	return pages, nil
}

// lookAtTold has the page of an article that an issue tells read again.
func lookAtTold(ctx context.Context, tx *sql.Tx, article int64, frozen time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE page_looks SET due = $1 WHERE article = $2 AND looks < $3 AND due = 0`,
		millis(frozen.Add(toldLook)), article, maxLooks)
	if err != nil {
		return fmt.Errorf("look at what was told: %w", err)
	}
	return nil
}

// postponeRevisit puts a revisit off, or ends it. The article stays as it is.
func (s *Store) postponeRevisit(ctx context.Context, page news.PostponedPage) error {
	tried := 0
	if page.Tried {
		tried = 1
	}
	_, err := s.db.ExecContext(ctx, `UPDATE page_looks SET due = $1, looks = looks + $2, gone = $4 WHERE article = $3`,
		millis(page.Until), tried, page.Article, number(page.Gone))
	if err != nil {
		return fmt.Errorf("postpone revisit of article %d: %w", page.Article, err)
	}
	return nil
}
