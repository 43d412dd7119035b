package fetch

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"
)

// extBylineReach is how many words of prose may stand between the headline and
// the byline: a standfirst, a caption and a first paragraph.
const extBylineReach = 120

var extBylineStart = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?:^|[|•·–—-]\s*)(?i:written by|article by|posted by|submitted by|words by|words|story by|by|authors?)(?::\s*|\s+)(\p{Lu}.*)$`)
})

var extJoined = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i) (?:and|&) `) })

// extByline lets the byline that a page prints at its headline overrule
// metadata: systems name there whoever put the text in, or only the first of
// several authors. A line with another day is a teaser's.
func (p *extPage) extByline(zone *time.Location) {
	m := p.meta
	lines, _ := p.extTopLines(extBylineReach)
	for _, b := range lines {
		g := extBylineStart().FindStringSubmatch(b.text)
		if g == nil || extReviewed().MatchString(b.text) {
			continue
		}
		text, _, _ := strings.Cut(g[1], " / ") // the paper, or a role
		names := m.cleanAuthors([]string{text}, true)
		if d := extDayOf(b.text, zone, strings.EqualFold(m.language, "en-us")); d != "" && d != m.published && d != m.modified {
			continue
		}
		if len(names) == 0 {
			text, _, _ = strings.Cut(text, ",")
			if len(m.authors) == 0 && b.words <= 8 && m.takeGroup(text) {
				return
			}
			continue
		}
		if m.overruled(names, extJoined().MatchString(text)) {
			m.authors = names
			m.note("authors", "printed byline")
		}
		return
	}
}

// overruled reports that a printed byline names others than metadata, or joins
// more to them. A comma alone joins none: an employer follows it as often.
func (m *extMeta) overruled(names []string, joined bool) bool {
	known := 0
	for _, a := range m.authors {
		if slices.ContainsFunc(names, func(n string) bool { return extSame(extKey(n), extKey(a)) }) {
			known++
		}
	}
	return known == 0 || joined && known == len(m.authors) && len(names) > known
}
