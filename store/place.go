package store

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/wardround/wardround/news"
)

// Placing is one transaction in which articles find their stories. Its statements
// are prepared once; hundreds of articles share one commit.
type Placing struct{ b *batch }

// PlaceStories runs work in one transaction.
func (s *Store) PlaceStories(ctx context.Context, work func(*Placing) error) error {
	return inTx(ctx, s.db, "place articles among stories", func(tx *sql.Tx) error { return work(&Placing{newBatch(tx)}) })
}

// in is a list of placeholders for IN, from number first on. Lists of one length
// are one text, so that it is prepared once.
func in(first, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString("$" + strconv.Itoa(first+i))
	}
	return b.String()
}

// anys are numbers as arguments, the first repeated until there are 1, 2, 4, 8 and
// so on: lists of nearly one length share a statement that is prepared.
func anys(numbers []int64) []any {
	n := 1
	for n < len(numbers) {
		n *= 2
	}
	out := make([]any, n)
	for i := range out {
		out[i] = numbers[0]
		if i < len(numbers) {
			out[i] = numbers[i]
		}
	}
	return out
}

// Kept returns what is kept of these articles.
func (p *Placing) Kept(ctx context.Context, articles []int64) ([]Signature, error) {
	if len(articles) == 0 {
		return nil, nil
	}
	args := anys(articles)
	rows, err := p.b.QueryContext(ctx, `SELECT `+signatureColumns+` FROM story_articles s
		WHERE s.article IN (`+in(1, len(args))+`) ORDER BY s.article`, args...)
	return signatures(rows, err, "kept signatures")
}

