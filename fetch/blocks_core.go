package fetch

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Relations of a block to the core of its page.
const (
	relOut    = iota // outside the core
	relCore          // inside the core, outside the column
	relColumn        // below the column
	relDirect        // a child of the column
)

var extRel = [...]string{"out", "core", "column", "direct"}

// extFindCore finds the core, the smallest node with most of the page's prose,
// and the column, the node with the most prose among its own children.
func (p *extPage) extFindCore() {
	p.prose = map[*html.Node]int{}
	direct, hushed := map[*html.Node]int{}, map[*html.Node]int{}
	desc, title, titled := extKey(p.meta.description), extKey(p.meta.title), false
	for _, b := range p.blocks {
		if !titled && title != "" && b.words < 60 && extKey(b.text) == title {
			titled = true
			// what stands above the headline is seldom the article
			for n := range p.prose {
				p.prose[n] /= 3
			}
			for n := range direct {
				direct[n] /= 3
			}
		}
		if !extProse(b) {
			continue
		}
		weight := extProseWeight(b)
		if p.extUnder(b.node) {
			if !extInComment(b.node) {
				hushed[extHolder(b.node)] += weight
			}
			continue
		}
		core := weight + extDescribed(b, desc)
		for n := b.node; n != nil; n = n.Parent {
			p.prose[n] += core
		}
		if holder := extHolder(b.node); holder != nil {
			direct[holder] += weight
		}
	}
	p.core = p.body
	for {
		next := p.extHeaviest(p.core)
		if next == nil || p.prose[next]*4 < p.prose[p.core]*3 {
			break
		}
		p.core = next
	}
	for p.core.DataAtom == atom.P || p.core.DataAtom == atom.Li {
		p.core = p.core.Parent
	}
	p.extFindColumn(direct)
	if p.extUnhush(direct, hushed) {
		p.extFindColumn(direct)
	}
	p.extRelate()
}

// extUnhush counts prose that names on the way up set apart, where it stands in
// a node of the column's own shape: a wall is drawn around the rest of a text.
// It reports whether there was any.
func (p *extPage) extUnhush(direct, hushed map[*html.Node]int) bool {
	found := false
	for h, n := range hushed {
		if extAttr(h, "class") != "" && extShape(h) == p.columnShape && extWithin(h, p.core) {
			direct[h] += n
			found = true
		}
	}
	return found
}

// extFindColumn chooses the node with the most prose among its own children.
// Where a template gives each paragraph a node of its own, those nodes have one
// shape; then the column is what holds them together.
func (p *extPage) extFindColumn(direct map[*html.Node]int) {
	shapes := map[string]int{}
	counted := map[*html.Node]bool{}
	shape := ""
	p.column = p.core
	for _, b := range p.blocks { // in reading order, so that ties do not wander
		h := extHolder(b.node)
		if direct[h] == 0 || counted[h] || !extWithin(h, p.core) {
			continue
		}
		counted[h] = true
		if direct[h] > direct[p.column] {
			p.column = h
		}
		s := extShape(h)
		if shapes[s] += direct[h]; shapes[s] > shapes[shape] {
			shape = s
		}
	}
	p.columnShape = extShape(p.column)
	if shapes[shape]*2 > direct[p.column]*3 {
		p.columnShape = shape
		p.extSpreadColumn(shapes[shape], direct)
	}
}

// extSpreadColumn widens the column until it holds most of the prose that
// stands in nodes of the column's shape.
func (p *extPage) extSpreadColumn(total int, direct map[*html.Node]int) {
	sum := map[*html.Node]int{}
	for h, n := range direct {
		if extShape(h) == p.columnShape && extWithin(h, p.core) {
			for m := h; m != nil; m = m.Parent {
				sum[m] += n
			}
		}
	}
	p.column = p.core
	for {
		var next *html.Node
		for c := p.column.FirstChild; c != nil; c = c.NextSibling {
			if sum[c]*10 >= total*8 {
				next = c
				break
			}
		}
		if next == nil {
			return
		}
		p.column = next
	}
}

// extProseWeight is how much a block of prose counts: a list item a third, since
// teasers are lists.
func extProseWeight(b *extBlock) int {
	w := 3 * b.words
	for n, up := b.node, 0; n != nil && up < 6; n, up = n.Parent, up+1 {
		if n.DataAtom == atom.Li {
			w = b.words
		}
	}
	return w
}

