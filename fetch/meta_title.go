package fetch

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/net/html"
)

// readTitle chooses the headline. The visible h1 wins when another source says
// the same: it is what readers see, and it carries no site name. Where the
// witnesses agree on a part of it, that part is the headline and the rest a
// section or a sub-title. An h1 without a witness still stands when it reads as
// a headline; else the social title is taken, its site name cut off.
func (m *extMeta) readTitle() {
	w := m.titleWitnesses()
	if t, source := m.confirmed(w); t != "" {
		m.setTitle(t, source)
		return
	}
	if t := m.marked(w); t != "" {
		m.setTitle(t, "headline element")
		return
	}
	if h := m.alone(w); h != "" {
		m.setTitle(h, "h1 alone")
		return
	}
	for _, c := range w {
		if len(c.key) > 3 {
			m.setTitle(c.text, c.source)
			return
		}
	}
	if len(m.h1) > 0 {
		m.setTitle(m.h1[0], "h1 alone")
	}
}

// alone is an h1 that no witness repeats and that reads as a headline all the
// same. Two words do if markup calls it the headline, and no other. On a page
// with many of them only such a one does, or one that shares words with a
// witness: some templates head every teaser with one.
func (m *extMeta) alone(witnesses []extWitness) string {
	many := len(m.h1) > 3
	for _, h := range m.h1 {
		n, least, named := extWords(h), 4, m.named[h] && len(m.named) == 1
		if named {
			least = 2
		}
		if n < least || n > 40 || m.isSite(h) || extLabelOf(h, n) != labelNone || strings.HasSuffix(h, ":") {
			continue
		}
		if !many || named || slices.ContainsFunc(witnesses, func(w extWitness) bool { return extShareWords(h, w.text) >= 2 }) {
			return h
		}
	}
	return ""
}

