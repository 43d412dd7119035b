package fetch

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"golang.org/x/net/html"
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
		if !visible && (m.allSite(names) || extLoneWord(names)) {
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
		if try(m.tags[name], "meta "+name, false) {
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

// readGroup takes a byline that names no person, such as a news desk, from
// markup that is made for the author's name.
func (m *extMeta) readGroup() {
	for _, sel := range extAuthorSelectors[:extSureSelectors] {
		for _, found := range m.bylines(sel) {
			name := extSquash(extByPrefix().ReplaceAllString(extSquash(found[0]), ""))
			if loc := extByEnd().FindStringIndex(name); loc != nil {
				name = strings.TrimSpace(name[:loc[0]])
			}
			if n := extWords(name); n >= 2 && n <= 5 && extMayBeName(name) && extDayOf(name, time.UTC, false) == "" {
				m.authors = []string{name}
				m.note("authors", "byline of a group")
				return
			}
		}
	}
}

// extLoneWord reports a single name of one word that is initials or a post: a
// desk. It stands only when no byline names a person.
func extLoneWord(names []string) bool {
	if len(names) != 1 || strings.ContainsRune(names[0], ' ') {
		return false
	}
	return names[0] == strings.ToUpper(names[0]) && names[0] != strings.ToLower(names[0]) || extRole().MatchString(names[0])
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
	`a[href*="/author/"], a[href*="/authors/"], a[href*="/reporters/"], a[href*="/writer/"], a[href*="/journalist"], a[href*="/columnist"]`, `[class*="byline" i]`, `[class*="author" i] a, [class*="author" i]`,
	`a[href*="/profile/"], a[href*="/people/"], a[href*="/staff/"], a[href*="/contributor"], a[href*="/newsteam/"]`,
	`p, div, span, h2, h3, h4, h5, h6, li, address, em, strong, b, i, td`,
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
		if t == "" || len(t) > 200 || extInComment(n) || loose && !extBy().MatchString(strings.ReplaceAll(t, "\n", " ")) {
			continue
		}
		if top != nil && extWithin(n, top) && len(groups) > 0 {
			groups[len(groups)-1] = append(groups[len(groups)-1], t)
		} else {
			if len(groups) == 8 {
				break
			}
			groups = append(groups, []string{t})
			top = extUp(n, 2)
		}
	}
	return groups
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

func extUp(n *html.Node, levels int) *html.Node {
	for ; levels > 0 && n.Parent != nil && n.Parent.Data != "body"; levels-- {
		n = n.Parent
	}
	return n
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

func (m *extMeta) allSite(names []string) bool {
	site := extKey(m.site)
	for _, n := range names {
		k := extKey(n)
		if k != site && !m.isSite(n) && (site == "" || !strings.Contains(site, k)) {
			return false
		}
	}
	return true
}

var (
	extBy = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^[|•·–—-]?\s*(?i:written by|article by|posted by|by|words by|story by|reported by|authors?)(?::|\s)\s*\p{Lu}[\p{L}.'’-]+ (?:(?:de|da|del|la|le|van|von|der|den|al|bin) )*\p{Lu}`)
	})
	extByPrefix = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^[|•·–—-]*\s*(?:article |story |posted (?:on [\p{L}\d ,./]{4,24} )?|written |authored |words |text |reported |published |reporting |opinion |analysis |edited |interview |report )*(?:by|author|authors|from)\b[:\s]+`)
	})
	extBySplit = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\s*(?:;|\||\n|,| and | & | with | und |•|·|●|\s[–—-]\s)\s*(?:and |by )?`)
	})
	extByEnd = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\s*(?:\bpublished\b|\bposted\b|\bupdated\b|\blast (?:updated|modified)\b|\bon (?:` + extMonths + `|mon|tue|wed|thu|fri|sat|sun|\d)|\bin [A-Z]|@|\b(?:[0-3]?\d )?` + extMonths + ` (?:[0-3]?\d,? )?(?:19|20)\d\d|\b\d{1,2}[:/.]\d\d|\bview all\b|\bread more\b|\bfollow\b|\bfor (?:the )?[A-Z]|\. )`)
	})
	extReviewed = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(?:peer |medically |fact[- ]|expert )?(?:reviewed|checked|edited|approved|photographs?|photos?|illustrations?)\b(?: by)?`)
	})
	extRole = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(reporter|editor|learn|winemaker|reading|time|team|correspondent|writer|journalist|columnist|contributor|producer|staff|news desk|newsroom|associate|chief|director|head of|professor|freelance|political|business|technology|science|senior|deputy|published|updated|specialist|university|press|agency|agencies|manager|officer|founder|ceo|marketing|developer|coordinator|expert|reviewer|president|consultant|engineer|analyst|lecturer|strategy|media|photographs?|photographer|illustrat\w+|designer|posts?|articles?|read|share|connect|linkedin|profile|contents|edition|company|minutes?|min)\b`)
	})
	// extOrganisation ends the name of an employer that follows an author's after a comma.
	extOrganisation = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:times|post|news|media|group|lines?|institute|foundation|trust|council|college|society|association|network|collective|services?|limited|ltd|inc|llc|plc|bureau|tribune|herald|gazette|journal|reuters|bloomberg|associated|international|partners|solutions|systems|health(?:care)?)$`)
	})
	extCredential = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?:[ ,]+(?:PhD|Ph\.D\.?|MD|M\.D\.?|MS|MSc|BSc|MA|MBA|MPH|RD|RDN|LD|RN|MRCGP|FAND|M\.?P\.?H\.?|R\.D\.?|JD|Esq\.?|CFP®?|CPA|DDS|DO|DVM|OBE|MBE|CBE))+$`)
	})
	extNotAuthor = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(admin|administrator|editor|author|authors|no author|by|staff|guest|unknown|anonymous|contributors?|wordpress|webmaster|none|null|undefined|user|share|follow|home|about|contact|people|human|profile|read more|view (all|more|profile|bio).*|see (all|more).*|more (by|from|posts).*|all posts.*|about the author.*|posts by.*|comments?|\d+ comments?|published|updated|facebook|twitter|afficher.*|connect on.*|table of contents|and)$|^https?:|www\.|\.(com|co\.uk|org)$|[{}<>]|^@|^\w+: `)
	})
)

