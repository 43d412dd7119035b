package fetch

import (
	"strings"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// readAuthors takes the authors from the first source that names a person. An
// organisation given as the author stands only when no byline names anyone.
func (m *extMeta) readAuthors() {
	type claim struct {
		names  []string
		source string
	}
	var weak *claim
	try := func(raw []string, source string, visible bool) bool {
		names := m.cleanAuthors(raw, visible)
		if len(names) == 0 || len(names) > 12 {
			return false
		}
		if !visible && (m.allSite(names) || extDesk(names)) {
			if weak == nil {
				weak = &claim{names, source}
			}
			return false
		}
		m.authors = names
		m.note("authors", source)
		return true
	}
	for _, o := range m.ld {
		if try(o.names("author"), "JSON-LD", false) || try(o.names("creator"), "JSON-LD", false) {
			return
		}
	}
	for _, name := range extAuthorTags {
		if label, ok := strings.CutPrefix(name, "twitter:data"); ok && !strings.EqualFold(m.first("twitter:label"+label), "written by") {
			continue
		}
		if try(extFirstLast(name, m.tags[name]), "meta "+name, false) {
			return
		}
	}
	for _, sel := range extAuthorSelectors {
		for _, found := range m.bylines(sel) {
			if try(found, "byline", true) {
				return
			}
		}
	}
	if weak != nil {
		m.authors = weak.names
		m.note("authors", weak.source)
		return
	}
	m.readGroup()
}

// extFirstLast turns "Doe, Jo" into "Jo Doe". Scholarly pages list their authors
// so, one to an element.
func extFirstLast(tag string, names []string) []string {
	if !strings.HasPrefix(tag, "citation_") && !strings.HasPrefix(tag, "dc") {
		return names
	}
	var out []string
	for _, n := range names {
		last, first, ok := strings.Cut(extSquash(n), ", ")
		if ok && (tag == "citation_author" || !strings.Contains(last, " ")) && !strings.Contains(first, ",") && extNameShape(first+" "+last) && !extCredential().MatchString(" "+first) {
			n = first + " " + last
		}
		out = append(out, n)
	}
	return out
}

// readGroup takes a byline that names no person, such as a news desk, from
// markup that is made for the author's name.
func (m *extMeta) readGroup() {
	for _, sel := range append(extAuthorSelectors[:extSureSelectors:extSureSelectors], `a[href*="/author/"]`) {
		for _, found := range m.bylines(sel) {
			if m.takeGroup(found[0]) {
				return
			}
		}
	}
}

// takeGroup takes s for the author, if it may be a group or a pen name. A single
// word with digits in it, or of the administrator, is a log-in.
func (m *extMeta) takeGroup(s string) bool {
	name := extSquash(extByPrefix().ReplaceAllString(extSquash(s), ""))
	if end, _ := extNamesEnd(name); end >= 0 {
		name = strings.TrimSpace(name[:end])
	}
	n := extWords(name)
	if n < 1 || n > 5 || n == 1 && extLogin().MatchString(name) || !extMayBeName(name) || extDayOf(name, time.UTC, false) != "" {
		return false
	}
	m.authors = []string{name}
	m.note("authors", "byline of a group")
	return true
}

// extDesk reports a single name that is a newspaper's ("The Ward Times"),
// initials or a post: a desk. It stands only when no byline names a person.
func extDesk(names []string) bool {
	if len(names) != 1 {
		return false
	}
	name := names[0]
	if strings.ContainsRune(name, ' ') {
		return strings.HasPrefix(name, "The ")
	}
	return name == strings.ToUpper(name) && name != strings.ToLower(name) || extRole().MatchString(name)
}

// extSureSelectors is how many of extAuthorSelectors are made for a name.
const extSureSelectors = 4

var extAuthorTags = []string{"author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator", "article:author_name",
	"citation_author", "og:article:author", "cxenseparse:author", "article.author", "authors", "rbauthors", "creator", "twitter:data1", "twitter:data2"}

// extAuthorSelectors find bylines, the surest markup first.
var extAuthorSelectors = []string{
	`[itemprop~="author"] [itemprop~="name"]`, `[itemprop~="author"]`, `a[rel~="author"]`,
	`.author-name, .authorName, .author_name, .byline-name, .author__name, .byline__name, .byline__author, .article-author, .post-author, .entry-author, .article__author, .c-byline__author, .author.vcard, .vcard .fn`,
	`.byline a, .byline .author, .by-line a, .byline address`, `.byline, .by-line, .article-byline, .story-byline`, `.author a, .author`,
	`a[href*="/author/"], a[href*="/authors/"], a[href*="/reporters/"], a[href*="/writer/"], a[href*="/journalist"], a[href*="/columnist"]`, `[class*="byline" i]`, `body [class*="author" i]:not(article):not(main) a, body [class*="author" i]:not(article):not(main)`,
	`a[href*="/profile/"], a[href*="/people/"], a[href*="/staff/"], a[href*="/contributor"], a[href*="/newsteam/"]`,
	`li:haschild(i[class*="person"]), li:haschild(i[class*="user"]), span:haschild(i[class*="user"])`,
	`p, div, span, h2, h3, h4, h5, h6, li, address, em, strong, b, i, small, td`,
}

// bylines gathers the texts of matching elements in groups that stand together:
// co-authors share a byline, the authors of other stories on the page do not.
func (m *extMeta) bylines(sel string) [][]string {
	loose := strings.HasPrefix(sel, "p, ")
	var groups [][]string
	var top *html.Node
	for _, n := range m.doc.Find(sel).Nodes {
		if loose && (n.FirstChild == nil || !extShallow(n)) {
			continue
		}
		t := extParts(n)
		if t == "" || len(t) > 200 || extInComment(n) || extReviewed().MatchString(t) || extReviewer(n) || extTeaser(n) || extInProse(n) || loose && !extBy().MatchString(strings.ReplaceAll(t, "\n", " ")) {
			continue
		}
		if top != nil && extWithin(n, top) && len(groups) > 0 {
			groups[len(groups)-1] = append(groups[len(groups)-1], t)
		} else {
			if len(groups) == 8 {
				break
			}
			groups = append(groups, []string{t})
			top = extTogether(n)
		}
	}
	return groups
}

// extReviewer reports that the words right before n are "reviewed by" or the like.
func extReviewer(n *html.Node) bool {
	for up := 0; n != nil && up < 3; n, up = n.Parent, up+1 {
		for s := n.PrevSibling; s != nil; s = s.PrevSibling {
			if t := extText(s); t != "" {
				return len(t) < 60 && extReviewed().MatchString(t) && strings.HasSuffix(strings.TrimRight(t, ": "), "by")
			}
		}
		if n.Type == html.ElementNode && extIsBlock(n) {
			return false
		}
	}
	return false
}

// extInProse reports a link in running text: it leads to someone the article
// is about. A byline's own line is short.
func extInProse(n *html.Node) bool {
	return n.DataAtom == atom.A && extWords(extText(extOwner(n))) > 30
}

// extTeaser reports that n stands in a menu, in a quotation, at the foot of the
// site or on the card of another story.
func extTeaser(n *html.Node) bool {
	foot := false // of the site, unless it proves to be the article's
	for ; n != nil && n.DataAtom != atom.Body; n = n.Parent {
		switch n.DataAtom {
		case atom.Nav, atom.Blockquote:
			return true
		case atom.Footer:
			foot = true
		case atom.Article, atom.Main:
			return false
		}
		if class := extAttr(n, "class"); class != "" && extTeaserClass().MatchString(class) && !extWriterClass().MatchString(class) {
			return extFirst(n, atom.H1) == nil
		}
	}
	return foot
}

// extShallow reports that n has little below it, so that reading its text is
// cheap and can be a byline.
func extShallow(n *html.Node) bool {
	count := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if count++; count > 6 {
			return false
		}
		for d := c.FirstChild; d != nil; d = d.NextSibling {
			if count++; count > 6 {
				return false
			}
		}
	}
	return true
}

