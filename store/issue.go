package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// KeptIssue is an issue as it is kept: the slot it belongs to, where it stands,
// and what it says.
type KeptIssue struct {
	ID      int64
	State   news.IssueState
	Frozen  time.Time
	Expires time.Time
	Issue   news.Issue

	Reviewed *Review // the draft it was made of, for its freeze; nil: there was none
}

// EditionSince returns the instant from which an edition's slots count. It is
// now when the edition was not known before.
func (s *Store) EditionSince(ctx context.Context, edition string, now time.Time) (time.Time, error) {
	var ms int64
	err := s.db.QueryRowContext(ctx, `
		INSERT INTO editions (name, since) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING since`, edition, millis(now)).Scan(&ms)
	if err != nil {
		return time.Time{}, fmt.Errorf("edition %s: %w", edition, err)
	}
	return instant(ms), nil
}

const issueColumns = `i.id, i.state, i.frozen, i.expires, i.data`

func scanIssue(row scanner) (KeptIssue, error) {
	var k KeptIssue
	var frozen, expires int64
	var data string
	if err := row.Scan(&k.ID, &k.State, &frozen, &expires, &data); err != nil {
		return k, err
	}
	k.Frozen, k.Expires = instant(frozen), instant(expires)
	return k, fromJSON(data, &k.Issue)
}

// LastIssue returns the edition's issue with the latest slot, whatever became
// of it, or [ErrNotFound].
func (s *Store) LastIssue(ctx context.Context, edition string) (KeptIssue, error) {
	return s.oneIssue(ctx, `edition = $1 ORDER BY slot_at DESC LIMIT 1`, edition)
}

// LastIssueBefore is [Store.LastIssue] among those whose slot is not after t.
func (s *Store) LastIssueBefore(ctx context.Context, edition string, t time.Time) (KeptIssue, error) {
	return s.oneIssue(ctx, `edition = $1 AND slot_at <= $2 ORDER BY slot_at DESC LIMIT 1`, edition, millis(t))
}

// IssueAt returns the edition's issue of this slot, or [ErrNotFound].
func (s *Store) IssueAt(ctx context.Context, edition, slotKey string) (KeptIssue, error) {
	return s.oneIssue(ctx, `edition = $1 AND slot_key = $2`, edition, slotKey)
}

// IssueByID returns the issue kept under this number of the store, or [ErrNotFound].
func (s *Store) IssueByID(ctx context.Context, id int64) (KeptIssue, error) {
	return s.oneIssue(ctx, `id = $1`, id)
}

func (s *Store) oneIssue(ctx context.Context, where string, args ...any) (KeptIssue, error) {
	k, err := scanIssue(s.db.QueryRowContext(ctx, `SELECT `+issueColumns+` FROM issues i WHERE `+where, args...))
	if errors.Is(err, sql.ErrNoRows) {
		return k, fmt.Errorf("issue %v: %w", args, ErrNotFound)
	}
	if err != nil {
		return k, fmt.Errorf("issue %v: %w", args, err)
	}
	return k, nil
}

// Progress is what the next issue of an edition starts from.
type Progress struct {
	Number    int       // of the last issue that has one
	WindowEnd time.Time // end of the last window that was written up; zero when there was none
	Composed  time.Time // when that was: at the freeze, or earlier for a review
}

// EditionProgress returns how far an edition has come.
func (s *Store) EditionProgress(ctx context.Context, edition string) (Progress, error) {
	var p Progress
	var end, frozen int64
	err := s.db.QueryRowContext(ctx, `
		SELECT coalesce(max(number), 0), coalesce(max(window_to), 0), coalesce(max(coalesce(
			(SELECT r.drafted FROM reviews r WHERE r.edition = i.edition AND r.slot_key = i.slot_key), i.frozen)), 0)
		FROM issues i WHERE edition = $1 AND state <> $2`, edition, news.IssueMissed).Scan(&p.Number, &end, &frozen)
	if err != nil {
		return p, fmt.Errorf("progress of edition %s: %w", edition, err)
	}
	p.WindowEnd, p.Composed = instant(end), instant(frozen)
	return p, nil
}

// Candidate is a relevant article that an issue may tell.
type Candidate struct {
	Article   news.Article
	Verdict   news.Verdict
	SourceURL string // identity of the source that listed it first
}

