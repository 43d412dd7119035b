package fetch

import (
	"net/url"
	"strings"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wardround/wardround/news"
)

// extMeta is what a page says about itself outside its text.
type extMeta struct {
	page *url.URL
	doc  *goquery.Document
	ld   []extLD             // objects of JSON-LD that describe an article
	tags map[string][]string // content of meta elements by name, property or itemprop, folded
	h1   []string
	// named are the texts of those h1 that their own markup calls the headline.
	named map[string]bool

	title, description string
	authors            []string
	site               string // the publisher as the page names itself
	published          news.Day
	modified           news.Day
	settled            bool // two sources agree on the day published
	canonical          string
	language           string
	evidence           []string
	locked             bool // the page says it is not free to read
	maxSnippet         int  // characters that may be quoted; -1 without limit
	wordCount          int  // of the article, as the page states it
}

// extReadMeta reads the metadata of a page. The body is not looked at but for
// headings, bylines and dates.
func extReadMeta(root *html.Node, in PageInput) *extMeta {
	m := &extMeta{doc: goquery.NewDocumentFromNode(root), tags: map[string][]string{}, named: map[string]bool{}}
	m.page, _ = url.Parse(in.URL) // without a usable address only the canonical link is lost
	if m.page == nil {
		m.page = &url.URL{}
	}
	m.walk(root)
	m.ld = extArticles(m.ld)
	m.readSite()
	m.description = extSquash(m.first("og:description", "description", "twitter:description", "dc.description"))
	m.readTerms(in.Robots)
	m.readTitle()
	m.readDates(in.Zone)
	m.readAuthors()
	m.readAddress()
	return m
}

// readSite takes the name the publisher gives itself.
func (m *extMeta) readSite() {
	m.site = extSquash(m.first("og:site_name", "application-name", "dc.publisher", "publisher"))
	for _, o := range m.ld {
		if m.site != "" {
			return
		}
		m.site = o.name("publisher")
	}
}

// walk gathers meta elements, JSON-LD, headings and the language in one pass.
func (m *extMeta) walk(n *html.Node) {
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Html:
			m.language = extAttr(n, "lang")
		case atom.Meta:
			m.tag(n)
		case atom.Script:
			if strings.Contains(extAttr(n, "type"), "ld+json") && n.FirstChild != nil {
				m.ld = append(m.ld, extReadLD(n.FirstChild.Data)...)
			}
			return
		case atom.Svg, atom.Style, atom.Template:
			return
		case atom.H1:
			if t := extText(n); t != "" && len(m.h1) < 40 {
				m.h1 = append(m.h1, t)
				if extNamedHeadline(n) {
					m.named[t] = true
				}
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		m.walk(c)
	}
}

func (m *extMeta) tag(n *html.Node) {
	content := strings.TrimSpace(extAttr(n, "content"))
	if content == "" {
		return
	}
	for _, key := range []string{"property", "name", "itemprop", "http-equiv"} {
		for _, name := range strings.Fields(strings.ToLower(extAttr(n, key))) {
			m.tags[name] = append(m.tags[name], content)
		}
	}
}

// first is the first non-empty meta value under one of the names.
func (m *extMeta) first(names ...string) string {
	for _, name := range names {
		if v := m.tags[name]; len(v) > 0 {
			return html.UnescapeString(v[0]) // some publishers escape twice
		}
	}
	return ""
}

// note records which source gave a value; a later source replaces an earlier one.
func (m *extMeta) note(value, source string) {
	for i, e := range m.evidence {
		if strings.HasPrefix(e, value+": ") {
			m.evidence[i] = value + ": " + source
			return
		}
	}
	m.evidence = append(m.evidence, value+": "+source)
}

// readAddress takes the canonical address, if it is one of the same site: a
// canonical link to elsewhere is as often a mistake as a statement.
func (m *extMeta) readAddress() {
	link, _ := m.doc.Find(`link[rel~="canonical"]`).First().Attr("href")
	for i, c := range []string{link, m.first("og:url")} {
		u, err := m.page.Parse(strings.TrimSpace(c))
		if c == "" || err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
			continue
		}
		if extSite(u.Hostname()) == extSite(m.page.Hostname()) && (len(u.Path) > 1 || len(m.page.Path) <= 1) {
			u.Fragment = ""
			m.canonical = u.String()
			m.note("address", []string{"canonical link", "og:url"}[i])
			return
		}
	}
}

// extSite is a host without "www." or "m.".
func extSite(host string) string {
	host = strings.ToLower(host)
	for _, p := range []string{"www.", "m.", "amp.", "mobile."} {
		host = strings.TrimPrefix(host, p)
	}
	return host
}

// extText is the visible text of a node on one line.
func extText(n *html.Node) string {
	var b strings.Builder
	extTextTo(&b, n)
	return extSquash(b.String())
}

func extTextTo(b *strings.Builder, n *html.Node) {
	switch {
	case n.Type == html.TextNode:
		b.WriteString(n.Data)
		return
	case n.Type == html.ElementNode && extSkip(n) && n.DataAtom != atom.Button:
		return
	case n.Type == html.ElementNode && (n.DataAtom == atom.Br || extIsBlock(n)):
		b.WriteByte(' ')
		defer b.WriteByte(' ')
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		extTextTo(b, c)
	}
}
