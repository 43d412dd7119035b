package web

import (
	"encoding/xml"
	"time"
)

type atomDocument struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	Title   string      `xml:"title"`
	ID      string      `xml:"id"`
	Updated string      `xml:"updated"`
	Author  atomAuthor  `xml:"author"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomAuthor struct {
	Name string `xml:"name"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Type string `xml:"type,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomCategory struct {
	Term  string `xml:"term,attr"`
	Label string `xml:"label,attr"`
}

type atomEntry struct {
	Title      string         `xml:"title"`
	ID         string         `xml:"id"`
	Updated    string         `xml:"updated"`
	Author     atomAuthor     `xml:"author"`
	Links      []atomLink     `xml:"link"`
	Categories []atomCategory `xml:"category"`
	Summary    string         `xml:"summary"`
}

// atomFeed follows RFC 4287.
func (s *Site) atomFeed(f feedContent) atomDocument {
	d := atomDocument{Title: f.Title, ID: s.identifier(f.Page), Updated: f.updated().Format(time.RFC3339), Author: atomAuthor{s.opts.Title},
		Links: []atomLink{{"self", "application/atom+xml", s.absolute(f.Self)}, {"alternate", "text/html", s.absolute(f.Page)}}}
	for i, it := range f.Items {
		e := atomEntry{Title: it.Title, ID: s.identifier(it.page()), Updated: f.Seen[i].UTC().Format(time.RFC3339),
			Author: atomAuthor{it.Publisher}, Links: []atomLink{{"alternate", "", s.link(it)}}, Summary: it.reason()}
		for _, t := range it.Topics {
			e.Categories = append(e.Categories, atomCategory{t.Name, t.Title})
		}
		d.Entries = append(d.Entries, e)
	}
	return d
}

// identifier is a name for good: an address of ours, or a URN where the site
// has none.
func (s *Site) identifier(path string) string {
	if s.base == nil {
		return "urn:wardround:" + path
	}
	return s.absolute(path)
}

type jsonDocument struct {
	Version  string      `json:"version"`
	Title    string      `json:"title"`
	HomePage string      `json:"home_page_url,omitempty"`
	FeedURL  string      `json:"feed_url,omitempty"`
	Items    []jsonEntry `json:"items"`
}

type jsonEntry struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Text      string       `json:"content_text"`
	Published string       `json:"date_published"`
	Authors   []jsonAuthor `json:"authors"`
	Tags      []string     `json:"tags,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

// jsonFeed follows JSON Feed 1.1.
func (s *Site) jsonFeed(f feedContent) jsonDocument {
	d := jsonDocument{Version: "https://jsonfeed.org/version/1.1", Title: f.Title, Items: []jsonEntry{}}
	if s.base != nil {
		d.HomePage, d.FeedURL = s.absolute(f.Page), s.absolute(f.Self)
	}
	for i, it := range f.Items {
		e := jsonEntry{ID: s.identifier(it.page()), URL: s.link(it), Title: it.Title, Text: it.reason(),
			Published: f.Seen[i].UTC().Format(time.RFC3339), Authors: []jsonAuthor{{it.Publisher}}}
		for _, t := range it.Topics {
			e.Tags = append(e.Tags, t.Title)
		}
		d.Items = append(d.Items, e)
	}
	return d
}
