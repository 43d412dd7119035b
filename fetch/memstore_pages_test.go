package fetch

import (
	"context"
	"time"

	"github.com/wardround/wardround/news"
)

// pageLooks are the looks at one article's page.
type pageLooks struct {
	looks                   int
	gone                    bool
	first, due              time.Time
	url, etag, lastModified string
}

func (m *memStore) Robots(_ context.Context, origin string) (news.RobotsFile, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.robots[origin], nil
}

func (m *memStore) SetRobots(_ context.Context, file news.RobotsFile) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.robots[file.Origin] = file
	return nil
}

func (m *memStore) lookAgain(article int64, at time.Time) {
	if l := m.looks[article]; l != nil && l.looks < 3 && at.Sub(l.first) < 7*24*time.Hour {
		l.due = at
	}
}

func (m *memStore) noteLook(page ScrapedPage) {
	l := m.looks[page.Article]
	if l == nil {
		l = &pageLooks{first: page.At}
		m.looks[page.Article] = l
	}
	l.looks++
	l.due, l.url, l.etag, l.lastModified = time.Time{}, page.RawURL, page.ETag, page.Modified
}

func (m *memStore) revisits(now time.Time) []WantedPage {
	var again []WantedPage
	for id, l := range m.looks {
		if l.due.IsZero() || l.due.After(now) || l.looks >= 3 {
			continue
		}
		w := WantedPage{Article: m.articles[id-1], Revisit: true}
		if l.url == w.Article.URL {
			w.ETag, w.LastModified = l.etag, l.lastModified
		}
		again = append(again, w)
	}
	return again
}

func (m *memStore) postponeRevisit(page PostponedPage) {
	l := m.looks[page.Article]
	l.due, l.gone = page.Until, page.Gone
	if page.Tried {
		l.looks++
	}
}