// Save keeps an article's signature in place of an earlier one, which [Placing.Forget]
// takes out first. The article is done unless its text changed meanwhile: hash is of
// the text that was signed. Links are to articles that are kept.
func (p *Placing) Save(ctx context.Context, sig Signature, hash string) error {
	packed := make([]byte, 0, 8*len(sig.Keys))
	for _, key := range sig.Keys {
		packed = binary.LittleEndian.AppendUint64(packed, uint64(key.Hash))
	}
	_, err := p.b.ExecContext(ctx, `INSERT INTO story_articles (article, story, copy_of, day, words, keys, data)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (article) DO UPDATE SET story = excluded.story, copy_of = excluded.copy_of,
			day = excluded.day, words = excluded.words, keys = excluded.keys, data = excluded.data`,
		sig.Article, sig.Story, sig.CopyOf, sig.Day, sig.Words, packed, sig.Data)
	if err == nil && len(sig.Keys) > 0 {
		err = p.index(ctx, sig)
	}
	for _, link := range sig.Links {
		if err == nil {
			_, err = p.b.ExecContext(ctx, `INSERT INTO story_links (a, b, score) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
				min(sig.Article, link.Article), max(sig.Article, link.Article), link.Score)
		}
	}
	if err == nil {
		err = p.Done(ctx, sig.Article, hash)
	}
	if err != nil {
		return fmt.Errorf("signature of article %d: %w", sig.Article, err)
	}
	return nil
}

// index adds an article to the inverted index.
func (p *Placing) index(ctx context.Context, sig Signature) error {
	var rows []string
	args := []any{bucket(sig.Day), sig.Article, epochDay(sig.Day)}
	for i, key := range sig.Keys {
		rows = append(rows, "($1, $"+strconv.Itoa(i+4)+", $2, $3)")
		args = append(args, key.Hash)
	}
	_, err := p.b.ExecContext(ctx, `INSERT INTO story_keys (bucket, key, article, day) VALUES `+
		strings.Join(rows, ", ")+` ON CONFLICT DO NOTHING`, args...)
	return err
}

// Done says that nothing is outstanding for the text with this hash.
func (p *Placing) Done(ctx context.Context, article int64, hash string) error {
	_, err := p.b.ExecContext(ctx, `UPDATE verdicts SET to_group = 0 WHERE article = $1
		AND EXISTS (SELECT 1 FROM articles WHERE id = $1 AND hash = $2)`, article, hash)
	if err != nil {
		return fmt.Errorf("article %d is placed: %w", article, err)
	}
	return nil
}

// copiesWait has the copies of article $1 placed again: it stands for them no more.
const copiesWait = `UPDATE verdicts SET to_group = 1
	WHERE article IN (SELECT article FROM story_articles WHERE copy_of = $1 AND copy_of <> 0)`

// Forget takes what is kept of an article out of the stories.
func (p *Placing) Forget(ctx context.Context, article int64) error {
	var packed []byte
	var day news.Day
	rows, err := p.b.QueryContext(ctx, `SELECT keys, day FROM story_articles WHERE article = $1`, article)
	kept, err := collect(rows, err, func(row scanner) (any, error) { return nil, row.Scan(&packed, &day) })
	if err != nil || len(kept) == 0 {
		return err
	}
	for ; len(packed) >= 8; packed = packed[8:] {
		_, gone := p.b.ExecContext(ctx, `DELETE FROM story_keys WHERE bucket = $1 AND key = $2 AND article = $3`,
			bucket(day), int64(binary.LittleEndian.Uint64(packed)), article)
		err = errors.Join(err, gone)
	}
	for _, query := range []string{copiesWait, `DELETE FROM story_links WHERE a = $1 OR b = $1`,
		`DELETE FROM story_articles WHERE article = $1`} {
		_, gone := p.b.ExecContext(ctx, query, article)
		err = errors.Join(err, gone)
	}
	if err != nil {
		return fmt.Errorf("forget signature of article %d: %w", article, err)
	}
	return nil
}

const (
	// bucketDays is the width of the index's buckets: a window of three weeks lies
	// in two of them at most.
	bucketDays = 21
	// maxPosting is how many articles of a bucket one key leads to. Of a few hundred
	// relevant articles in three weeks a telling word is in one in a hundred; one that
	// more share tells nothing, or all of them are one story, which any of these leads to.
	maxPosting = 24
)

func epochDay(day news.Day) int { return day.Sub("1970-01-01") }

func bucket(day news.Day) int { return epochDay(day) / bucketDays }

// Nearby is what an index knows around an article.
type Nearby struct {
	Signatures []Signature // the nearest first
	Full       []int64     // keys that lead to as many articles as they may
	Read       int         // rows of the index that were looked at
}

// Near returns up to limit articles of the days from to to that share most of the
// article's keys, by weight. None of them is a copy.
func (p *Placing) Near(ctx context.Context, sig Signature, from, to news.Day, limit int) (Nearby, error) {
	return near(ctx, p.b, sig, [2]news.Day{from, to}, limit)
}

// Near is [Placing.Near] for who only looks.
func (s *Store) Near(ctx context.Context, sig Signature, from, to news.Day, limit int) (Nearby, error) {
	return near(ctx, s.db, sig, [2]news.Day{from, to}, limit)
}

func near(ctx context.Context, q queryer, sig Signature, days [2]news.Day, limit int) (Nearby, error) {
	var n Nearby
	if len(sig.Keys) == 0 {
		return n, nil
	}
	weight := make(map[int64]float64, len(sig.Keys))
	var args []any
	for b := bucket(days[0]); b <= bucket(days[1]); b++ {
		args = append(args, b)
	}
	buckets := len(args)
	for _, key := range sig.Keys {
		weight[key.Hash] = key.Weight
		args = append(args, key.Hash)
	}
	rows, err := q.QueryContext(ctx, `SELECT bucket, key, article, day FROM story_keys
		WHERE bucket IN (`+in(1, buckets)+`) AND key IN (`+in(buckets+1, len(sig.Keys))+`)`, args...)
	if err != nil {
		return n, fmt.Errorf("near articles: %w", err)
	}
	defer rows.Close()
	shared, length := map[int64]float64{}, map[int64]int{}
	own, first, last := bucket(sig.Day), epochDay(days[0]), epochDay(days[1])
	for rows.Next() {
		var in, day int
		var key, article int64
		if err := rows.Scan(&in, &key, &article, &day); err != nil {
			return n, fmt.Errorf("near articles: %w", err)
		}
		n.Read++
		if in == own {
			if length[key]++; length[key] == maxPosting {
				n.Full = append(n.Full, key)
			}
		}
		if article != sig.Article && day >= first && day <= last {
			shared[article] += weight[key]
		}
	}
	if err := rows.Err(); err != nil {
		return n, fmt.Errorf("near articles: %w", err)
	}
	n.Signatures, err = nearest(ctx, q, shared, limit)
	return n, err
}

// nearest reads the limit articles that share most, the nearest first.
func nearest(ctx context.Context, q queryer, shared map[int64]float64, limit int) ([]Signature, error) {
	ids := make([]int64, 0, len(shared))
	for article := range shared {
		ids = append(ids, article)
	}
	slices.SortFunc(ids, func(a, b int64) int { return cmp.Or(cmp.Compare(shared[b], shared[a]), cmp.Compare(a, b)) })
	if ids = ids[:min(len(ids), limit)]; len(ids) == 0 {
		return nil, nil
	}
	args := anys(ids)
	rows, err := q.QueryContext(ctx, `SELECT `+signatureColumns+` FROM story_articles s WHERE s.article IN (`+in(1, len(args))+`)`,
		args...)
	all, err := signatures(rows, err, "near articles")
	slices.SortFunc(all, func(a, b Signature) int {
		return cmp.Compare(slices.Index(ids, a.Article), slices.Index(ids, b.Article))
	})
	return all, err
}
