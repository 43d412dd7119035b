package store

import (
	"context"
	"fmt"
	"strings"
	"time"
	"unicode"

	"github.com/wardround/wardround/news"
)

// A news search lists what publishers' own feeds list, under addresses of its own.
// The two are known to be one by their title, if it is telling enough and both came
// within a week: headlines of regular columns return, but later.
const (
	titleWindow   = 7 * 24 * time.Hour
	telling       = 4  // words
	tellingLetter = 20 // bytes
)

// titled is an article that an item may be, going by its title.
type titled struct {
	sighted
	at          time.Time // published, or first seen
	url, source string
}

// mayBe reports whether an item of that title may be this article. One of them has an
// address of the search's own, or both are on one site: else anybody could take
// over what another publisher wrote, by its title alone.
func (t titled) mayBe(item news.Item, poll news.Source) bool {
	search, found := t.source, t.url
	if poll.Kind == news.KindSearch {
		search, found = poll.URL, item.URL
	}
	return atHome(found, search) || siteOf(t.url) == siteOf(item.URL)
}

// matchTitles finds the articles of items that are known neither by GUID nor by
// address: a search's item among what others listed, another source's among what
// only searches have listed. What a search listed first becomes the other's.
func (w *pollWrite) matchTitles(ctx context.Context, known []sighted) error {
	bySearch := w.poll.Source.Kind == news.KindSearch
	var byTitle map[string]titled
	for i, item := range w.poll.Items {
		if known[i].article != 0 || item.Link == "" {
			continue
		}
		if byTitle == nil {
			var err error
			if byTitle, err = recentTitles(ctx, w.tx, w.poll.At, !bySearch); err != nil {
				return err
			}
		}
		if len(byTitle) == 0 {
			return nil // as for who has no searches
		}
		for _, key := range titleKeys(item.Title, bySearch) {
			found, ok := byTitle[key]
			if !ok || !item.Published.IsZero() && item.Published.Sub(found.at).Abs() > titleWindow || !found.mayBe(item, w.poll.Source) {
				continue
			}
			known[i] = found.sighted
			if !bySearch {
				delete(byTitle, key)
				if err := w.takeOver(ctx, found.article, item); err != nil {
					return err
				}
			}
			break
		}
	}
	return nil
}

// recentTitles returns the articles of the last week by the key of their title:
// those that only searches have listed, or all others.
func recentTitles(ctx context.Context, tx queryer, now time.Time, searched bool) (map[string]titled, error) {
	query := `SELECT title, id, published, first_seen, url, source_url FROM articles WHERE first_seen >= $1 AND searched = 0`
	if searched {
		query = `SELECT title, id, published, first_seen, url, source_url FROM articles WHERE first_seen >= $1 AND searched = 1`
	}
	rows, err := tx.QueryContext(ctx, query, millis(now.Add(-titleWindow)))
	byTitle := map[string]titled{}
	_, err = collect(rows, err, func(row scanner) (struct{}, error) {
		var title string
		var t titled
		var published, seen int64
		err := row.Scan(&title, &t.article, &published, &seen, &t.url, &t.source)
		t.undated, t.at = published == 0, instant(seen)
		if published != 0 {
			t.at = instant(published)
		}
		for _, key := range titleKeys(title, searched) {
			byTitle[key] = t
		}
		return struct{}{}, err
	})
	if err != nil {
		return nil, fmt.Errorf("recent titles: %w", err)
	}
	return byTitle, nil
}

// titleKeys returns what a title is compared by: its words without case, accents and
// punctuation. A search may add the publisher's name behind a dash; the title
// without it counts as well. There is none for a title that tells too little.
func titleKeys(title string, bySearch bool) []string {
	titles := []string{title}
	if i := strings.LastIndex(title, " - "); bySearch && i > 0 {
		titles = append(titles, title[:i])
	}
	var keys []string
	for _, t := range titles {
		words := strings.FieldsFunc(strings.ToLower(fold(t)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
		if key := strings.Join(words, " "); len(words) >= telling && len(key) >= tellingLetter {
			keys = append(keys, key)
		}
	}
	return keys
}

// takeOver gives an article that only searches had listed to the source that lists
// it now, with its address there; its page is asked for unless it was read already.
func (w *pollWrite) takeOver(ctx context.Context, id int64, item news.Item) error {
	_, err := w.tx.ExecContext(ctx, `INSERT INTO former_urls (url, article) SELECT url, id FROM articles WHERE id = $1`, id)
	if err != nil {
		return fmt.Errorf("keep address of search: %w", err)
	}
	_, err = w.tx.ExecContext(ctx, `
		UPDATE articles SET url = $1, source = $2, source_url = $3, searched = 0, page_due = 0, page_tries = 0,
			state = CASE WHEN quality IN ('', 'feed', 'failed') THEN 'wanted' ELSE state END
		WHERE id = $4`, item.URL, w.poll.Source.Name, w.poll.Source.URL, id)
	if err != nil {
		return fmt.Errorf("take over from search: %w", err)
	}
	return nil
}

// searched marks what only a search has listed.
func searched(source news.Source) int {
	if source.Kind == news.KindSearch {
		return 1
	}
	return 0
}
