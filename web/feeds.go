package web

import (
	"bytes"
	"cmp"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strconv"
	"time"

	"github.com/wardround/wardround/news"
)

type feedFormat string

const (
	atomFeed feedFormat = "atom"
	jsonFeed feedFormat = "json"
)

// feedItems is how many articles a feed holds: some weeks of a busy topic.
const feedItems = 50

// feedContent is a feed before it is written in its format. It carries headline,
// link and our reason, and nothing of the publisher's text.
type feedContent struct {
	Title string
	Page  string // the page of the same articles
	Self  string
	Items []item
	Seen  []time.Time // when each item was first seen
}

// feedsOf are the feeds beside a page at path.
func feedsOf(path, query, title string) []feedLink {
	if query != "" {
		query = "?" + query
	}
	return []feedLink{
		{path + "/feed.atom" + query, "application/atom+xml", "Atom feed of " + title},
		{path + "/feed.json" + query, "application/feed+json", "JSON Feed of " + title},
	}
}

// feed answers with the articles that find asks for, in this format.
func (s *Site) feed(format feedFormat, find func(*http.Request) (feedContent, news.Search, error)) http.Handler {
	return s.feedOf(format, func(r *http.Request) (feedContent, error) {
		content, wanted, err := find(r)
		if err != nil {
			return content, err
		}
		return s.fill(r, content, wanted)
	})
}

// feedOf answers with what make made, in this format.
func (s *Site) feedOf(format feedFormat, make func(*http.Request) (feedContent, error)) http.Handler {
	return s.keeping(func(r *http.Request) reply {
		content, err := make(r)
		var p reply
		if err == nil {
			content.Self = r.URL.Path
			if r.URL.RawQuery != "" {
				content.Self += "?" + r.URL.Query().Encode()
			}
			p, err = s.write(format, content)
		}
		if err != nil {
			d := s.trouble(r, err)
			return reply{status: d.status, kind: "text/plain; charset=utf-8", body: []byte(d.Title + ".\n")}
		}
		return p
	})
}

func (s *Site) fill(r *http.Request, f feedContent, wanted news.Search) (feedContent, error) {
	wanted.Limit = feedItems
	hits, err := s.archive.Search(r.Context(), wanted)
	for _, h := range hits {
		f.Items = append(f.Items, s.item(h))
		f.Seen = append(f.Seen, h.Article.FirstSeen)
	}
	return f, err
}

func (s *Site) feedOfAll(*http.Request) (feedContent, news.Search, error) {
	return feedContent{Title: s.opts.Title, Page: "/"}, news.Search{Relevant: true}, nil
}

func (s *Site) feedOfTopic(r *http.Request) (feedContent, news.Search, error) {
	t, ok := s.topicNamed(r.PathValue("topic"))
	if !ok {
		return feedContent{}, news.Search{}, errNoPage
	}
	return feedContent{Title: s.opts.Title + ": " + t.Title, Page: "/topics/" + t.Name}, news.Search{Topic: t.Name, Relevant: true}, nil
}

func (s *Site) feedOfSearch(r *http.Request) (feedContent, news.Search, error) {
	q := s.question(r)
	title := s.opts.Title + ": search"
	if q.Text != "" {
		title += " for " + clean(q.Text, wordRunes)
	}
	wanted := s.wanted(q)
	wanted.Order = news.NewestFirst // a feed is read from its top
	return feedContent{Title: title, Page: "/search?" + q.values(1).Encode()}, wanted, nil
}

func (s *Site) write(format feedFormat, f feedContent) (reply, error) {
	if format == jsonFeed {
		body, err := json.MarshalIndent(s.jsonFeed(f), "", " ")
		return reply{kind: "application/feed+json; charset=utf-8", body: append(body, '\n')}, err
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	err := xml.NewEncoder(&b).Encode(s.atomFeed(f))
	return reply{kind: "application/atom+xml; charset=utf-8", body: b.Bytes()}, err
}

// updated is when the feed last changed; a feed without items has no better
// answer than the beginning of time.
func (f feedContent) updated() time.Time {
	latest := time.Unix(0, 0)
	for _, t := range f.Seen {
		if t.After(latest) {
			latest = t
		}
	}
	return latest.UTC()
}

// reason is all a feed says about an article beside its headline.
func (it item) reason() string {
	if it.words != "" {
		return it.words
	}
	if it.Why == "" {
		return it.Publisher
	}
	return it.Publisher + ". Why: " + it.Why
}

// link is where a feed's item leads: to the publisher.
func (s *Site) link(it item) string {
	if it.URL != "" {
		return it.URL
	}
	return s.absolute(it.page())
}

// page is the page of a feed's item on this site.
func (it item) page() string {
	return cmp.Or(it.path, "/a/"+strconv.FormatInt(it.ID, 10))
}
