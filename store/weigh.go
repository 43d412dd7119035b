package store

import (
	"context"
	"fmt"
	"strings"
)

// How well a match answers, the same for both databases. What they offer themselves is
// dear in a large store: bm25 of FTS5 counts each word's articles in all of it, a third of
// a second for two common words among a million. How rare words are changes little here, since
// each match holds all of them; how often it says them, and where, is what differs.
const (
	titleWeight = 4.0  // of a word in the headline
	saturation  = 1.2  // the usual ones of bm25: saying a word ten times is not ten times better,
	lengthShare = 0.75 // and a long article says each word more often
)

// weigh gives matches their ranks by the texts of their articles.
func (s *Store) weigh(ctx context.Context, terms string, matches []match) error {
	ids, at := numbersOf(matches)
	rows, err := s.db.QueryContext(ctx, `SELECT id, title, standfirst || ' ' || summary || ' ' || body FROM articles WHERE id IN (`+numbers(ids)+`)`)
	type text struct {
		id          int64
		title, body string
	}
	texts, err := collect(rows, err, func(row scanner) (t text, err error) { return t, row.Scan(&t.id, &t.title, &t.body) })
	if err != nil {
		return fmt.Errorf("weigh matches: %w", err)
	}
	words, letters := roots(terms), 1
	for _, t := range texts {
		letters += len(t.body)
	}
	for _, t := range texts {
		long := float64(len(t.body)) * float64(len(texts)) / float64(letters) // 1: as long as most
		matches[at[t.id]].rank = -worth(words, strings.ToLower(t.title), strings.ToLower(t.body), long)
	}
	return nil
}

// worth is how well a text answers, more is better.
func worth(words []string, title, body string, long float64) float64 {
	sum := 0.0
	for _, word := range words {
		inTitle, inBody := float64(strings.Count(title, word)), float64(strings.Count(body, word))
		sum += titleWeight*inTitle/(inTitle+saturation) + inBody/(inBody+saturation*(1-lengthShare+lengthShare*long))
	}
	return sum
}

// roots are the words and phrases of a query, quoted as [QuoteTerms] does, without the
// endings that differ within a text.
func roots(terms string) []string {
	var roots []string
	for i, term := range strings.Split(strings.ToLower(terms), `"`) {
		if i%2 == 0 {
			continue
		}
		for _, ending := range []string{"ing", "ed", "es", "s"} {
			if root, ok := strings.CutSuffix(term, ending); ok && len(root) >= 4 {
				term = root
				break
			}
		}
		roots = append(roots, term)
	}
	return roots
}

// numbersOf are the numbers of matches, and the place of each.
func numbersOf(matches []match) ([]int64, map[int64]int) {
	ids, at := make([]int64, len(matches)), make(map[int64]int, len(matches))
	for i, m := range matches {
		ids[i], at[m.id] = m.id, i
	}
	return ids, at
}
