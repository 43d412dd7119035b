package store

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/wardround/wardround/news"
)

// sighted is an item's article if it has one, and the hash of what the source
// said of it last; the hash is "" when this source has not listed it before.
type sighted struct {
	article int64
	hash    string
	undated bool // the article has no instant of publication
}

// findSightings returns what is known of each item of a poll, in two queries for
// all of them: by the source's own GUIDs, then by the addresses of the rest.
func findSightings(ctx context.Context, tx queryer, poll news.Poll) ([]sighted, error) {
	found := make([]sighted, len(poll.Items))
	guids := make(map[string]int, len(poll.Items))
	for i, item := range poll.Items {
		guids[item.GUID] = i
	}
	err := lookUp(ctx, tx, found, guids, `SELECT s.guid, s.article, s.hash, a.published = 0
		FROM sightings s JOIN articles a ON a.id = s.article WHERE s.guid IN (`, `) AND s.source = `, poll.Source.URL)
	if err != nil {
		return nil, fmt.Errorf("find sightings: %w", err)
	}
	urls := make(map[string]int, len(poll.Items))
	for i, item := range poll.Items {
		if found[i].article == 0 {
			urls[item.URL] = i
		}
	}
	if err := lookUp(ctx, tx, found, urls, `SELECT url, id, '', published = 0 FROM articles WHERE url IN (`, `)`); err != nil {
		return nil, fmt.Errorf("find articles: %w", err)
	}
	err = lookUp(ctx, tx, found, urls, `SELECT f.url, a.id, '', a.published = 0
		FROM former_urls f JOIN articles a ON a.id = f.article WHERE f.url IN (`, `)`)
	if err != nil {
		return nil, fmt.Errorf("find former addresses: %w", err)
	}
	return found, nil
}

// lookUp asks for all keys at once and puts what is known of each where its
// index says. before and after stand around the list of keys; args follow them.
func lookUp(ctx context.Context, tx queryer, found []sighted, keys map[string]int, before, after string, args ...any) error {
	if len(keys) == 0 {
		return nil
	}
	values := make([]any, 0, len(keys)+len(args))
	var text strings.Builder
	text.WriteString(before)
	place := func(value any) {
		values = append(values, value)
		text.WriteString("$" + strconv.Itoa(len(values)))
	}
	for key := range keys {
		if len(values) > 0 {
			text.WriteByte(',')
		}
		place(key)
	}
	text.WriteString(after)
	for _, arg := range args {
		place(arg)
	}
	rows, err := tx.QueryContext(ctx, text.String(), values...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var key string
		var s sighted
		if err := rows.Scan(&key, &s.article, &s.hash, &s.undated); err != nil {
			return err
		}
		found[keys[key]] = s
	}
	return rows.Err()
}
