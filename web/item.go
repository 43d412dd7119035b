package web

import (
	"github.com/wardround/wardround/news"
)

// item is one article in a list.
type item struct {
	ID        int64    `json:"id"`
	Title     string   `json:"title"`
	URL       string   `json:"url,omitempty"` // the publisher's own page
	Publisher string   `json:"publisher"`
	Day       news.Day `json:"day,omitempty"`
	Note      string   `json:"note,omitempty"`
	Relevant  bool     `json:"relevant"`
	Level     string   `json:"level,omitempty"`
	Score     float64  `json:"score"`
	Why       string   `json:"why,omitempty"`
	Topics    []Topic  `json:"topics,omitempty"`

	path, words string // of what is no article: its page, and what a feed says of it

	Pieces []piece `json:"-"` // the title, with what was searched marked
}

// items makes a list; words are marked in the titles.
func (s *Site) items(hits []news.Hit, words []string) []item {
	list := make([]item, len(hits))
	for i, h := range hits {
		list[i] = s.item(h)
		list[i].Pieces = markStems(list[i].Title, words)
	}
	return list
}

func (s *Site) item(h news.Hit) item {
	a, v := h.Article, h.Verdict
	it := item{ID: a.ID, Title: clean(a.Title, titleRunes), URL: safeLink(a.URL), Publisher: clean(a.Publisher, wordRunes),
		Day: a.Day(s.zone), Note: sourceNote(a), Relevant: v.Relevant, Level: string(v.Level), Score: v.Score,
		Why: clean(v.Why, titleRunes)}
	if it.Title == "" {
		it.Title = "Untitled report"
	}
	if it.Publisher == "" {
		it.Publisher = clean(a.Source, wordRunes)
	}
	for _, name := range v.Topics {
		if t, ok := s.topicNamed(name); ok && v.Relevant {
			it.Topics = append(it.Topics, t)
		}
	}
	return it
}

func (s *Site) topicNamed(name string) (Topic, bool) {
	for _, t := range s.opts.Topics {
		if t.Name == name {
			return t, true
		}
	}
	return Topic{}, false
}
