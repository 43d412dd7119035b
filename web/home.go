package web

import (
	"cmp"
	"context"
	"net/http"
	"slices"
	"time"

	"github.com/wardround/wardround/news"
)

const (
	homeItems  = 20
	week       = 7 * 24 * time.Hour
	homeIssues = 3
	homeLines  = 5 // of promises and of stories

	// dueAhead is how many days ahead a promise is on the first page.
	dueAhead = 28
)

// homeData is the week so far: what the next issue has to choose from.
type homeData struct {
	Since  news.Day    `json:"since"`
	Quiet  bool        `json:"quiet"` // nothing since the last issue: the last seven days stand in
	Items  []item      `json:"items"`
	More   bool        `json:"more"` // there are more than are listed
	Topics []topicLine `json:"topics"`
	Issues []issueLine `json:"issues"`

	Promises []promiseLine `json:"promises,omitempty"` // due soon, or changed since
	Stories  []storyLine   `json:"stories,omitempty"`  // that several publishers told since
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
	d := homeData{Since: news.DayOf(since, s.zone), Quiet: quiet && len(issues) > 0, Issues: issues, Topics: []topicLine{},
		More: len(hits) > homeItems}
	d.Items = s.items(hits[:min(len(hits), homeItems)], nil)
	if err := s.besideArticles(ctx, &d, since); err != nil {
		return page{}, err
	}
	return page{Name: "home", Title: "This week so far", Menu: "/", Data: d, Feeds: feedsOf("", "", "everything")}, nil
}

// besideArticles adds what else there is of the time since: topics, promises, stories.
func (s *Site) besideArticles(ctx context.Context, d *homeData, since time.Time) error {
	counts, err := s.archive.TopicCounts(ctx, since)
	if err != nil {
		return err
	}
	for _, t := range s.opts.Topics {
		if counts[t.Name] > 0 {
			d.Topics = append(d.Topics, topicLine{Topic: t, Count: counts[t.Name]})
		}
	}
	if s.opts.Promises != nil {
		list, err := s.followed(ctx, s.today())
		if err != nil {
			return err
		}
		d.Promises = s.pressing(list, s.today().Add(-7))
	}
	if s.opts.Stories == nil {
		return nil
	}
	found, err := s.opts.Stories.Since(ctx, d.Since, homeLines)
	for _, story := range found {
		d.Stories = append(d.Stories, storyLineOf(story))
	}
	return err
}

// pressing are the promises that are due soon, or that changed since a day; what
// changed is first, then the soonest date.
func (s *Site) pressing(list []news.Promise, since news.Day) []promiseLine {
	var lines []promiseLine
	for i := range list {
		line := s.promiseLine(&list[i], false)
		soon := line.Status == string(news.Due) && line.Due <= s.today().Add(dueAhead)
		if soon || line.Changed >= since && line.Status != string(news.Announced) {
			lines = append(lines, line)
		}
	}
	slices.SortStableFunc(lines, func(a, b promiseLine) int {
		rank := func(l promiseLine) int {
			if l.Changed >= since {
				return 0
			}
			return 1
		}
		return cmp.Or(cmp.Compare(rank(a), rank(b)), bySoonest(a, b))
	})
	return lines[:min(len(lines), homeLines)]
}

// strongest returns the most relevant articles since, one more than are shown.
func (s *Site) strongest(ctx context.Context, since time.Time) ([]news.Hit, error) {
	return s.archive.Search(ctx, news.Search{Since: since, Relevant: true, Order: news.HighScore, Limit: homeItems + 1})
}
