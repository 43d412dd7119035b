package fetch

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/wardround/wardround/news"
)

// readTerms reads what the publisher says about access and quoting.
func (m *extMeta) readTerms(header string) {
	m.maxSnippet = -1
	m.snippet(header)
	if m.maxSnippet >= 0 {
		m.note("quoting", "X-Robots-Tag")
	}
	for _, name := range []string{"robots", "wardround"} {
		for _, v := range m.tags[name] {
			before := m.maxSnippet
			if m.snippet(v); m.maxSnippet != before {
				m.note("quoting", "meta "+name)
			}
		}
	}
	for _, o := range m.ld {
		if free, ok := o.fields["isAccessibleForFree"]; ok {
			switch v := free.(type) {
			case bool:
				m.locked = !v
			case string:
				m.locked = strings.EqualFold(v, "false")
			}
			break
		}
	}
	if tier := strings.ToLower(m.first("article:content_tier", "content_tier")); tier == "locked" || tier == "metered" {
		m.locked = tier == "locked"
	}
	if m.locked {
		m.note("paywall", "stated by the page")
	}
	for _, o := range m.ld {
		switch v := o.fields["wordCount"].(type) {
		case float64:
			m.wordCount = int(max(0, min(v, 1e6)))
		case string:
			m.wordCount, _ = strconv.Atoi(v) // a count that is no number is no count
		}
		if m.wordCount > 0 {
			break
		}
	}
}

// snippet lowers the limit on quoting by one robots value: "nosnippet",
// "max-snippet:50", "none". A value for a named robot other than ours, as in
// "otherbot: nosnippet", is not meant for us.
func (m *extMeta) snippet(value string) {
	lower := func(n int) {
		if n >= 0 && (m.maxSnippet < 0 || n < m.maxSnippet) {
			m.maxSnippet = n
		}
	}
	agent := ""
	for _, part := range strings.Split(strings.ToLower(value), ",") {
		part = strings.TrimSpace(part)
		if name, rest, ok := strings.Cut(part, ":"); ok && !strings.HasPrefix(name, "max-") && name != "unavailable_after" {
			agent, part = strings.TrimSpace(name), strings.TrimSpace(rest)
		}
		if agent != "" && agent != "wardround" {
			continue
		}
		switch name, rest, _ := strings.Cut(part, ":"); strings.TrimSpace(name) {
		case "nosnippet", "none":
			lower(0)
		case "max-snippet":
			if n, err := strconv.Atoi(strings.TrimSpace(rest)); err == nil {
				lower(n)
			}
		}
	}
}

var (
	extSponsored = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^((this (article|content|post) (is|was) )?(sponsored|paid|partner|promoted|branded)( (content|post|article|feature|by|for|in association with)\b.{0,40})?|advertorial|advertisement feature|in (association|partnership) with .{2,40}|brought to you by .{2,40})[.:]?$`)
	})
	extPress = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(press release|news release|media release|for immediate release|notes to editors?|ends)[:.]?$|/(press-release|press-releases|news-release|pressrelease)s?/`)
	})
	// extRelease is a release in the name of a section, or as a label of the headline.
	extRelease = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(press|news|media) releases?\b`)
	})
	extReleaseLabel = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(press|news|media) release\s?[:|–—-]`)
	})
	extOpinion = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(opinion|comment|editorial|column|letters?|viewpoint|perspective|op-ed)\b`)
	})
	extBlog  = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)\bblogs?\b`) })
	extVoice = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\b(I|I['’](m|ve|d|ll)|[Mm]y)\b`) })
)

// extKind says what sort of text it is, by what the page says of itself,
// then by who publishes it.
func (p *extPage) extKind(sites *Sites) news.ArticleKind {
	m := p.meta
	section := strings.Join(append(m.tags["article:section"], m.first("section")), " ")
	types := ""
	for _, o := range m.ld {
		types += " " + o.kind()
		section += " " + o.str("articleSection")
	}
	switch {
	case strings.Contains(types, "AdvertiserContent") || extSponsored().MatchString(strings.TrimSpace(section)):
		return p.extKindBy(news.KindSponsored, "section")
	case p.extPaid():
		return p.extKindBy(news.KindSponsored, "line at the headline")
	case extPress().MatchString(m.page.Path):
		return p.extKindBy(news.KindPress, "address")
	case p.extSays(extPress()):
		return p.extKindBy(news.KindPress, "line of its own")
	case extRelease().MatchString(section):
		return p.extKindBy(news.KindPress, "section")
	case extReleaseLabel().MatchString(m.title):
		return p.extKindBy(news.KindPress, "headline")
	case strings.Contains(types, "OpinionNewsArticle") || extOpinion().MatchString(section):
		return p.extKindBy(news.KindOpinion, "section")
	case extOpinion().MatchString(extPathWords(m.page.Path)):
		return p.extKindBy(news.KindOpinion, "address")
	case extBlog().MatchString(section+" "+extPathWords(m.page.Path)) && p.extPersonal():
		return p.extKindBy(news.KindOpinion, "blog in the first person")
	}
	if k := sites.kind(m.page.Hostname()); k != "" {
		return p.extKindBy(k, "site rule")
	}
	return news.KindReport
}

func (p *extPage) extKindBy(kind news.ArticleKind, source string) news.ArticleKind {
	p.meta.note("kind", source)
	return kind
}

// extPersonal reports a text written in the first person: two paragraphs without a
// quotation say "I" or "my". Companies and agencies put their news on a blog too.
func (p *extPage) extPersonal() bool {
	n := 0
	for _, b := range p.blocks {
		if b.drop == "" && !strings.ContainsAny(b.text, "“”\"‘") && extVoice().MatchString(b.text) {
			n++
		}
	}
	return n >= 2
}

// extPaid looks for a line that says the article is paid for, at the visible
// headline: further down the same words stand over advertisements and the
// teasers of other stories.
func (p *extPage) extPaid() bool {
	if p.extHeadlineAt() < 0 {
		return false
	}
	lines, _ := p.extTopLines(0)
	return slices.ContainsFunc(lines, func(b *extBlock) bool {
		return b.words <= 9 && b.linkW == 0 && extSponsored().MatchString(b.text)
	})
}

// extSays looks for a line that says so by itself, in the article's part of the page.
func (p *extPage) extSays(re *regexp.Regexp) bool {
	for _, b := range p.blocks {
		if b.words <= 9 && b.linkW == 0 && (b.rel != relOut || b.hints&(hintMeta|hintTags|hintAd) != 0) && re.MatchString(b.text) {
			return true
		}
	}
	return false
}

func extPathWords(path string) string {
	dir := path
	if i := strings.LastIndexByte(strings.TrimRight(path, "/"), '/'); i >= 0 {
		dir = path[:i] // the last part is the headline's words
	}
	return strings.ReplaceAll(dir, "/", " ")
}
