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

// pollWrite is one poll on its way into the store.
type pollWrite struct {
	poll news.Poll
	ctx  context.Context
	done chan struct{} // closed when saved and err are there
	err  error
	pollProgress
}

// pollProgress is what an attempt to write a poll has come to.
type pollProgress struct {
	tx            *batch
	saved         news.PollSaved
	floodLimit    time.Time      // older new items are part of a flood; zero without one
	added, edited []news.Article // what the full-text index lacks
}

// write puts everything but the full texts into a transaction. It may be called
// again after one that came to nothing.
func (w *pollWrite) write(ctx context.Context, tx *batch) error {
	w.pollProgress = pollProgress{tx: tx, saved: news.PollSaved{Items: len(w.poll.Items)}}
	if err := w.items(ctx); err != nil {
		return err
	}
	return w.state(ctx)
}

func (w *pollWrite) items(ctx context.Context) error {
	if len(w.poll.Items) == 0 {
		return nil // unchanged, as most polls are
	}
	redact, err := w.tx.redactor(ctx)
	if err != nil {
		return err
	}
	w.poll.Items = redact.items(w.poll.Items)
	known, err := findSightings(ctx, w.tx, w.poll)
	if err != nil {
		return err
	}
	if err := w.matchTitles(ctx, known); err != nil {
		return err
	}
	if err := w.flood(ctx, known); err != nil {
		return err
	}
	first, fresh := w.poll.State.FirstRead.Equal(w.poll.At), 0
	for i, item := range w.poll.Items {
		if known[i].article == 0 && !first {
			if fresh++; fresh > mostNew {
				w.saved.Left++
				continue
			}
		}
		if err := w.item(ctx, item, known[i]); err != nil {
			return fmt.Errorf("item %s: %w", item.URL, err)
		}
	}
	return nil
}

// mostNew is how many articles that nobody has listed one read of a source brings, after
// its first. A big newspaper publishes 300 a day, and sources are read daily at
// least; a list of 5,000 that were new at every read grew the store by 8.5 MB each time.
// What is left over waits for the next read.
const mostNew = 500

// longGap is from how long without a read a source counts as not watched: the
// slowest schedule reads once a week, and not to the minute.
const longGap = 7*24*time.Hour + 12*time.Hour

// maxGaps is how many gaps are remembered of a source, the newest: about four years of
// one that fails every month.
const maxGaps = 50

// state keeps the source's state. When it last had a new article, and when it was not
// read, is the store's own: the caller's copy may be older. What may be quoted stays
// known when the source is declared no more.
func (w *pollWrite) state(ctx context.Context) error {
	state := w.poll.State
	kept, err := sourceState(ctx, w.tx, w.poll.Source.URL)
	if err != nil {
		return err
	}
	state.LastNew, state.Gaps, state.Left = kept.LastNew, kept.Gaps, kept.Left
	state.Name, state.Excerpt = w.poll.Source.Name, cmp.Or(w.poll.Source.Excerpt, news.ExcerptShort)
	if w.poll.Outcome == news.OutcomeNew || w.poll.Outcome == news.OutcomePartial {
		state.Left = w.saved.Left
	}
	if state.Left > 0 { // the next read must bring the list again, not "unchanged"
		state.ETag, state.LastModified, state.BodyHash = "", "", ""
	}
	if w.saved.New > 0 {
		state.LastNew = w.poll.At
	}
	if w.saved.Flood > 0 {
		state.Flooded, state.FloodItems = w.poll.At, w.saved.Flood
	}
	if !kept.LastRead.IsZero() && state.LastRead.Sub(kept.LastRead) > longGap {
		state.Gaps = append(state.Gaps, news.ReadGap{From: kept.LastRead, To: state.LastRead})
	}
	if over := len(state.Gaps) - maxGaps; over > 0 {
		state.Gaps = state.Gaps[over:]
	}
	return saveState(ctx, w.tx, w.poll.Source, state)
}

// texts brings the full-text index up to date, after everything else: SQLite puts
// what it has gathered for the index on disk before each statement on another
// table, which made a third of the work of a poll.
func (w *pollWrite) texts(ctx context.Context, s *Store) error {
	for _, a := range w.added {
		if err := s.indexNew(ctx, w.tx, a); err != nil {
			return err
		}
	}
	for _, a := range w.edited {
		if err := s.index(ctx, w.tx, a); err != nil {
			return err
		}
	}
	return nil
}