// Candidates returns the relevant articles of the window [from, to) that the
// edition has not told yet, best first. An article first seen before the window
// whose page was settled only after the instant late belongs to it as well;
// the zero instant leaves these out.
func (s *Store) Candidates(ctx context.Context, edition string, from, to, late time.Time) ([]Candidate, error) {
	rows, err := s.db.QueryContext(ctx, `
		SELECT `+verdictColumns+`, a.source_url, `+articleColumns+`
		FROM articles a JOIN verdicts v ON v.article = a.id
		WHERE a.id IN (SELECT id FROM articles WHERE first_seen >= $1 AND first_seen < $2
				UNION ALL SELECT id FROM articles WHERE CAST($3 AS BIGINT) > 0 AND ready >= $3 AND first_seen = taken AND first_seen < $2)
			AND v.relevant = 1 AND a.state IN ('done', 'failed')
			AND NOT EXISTS (SELECT 1 FROM issue_articles t WHERE t.edition = $4 AND t.article = a.id)
			AND NOT EXISTS (SELECT 1 FROM left_out o WHERE o.edition = $4 AND o.article = a.id)
		ORDER BY v.score DESC, a.id`, millis(from), millis(to), millis(late), edition)
	candidates, err := collect(rows, err, func(row scanner) (Candidate, error) {
		var c Candidate
		var verdict keptVerdict
		a, dest := articleDest()
		if err := row.Scan(append([]any{&verdict.data, &verdict.matches, &c.SourceURL}, dest.fields...)...); err != nil {
			return c, err
		}
		if err := dest.finish(); err != nil {
			return c, err
		}
		c.Article = *a
		return c, verdict.read(&c.Verdict)
	})
	if err != nil {
		return nil, fmt.Errorf("candidates for edition %s: %w", edition, err)
	}
	return candidates, nil
}

// WindowCounts says how many articles were first seen in [from, to), how many
// of them are relevant, and how many had a page that could not be read.
func (s *Store) WindowCounts(ctx context.Context, from, to time.Time) (considered, relevant, unread int, err error) {
	err = s.db.QueryRowContext(ctx, `
		SELECT count(*), coalesce(sum(v.relevant), 0),
			coalesce(sum(CASE WHEN a.state = 'failed' THEN 1 ELSE 0 END), 0)
		FROM articles a LEFT JOIN verdicts v ON v.article = a.id
		WHERE a.first_seen >= $1 AND a.first_seen < $2 AND a.state <> 'known'`,
		millis(from), millis(to)).Scan(&considered, &relevant, &unread)
	if err != nil {
		err = fmt.Errorf("count articles: %w", err)
	}
	return considered, relevant, unread, err
}

// Freeze keeps an issue for good, with one delivery for each recipient, in one
// transaction that survives a power cut. Another issue of the same slot is an
// error: [ErrSlotTaken]; so is a draft that was changed since: [ErrReviewChanged].
func (s *Store) Freeze(ctx context.Context, k KeptIssue, recipients []news.Recipient) (int64, error) {
	issue := k.Issue
	err := inTx(ctx, s.ledger, "freeze issue of "+issue.Slot.Key, func(tx *sql.Tx) error {
		err := tx.QueryRowContext(ctx, `
			INSERT INTO issues (edition, number, slot_key, slot_at, state, window_from, window_to, frozen, expires, data)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10) ON CONFLICT (edition, slot_key) DO NOTHING RETURNING id`,
			issue.Edition, issue.Number, issue.Slot.Key, millis(issue.Slot.At), k.State, millis(issue.From),
			millis(issue.To), millis(k.Frozen), millis(k.Expires), asJSON(issue)).Scan(&k.ID)
		if errors.Is(err, sql.ErrNoRows) {
			return ErrSlotTaken
		}
		if err != nil {
			return err
		}
		if err := settleReview(ctx, tx, k); err != nil {
			return err
		}
		if err := tellArticles(ctx, tx, k); err != nil {
			return err
		}
		if err := tellCorrections(ctx, tx, k); err != nil {
			return err
		}
		if err := addDeliveries(ctx, tx, k, recipients); err != nil {
			return err
		}
		return nil
	})
	if err != nil {
		return 0, err
	}
	return k.ID, nil
}

// ErrSlotTaken says that a slot has its issue already.
var ErrSlotTaken = errors.New("the slot has its issue already")

// tellArticles marks what the issue tells, so that no later one tells it again.
func tellArticles(ctx context.Context, tx *sql.Tx, k KeptIssue) error {
	for _, story := range told(k.Issue) {
		_, err := tx.ExecContext(ctx, `
			INSERT INTO issue_articles (edition, article, revision, issue, ref, story) VALUES ($1, $2, $3, $4, $5, `+storyNow+`)`,
			k.Issue.Edition, story.Article, story.Revision, k.ID, story.Ref)
		if err != nil {
			return fmt.Errorf("story %s: %w", story.Ref, err)
		}
		if err := lookAtTold(ctx, tx, story.Article, k.Frozen); err != nil {
			return err
		}
		for _, also := range story.Also { // listed there, so no story of its own later
			_, err := tx.ExecContext(ctx, `
				INSERT INTO issue_articles (edition, article, revision, issue, ref, lead, story) VALUES ($1, $2, $3, $4, $5, 0, `+storyNow+`)
				ON CONFLICT DO NOTHING`, k.Issue.Edition, also.Article, also.Revision, k.ID, story.Ref)
			if err != nil {
				return fmt.Errorf("story %s: report %d: %w", story.Ref, also.Article, err)
			}
		}
	}
	return nil
}

// storyNow is the number of the story that article $2 is in. Told under it, the
// article stays in it; one that is in none is a story by itself.
const storyNow = `COALESCE((SELECT story FROM story_articles WHERE article = $2), CAST($2 AS BIGINT))`

// told returns every story of an issue.
func told(issue news.Issue) []news.Story {
	stories := issue.More
	for _, section := range issue.Sections {
		stories = append(stories[:len(stories):len(stories)], section.Stories...)
	}
	return stories
}
