package store

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"github.com/wardround/wardround/news"
)

// Redacted counts what a redaction reached.
type Redacted struct {
	Articles   int `json:"articles"`
	Statements int `json:"statements"`
	Issues     int `json:"issues"`
	Messages   int `json:"messages"` // whose bytes are gone
}

// Redact removes something from everything that is kept, issues that were sent
// included, and sees to it that no later poll brings it back. Articles of an
// address or a host go whole; a person's name is taken out of the words around
// it. It may be done again, and then finds nothing.
func (s *Store) Redact(ctx context.Context, r news.Redaction) (Redacted, error) {
	var done Redacted
	err := inTx(ctx, s.ledger, "redact", func(tx *sql.Tx) error {
		if err := noteRedaction(ctx, tx, r); err != nil {
			return err
		}
		redact, err := loadRedactor(ctx, tx)
		if err != nil {
			return err
		}
		run := redaction{Store: s, tx: tx, redactor: redact}
		for _, step := range []func(context.Context) error{run.articles, run.statements, run.issues, run.reviews} {
			if err := step(ctx); err != nil {
				return err
			}
		}
		done = run.done
		return nil
	})
	return done, err
}

// noteRedaction keeps the redaction; that of an article under every address it had.
func noteRedaction(ctx context.Context, tx *sql.Tx, r news.Redaction) error {
	what := []string{r.What}
	if r.Kind == news.RedactURL {
		rows, err := tx.QueryContext(ctx, `
			SELECT url FROM articles WHERE url = $1 OR id IN (SELECT article FROM former_urls WHERE url = $1)
			UNION SELECT url FROM former_urls WHERE article IN (
				SELECT id FROM articles WHERE url = $1 UNION SELECT article FROM former_urls WHERE url = $1)`, r.What)
		had, err := collect(rows, err, func(row scanner) (u string, err error) { return u, row.Scan(&u) })
		if err != nil {
			return err
		}
		what = append(what, had...)
	}
	for _, one := range what {
		_, err := tx.ExecContext(ctx, `INSERT INTO redactions (kind, what, reason, at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (kind, what) DO UPDATE SET reason = excluded.reason`, r.Kind, one, r.Reason, millis(r.At))
		if err != nil {
			return err
		}
	}
	return nil
}

