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
	s := extSquash(m.first("article:section", "parsely-section", "section"))
	for _, o := range m.ld {
		if s != "" {
			break
		}
		s = o.str("articleSection")
	}
	if len(s) > 60 {
		return "" // a list of keywords in the wrong field
	}
	return s
}

var extDocumentWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\b(?:reports?|strategy|plan|guidance|consultation|letter|framework|review|white paper|green paper|paper|publication|response|specification|evaluation|inquiry|full document)\b`)
})

// extDocument is the address of the document that an article is about: a link
// inside its text that leads to a file, or off the site by the name of a
// document. The first of the best is taken, for news links its source early; a
// link that is only of one sort of evidence is none.
func (p *extPage) extDocument(kept []*extBlock) string {
	best, found := 1, ""
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
				points = 2
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
