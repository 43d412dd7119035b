package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// ToJudge returns up to limit articles whose present text no verdict covers,
// oldest first.
func (s *Store) ToJudge(ctx context.Context, limit int) ([]news.Article, error) {
	rows, err := s.db.QueryContext(ctx,
		`SELECT `+articleColumns+` FROM articles a WHERE a.to_judge = 1 ORDER BY a.id LIMIT $1`, limit)
	articles, err := collect(rows, err, scanArticle)
	if err != nil {
		return nil, fmt.Errorf("articles to judge: %w", err)
	}
	return articles, nil
}

// SaveVerdicts keeps one verdict for each article. hashes holds the hash of the
// text that each verdict is about: one on a text that changed meanwhile is
// dropped, and its article stays to be judged. So is one on an article that was
// merged into another meanwhile.
func (s *Store) SaveVerdicts(ctx context.Context, now time.Time, verdicts []news.Verdict, hashes map[int64]string) error {
	return inTx(ctx, s.db, "save verdicts", func(tx *sql.Tx) error {
		rows := newBatch(tx)
		for _, v := range verdicts {
			res, err := rows.ExecContext(ctx, `UPDATE articles SET to_judge = 0 WHERE id = $1 AND hash = $2`,
				v.Article, hashes[v.Article])
			if err != nil {
				return fmt.Errorf("article %d: %w", v.Article, err)
			}
			if n, err := res.RowsAffected(); err != nil {
				return fmt.Errorf("article %d: %w", v.Article, err)
			} else if n == 0 {
				continue
			}
			if err := saveVerdict(ctx, rows, now, v); err != nil {
				return fmt.Errorf("article %d: %w", v.Article, err)
			}
		}
		return nil
	})
}

func saveVerdict(ctx context.Context, tx *batch, now time.Time, v news.Verdict) error {
	relevant := 0
	if v.Relevant {
		relevant = 1
	}
	matches := packMatches(v.Matches)
	v.Matches = nil
	row := []any{v.Article, relevant, v.Level, v.Score, v.Lexicon, millis(now), asJSON(v), matches}
	res, err := tx.ExecContext(ctx, `
		INSERT INTO verdicts (article, relevant, level, score, lexicon, judged, data, matches) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
		ON CONFLICT (article) DO NOTHING`, row...)
	if err != nil {
		return err
	}
	if first, err := res.RowsAffected(); err != nil {
		return err
	} else if first == 0 { // judged before
		if err := replaceVerdict(ctx, tx, row); err != nil {
			return err
		}
	}
	for _, topic := range v.Topics {
		_, err := tx.ExecContext(ctx, `INSERT INTO verdict_topics (article, topic) VALUES ($1, $2)`, v.Article, topic)
		if err != nil {
			return err
		}
	}
	return nil
}

// replaceVerdict puts a verdict in the place of an earlier one; its topics are
// still to be added.
func replaceVerdict(ctx context.Context, tx *batch, row []any) error {
	_, err := tx.ExecContext(ctx, `UPDATE verdicts SET relevant = $2, level = $3, score = $4, lexicon = $5, judged = $6,
		data = $7, matches = $8, to_group = 1,
		to_track = CASE WHEN to_track = 0 AND EXISTS (SELECT 1 FROM tracked t JOIN articles a ON a.id = t.article
			WHERE t.article = $1 AND t.hash = a.hash AND (a.forgotten > 0 OR t.relevant = $9)) THEN 0 ELSE 1 END
		WHERE article = $1`, append(row, row[1])...)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM verdict_topics WHERE article = $1`, row[0])
	return err
}

// Verdict returns the verdict on an article, or [ErrNotFound].
func (s *Store) Verdict(ctx context.Context, article int64) (news.Verdict, error) {
	var v news.Verdict
	var kept keptVerdict
	err := s.db.QueryRowContext(ctx, `SELECT `+verdictColumns+` FROM verdicts v WHERE article = $1`, article).
		Scan(&kept.data, &kept.matches)
	if errors.Is(err, sql.ErrNoRows) {
		err = ErrNotFound
	}
	if err == nil {
		err = kept.read(&v)
	}
	if err != nil {
		return v, fmt.Errorf("verdict on article %d: %w", article, err)
	}
	return v, nil
}

// JudgeAgain marks every article first seen at or after since to be judged
// anew, unless its verdict came from the lexicon with this hash already, or its
// text is kept no longer.
// It returns how many.
func (s *Store) JudgeAgain(ctx context.Context, since time.Time, lexicon string) (int, error) {
	res, err := s.db.ExecContext(ctx, `
		UPDATE articles SET to_judge = 1 WHERE first_seen >= $1 AND state <> 'known' AND forgotten = 0
			AND id NOT IN (SELECT article FROM verdicts WHERE lexicon = $2)`, millis(since), lexicon)
	if err != nil {
		return 0, fmt.Errorf("judge again: %w", err)
	}
	n, err := res.RowsAffected()
	return int(n), err
}