// extDescribed is what a block counts more for finding the core if the page is
// described by its text: as much as a paragraph of 50 words. It is near the
// article then, though not always in its column.
func extDescribed(b *extBlock, desc string) int {
	if len(desc) > 40 {
		if key := extKey(b.text); strings.Contains(desc, key[:min(40, len(key))]) || strings.Contains(key, desc[:40]) {
			return 150
		}
	}
	return 0
}

// extShape is the tag and class of a node.
func extShape(n *html.Node) string { return n.Data + "." + extAttr(n, "class") }

// extFindTitle remembers which elements hold the visible headline.
func (p *extPage) extFindTitle() {
	p.holdsTitle = map[*html.Node]bool{}
	title := extKey(p.meta.title)
	for _, b := range p.blocks {
		if title != "" && b.words < 60 && extKey(b.text) == title {
			for n := b.node; n != nil; n = n.Parent {
				p.holdsTitle[n] = true
			}
			return
		}
	}
}

// extProse reports text that reads as sentences rather than as labels.
func extProse(b *extBlock) bool {
	return b.words >= 15 && b.linkW*3 < b.words && strings.ContainsAny(b.text, ".?!")
}

// extUnder reports that names on the way up say that n is no part of an article.
func (p *extPage) extUnder(n *html.Node) bool {
	for ; n != nil && n != p.body; n = n.Parent {
		h := p.extHintsOf(n)
		if h&hintContent != 0 {
			h &^= hintSide | hintRelated | hintSignup
		}
		if h&(hintComment|hintSignup|hintHidden|hintWall|hintFooter) != 0 && n.DataAtom != atom.Main && n.DataAtom != atom.Article && p.extShare(n) < 0.5 {
			return true
		}
		switch n.DataAtom {
		case atom.Nav, atom.Footer, atom.Aside, atom.Form:
			if p.extShare(n) < 0.5 {
				return true
			}
		}
	}
	return false
}

// extShare is the share of all words of the page that stand below n.
func (p *extPage) extShare(n *html.Node) float64 {
	if p.share == nil {
		p.share = map[*html.Node]int{}
		for _, b := range p.blocks {
			for m := b.node; m != nil; m = m.Parent {
				p.share[m] += b.words
			}
		}
	}
	return float64(p.share[n]) / float64(max(1, p.share[p.body]))
}

func (p *extPage) extHeaviest(n *html.Node) *html.Node {
	var best *html.Node
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if p.prose[c] > 0 && (best == nil || p.prose[c] > p.prose[best]) {
			best = c
		}
	}
	return best
}

// extHolder is the element a block stands in beside its siblings: the parent of
// a paragraph, the grandparent of a list item.
func extHolder(n *html.Node) *html.Node {
	n = n.Parent
	for n != nil && (n.DataAtom == atom.Ul || n.DataAtom == atom.Ol || n.DataAtom == atom.Blockquote || n.DataAtom == atom.Li) {
		n = n.Parent
	}
	return n
}

func extWithin(n, top *html.Node) bool {
	for ; n != nil; n = n.Parent {
		if n == top {
			return true
		}
	}
	return false
}

// extRelate sets each block's relation to the core and the hints of the
// elements between the block and the first one it shares with the column.
// What all blocks share says nothing about one of them.
func (p *extPage) extRelate() {
	shared := map[*html.Node]bool{}
	for n := p.column; n != nil; n = n.Parent {
		shared[n] = true
	}
	for _, b := range p.blocks {
		b.rel = relOut
		switch {
		case extHolder(b.node) == p.column || b.node == p.column,
			extWithin(b.node, p.column) && extShape(extHolder(b.node)) == p.columnShape:
			b.rel = relDirect
		case extWithin(b.node, p.column):
			b.rel = relColumn
		case extWithin(b.node, p.core):
			b.rel = relCore
		}
		for n := b.node; n != nil && !shared[n]; n = n.Parent {
			b.hints |= p.extHintsOf(n)
			b.branch = n
		}
	}
	p.extCommonHints()
}

// extCommonHints forgets a hint that a third of the prose carries: a name that
// a template gives its own paragraphs ("paywall", "card-text") tells nothing.
func (p *extPage) extCommonHints() {
	var carried [hintCount]int
	total := 0
	for _, b := range p.blocks {
		if !extProse(b) {
			continue
		}
		total += b.words
		for k := range carried {
			if b.hints&(1<<k) != 0 {
				carried[k] += b.words
			}
		}
	}
	var forget extHint
	for k, n := range carried {
		if n*3 > total && 1<<k&(hintComment|hintContent) == 0 {
			forget |= 1 << k
		}
	}
	for _, b := range p.blocks {
		b.hints &^= forget
	}
}
