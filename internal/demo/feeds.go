package demo

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"html"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// cutAt is the share of a cut feed's bytes that is served: with four items or
// more the cut lies inside one and after another.
const cutAt = 0.6

func (k FeedKind) contentType() string {
	switch k {
	case Atom:
		return "application/atom+xml"
	case JSON:
		return "application/feed+json"
	case RDF:
		return "application/rdf+xml"
	}
	return "application/rss+xml"
}

// feed renders the site's feed, newest article first.
func (s *site) feed() ([]byte, error) {
	var doc []byte
	var err error
	switch s.publisher.Feed {
	case Atom:
		doc, err = marshalXML(s.atom())
	case JSON:
		doc, err = json.MarshalIndent(s.jsonFeed(), "", " ")
	case RDF:
		doc, err = marshalXML(s.rdf())
	default:
		doc, err = marshalXML(s.rss())
	}
	if err != nil {
		return nil, fmt.Errorf("render feed of %s: %w", s.publisher.Name, err)
	}
	if s.publisher.Broken == Cut {
		doc = doc[:int(float64(len(doc))*cutAt)]
	}
	return doc, nil
}

func marshalXML(v any) ([]byte, error) {
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}

type rssDoc struct {
	XMLName xml.Name  `xml:"rss"`
	Version string    `xml:"version,attr"`
	DC      string    `xml:"xmlns:dc,attr"`
	Title   string    `xml:"channel>title"`
	Link    string    `xml:"channel>link"`
	About   string    `xml:"channel>description"`
	Lang    string    `xml:"channel>language"`
	Items   []rssItem `xml:"channel>item"`
}

type rssItem struct {
	Title   string   `xml:"title"`
	Link    string   `xml:"link"`
	GUID    rssGUID  `xml:"guid"`
	Date    string   `xml:"pubDate"`
	Creator string   `xml:"dc:creator"`
	Tags    []string `xml:"category"`
	Summary string   `xml:"description"`
}

type rssGUID struct {
	PermaLink bool   `xml:"isPermaLink,attr"`
	Value     string `xml:",chardata"`
}

const dublinCore = "http://purl.org/dc/elements/1.1/"

func (s *site) rss() rssDoc {
	doc := rssDoc{Version: "2.0", DC: dublinCore, Title: s.publisher.Title, Link: s.home(), About: s.publisher.About, Lang: "en-gb"}
	for _, a := range s.articles {
		doc.Items = append(doc.Items, rssItem{
			Title: a.Title,
			// The mark of the door a reader came in by, as feeds have it; not
			// part of the article's address.
			Link:    a.URL + "?utm_source=rss&utm_medium=feed",
			GUID:    rssGUID{Value: s.publisher.Name + ":" + a.Slug},
			Date:    a.Published.Format(time.RFC1123Z),
			Creator: a.Author,
			Tags:    a.Tags,
			Summary: "<p>" + html.EscapeString(a.Summary) + "</p>",
		})
	}
	return doc
}

