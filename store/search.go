package store

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// Query says which articles are wanted. The zero value wants all that were
// taken in, newest first.
type Query struct {
	Text       string    // words that must all be there; "a phrase" in double quotes
	Topic      string    // only relevant articles with this topic
	Listed     string    // only what the source with this identity lists
	Source     string    // name of the source that listed the article first
	Since      time.Time // first seen at or after
	Until      time.Time // first seen before
	TakenSince time.Time // first listed by a poll at or after
	Relevant   bool      // only relevant ones
	Known      bool      // also those that were too old when their source was first read
	ByRank     bool      // best match first, in place of newest first; only with Text
	ByScore    bool      // highest score first, in place of newest first
	Brief      bool      // as a list shows them: without texts, and without what a verdict rests on
	Limit      int       // 0: no limit
}

// Found is an article with its verdict; Judged tells whether there is one yet.
type Found struct {
	Article news.Article
	Verdict news.Verdict
	Judged  bool
	Feed    string // address of the source: declared, or where it moved for good
}

// Find returns the articles that answer the query.
func (s *Store) Find(ctx context.Context, q Query) ([]Found, error) {
	c, ok := s.compile(q)
	if !ok {
		return nil, nil // nothing but punctuation was asked for
	}
	columns := verdictColumns + `, a.source_url, coalesce(s.state, ''), ` + articleColumns
	if q.Brief {
		columns = `coalesce(v.data, ''), '', a.source_url, coalesce(s.state, ''), ` + briefColumns
	}
	text := c.selecting(columns)
	if q.Limit > 0 {
		text += fmt.Sprintf(` LIMIT %d`, q.Limit)
	}
	rows, err := s.db.QueryContext(ctx, text, c.args...)
	found, err := collect(rows, err, scanFound)
	if err != nil {
		return nil, fmt.Errorf("find articles: %w", err)
	}
	return found, nil
}

func scanFound(row scanner) (Found, error) {
	var f Found
	var verdict keptVerdict
	var state string
	a, dest := articleDest()
	if err := row.Scan(append([]any{&verdict.data, &verdict.matches, &f.Feed, &state}, dest.fields...)...); err != nil {
		return f, err
	}
	if err := dest.finish(); err != nil {
		return f, err
	}
	f.Article, f.Judged = *a, verdict.data != ""
	if strings.Contains(state, `"moved":true`) { // else a thousand articles read the same state a thousand times
		moved := news.SourceState{URL: f.Feed}
		if err := fromJSON(state, &moved); err != nil {
			return f, err
		}
		f.Feed = moved.Address()
	}
	return f, verdict.read(&f.Verdict)
}

// compiled is a query in the parts of its SQL.
type compiled struct {
	from, order string
	where       []string
	args        []any
	searching   bool // the first condition and argument are the words of a search
}

// add appends a condition in which ? stands for arg.
func (c *compiled) add(condition string, arg any) {
	c.args = append(c.args, arg)
	c.where = append(c.where, strings.ReplaceAll(condition, "?", fmt.Sprintf("$%d", len(c.args))))
}

// selecting is the statement that reads these columns of what is wanted.
func (c *compiled) selecting(columns string) string {
	text := `SELECT ` + columns + ` FROM ` + c.from +
		` LEFT JOIN verdicts v ON v.article = a.id LEFT JOIN sources s ON s.url = a.source_url`
	if len(c.where) > 0 {
		text += ` WHERE ` + strings.Join(c.where, ` AND `)
	}
	return text + ` ORDER BY ` + c.order
}

// compile turns a query into SQL; it is not ok when Text holds no word.
func (s *Store) compile(q Query) (c *compiled, ok bool) {
	c = &compiled{from: `articles a`, order: `a.first_seen DESC, a.id DESC`}
	if strings.TrimSpace(q.Text) != "" {
		terms := s.dialect.SearchTerms(q.Text)
		if terms == "" {
			return nil, false
		}
		c.from, c.searching = s.dialect.SearchFrom, true
		c.args, c.where = append(c.args, terms), append(c.where, s.dialect.SearchWhere)
		if q.ByRank {
			c.order = s.dialect.SearchRank + `, ` + c.order
		}
	}
	if q.ByScore {
		c.order = `v.score DESC NULLS LAST, ` + c.order
	}
	if !q.Known {
		c.add(`a.state <> ?`, news.PageKnown)
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
	if q.Relevant {
		c.where = append(c.where, `v.relevant = 1`)
	}
	return c, true
}
