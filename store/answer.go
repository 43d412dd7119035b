package store

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/wardround/wardround/news"
)

// answering returns the numbers of the articles that answer a query, in its order,
// leaving out offset of them. Numbers are found first and rows read afterwards: sorting
// 50,000 rows with their bodies takes a hundred times as long as sorting their numbers.
func (s *Store) answering(ctx context.Context, q Query, offset int) ([]int64, error) {
	c := conditions(q)
	c.relevant = q.Relevant
	if q.Relevant && q.ByScore {
		c.parts = append(c.parts, `v.relevant = 1`)
	} else if q.Relevant { // the newest are found at once among the articles, else all that ever were relevant are sorted
		c.parts = append(c.parts, s.dialect.NotFirst+`v.relevant = 1`)
	}
	if strings.TrimSpace(q.Text) != "" {
		return s.matching(ctx, q, c, offset)
	}
	order := newestFirst
	if q.ByScore {
		order = `v.score DESC NULLS LAST, ` + order
	}
	text := `SELECT a.id FROM articles a LEFT JOIN verdicts v ON v.article = a.id WHERE ` + c.text() + ` ORDER BY ` + order
	switch {
	case q.Limit > 0:
		text += fmt.Sprintf(` LIMIT %d OFFSET %d`, q.Limit, offset)
	case offset > 0:
		text += fmt.Sprintf(` LIMIT %d OFFSET %d`, math.MaxInt32, offset)
	}
	rows, err := s.db.QueryContext(ctx, text, c.args...)
	return collect(rows, err, func(row scanner) (id int64, err error) { return id, row.Scan(&id) })
}

const newestFirst = `a.first_seen DESC, a.id DESC`

// condition is the WHERE of a query, with articles as a and verdicts as v.
type condition struct {
	parts    []string
	args     []any
	relevant bool // among the parts is that the article be relevant
}

// add appends a part in which ? stands for arg.
func (c *condition) add(part string, arg any) {
	c.args = append(c.args, arg)
	c.parts = append(c.parts, strings.ReplaceAll(part, "?", fmt.Sprintf("$%d", len(c.args))))
}

func (c *condition) text() string {
	if len(c.parts) == 0 {
		return `1 = 1`
	}
	return strings.Join(c.parts, ` AND `)
}

// conditions are all that a query asks for but its words and that it be relevant.
func conditions(q Query) *condition {
	c := &condition{}
	if !q.Known {
		c.add(`a.state <> ?`, string(news.PageKnown))
	}
	if q.Topic != "" {
		c.add(`a.id IN (SELECT article FROM verdict_topics WHERE topic = ?)`, q.Topic)
	}
	if q.Listed != "" {
		c.add(`a.id IN (SELECT article FROM sightings WHERE source = ?)`, q.Listed)
	}
	if q.Source != "" {
		c.add(`a.source = ?`, q.Source)
	}
	if !q.Since.IsZero() {
		c.add(`a.first_seen >= ?`, millis(q.Since))
	}
	if !q.Until.IsZero() {
		c.add(`a.first_seen < ?`, millis(q.Until))
	}
	if !q.TakenSince.IsZero() {
		c.add(`a.taken >= ?`, millis(q.TakenSince))
	}
	return c
}

// match is an article with the words that were asked for.
type match struct {
	id, seen int64
	score    float64 // of its verdict, if that was asked for
	rank     float64 // smaller is better
}

// maxRanked is how many matches, the newest, are put in another order than by their
// time. To weigh all that hold a common word would mean to read a tenth of the store.
const maxRanked = 1000

