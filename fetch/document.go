package fetch

import (
	"path"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// section is the part of the publication the article stands in.
func (m *extMeta) section() string {
	s, source := m.first("article:section", "parsely-section", "section"), "meta"
	for _, o := range m.ld {
		if s != "" {
			break
		}
		s, source = o.str("articleSection"), "JSON-LD"
	}
	s = m.bare(extSquash(s))
	if s == "" || len(s) > 60 || strings.Count(s, ",") > 1 || m.isSite(s) || extNoSection().MatchString(s) {
		return "" // keywords in the wrong field, or what a system writes for none
	}
	m.note("section", source)
	return s
}

var extNoSection = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:uncategori[sz]ed|all|articles?|posts?|tags?|home|default|general|none|n/a|pages?)$`)
})

var extDocumentWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:reports?|strategy|plan|guidance|consultation|letter|framework|review|white paper|green paper|paper|publication|response|specification|evaluation|inquiry|full document)\b`)
})

var extDocumentPath = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[/_-])(?:publications?|reports?|documents?|consultations?|strateg(?:y|ies)|guidance|polic(?:y|ies)|papers?|letters?|inquir(?:y|ies)|evaluations?|frameworks?|long-read)(?:[/_-]|$)`)
})

// extDocumentLeast is the evidence a link needs: that of a file, or the address,
// the words of the link and another site.
const extDocumentLeast = 3

// extDocument is the address of the document that an article is about: a link
// inside its text that leads to a file, or off the site to an address that is a
// document's by its words and by those of the link. The first of the best is
// taken, for news links its source early; less evidence is none.
func (p *extPage) extDocument(kept []*extBlock) string {
	best, found := extDocumentLeast-1, ""
	seen := map[*html.Node]bool{}
	for _, b := range kept {
		if b.links == 0 || seen[b.node] {
			continue
		}
		seen[b.node] = true
		for _, a := range extLinks(b.node, nil) {
			u, err := p.meta.page.Parse(strings.TrimSpace(extAttr(a, "href")))
			if err != nil || u.Scheme != "http" && u.Scheme != "https" {
				continue
			}
			points := 0
			switch strings.ToLower(path.Ext(u.Path)) {
			case ".pdf", ".docx", ".doc", ".odt":
				points = extDocumentLeast
			default:
				if extDocumentPath().MatchString(u.Path) {
					points = 1
				}
			}
			if extSite(u.Hostname()) != extSite(p.meta.page.Hostname()) {
				points++
			}
			if extDocumentWord().MatchString(extText(a)) {
				points++
			}
			if points > best {
				best, found = points, u.String()
			}
		}
	}
	if found != "" {
		p.meta.note("document", "link in the text")
	}
	return found
}

// extLinks gathers the links below n, up to 50.
func extLinks(n *html.Node, found []*html.Node) []*html.Node {
	if n.DataAtom == atom.A && extHas(n, "href") {
		found = append(found, n)
	}
	for c := n.FirstChild; c != nil && len(found) < 50; c = c.NextSibling {
		found = extLinks(c, found)
	}
	return found
}