func (w *pollWrite) item(ctx context.Context, item news.Item, known sighted) error {
	if item.GUID == "" || item.URL == "" {
		return errors.New("an item needs a GUID and a URL")
	}
	hash := itemHash(item)
	if known.undated && !item.Published.IsZero() {
		if err := w.date(ctx, known.article, item.Published); err != nil {
			return err
		}
	}
	var err error
	switch {
	case known.hash == hash: // nothing new; most items of most polls
		return nil
	case known.article == 0:
		known.article, err = w.add(ctx, item)
	case known.hash != "":
		err = w.edit(ctx, known.article, item)
	default:
		err = w.reclaim(ctx, known.article, item)
	}
	if err != nil {
		return err
	}
	_, err = w.tx.ExecContext(ctx, `
		INSERT INTO sightings (source, guid, article, seen, hash) VALUES ($1, $2, $3, $4, $5)
		ON CONFLICT (source, guid) DO UPDATE SET hash = excluded.hash`,
		w.poll.Source.URL, item.GUID, known.article, millis(w.poll.At), hash)
	return err
}

// date fills in when an article was published, if the source that listed it first
// says so only now. It is no edit: nobody would read the text again for it.
func (w *pollWrite) date(ctx context.Context, id int64, published time.Time) error {
	_, err := w.tx.ExecContext(ctx, `UPDATE articles SET published = $1 WHERE id = $2 AND source_url = $3 AND published = 0`,
		millis(published), id, w.poll.Source.URL)
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

// add makes the article of an item that nobody has listed before.
func (w *pollWrite) add(ctx context.Context, item news.Item) (int64, error) {
	var ready time.Time
	poll := w.poll
	a := news.Article{
		URL: item.URL, Source: poll.Source.Name, Publisher: cmp.Or(item.Publisher, poll.Source.Name), Title: item.Title,
		Authors:   item.Authors,
		Published: item.Published, FirstSeen: firstSeen(poll, item), Summary: item.Summary, Body: item.Body,
		MaxSnippet: -1, State: news.PageWanted, Revision: 1,
	}
	if item.Link == "" { // there is no page, now or later
		a.State, a.Quality, ready = news.PageDone, news.QualityFeed, poll.At
	}
	if isKnown(poll, item) || isOld(item, w.floodLimit) {
		a.State, ready = news.PageKnown, time.Time{}
		w.saved.Known++
	} else {
		w.saved.New++
	}
	a.Hash = articleHash(a)
	outstanding := toJudge(a.State)
	judged := outstanding == 1 && poll.Judge != nil
	if judged {
		outstanding = 0
	}
	var err error
	a.ID, err = w.tx.insert(ctx, `
		INSERT INTO articles (url, source, source_url, publisher, title, authors, published, first_seen, summary, body,
			quality, max_snippet, state, revision, hash, to_judge, taken, ready, searched)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`,
		a.URL, a.Source, poll.Source.URL, a.Publisher, a.Title, asJSON(a.Authors), millis(a.Published), millis(a.FirstSeen),
		a.Summary, asJSON(a.Body), a.Quality, a.MaxSnippet, a.State, a.Revision, a.Hash, outstanding,
		millis(poll.At), millis(ready), searched(poll.Source))
	if err != nil {
		return 0, fmt.Errorf("insert article: %w", err)
	}
	w.added = append(w.added, a)
	if judged {
		return a.ID, w.judge(ctx, a)
	}
	return a.ID, nil
}

// judge gives a new article its verdict with the same commit: an article that is
// marked to be judged is written, read and written again.
func (w *pollWrite) judge(ctx context.Context, a news.Article) error {
	v := w.poll.Judge(a)
	v.Article = a.ID
	if err := saveVerdict(ctx, w.tx, w.poll.At, v); err != nil {
		return fmt.Errorf("verdict: %w", err)
	}
	w.saved.Judged++
	return nil
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

// edit takes over what the source that listed the article first has changed.
func (w *pollWrite) edit(ctx context.Context, id int64, item news.Item) error {
	a, err := scanArticle(w.tx.QueryRowContext(ctx,
		`SELECT `+articleColumns+` FROM articles a WHERE a.id = $1 AND a.source_url = $2`, id, w.poll.Source.URL))
	if errors.Is(err, sql.ErrNoRows) {
		return nil // another source's
	}
	if err != nil {
		return err
	}
	a.Summary = item.Summary
	if !wasRead(a) || atHome(a.URL, w.poll.Source.URL) {
		a.Title = item.Title // else a page's own title counts, not what a stranger makes of it
	}
	if a.Quality == "" || a.Quality == news.QualityFeed {
		a.Body = item.Body
	}
	a.Hash = articleHash(a)
	a.Revision++
	_, err = w.tx.ExecContext(ctx, `
		UPDATE articles SET title = $1, summary = $2, body = $3, hash = $4, revision = $5, to_judge = $6 WHERE id = $7`,
		a.Title, a.Summary, asJSON(a.Body), a.Hash, a.Revision, toJudge(a.State), a.ID)
	if err != nil {
		return fmt.Errorf("edit article: %w", err)
	}
	w.saved.Updated++
	w.edited = append(w.edited, a)
	return lookAgain(ctx, w.tx, a.ID, w.poll.At)
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