// Redactions returns all that was removed on request, oldest first.
func (s *Store) Redactions(ctx context.Context) ([]news.Redaction, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT kind, what, reason, at FROM redactions ORDER BY at, kind, what`)
	all, err := collect(rows, err, scanRedaction)
	if err != nil {
		return nil, fmt.Errorf("redactions: %w", err)
	}
	return all, nil
}

// redaction is one run over everything that is kept.
type redaction struct {
	*Store
	*redactor
	tx   *sql.Tx
	done Redacted
}

const redactBatch = 200 // rows in memory at a time

func (r *redaction) articles(ctx context.Context) error {
	for after := int64(0); ; {
		rows, err := r.tx.QueryContext(ctx, `SELECT `+articleColumns+` FROM articles a WHERE a.id > $1 ORDER BY a.id LIMIT $2`, after, redactBatch)
		batch, err := collect(rows, err, scanArticle)
		if err != nil || len(batch) == 0 {
			return err
		}
		for _, a := range batch {
			after = a.ID
			if err := r.article(ctx, a); err != nil {
				return fmt.Errorf("article %d: %w", a.ID, err)
			}
		}
	}
}

func (r *redaction) article(ctx context.Context, a news.Article) error {
	if _, banned := r.banned(a.URL); banned {
		r.done.Articles++
		return r.removeArticle(ctx, r.tx, a.ID)
	}
	was := asJSON(a)
	a.Title, a.Standfirst, a.Summary = r.clean(a.Title), r.clean(a.Standfirst), r.clean(a.Summary)
	a.Authors, a.Body = r.cleanNames(a.Authors), r.cleanBlocks(a.Body)
	if len(r.persons) == 0 || asJSON(a) == was {
		return nil
	}
	r.done.Articles++
	// The hash stays: what was judged and followed is not read again for this.
	err := execAll(ctx, r.tx, []statement{
		{`UPDATE articles SET title = $1, standfirst = $2, summary = $3, authors = $4, body = $5 WHERE id = $6`,
			[]any{a.Title, a.Standfirst, a.Summary, asJSON(a.Authors), asJSON(a.Body), a.ID}},
		{`DELETE FROM pages WHERE article = $1`, []any{a.ID}},
		{withoutPage, nil},
		{`UPDATE verdicts SET to_group = 1 WHERE article = $1`, []any{a.ID}}, // its signature holds names
	})
	if err != nil {
		return err
	}
	if err := r.cleanRow(ctx, `SELECT data FROM verdicts WHERE article = $1`, `UPDATE verdicts SET data = $2 WHERE article = $1`, a.ID); err != nil {
		return err
	}
	err = r.cleanRow(ctx, `SELECT matches FROM verdicts WHERE article = $1 AND matches <> ''`, `UPDATE verdicts SET matches = $2 WHERE article = $1`, a.ID)
	if err != nil {
		return err
	}
	return r.index(ctx, r.tx, a)
}

// withoutPage deletes bytes that no page has any more.
const withoutPage = `DELETE FROM page_bytes WHERE NOT EXISTS (SELECT 1 FROM pages WHERE pages.hash = page_bytes.hash)`

// removeArticle deletes an article and all that was made of it but issues.
func (s *Store) removeArticle(ctx context.Context, tx *sql.Tx, id int64) error {
	return execAll(ctx, tx, []statement{
		{s.dialect.UnindexText, []any{id}},
		{`DELETE FROM statements WHERE article = $1`, []any{id}},
		{copiesWait, []any{id}},
		{`DELETE FROM articles WHERE id = $1`, []any{id}}, // sightings, verdict, page, story go with it
		{withoutPage, nil},
	})
}

// cleanRow takes names out of one kept JSON text.
func (r *redaction) cleanRow(ctx context.Context, read, write string, id any) error {
	var data string
	err := r.tx.QueryRowContext(ctx, read, id).Scan(&data)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	cleaned, changed, err := r.cleanJSON(data)
	if err != nil || !changed {
		return err
	}
	_, err = r.tx.ExecContext(ctx, write, id, cleaned)
	return err
}

// cleanJSON takes names out of every text of a JSON value.
func (r *redactor) cleanJSON(data string) (cleaned string, changed bool, err error) {
	if len(r.persons) == 0 {
		return data, false, nil
	}
	decoder := json.NewDecoder(strings.NewReader(data))
	decoder.UseNumber()
	var value any
	if err := decoder.Decode(&value); err != nil {
		return "", false, err
	}
	var walk func(any) any
	walk = func(v any) any {
		switch v := v.(type) {
		case string:
			clean := r.clean(v)
			changed = changed || clean != v
			return clean
		case []any:
			for i := range v {
				v[i] = walk(v[i])
			}
		case map[string]any:
			for key := range v {
				v[key] = walk(v[key])
			}
		}
		return v
	}
	return asJSON(walk(value)), changed, nil
}

func (r *redaction) statements(ctx context.Context) error {
	rows, err := r.tx.QueryContext(ctx, `SELECT id, data FROM statements ORDER BY id`)
	type kept struct{ id, data string }
	all, err := collect(rows, err, func(row scanner) (k kept, err error) { return k, row.Scan(&k.id, &k.data) })
	if err != nil {
		return err
	}
	for _, k := range all {
		var st news.Statement
		if err := fromJSON(k.data, &st); err != nil {
			return err
		}
		cleaned, changed, err := r.cleanJSON(k.data)
		if err != nil {
			return err
		}
		if _, banned := r.banned(st.URL); banned {
			_, err = r.tx.ExecContext(ctx, `DELETE FROM statements WHERE id = $1`, k.id)
			changed = true
		} else if changed {
			_, err = r.tx.ExecContext(ctx, `UPDATE statements SET data = $2 WHERE id = $1`, k.id, cleaned)
		}
		if err != nil {
			return err
		}
		if changed {
			r.done.Statements++
		}
	}
	return nil
}
