package fetch

import (
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"golang.org/x/net/html"

	"github.com/wardround/wardround/news"
)

// RuleMissed marks, in a page's evidence, that its site has a rule whose result
// was too thin to be an article: the site has probably changed its markup.
const RuleMissed = "rule: no longer matches"

// RuleMatched marks, in a page's evidence, that its text was taken by the site's rule.
const RuleMatched = "body: site rule"

// siteLeast is the least number of words a rule's body must have. The shortest
// of 408 news articles with a known text has 38.
const siteLeast = 30

// extApplySite reads a page by its site's rule and reports whether the rule
// matched. A rule that gives no body changes nothing.
func (p *extPage) extApplySite(rule *siteRule, zone *time.Location) bool {
	doc := p.meta.doc
	skip := map[*html.Node]bool{}
	mark(skip, doc, rule.remove)
	comments := map[*html.Node]bool{}
	mark(comments, doc, rule.comments)
	blocks := p.extSiteBlocks(doc, rule.body, skip, comments)
	words := 0
	for _, b := range blocks {
		words += b.words
	}
	if rule.body != nil && words < siteLeast {
		p.meta.evidence = append(p.meta.evidence, RuleMissed)
		return false
	}
	p.extSiteMeta(rule, zone)
	if rule.body == nil {
		return true
	}
	all := p.blocks
	p.blocks = slices.Concat(blocks, p.extSiteBlocks(doc, rule.comments, skip, nil))
	p.extPassOver(all, skip)
	for i, b := range p.blocks {
		b.rel, b.score = relDirect, 1
		if i >= len(blocks) {
			b.drop, b.area = dropComment, b.node.Parent
		}
	}
	p.meta.note("body", "site rule")
	return true
}

// extPassOver notes which of all blocks of a page its site's rule left out.
func (p *extPage) extPassOver(all []*extBlock, skip map[*html.Node]bool) {
	taken := map[string]bool{p.meta.title: true, p.standfirst: true}
	for _, b := range p.blocks {
		taken[b.text] = true
	}
	for _, b := range all {
		if taken[b.text] {
			continue
		}
		b.drop = dropUnnamed
		if under(b.node, skip) {
			b.drop = dropRemoved
		}
		p.passed = append(p.passed, b)
	}
}

func mark(set map[*html.Node]bool, doc *goquery.Document, m goquery.Matcher) {
	if m == nil {
		return
	}
	for _, n := range doc.FindMatcher(m).Nodes {
		set[n] = true
	}
}

// extSiteBlocks walks the elements a rule names, each once, without those it
// removes.
func (p *extPage) extSiteBlocks(doc *goquery.Document, m goquery.Matcher, skip, also map[*html.Node]bool) []*extBlock {
	if m == nil {
		return nil
	}
	kept := p.blocks
	defer func() { p.blocks = kept }()
	p.blocks = nil
	seen := map[*html.Node]bool{}
	w := &extWalker{page: p, skip: func(n *html.Node) bool { return skip[n] || also[n] }}
	for _, n := range doc.FindMatcher(m).Nodes {
		if !under(n, seen) && !under(n, skip) && !under(n, also) {
			w.walk(n)
			w.flush()
		}
		seen[n] = true
	}
	return p.blocks
}

func under(n *html.Node, set map[*html.Node]bool) bool {
	for ; n != nil; n = n.Parent {
		if set[n] {
			return true
		}
	}
	return false
}

func (p *extPage) extSiteMeta(rule *siteRule, zone *time.Location) {
	m := p.meta
	if t := m.ruleText(rule.title); t != "" {
		m.title = t
		m.note("title", "site rule")
	}
	if t := m.ruleText(rule.standfirst); t != "" {
		p.standfirst = t
		m.note("standfirst", "site rule")
	}
	if rule.author != nil {
		var raw []string
		for _, n := range m.doc.FindMatcher(rule.author).Nodes {
			raw = append(raw, extParts(n))
		}
		if names := m.cleanAuthors(raw, false); len(names) > 0 {
			m.authors = names
			m.note("authors", "site rule")
		}
	}
	if rule.date != nil {
		m.setDay(m.ruleDay(rule, zone), "site rule")
	}
	if next := m.ruleNext(rule.nextPage); next != "" {
		m.note("next page", next)
	}
}

// ruleNext is the address of the article's next page, on the same site.
func (m *extMeta) ruleNext(matcher goquery.Matcher) string {
	if matcher == nil {
		return ""
	}
	for _, n := range m.doc.FindMatcher(matcher).Nodes {
		u, err := m.page.Parse(strings.TrimSpace(extAttr(n, "href")))
		if err == nil && extSite(u.Hostname()) == extSite(m.page.Hostname()) && u.String() != m.page.String() {
			return u.String()
		}
	}
	return ""
}

func (m *extMeta) ruleText(matcher goquery.Matcher) string {
	if matcher == nil {
		return ""
	}
	for _, n := range m.doc.FindMatcher(matcher).Nodes {
		if t := extText(n); t != "" {
			return t
		}
	}
	return ""
}

// ruleDay reads the first element that holds a day, by the rule's layout if it
// has one.
func (m *extMeta) ruleDay(rule *siteRule, zone *time.Location) news.Day {
	if rule.zone != nil {
		zone = rule.zone
	}
	for _, n := range m.doc.FindMatcher(rule.date).Nodes {
		for _, text := range []string{extAttr(n, "datetime"), extText(n)} {
			if rule.layout != "" {
				if t, err := time.ParseInLocation(rule.layout, text, zone); err == nil {
					return news.DayOf(t, extZone(zone))
				}
			}
			if d := extDayOf(text, zone, false); d != "" {
				return d
			}
		}
	}
	return ""
}

func extZone(zone *time.Location) *time.Location {
	if zone == nil {
		return extLondon()
	}
	return zone
}
