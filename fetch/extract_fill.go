package fetch

import (
	"slices"
	"sort"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wardround/wardround/news"
)

// extFill writes what was found into the page handed out.
func (p *extPage) extFill(out *news.Page, in PageInput) {
	m := p.meta
	if m.canonical != "" {
		out.URL = m.canonical
	}
	out.Title, out.Authors, out.Publisher = m.title, m.authors, strings.TrimPrefix(m.site, "@")
	out.Published, out.Modified = m.published, m.modified
	out.Language, out.MaxSnippet = extLanguage(m), m.maxSnippet
	out.Comments = p.extComments(in.Zone)
	out.Rule, out.Section = p.rule, m.section()
	kept := p.extKept()
	if i := p.extStandfirst(kept); i >= 0 {
		out.Standfirst = kept[i].text
		m.note("standfirst", "opening of the page")
		kept = append(append([]*extBlock{}, kept[:i]...), kept[i+1:]...)
	} else if p.standfirst != "" {
		out.Standfirst = p.standfirst
	}
	out.Body = extBlocks(kept)
	out.Quality, out.Reason = p.extJudge(out.Body)
	switch out.Quality {
	case news.QualityChallenge, news.QualityFailed, news.QualityOther:
		out.Body, out.Standfirst, out.Comments = nil, "", nil
	default:
		out.Kind, out.Document = p.extKind(in.Sites), p.extDocument(kept)
	}
	if day := firstPublished(out.Standfirst, out.Body, out.Published, in.Zone); day != "" {
		out.Published, out.Reprint = day, true
		m.note("published", "a reprint, by its own words")
	}
	out.Evidence = slices.Concat(m.evidence, p.extDropped())
}

func (p *extPage) extKept() []*extBlock {
	var kept []*extBlock
	for _, b := range p.blocks {
		if b.drop == "" {
			kept = append(kept, b)
		}
	}
	return kept
}

// extStandfirst is the index of the block that introduces the article: the
// first, if its markup names it so, or it is what the page is described by and
// stands outside the column; -1 for none.
func (p *extPage) extStandfirst(kept []*extBlock) int {
	desc := extKey(p.meta.description)
	for i, b := range kept[:min(2, len(kept))] {
		if b.words < 6 || b.words > 80 || len(kept) < 3 || b.quiet || extMuted(b.node) {
			continue
		}
		named := b.rel != relDirect && b.hints&hintLead != 0 || p.extHintsOf(b.node)&hintLead != 0
		described := b.rel != relDirect && desc != "" && extKey(b.text) == desc
		heading := i == 0 && extHeading(b.tag) && extEnding(b.text) == "stop"
		if named || described || heading {
			return i
		}
	}
	return -1
}

// extBlocks turns kept blocks into the body. Cells of one table row become one
// block, and a bold line that ends no sentence is a subhead.
func extBlocks(kept []*extBlock) []news.Block {
	var out []news.Block
	var last *extBlock
	for _, b := range kept {
		if last != nil && extCell(b) && extCell(last) && b.node.Parent == last.node.Parent {
			out[len(out)-1].Text += " " + b.text
			out[len(out)-1].NoQuote = out[len(out)-1].NoQuote || b.quiet
			continue
		}
		last = b
		text := b.text
		if extHeading(b.tag) {
			text = strings.TrimRight(text, " #¶§⌗🔗") // the sign of a link to the heading itself
		}
		out = append(out, news.Block{Kind: extBlockKind(b), Text: text, NoQuote: b.quiet || extMuted(b.node)})
	}
	return out
}

// extMuted reports a mark above n; a site rule starts its walk below it.
func extMuted(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if extHas(n, "data-nosnippet") {
			return true
		}
	}
	return false
}

func extCell(b *extBlock) bool { return b.node.DataAtom == atom.Td || b.node.DataAtom == atom.Th }

func extBlockKind(b *extBlock) news.BlockKind {
	if extHeading(b.tag) || b.bold && b.words <= 12 && extEnding(b.text) != "stop" {
		return news.Subhead
	}
	for n, up := b.node, 0; n != nil && up < 4; n, up = n.Parent, up+1 {
		switch n.DataAtom {
		case atom.Blockquote:
			return news.Quotation
		case atom.Li:
			return news.ListItem
		case atom.Article, atom.Main, atom.Section:
			return news.Paragraph
		}
	}
	return news.Paragraph
}

// extDropped counts, for the operator, what was left out and why.
func (p *extPage) extDropped() []string {
	count := map[string]int{}
	for _, b := range p.blocks {
		if b.drop != "" {
			count[b.drop]++
		}
	}
	var out []string
	for reason, n := range count {
		out = append(out, "dropped: "+extCount(n)+", "+reason)
	}
	sort.Strings(out)
	return out
}

// extLanguage is the language the page states, spelt as BCP 47 recommends:
// en-GB, not en_gb.
func extLanguage(m *extMeta) string {
	lang, source := m.language, "html lang"
	if lang == "" {
		lang, source = m.first("og:locale", "content-language", "dc.language", "language"), "meta"
	}
	lang = strings.ReplaceAll(strings.TrimSpace(lang), "_", "-")
	name, region, _ := strings.Cut(lang, "-")
	if len(name) < 2 || len(name) > 3 || len(lang) > 12 || strings.ContainsAny(lang, " ,;") {
		return ""
	}
	m.note("language", source)
	name = strings.ToLower(name)
	if len(region) == 2 {
		region = strings.ToUpper(region)
	}
	if region == "" {
		return name
	}
	return name + "-" + region
}