// cleanAuthors turns what a page gives as authors into names. Visible text is
// held to the shape of a name; metadata may also name a group.
func (m *extMeta) cleanAuthors(raw []string, visible bool) []string {
	var out []string
	seen := map[string]bool{}
	for _, r := range raw {
		for _, name := range extSplitByline(r, visible) {
			if k := extKey(name); k != "" && !seen[k] {
				seen[k] = true
				out = append(out, name)
			}
		}
	}
	return out
}

// extSplitByline splits a byline into names: "By Jo Doe and Al Roe, Health
// Editor" gives Jo Doe and Al Roe.
func extSplitByline(s string, visible bool) []string {
	s = strings.TrimSpace(s)
	if strings.HasPrefix(s, "http") {
		return nil
	}
	s = extByPrefix().ReplaceAllString(s, "")
	if loc := extByEnd().FindStringIndex(s); loc != nil && loc[0] > 3 && (visible || s[loc[0]] != '.') {
		s = s[:loc[0]]
	}
	var out []string
	for i, part := range extBySplit().Split(s, -1) {
		part = extSquash(extByPrefix().ReplaceAllString(part, ""))
		if extReviewed().MatchString(part) {
			break // who checked the text did not write it
		}
		if j := strings.IndexByte(part, '('); j > 3 && strings.Contains(strings.TrimSpace(part[:j]), " ") {
			part = part[:j]
		}
		part = extCredential().ReplaceAllString(strings.Trim(part, " .,:;-–—|\"“”"), "")
		if !extMayBeName(part) || visible && !extNameShape(part) || i > 0 && (extRole().MatchString(part) || extOrganisation().MatchString(part) || !extNameShape(part)) {
			continue
		}
		out = append(out, part)
	}
	return out
}

func extMayBeName(s string) bool {
	if len(s) < 2 || len(s) > 60 || extWords(s) > 6 || extNotAuthor().MatchString(s) || extCredential().MatchString(" "+s) {
		return false
	}
	r := []rune(s)[0]
	return unicode.IsLetter(r)
}

var extParticles = strings.Fields("de da di du dos del la le van von der den bin al el y e")

// extNameShape accepts two to five words that begin with capitals, particles
// such as "de" and "van" apart, and no role among them.
func extNameShape(s string) bool {
	words := strings.Fields(s)
	if len(words) < 2 || len(words) > 5 || extRole().MatchString(s) {
		return false
	}
	for _, w := range words {
		r := []rune(w)[0]
		if unicode.IsUpper(r) || slices.Contains(extParticles, w) {
			continue
		}
		return false
	}
	return true
}
