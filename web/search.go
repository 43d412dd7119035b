package web

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"github.com/wardround/wardround/news"
)

const (
	searchItems = 25
	queryRunes  = 300 // more than anybody types
)

// question is a search as a reader asked it. Nothing in it is an error: what
// makes no sense is left out, and Notes say so.
type question struct {
	Text   string     `json:"q"`
	Topic  string     `json:"topic,omitempty"`
	Source string     `json:"source,omitempty"` // its name
	Since  news.Day   `json:"since,omitempty"`
	Sort   news.Order `json:"sort"`
	All    bool       `json:"all,omitempty"` // also articles that are not about this
	Page   int        `json:"page"`
	Notes  []string   `json:"notes,omitempty"`

	identity string // of Source
}

type searchData struct {
	question
	Items   []item   `json:"items"`
	Older   string   `json:"next,omitempty"`
	Newer   string   `json:"previous,omitempty"`
	Asked   bool     `json:"-"` // anything at all
	Choices choices  `json:"-"`
	Found   string   `json:"-"`
	Words   []string `json:"-"`
}

// choices fill the form.
type choices struct {
	Topics  []Topic
	Sources []string
}

func (s *Site) search(r *http.Request) (page, error) {
	q := s.question(r)
	d := searchData{question: q, Asked: r.URL.RawQuery != "", Words: searchedWords(q.Text), Items: []item{}}
	d.Choices.Topics = s.opts.Topics
	for _, source := range s.sourcesNow(r.Context()) {
		d.Choices.Sources = append(d.Choices.Sources, source.Name)
	}
	if d.Asked {
		wanted := s.wanted(q)
		wanted.Limit, wanted.Offset = searchItems+1, (q.Page-1)*searchItems
		hits, err := s.archive.Search(r.Context(), wanted)
		if err != nil {
			return page{}, err
		}
		if len(hits) > searchItems {
			hits = hits[:searchItems]
			d.Older = s.at("/search?" + q.values(q.Page+1).Encode())
		}
		if q.Page > 1 {
			d.Newer = s.at("/search?" + q.values(q.Page-1).Encode())
		}
		d.Items = s.items(hits, d.Words)
		d.Found = found(q, len(hits), d.Older != "")
	}
	p := page{Name: "search", Title: "Search", Menu: "/search", Data: d}
	if d.Asked {
		p.Feeds = feedsOf("/search", q.values(1).Encode(), "this search")
	}
	if q.Text != "" {
		p.Title = "Search: " + clean(q.Text, wordRunes)
	}
	return p, nil
}

// question reads a query string.
func (s *Site) question(r *http.Request) question {
	in := r.URL.Query()
	q := question{Text: clean(in.Get("q"), queryRunes), Sort: news.Order(in.Get("sort")), All: in.Get("all") == "1", Page: pageNumber(r)}
	if name := clean(in.Get("topic"), wordRunes); name != "" {
		if _, ok := s.topicNamed(name); ok {
			q.Topic = name
		} else {
			q.Notes = append(q.Notes, fmt.Sprintf("There is no topic “%s”; all topics are searched.", name))
		}
	}
	if name := clean(in.Get("source"), wordRunes); name != "" {
		if q.Source, q.identity = s.sourceNamed(r.Context(), name); q.Source == "" {
			q.Notes = append(q.Notes, fmt.Sprintf("There is no source “%s”; all sources are searched.", name))
		}
	}
	if text := clean(in.Get("since"), wordRunes); text != "" {
		day, err := news.ParseDay(text)
		if err != nil {
			q.Notes = append(q.Notes, fmt.Sprintf("“%s” is not a day; write one as 2026-11-16. All days are searched.", text))
		}
		q.Since = day
	}
	switch q.Sort {
	case news.BestMatch, news.HighScore:
	default:
		q.Sort = news.NewestFirst
	}
	return q
}

func (s *Site) sourceNamed(ctx context.Context, name string) (known, identity string) {
	for _, source := range s.sourcesNow(ctx) {
		if source.Name == name {
			return source.Name, source.URL
		}
	}
	return "", ""
}

// wanted turns a question into a query of the archive.
func (s *Site) wanted(q question) news.Search {
	order := q.Sort
	if order == news.BestMatch && q.Text == "" {
		order = news.NewestFirst // nothing to match
	}
	return news.Search{Text: q.Text, Topic: q.Topic, Source: q.identity, Since: q.Since.Start(s.zone), Relevant: !q.All, Order: order}
}

// values is the question as a query string.
func (q question) values(page int) url.Values {
	v := url.Values{}
	for key, value := range map[string]string{"q": q.Text, "topic": q.Topic, "source": q.Source, "since": string(q.Since)} {
		if value != "" {
			v.Set(key, value)
		}
	}
	if q.Sort != news.NewestFirst {
		v.Set("sort", string(q.Sort))
	}
	if q.All {
		v.Set("all", "1")
	}
	if page > 1 {
		v.Set("page", strconv.Itoa(page))
	}
	return v
}

// found says in a sentence what came of a search.
func found(q question, n int, more bool) string {
	switch {
	case n == 0 && q.Page > 1:
		return "There is nothing further."
	case n == 0 && !q.All:
		return "Nothing found among the articles that are about our subject. Try fewer words, or search all articles."
	case n == 0:
		return "Nothing found. Try fewer words, or other forms of them."
	case more || q.Page > 1:
		first := (q.Page-1)*searchItems + 1
		return fmt.Sprintf("Articles %d to %d.", first, first+n-1)
	}
	return count(n, "article", "articles") + " found."
}
