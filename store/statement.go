package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"time"

	"github.com/wardround/wardround/news"
)

// Unread is an article whose text is to be read for statements.
type Unread struct {
	Article  news.Article
	Relevant bool
	Rules    string // by which it is read; its reader says so
}

// ToTrack returns up to limit judged articles whose present text was not read for
// statements, or was read while it was judged otherwise, or by other rules ([Store.ReadBy]),
// oldest first. An article whose page is still to be read waits: the page's text takes
// the place of the feed's, and what only the feed's words held would then stand there
// as changed. A text that is forgotten is never read again.
func (s *Store) ToTrack(ctx context.Context, limit int) ([]Unread, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT `+articleColumns+`, v.relevant
		FROM verdicts v JOIN articles a ON a.id = v.article
		WHERE `+outstanding("to_track")+` AND a.to_judge = 0 ORDER BY v.article LIMIT $1`, limit)
	all, err := collect(rows, err, func(row scanner) (Unread, error) {
		var relevant int
		a, dest := articleDest()
		if err := row.Scan(append(dest.fields, &relevant)...); err != nil {
			return Unread{}, err
		}
		err := dest.finish()
		return Unread{Article: *a, Relevant: relevant == 1}, err
	})
	if err != nil {
		return nil, fmt.Errorf("articles to track: %w", err)
	}
	return all, nil
}

// rulesMark is where the rules stand by which articles are read.
const rulesMark = "track.rules"

// ReadBy makes [Store.ToTrack] return what was read by other rules, once for each change
// of them.
func (s *Store) ReadBy(ctx context.Context, rules string) error {
	var known string
	if err := s.Mark(ctx, rulesMark, &known); err != nil || known == rules {
		return err
	}
	_, err := s.db.ExecContext(ctx, `UPDATE verdicts SET to_track = 1 WHERE to_track = 0 AND article IN (
		SELECT t.article FROM tracked t JOIN articles a ON a.id = t.article WHERE a.forgotten = 0 AND t.rules <> $1)`, rules)
	if err != nil {
		return fmt.Errorf("articles to track again: %w", err)
	}
	return s.SetMark(ctx, rulesMark, rules)
}

// SaveStatements keeps what was found in an article's text. What an edited text no
// longer holds stays, marked as changed: a promise does not go away with its page. What
// the same text is no longer read for was our mistake, and goes.
func (s *Store) SaveStatements(ctx context.Context, now time.Time, u Unread, found []news.Statement) error {
	a := u.Article
	return inTx(ctx, s.db, "save statements", func(tx *sql.Tx) error {
		old, err := statementsOf(ctx, tx, a.ID)
		if err != nil {
			return err
		}
		for _, st := range found {
			if was, ok := old[st.ID]; ok {
				st.Seen = was.Seen
				delete(old, st.ID)
			}
			if err := putStatement(ctx, tx, now, st); err != nil {
				return err
			}
		}
		var edited int
		err = tx.QueryRowContext(ctx, `SELECT count(*) FROM tracked WHERE article = $1 AND hash <> $2`, a.ID, a.Hash).Scan(&edited)
		if err != nil {
			return err
		}
		for _, gone := range old {
			if err := dropStatement(ctx, tx, now, gone, edited > 0); err != nil {
				return err
			}
		}
		_, err = tx.ExecContext(ctx, `INSERT INTO tracked (article, hash, rules, relevant) VALUES ($1, $2, $3, $4)
			ON CONFLICT (article) DO UPDATE SET hash = excluded.hash, rules = excluded.rules, relevant = excluded.relevant`,
			a.ID, a.Hash, u.Rules, number(u.Relevant))
		if err != nil {
			return err
		}
		_, err = tx.ExecContext(ctx, `UPDATE verdicts SET to_track = 0 WHERE article = $1
			AND EXISTS (SELECT 1 FROM articles WHERE id = $1 AND hash = $2)`, a.ID, a.Hash)
		return err
	})
}

// dropStatement marks a statement whose text was edited, or deletes one that was a
// mistake of ours. One marked earlier stays: its text is gone.
func dropStatement(ctx context.Context, tx *sql.Tx, now time.Time, gone news.Statement, edited bool) error {
	if edited || gone.Changed {
		gone.Changed = true
		return putStatement(ctx, tx, now, gone)
	}
	_, err := tx.ExecContext(ctx, `DELETE FROM statements WHERE id = $1`, gone.ID)
	return err
}

func putStatement(ctx context.Context, tx *sql.Tx, now time.Time, st news.Statement) error {
	_, err := tx.ExecContext(ctx, `INSERT INTO statements (id, article, reported, seen, data) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (id) DO UPDATE SET reported = excluded.reported, data = excluded.data`,
		st.ID, st.Article, string(st.Reported), millis(now), asJSON(st))
	return err
}

func statementsOf(ctx context.Context, tx *sql.Tx, article int64) (map[string]news.Statement, error) {
	rows, err := tx.QueryContext(ctx, `SELECT data FROM statements WHERE article = $1`, article)
	list, err := collect(rows, err, scanStatement)
	out := make(map[string]news.Statement, len(list))
	for _, st := range list {
		out[st.ID] = st
	}
	return out, err
}

func scanStatement(row scanner) (news.Statement, error) {
	var kept string
	var st news.Statement
	if err := row.Scan(&kept); err != nil {
		return st, err
	}
	return st, fromJSON(kept, &st)
}

// Statements returns every statement that was found, by day.
func (s *Store) Statements(ctx context.Context) ([]news.Statement, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT data FROM statements ORDER BY reported, article, id`)
	list, err := collect(rows, err, scanStatement)
	if err != nil {
		return nil, fmt.Errorf("statements: %w", err)
	}
	return list, nil
}

// PromiseNumbers returns the number of every promise that has one.
func (s *Store) PromiseNumbers(ctx context.Context) (map[string]int, error) {
	rows, err := s.db.QueryContext(ctx, `SELECT promise, number FROM promise_refs`)
	numbers := map[string]int{}
	_, err = collect(rows, err, func(row scanner) (struct{}, error) {
		var id string
		var n int
		err := row.Scan(&id, &n)
		numbers[id] = n
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("promise numbers: %w", err)
	}
	return numbers, nil
}

// NumberPromises gives the next numbers to the promises that have none, in the
// order of ids, and returns those of all promises. It writes only when there is
// one to be numbered.
func (s *Store) NumberPromises(ctx context.Context, ids []string) (map[string]int, error) {
	numbers, err := s.PromiseNumbers(ctx)
	if err != nil || !slices.ContainsFunc(ids, func(id string) bool { return numbers[id] == 0 }) {
		return numbers, err
	}
	err = inTx(ctx, s.db, "number promises", func(tx *sql.Tx) error {
		for _, id := range ids {
			if numbers[id] > 0 {
				continue
			}
			_, err := tx.ExecContext(ctx, `INSERT INTO promise_refs (promise, number)
				SELECT $1, coalesce(max(number), 0) + 1 FROM promise_refs WHERE true ON CONFLICT (promise) DO NOTHING`, id)
			if err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return s.PromiseNumbers(ctx) // another process may have numbered some of them
}
