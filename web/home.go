package web

import (
	"context"
	"net/http"
	"time"

	"github.com/wardround/wardround/news"
)

const (
	homeItems  = 20
	week       = 7 * 24 * time.Hour
	homeIssues = 3
)

// homeData is the week so far: what the next issue has to choose from.
type homeData struct {
	Since  news.Day    `json:"since"`
	Quiet  bool        `json:"quiet"` // nothing since the last issue: the last seven days stand in
	Items  []item      `json:"items"`
	More   bool        `json:"more"` // there are more than are listed
	Topics []topicLine `json:"topics"`
	Issues []issueLine `json:"issues"`
}

func (s *Site) home(r *http.Request) (page, error) {
	ctx, now := r.Context(), s.now()
	issues, err := s.issueLines(r, homeIssues, 0)
	if err != nil {
		return page{}, err
	}
	since := now.Add(-week)
	if len(issues) > 0 && issues[0].To.After(since) {
		since = issues[0].To
	}
	hits, err := s.strongest(ctx, since)
	if err != nil {
		return page{}, err
	}
	quiet := len(hits) == 0
	if quiet {
		since = now.Add(-week)
		if hits, err = s.strongest(ctx, since); err != nil {
			return page{}, err
		}
	}
	counts, err := s.archive.TopicCounts(ctx, since)
	if err != nil {
		return page{}, err
	}
	d := homeData{Since: news.DayOf(since, s.zone), Quiet: quiet && len(issues) > 0, Issues: issues, More: len(hits) > homeItems}
	d.Items = s.items(hits[:min(len(hits), homeItems)], nil)
	for _, t := range s.opts.Topics {
		if counts[t.Name] > 0 {
			d.Topics = append(d.Topics, topicLine{Topic: t, Count: counts[t.Name]})
		}
	}
	return page{Name: "home", Title: "This week so far", Menu: "/", Data: d, Feeds: feedsOf("", "", "everything")}, nil
}

// strongest returns the most relevant articles since, one more than are shown.
func (s *Site) strongest(ctx context.Context, since time.Time) ([]news.Hit, error) {
	return s.archive.Search(ctx, news.Search{Since: since, Relevant: true, Order: news.HighScore, Limit: homeItems + 1})
}
