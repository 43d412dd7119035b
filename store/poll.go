package store

import (
	"cmp"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// SavePoll records one read of a source, its state and its items, in one
// transaction. The rules of identity are those of fetch.Store.
func (s *Store) SavePoll(ctx context.Context, poll news.Poll) (news.PollSaved, error) {
	saved := news.PollSaved{Items: len(poll.Items)}
	err := inTx(ctx, s.db, "save poll of "+poll.Source.URL, func(tx *sql.Tx) error {
		redact, err := loadRedactor(ctx, tx)
		if err != nil {
			return err
		}
		poll.Items = redact.items(poll.Items)
		known, err := findSightings(ctx, tx, poll)
		if err != nil {
			return err
		}
		items := newBatch(tx)
		for i, item := range poll.Items {
			if err := s.saveItem(ctx, items, poll, item, known[i], &saved); err != nil {
				return fmt.Errorf("item %s: %w", item.URL, err)
			}
		}
		if saved.New > 0 {
			poll.State.LastNew = poll.At
		} else if err := keepLastNew(ctx, tx, &poll); err != nil {
			return err
		}
		return saveState(ctx, tx, poll.Source, poll.State)
	})
	if err != nil {
		return news.PollSaved{}, err // nothing of it was kept
	}
	return saved, nil
}

// keepLastNew puts back what is remembered of the source's last new article:
// the caller's copy may be older.
func keepLastNew(ctx context.Context, tx *sql.Tx, poll *news.Poll) error {
	kept, err := sourceState(ctx, tx, poll.Source.URL)
	poll.State.LastNew = kept.LastNew
	return err
}

func (s *Store) saveItem(ctx context.Context, tx *batch, poll news.Poll, item news.Item, known sighted, saved *news.PollSaved) error {
	if item.GUID == "" || item.URL == "" {
		return errors.New("an item needs a GUID and a URL")
	}
	hash := itemHash(item)
	if known.undated && !item.Published.IsZero() {
		if err := dateArticle(ctx, tx, poll.Source.URL, known.article, item.Published); err != nil {
			return err
		}
	}
	switch {
	case known.hash == hash: // nothing new; most items of most polls
		return nil
	case known.article == 0:
		id, err := s.insertArticle(ctx, tx, poll, item)
		if err != nil {
			return err
		}
		known.article = id
		if isKnown(poll, item) {
			saved.Known++
		} else {
			saved.New++
		}
	case known.hash != "":
		edited, err := s.editArticle(ctx, tx, poll.Source, known.article, item)
		if err != nil {
			return err
		}
		if edited {
			saved.Updated++
		}
	}
	_, err := tx.ExecContext(ctx, `
		INSERT INTO sightings (source, guid, article, seen, hash) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (source, guid) DO UPDATE SET hash = excluded.hash`,
		poll.Source.URL, item.GUID, known.article, millis(poll.At), hash)
	return err
}

// dateArticle fills in when an article was published, if the source that listed
// it first says so only now. It is no edit: nobody would read the text again for it.
func dateArticle(ctx context.Context, tx *batch, source string, id int64, published time.Time) error {
	_, err := tx.ExecContext(ctx, `UPDATE articles SET published = $1 WHERE id = $2 AND source_url = $3 AND published = 0`,
		millis(published), id, source)
	if err != nil {
		return fmt.Errorf("date article: %w", err)
	}
	return nil
}

// itemHash covers what a source may edit.
func itemHash(item news.Item) string {
	h := sha256.New()
	fmt.Fprintf(h, "%s\x00%s", item.Title, item.Summary)
	for _, b := range item.Body {
		fmt.Fprintf(h, "\x00%s\x01%s", b.Kind, b.Text)
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

func isKnown(poll news.Poll, item news.Item) bool {
	return !poll.Fresh.IsZero() && !item.Published.IsZero() && item.Published.Before(poll.Fresh)
}

func (s *Store) insertArticle(ctx context.Context, tx *batch, poll news.Poll, item news.Item) (int64, error) {
	var ready time.Time
	a := news.Article{
		URL: item.URL, Source: poll.Source.Name, Publisher: cmp.Or(item.Publisher, poll.Source.Name), Title: item.Title,
		Authors:   item.Authors,
		Published: item.Published, FirstSeen: firstSeen(poll, item), Summary: item.Summary, Body: item.Body,
		MaxSnippet: -1, State: news.PageWanted, Revision: 1,
	}
	if item.Link == "" { // there is no page, now or later
		a.State, a.Quality, ready = news.PageDone, news.QualityFeed, poll.At
	}
	if isKnown(poll, item) {
		a.State, ready = news.PageKnown, time.Time{}
	}
	a.Hash = articleHash(a)
	err := tx.QueryRowContext(ctx, `
		INSERT INTO articles (url, source, source_url, publisher, title, authors, published, first_seen, summary, body,
			quality, max_snippet, state, revision, hash, to_judge, taken, ready)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18) RETURNING id`,
		a.URL, a.Source, poll.Source.URL, a.Publisher, a.Title, asJSON(a.Authors), millis(a.Published), millis(a.FirstSeen),
		a.Summary, asJSON(a.Body), a.Quality, a.MaxSnippet, a.State, a.Revision, a.Hash, toJudge(a.State),
		millis(poll.At), millis(ready)).Scan(&a.ID)
	if err != nil {
		return 0, fmt.Errorf("insert article: %w", err)
	}
	return a.ID, s.indexNew(ctx, tx, a)
}

// firstSeen is the instant of the poll, or of publication when that was earlier
// and the source is read for the first time, so that windows work on history.
func firstSeen(poll news.Poll, item news.Item) time.Time {
	firstRead := poll.State.FirstRead.Equal(poll.At)
	if firstRead && !item.Published.IsZero() && item.Published.Before(poll.At) {
		return item.Published
	}
	return poll.At
}

// toJudge marks articles that get a verdict: all but those passed over as too
// old. One whose page is still wanted is judged by what its source said, and
// again when the page is there.
func toJudge(state news.PageState) int {
	if state == news.PageKnown {
		return 0
	}
	return 1
}

// editArticle takes over what the source that listed the article first has
// changed, and reports whether anything was.
func (s *Store) editArticle(ctx context.Context, tx *batch, source news.Source, id int64, item news.Item) (bool, error) {
	a, err := scanArticle(tx.QueryRowContext(ctx,
		`SELECT `+articleColumns+` FROM articles a WHERE a.id = $1 AND a.source_url = $2`, id, source.URL))
	if errors.Is(err, sql.ErrNoRows) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	a.Title, a.Summary = item.Title, item.Summary
	if a.Quality == "" || a.Quality == news.QualityFeed {
		a.Body = item.Body
	}
	a.Hash = articleHash(a)
	a.Revision++
	_, err = tx.ExecContext(ctx, `
		UPDATE articles SET title = $1, summary = $2, body = $3, hash = $4, revision = $5, to_judge = $6 WHERE id = $7`,
		a.Title, a.Summary, asJSON(a.Body), a.Hash, a.Revision, toJudge(a.State), a.ID)
	if err != nil {
		return false, fmt.Errorf("edit article: %w", err)
	}
	return true, s.index(ctx, tx, a)
}

// Widen takes in articles that a first read passed over as too old: those
// published at or after since become wanted, or done when they have no page. It
// returns how many.
func (s *Store) Widen(ctx context.Context, source string, since time.Time) (int, error) {
	res, err := s.db.ExecContext(ctx, `
		UPDATE articles SET state = CASE quality WHEN 'feed' THEN 'done' ELSE 'wanted' END, page_due = 0, to_judge = 1
		WHERE source_url = $1 AND state = 'known' AND published >= $2`, source, millis(since))
	if err != nil {
		return 0, fmt.Errorf("widen window of %s: %w", source, err)
	}
	n, err := res.RowsAffected()
	if err != nil {
		return 0, fmt.Errorf("widen window of %s: %w", source, err)
	}
	return int(n), nil
}