type atomDoc struct {
	XMLName xml.Name    `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string      `xml:"id"`
	Title   string      `xml:"title"`
	Sub     string      `xml:"subtitle"`
	Updated string      `xml:"updated"`
	Links   []atomLink  `xml:"link"`
	Entries []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	ID        string   `xml:"id"`
	Title     string   `xml:"title"`
	Link      atomLink `xml:"link"`
	Published string   `xml:"published"`
	Updated   string   `xml:"updated"`
	Author    string   `xml:"author>name"`
	Summary   string   `xml:"summary"`
}

func (s *site) atom() atomDoc {
	doc := atomDoc{
		ID:      "tag:" + s.publisher.Host() + ",2020:news",
		Title:   s.publisher.Title,
		Sub:     s.publisher.About,
		Updated: s.changed.Format(time.RFC3339),
		Links:   []atomLink{{"alternate", s.home()}, {"self", s.publisher.FeedURL()}},
	}
	for _, a := range s.articles {
		at := a.Published.Format(time.RFC3339)
		doc.Entries = append(doc.Entries, atomEntry{
			ID: "tag:" + s.publisher.Host() + ",2020:" + a.Slug, Title: a.Title, Link: atomLink{"alternate", a.URL},
			Published: at, Updated: at, Author: a.Author, Summary: a.Summary,
		})
	}
	return doc
}

type jsonDoc struct {
	Version string     `json:"version"`
	Title   string     `json:"title"`
	Home    string     `json:"home_page_url"`
	Feed    string     `json:"feed_url"`
	About   string     `json:"description"`
	Items   []jsonItem `json:"items"`
}

type jsonItem struct {
	ID        string       `json:"id"`
	URL       string       `json:"url"`
	Title     string       `json:"title"`
	Summary   string       `json:"summary"`
	HTML      string       `json:"content_html"`
	Published string       `json:"date_published"`
	Authors   []jsonAuthor `json:"authors"`
	Tags      []string     `json:"tags,omitempty"`
}

type jsonAuthor struct {
	Name string `json:"name"`
}

func (s *site) jsonFeed() jsonDoc {
	doc := jsonDoc{Version: "https://jsonfeed.org/version/1.1", Title: s.publisher.Title, Home: s.home(), Feed: s.publisher.FeedURL(), About: s.publisher.About, Items: []jsonItem{}}
	for _, a := range s.articles {
		doc.Items = append(doc.Items, jsonItem{
			ID: a.URL, URL: a.URL, Title: a.Title, Summary: a.Summary, HTML: bodyHTML(a.Body),
			Published: a.Published.Format(time.RFC3339), Authors: []jsonAuthor{{a.Author}}, Tags: a.Tags,
		})
	}
	return doc
}

// bodyHTML is the whole text as a feed carries it.
func bodyHTML(body []news.Block) string {
	tag := map[news.BlockKind]string{news.Subhead: "h2", news.Quotation: "blockquote", news.ListItem: "li"}
	var b strings.Builder
	for _, block := range body {
		name := tag[block.Kind]
		if name == "" {
			name = "p"
		}
		fmt.Fprintf(&b, "<%s>%s</%s>\n", name, html.EscapeString(block.Text), name)
	}
	return b.String()
}

type rdfDoc struct {
	XMLName xml.Name   `xml:"rdf:RDF"`
	NS      string     `xml:"xmlns,attr"`
	RDF     string     `xml:"xmlns:rdf,attr"`
	DC      string     `xml:"xmlns:dc,attr"`
	Channel rdfChannel `xml:"channel"`
	Items   []rdfItem  `xml:"item"`
}

type rdfChannel struct {
	About string  `xml:"rdf:about,attr"`
	Title string  `xml:"title"`
	Link  string  `xml:"link"`
	Desc  string  `xml:"description"`
	Items []rdfLi `xml:"items>rdf:Seq>rdf:li"`
}

type rdfLi struct {
	Resource string `xml:"rdf:resource,attr"`
}

type rdfItem struct {
	About   string `xml:"rdf:about,attr"`
	Title   string `xml:"title"`
	Link    string `xml:"link"`
	Desc    string `xml:"description"`
	Creator string `xml:"dc:creator"`
	Date    string `xml:"dc:date"`
}

func (s *site) rdf() rdfDoc {
	doc := rdfDoc{NS: "http://purl.org/rss/1.0/", RDF: "http://www.w3.org/1999/02/22-rdf-syntax-ns#", DC: dublinCore}
	doc.Channel = rdfChannel{About: s.home(), Title: s.publisher.Title, Link: s.home(), Desc: s.publisher.About}
	for _, a := range s.articles {
		doc.Channel.Items = append(doc.Channel.Items, rdfLi{a.URL})
		doc.Items = append(doc.Items, rdfItem{
			About: a.URL, Title: a.Title, Link: a.URL, Desc: a.Summary,
			Creator: a.Author, Date: a.Published.Format(time.RFC3339),
		})
	}
	return doc
}