// extTogether is the element that holds the byline n and those of co-authors:
// two levels up, and further as long as it holds no more than names and no
// headline.
func extTogether(n *html.Node) *html.Node {
	for level := 0; level < 6 && n.Parent != nil && n.Parent.Data != "body"; level++ {
		if up := n.Parent; level >= 2 && (len(extText(up)) > 160 || extHasHeading(up)) {
			break
		}
		n = n.Parent
	}
	return n
}

func extHasHeading(n *html.Node) bool {
	for _, a := range []atom.Atom{atom.H1, atom.H2, atom.H3, atom.H4} {
		if extFirst(n, a) != nil {
			return true
		}
	}
	return false
}

// extParts is the text of a node with a line break between elements, which
// keeps "Jo Doe" apart from the role that follows without a space.
func extParts(n *html.Node) string {
	var parts []string
	var walk func(*html.Node)
	walk = func(n *html.Node) {
		if n.Type == html.TextNode {
			if t := extSquash(n.Data); t != "" {
				parts = append(parts, t)
			}
		}
		if n.Type == html.ElementNode && extSkip(n) {
			return
		}
		for c := n.FirstChild; c != nil && len(parts) < 12; c = c.NextSibling {
			walk(c)
		}
	}
	walk(n)
	return strings.Join(parts, "\n")
}

// endsTitle reports that the tab's title says name last, as pages do with the site's.
func (m *extMeta) endsTitle(name string) bool {
	title := extSquash(m.doc.Find("title").First().Text())
	for _, sep := range extSeparators {
		if i := strings.LastIndex(title, sep); i > 0 && sep != ": " && extKey(title[i+len(sep):]) == extKey(name) {
			return true
		}
	}
	return false
}

func (m *extMeta) allSite(names []string) bool {
	site := extKey(m.site)
	for _, n := range names {
		k := extKey(n)
		if k != site && !m.isSite(n) && !m.endsTitle(n) && (site == "" || !strings.Contains(site, k)) {
			return false
		}
	}
	return true
}
