package fetch

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
)

// memStore is a Store in memory that keeps to the rules written in store.go.
type memStore struct {
	mu        sync.Mutex
	states    map[string]news.SourceState
	articles  []news.Article
	sightings map[[2]string]int // (source, guid) -> index
	titles    map[[2]string]string
	former    map[string]int
	waits     map[string]time.Time
	robots    map[string]news.RobotsFile
	looks     map[int64]*pageLooks
	postponed map[int64]PostponedPage
	tries     map[int64]int
	polls     []news.Poll
	kept      []KeptPage
	blocked   []string
	failNext  error // returned by the next write
}

func newMemStore() *memStore {
	return &memStore{
		states: map[string]news.SourceState{}, sightings: map[[2]string]int{}, titles: map[[2]string]string{},
		former: map[string]int{}, robots: map[string]news.RobotsFile{}, looks: map[int64]*pageLooks{}, waits: map[string]time.Time{}, postponed: map[int64]PostponedPage{}, tries: map[int64]int{},
	}
}

func (m *memStore) SourceState(_ context.Context, url string) (news.SourceState, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	s := m.states[url]
	s.URL = url
	return s, nil
}

func (m *memStore) SavePoll(_ context.Context, poll news.Poll) (news.PollSaved, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.failNext; err != nil {
		m.failNext = nil
		return news.PollSaved{}, err
	}
	m.polls = append(m.polls, poll)
	saved := news.PollSaved{Items: len(poll.Items)}
	for _, item := range poll.Items {
		m.saveItem(poll, item, &saved)
	}
	if saved.New > 0 {
		poll.State.LastNew = poll.At
	}
	m.states[poll.Source.URL] = poll.State
	return saved, nil
}

func (m *memStore) saveItem(poll news.Poll, item news.Item, saved *news.PollSaved) {
	key := [2]string{poll.Source.URL, item.GUID}
	i, seen := m.sightings[key]
	if !seen {
		if i = slices.IndexFunc(m.articles, func(a news.Article) bool { return a.URL == item.URL }); i < 0 {
			if old, ok := m.former[item.URL]; ok {
				i = old
			}
		}
	}
	if i >= 0 && (seen || i < len(m.articles)) {
		if seen && m.titles[key] != item.Title && m.articles[i].Source == poll.Source.Name {
			m.articles[i].Title, m.articles[i].Revision = item.Title, m.articles[i].Revision+1
			saved.Updated++
			m.lookAgain(m.articles[i].ID, poll.At)
		}
		m.sightings[key], m.titles[key] = i, item.Title
		return
	}
	a := news.Article{
		ID: int64(len(m.articles) + 1), URL: item.URL, Title: item.Title, Authors: item.Authors, Published: item.Published, Summary: item.Summary,
		Body: item.Body, Source: poll.Source.Name, Publisher: cmp.Or(item.Publisher, poll.Source.Name), Revision: 1, MaxSnippet: -1, FirstSeen: poll.At, State: news.PageWanted,
	}
	if poll.State.FirstRead.Equal(poll.At) && !item.Published.IsZero() && item.Published.Before(poll.At) {
		a.FirstSeen = item.Published
	}
	switch {
	case !poll.Fresh.IsZero() && !item.Published.IsZero() && item.Published.Before(poll.Fresh):
		a.State = news.PageKnown
		saved.Known++
	case item.Link == "":
		a.State, a.Quality = news.PageDone, news.QualityFeed
		saved.New++
	default:
		saved.New++
	}
	m.articles = append(m.articles, a)
	m.sightings[key], m.titles[key] = len(m.articles)-1, item.Title
}

func (m *memStore) HostWait(_ context.Context, host string) (time.Time, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.waits[host], nil
}

func (m *memStore) SetHostWait(_ context.Context, host string, until time.Time) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.waits[host] = until
	return nil
}

func (m *memStore) WantedURLs(ctx context.Context, now time.Time) ([]string, error) {
	wanted, err := m.WantedPages(ctx, PagesWanted{Now: now})
	urls := make([]string, len(wanted))
	for i, w := range wanted {
		urls[i] = w.Article.URL
	}
	return urls, err
}

func (m *memStore) WantedPages(_ context.Context, which PagesWanted) ([]WantedPage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var wanted []WantedPage
	for _, a := range m.articles {
		if p, ok := m.postponed[a.ID]; a.State == news.PageWanted && !(ok && which.Now.Before(p.Until)) &&
			strings.Contains(a.URL, which.At) && (which.Limit == 0 || len(wanted) < which.Limit) {
			wanted = append(wanted, WantedPage{Article: a, Tries: m.tries[a.ID]})
		}
	}
	return append(wanted, m.revisits(which.Now)...), nil
}

func (m *memStore) SavePage(_ context.Context, page ScrapedPage) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if err := m.failNext; err != nil {
		m.failNext = nil
		return err
	}
	a := &m.articles[page.Article-1]
	if p := page.Page; p.URL != "" && p.URL != a.URL {
		m.former[a.URL] = int(page.Article - 1)
		a.URL = p.URL
	}
	a.Title, a.Standfirst, a.Publisher = firstOf(page.Page.Title, a.Title), page.Page.Standfirst, firstOf(page.Page.Publisher, a.Publisher)
	a.Body, a.Quality, a.Reason, a.State = page.Page.Body, page.Page.Quality, page.Page.Reason, page.State
	if !page.Again {
		m.noteLook(page)
	}
	if page.Raw != nil {
		m.kept = append(m.kept, KeptPage{Article: *a, URL: page.RawURL, ContentType: page.ContentType, Robots: page.Robots, At: page.At, Raw: page.Raw})
	}
	return nil
}

func (m *memStore) PostponePage(_ context.Context, page PostponedPage) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if page.Revisit {
		m.postponeRevisit(page)
		return nil
	}
	m.postponed[page.Article] = page
	if page.Tried {
		m.tries[page.Article]++
	}
	m.articles[page.Article-1].Reason = page.Reason
	return nil
}

func (m *memStore) ArticleByURL(_ context.Context, url string) (news.Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, a := range m.articles {
		if a.URL == url {
			return a, nil
		}
	}
	return news.Article{}, errors.New("no article at " + url)
}

func (m *memStore) KeptPages(_ context.Context, since time.Time, after int64, limit int) ([]KeptPage, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []KeptPage
	for _, k := range m.kept {
		if !k.At.Before(since) && k.Article.ID > after && len(out) < limit {
			k.Article = m.articles[k.Article.ID-1]
			out = append(out, k)
		}
	}
	return out, nil
}

func (m *memStore) BlockedHosts(context.Context) ([]string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.blocked), nil
}