// matching is answering for a query with words.
func (s *Store) matching(ctx context.Context, q Query, c *condition, offset int) ([]int64, error) {
	terms := s.dialect.SearchTerms(q.Text)
	if terms == "" {
		return nil, nil // nothing but punctuation was asked for
	}
	need := 0
	if q.Limit > 0 {
		need = offset + q.Limit
	}
	if q.ByRank || q.ByScore {
		need = maxRanked
	}
	matches, err := s.newestMatches(ctx, terms, c, need)
	if err != nil {
		return nil, err
	}
	if q.ByRank || q.ByScore {
		matches = matches[:min(len(matches), maxRanked)]
	}
	if q.ByRank {
		if err := s.weigh(ctx, terms, matches); err != nil {
			return nil, err
		}
		slices.SortStableFunc(matches, func(a, b match) int { return cmp.Compare(a.rank, b.rank) })
	}
	if q.ByScore {
		slices.SortStableFunc(matches, func(a, b match) int { return cmp.Compare(b.score, a.score) })
	}
	matches = matches[min(offset, len(matches)):]
	if q.Limit > 0 {
		matches = matches[:min(q.Limit, len(matches))]
	}
	ids := make([]int64, len(matches))
	for i, m := range matches {
		ids[i] = m.id
	}
	return ids, nil
}

// Articles are searched in slices by their number, the latest first: the newest
// matches of a common word are found without a look at the others. Where each article
// holds the word, a page of them is in the first slice if one in eighty is relevant, and
// a look at it takes ten milliseconds. The next is as wide as what was found lets expect
// that it must be, and a quarter more; at least twice as wide, so that looks stay few
// where that was wrong, and at most sixteen times: a million take five.
const (
	firstSlice = 1 << 11
	widerLeast = 2
	widerMost  = 16
)

// nextWidth is how wide the slice after one is that held so many matches, when so many
// are still missing.
func nextWidth(width int64, found, missing int) int64 {
	if found == 0 {
		return width * widerMost
	}
	return min(max(width*widerLeast, width*int64(missing)*5/(4*int64(found))), width*widerMost)
}

// newestMatches returns the newest need matches, and some more; all of them if need is
// 0. An article is first seen when it is taken in, or earlier: so once need matches are
// newer than what the next slice begins with, no slice holds a newer one.
func (s *Store) newestMatches(ctx context.Context, terms string, c *condition, need int) ([]match, error) {
	var last int64
	if err := s.db.QueryRowContext(ctx, `SELECT coalesce(max(id), 0) FROM articles`).Scan(&last); err != nil {
		return nil, err
	}
	var all []match
	width := int64(firstSlice)
	if need == 0 {
		width = last
	}
	for last > 0 {
		slice, err := s.sliceMatches(ctx, terms, c, [2]int64{last - width, last})
		if err != nil {
			return nil, err
		}
		all = append(all, slice...)
		slices.SortFunc(all, func(a, b match) int { return cmp.Or(cmp.Compare(b.seen, a.seen), cmp.Compare(b.id, a.id)) })
		if last -= width; last <= 0 || need == 0 || len(all) < need {
			width = nextWidth(width, len(slice), need-len(all))
			continue
		}
		var taken int64 // of the newest article of the next slice
		if err := s.db.QueryRowContext(ctx, `SELECT coalesce((SELECT taken FROM articles WHERE id <= $1 ORDER BY id DESC LIMIT 1), 0)`,
			last).Scan(&taken); err != nil {
			return nil, err
		}
		if all[need-1].seen >= taken {
			break
		}
		width *= widerLeast
	}
	return all, nil
}

// sliceMatches returns the matches whose numbers are above the first and at most the
// second of these.
func (s *Store) sliceMatches(ctx context.Context, terms string, c *condition, between [2]int64) ([]match, error) {
	args := append(append([]any{}, c.args...), terms)
	fill := strings.NewReplacer("TERMS", fmt.Sprintf("$%d", len(args)), "LOW", fmt.Sprint(between[0]), "HIGH", fmt.Sprint(between[1]),
		"RELEVANT", strconv.FormatBool(c.relevant))
	rows, err := s.db.QueryContext(ctx, `SELECT a.id, a.first_seen, coalesce(v.score, -1)
		FROM `+fill.Replace(s.dialect.SearchSlice)+` LEFT JOIN verdicts v ON v.article = a.id
		WHERE `+fill.Replace(s.dialect.SearchWhere)+` AND `+c.text(), append(slices.Clone(s.dialect.PlanEach), args...)...)
	return collect(rows, err, func(row scanner) (m match, err error) { return m, row.Scan(&m.id, &m.seen, &m.score) })
}