var extHeadlineName = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)(?:^|[^a-z])(?:headline|title|hed)(?:[^a-z]|$)`)
})

// extNamedHeadline reports markup that calls a heading the headline.
func extNamedHeadline(n *html.Node) bool {
	return extHeadlineName().MatchString(extAttr(n, "itemprop") + " " + extAttr(n, "class") + " " + extAttr(n, "id"))
}

// extShareWords counts the longer words of a that b has too.
func extShareWords(a, b string) int {
	count := 0
	in := extLongWords(b)
	for w := range extLongWords(a) {
		if in[w] {
			count++
		}
	}
	return count
}

// extLongWords are the words of five letters and more, folded: shorter ones are
// in too many headlines to tell two apart.
func extLongWords(s string) map[string]bool {
	out := map[string]bool{}
	for _, w := range strings.Fields(s) {
		if k := extKey(w); len(k) >= 5 {
			out[k] = true
		}
	}
	return out
}

var extTitleLabel = sync.OnceValue(func() *regexp.Regexp {
	const label = `opinion|editorial|analysis|comment|commentary|exclusive|news|feature|features|interview|letters?|letter to the editor|podcast|watch|column|perspective`
	const medium = `watch|listen|video|audio|pictures|photos?|gallery`
	return regexp.MustCompile(`(?i)^title:\s*|^(?:` + label + `) \| | \| (?:` + label + `)$|^(?:` + medium + `): | [\[(](?:` + medium + `)[\])]$`)
})

func (m *extMeta) setTitle(t, source string) {
	for range 3 { // a section before it, a section after it, a label
		t = extTitleLabel().ReplaceAllString(t, "")
	}
	m.title = t
	m.note("title", source)
}

// extWitness is a title stated outside the visible page, without its site name.
type extWitness struct{ text, key, source string }

func (m *extMeta) titleWitnesses() []extWitness {
	headline := ""
	for _, o := range m.ld {
		if headline = o.str("headline"); headline != "" {
			break
		}
	}
	var out []extWitness
	add := func(text, source string) {
		if text = m.bare(extSquash(text)); text != "" {
			out = append(out, extWitness{text, extKey(text), source})
		}
	}
	add(m.first("og:title"), "og:title")
	add(headline, "JSON-LD")
	add(m.first("twitter:title", "dc.title", "parsely-title", "sailthru.title"), "twitter:title")
	add(m.doc.Find("title").First().Text(), "title element")
	return out
}

// confirmed is the h1 that a witness repeats word for word, else the first that
// one holds or is held by.
func (m *extMeta) confirmed(witnesses []extWitness) (title, source string) {
	best := 0
	for _, h := range m.h1 {
		k := extKey(h)
		if len(k) < 6 || len(h) > 400 || extKey(m.site) == k {
			continue
		}
		score, text := 0, h
		for _, w := range witnesses {
			switch {
			case k == w.key:
				score = max(score, 4)
				text = h
			case extPartOf(h, w.text) && score < 4 && m.agreed(w.key, witnesses) > 1:
				score, text = 3, w.text
			case extSame(k, w.key) && score < 3:
				score = 2
			}
		}
		if score > best {
			best, title, source = score, text, "h1"
		}
	}
	return title, source
}

// agreed counts the witnesses of a title.
func (m *extMeta) agreed(key string, witnesses []extWitness) int {
	n := 0
	for _, w := range witnesses {
		if w.key == key {
			n++
		}
	}
	return n
}

// extPartOf reports that headline t is h without a leading section ("Politics |
// ...") or date, or without a trailing sub-title. One word more in h than in t
// is neither, but a headline shortened for machines.
func extPartOf(h, t string) bool {
	hk, tk := extKey(h), extKey(t)
	if len(tk) <= 15 || len(hk) <= len(tk) {
		return false
	}
	if strings.HasPrefix(hk, tk) {
		return extWords(h) >= extWords(t)+3
	}
	if !strings.HasSuffix(hk, tk) {
		return false
	}
	lead := ""
	for i := range h {
		if extKey(h[i:]) == tk {
			lead = strings.TrimSpace(h[:i])
		}
	}
	last, _ := utf8.DecodeLastRuneInString(lead)
	return strings.ContainsRune("|:»>·•–—-", last) || extDayOf(lead, time.UTC, false) != ""
}

// extSame reports that one of two folded texts holds the other, and that the
// shorter is no mere fragment.
func extSame(a, b string) bool {
	if len(a) < 8 || len(b) < 8 {
		return a == b && a != ""
	}
	return strings.Contains(b, a) && len(a)*2 > len(b) || strings.Contains(a, b) && len(b)*2 > len(a) || extShareStart(a, b)
}

// extShareStart accepts headlines that differ only in their last part, as when
// a social title is cut.
func extShareStart(a, b string) bool {
	n := 0
	for n < len(a) && n < len(b) && a[n] == b[n] {
		n++
	}
	return n >= 24 && n*10 >= min(len(a), len(b))*7
}

// marked is a lower heading, or one that its markup names the headline, if a
// witness agrees. Of several witnesses that differ it is the one readers see.
func (m *extMeta) marked(witnesses []extWitness) string {
	for _, n := range m.doc.Find(`[itemprop~="headline"], h2, h3, h4, .entry-title, .post-title, .article-title, .headline`).Nodes {
		t := extText(n)
		k := extKey(t)
		if len(k) < 12 || len(t) > 300 {
			continue
		}
		for _, w := range witnesses {
			if k == w.key || strings.HasPrefix(w.key, k) && len(k)*10 > len(w.key)*8 || extShortened(t, w.text) {
				return t
			}
		}
	}
	return ""
}

// extShortened reports that title t is the first words, three at least, of heading h, or h
// with the names of site and section behind it: a name for the tab of a page whose h1 is
// that of its section.
func extShortened(h, t string) bool {
	if rest, ok := strings.CutPrefix(t, h); ok && extWords(h) >= 4 { // the tab says the site's parts after it
		for _, sep := range extSeparators {
			if strings.HasPrefix(rest, sep) {
				return true
			}
		}
	}
	return extWords(t) >= 3 && extWords(h) <= 20 && strings.HasPrefix(strings.ToLower(h), strings.ToLower(t)+" ")
}

var extSeparators = []string{" | ", " – ", " — ", " - ", " :: ", " » ", " « ", " · ", " • ", " ~ ", " // ", " < ", ": ", "| "}

// bare cuts a site's name from either end of a title.
func (m *extMeta) bare(t string) string {
	for range 3 {
		next := m.cut(t)
		if next == t {
			break
		}
		t = next
	}
	return t
}

func (m *extMeta) cut(t string) string {
	for _, sep := range extSeparators {
		site := m.isSite
		if sep == ": " { // part of the headline more often than a site's name
			site = m.isSiteExactly
		}
		if i := strings.LastIndex(t, sep); i > 0 && site(t[i+len(sep):]) {
			return strings.TrimSpace(t[:i])
		}
		if i := strings.Index(t, sep); i > 0 && site(t[:i]) {
			return strings.TrimSpace(t[i+len(sep):])
		}
	}
	if i := strings.LastIndex(t, " | "); i > 0 && extWords(t[:i]) >= 4 && extWords(t[i:]) <= 5 {
		return strings.TrimSpace(t[:i])
	}
	return t
}

var extSiteWord = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^the |\b(news|blog|magazine|online|home)\b`)
})

// isSiteExactly holds for the whole of the publisher's name or host and nothing else.
func (m *extMeta) isSiteExactly(part string) bool {
	k := extKey(part)
	host := extSite(m.page.Hostname())
	name := extKey(strings.SplitN(host, ".", 2)[0])
	return k != "" && (k == extKey(m.site) || k == extKey(host) || k == name || k == "the"+name)
}

// isSite reports that a part of a title is the publisher's name: as the page
// states it, or the letters of its host.
func (m *extMeta) isSite(part string) bool {
	k, site := extKey(part), extKey(m.site)
	if k == "" || len(part) > 60 {
		return false
	}
	if site != "" && (k == site || len(k) > 4 && strings.Contains(site, k) || len(site) > 4 && strings.HasPrefix(k, site)) {
		return true
	}
	if bare := extKey(extSiteWord().ReplaceAllString(part, "")); bare != "" && site != "" && bare == extKey(extSiteWord().ReplaceAllString(m.site, "")) {
		return true
	}
	host := extKey(extSite(m.page.Hostname()))
	name := extKey(strings.SplitN(extSite(m.page.Hostname()), ".", 2)[0])
	if host == "" {
		return false
	}
	return k == host || k == name || "the"+name == k || len(k) > 4 && strings.Contains(host, k) || len(name) > 4 && strings.HasPrefix(k, name)
}
