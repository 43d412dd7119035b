package demo

import (
	"bytes"
	"embed"
	"fmt"
	"html/template"
	"time"

	"github.com/wardround/wardround/news"
)

//go:embed markup/*.html
var markupFiles embed.FS

var markup = template.Must(template.New("").Funcs(template.FuncMap{
	"iso":  func(t time.Time) string { return t.Format(time.RFC3339) },
	"utc":  func(t time.Time) string { return t.UTC().Format(time.RFC3339) },
	"long": func(t time.Time) string { return t.Format("2 January 2006") },
}).ParseFS(markupFiles, "markup/*.html"))

// How many links a page's furniture carries. Related links lead to articles of
// the beat by preference, so that every page tempts a careless reader of pages.
const (
	relatedLinks = 3
	mostRead     = 5
	homeLinks    = 30
)

// pageData is what a page template sees.
type pageData struct {
	Publisher  Publisher
	Article    Article
	FeedType   string
	Blocks     []group
	Bio        string
	Nav        []string
	Related    []Article
	MostRead   []Article
	CallOut    *Article // a link in the middle of the text
	LinkedData map[string]any
}

// group is one block, or a run of list items.
type group struct {
	Kind news.BlockKind
	Text string
	List []string
}

func groups(body []news.Block) []group {
	var gs []group
	for _, b := range body {
		if b.Kind != news.ListItem {
			gs = append(gs, group{Kind: b.Kind, Text: b.Text})
			continue
		}
		if len(gs) == 0 || gs[len(gs)-1].Kind != news.ListItem {
			gs = append(gs, group{Kind: news.ListItem})
		}
		last := &gs[len(gs)-1]
		last.List = append(last.List, b.Text)
	}
	return gs
}

// articlePage renders one article among its neighbours, newest first.
func (s *site) articlePage(a Article) ([]byte, error) {
	data := pageData{
		Publisher: s.publisher,
		Article:   a,
		FeedType:  s.publisher.Feed.contentType(),
		Blocks:    groups(a.Body),
		Bio:       s.bio(a.Author),
		Nav:       s.sections(),
		Related:   related(s.articles, a),
		MostRead:  s.articles[:min(mostRead, len(s.articles))],
		LinkedData: map[string]any{
			"@context":      "https://schema.org",
			"@type":         "NewsArticle",
			"headline":      a.Title,
			"description":   a.Summary,
			"datePublished": a.Published.Format(time.RFC3339),
			"author":        map[string]any{"@type": "Person", "name": a.Author},
			"publisher":     map[string]any{"@type": "Organization", "name": s.publisher.Title},
		},
	}
	if len(data.Related) > 0 {
		data.CallOut = &data.Related[0]
	}
	return render(string(s.publisher.Markup)+".html", data)
}

func (s *site) homePage() ([]byte, error) {
	return render("home.html", pageData{
		Publisher: s.publisher,
		FeedType:  s.publisher.Feed.contentType(),
		MostRead:  s.articles[:min(homeLinks, len(s.articles))],
	})
}

func render(name string, data pageData) ([]byte, error) {
	var b bytes.Buffer
	if err := markup.ExecuteTemplate(&b, name, data); err != nil {
		return nil, fmt.Errorf("render %s: %w", name, err)
	}
	return b.Bytes(), nil
}

// related picks links for the page of a: relevant articles first, then others.
func related(all []Article, a Article) []Article {
	var picked []Article
	for _, relevant := range []bool{true, false} {
		for _, other := range all {
			if other.Fate.Relevant == relevant && other.URL != a.URL && len(picked) < relatedLinks {
				picked = append(picked, other)
			}
		}
	}
	return picked
}

func (s *site) bio(author string) string {
	for _, w := range s.publisher.Writers {
		if w.Name == author {
			return w.Bio
		}
	}
	return ""
}

// sections returns the names of the site's sections in order of first use.
func (s *site) sections() []string {
	var names []string
	seen := make(map[string]bool)
	for _, a := range s.articles {
		if !seen[a.Section] {
			seen[a.Section] = true
			names = append(names, a.Section)
		}
	}
	return names
}
