package web

import (
	"net/http"
	"time"

	"github.com/wardround/wardround/news"
)

const (
	topicItems = 25
	chartWeeks = 26
)

// topicLine is one topic in a list.
type topicLine struct {
	Topic
	Count int `json:"count"` // relevant articles in the time the page is about
}

type topicsData struct {
	Since  news.Day    `json:"since"`
	Topics []topicLine `json:"topics"`
}

// topics lists all topics of the beat, with what came in four weeks.
func (s *Site) topics(r *http.Request) (page, error) {
	since := s.now().Add(-4 * week)
	counts, err := s.archive.TopicCounts(r.Context(), since)
	if err != nil {
		return page{}, err
	}
	d := topicsData{Since: news.DayOf(since, s.zone), Topics: []topicLine{}}
	for _, t := range s.opts.Topics {
		d.Topics = append(d.Topics, topicLine{t, counts[t.Name]})
	}
	return page{Name: "topics", Title: "Topics", Menu: "/topics", Data: d}, nil
}

type topicData struct {
	Topic
	Weeks []bar  `json:"weeks"`
	Items []item `json:"items"`
	More  bool   `json:"more"`
	Chart chart  `json:"-"`
}

func (s *Site) topic(r *http.Request) (page, error) {
	t, ok := s.topicNamed(r.PathValue("topic"))
	if !ok {
		return page{}, errNoPage
	}
	starts := weekStarts(s.now().In(s.zone), chartWeeks)
	times, err := s.archive.TopicTimes(r.Context(), t.Name, starts[0])
	if err != nil {
		return page{}, err
	}
	hits, err := s.archive.Search(r.Context(), news.Search{Topic: t.Name, Relevant: true, Limit: topicItems + 1})
	if err != nil {
		return page{}, err
	}
	d := topicData{Topic: t, Weeks: byWeek(starts, times), More: len(hits) > topicItems}
	d.Items = s.items(hits[:min(len(hits), topicItems)], nil)
	d.Chart = newChart(d.Weeks, s.dayWords)
	return page{Name: "topic", Title: t.Title, Menu: "/topics", Data: d,
		Feeds: feedsOf("/topics/"+t.Name, "", t.Title)}, nil
}

// weekStarts are the Mondays of the last n weeks, the running one last.
func weekStarts(now time.Time, n int) []time.Time {
	back := (int(now.Weekday()) + 6) % 7
	starts := make([]time.Time, n)
	for i := range starts {
		starts[i] = time.Date(now.Year(), now.Month(), now.Day()-back-7*(n-1-i), 0, 0, 0, 0, now.Location())
	}
	return starts
}

// byWeek counts sorted times into the weeks that begin at starts.
func byWeek(starts, times []time.Time) []bar {
	bars := make([]bar, len(starts))
	for i, start := range starts {
		bars[i].Week = news.DayOf(start, start.Location())
	}
	i := 0
	for _, t := range times {
		for i+1 < len(starts) && !t.Before(starts[i+1]) {
			i++
		}
		if !t.Before(starts[i]) {
			bars[i].Count++
		}
	}
	return bars
}
