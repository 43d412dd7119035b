package fetch

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// extBlock is one run of text between two block boundaries of a page.
type extBlock struct {
	node   *html.Node // the element the text stands in
	tag    string     // of that element: p, li, h2, td, div ...
	text   string
	label  extLabel // what it is by its wording
	words  int
	links  int // number of links
	linkW  int // words inside links
	bold   bool
	hints  extHint    // of the element and its ancestors below the point shared with the core
	branch *html.Node // the highest element above the block that does not hold the column
	rel    int        // relation to the core, see extRel
	score  float64
	area   *html.Node // the element of the comments it belongs to
	quiet  bool       // the publisher marked a part of it data-nosnippet
	drop   string     // why it is not part of the article; "" while it may be
}

// extPage is a parsed page on its way to an article.
type extPage struct {
	root   *html.Node
	body   *html.Node
	blocks []*extBlock
	hintOf map[string]extHint // by class and id text: pages repeat them
	prose  map[*html.Node]int // words of prose below a node
	core   *html.Node         // the node that holds most of the prose
	column *html.Node         // the node most of the prose stands in directly
	// columnShape is the tag and class of the node with the most prose among its
	// own children: some templates give each paragraph such a node.
	columnShape string
	share       map[*html.Node]int  // words below a node
	taken       int                 // bytes of text in blocks
	before      []int               // words of prose before each block
	rule        string              // host of the site rule that applied
	passed      []*extBlock         // what that rule left out, for who writes one
	standfirst  string              // as a site rule found it
	holdsTitle  map[*html.Node]bool // elements above the visible headline
	meta        *extMeta
	witness     map[string]bool // what a second extractor answers
}

// extWalk turns the tree below body into blocks, in reading order.
func (p *extPage) extWalk() {
	w := &extWalker{page: p}
	w.walk(p.body)
	w.flush()
}

type extWalker struct {
	page   *extPage
	skip   func(*html.Node) bool // elements a site rule removes
	buf    strings.Builder
	owner  *html.Node // the element whose text is being gathered
	links  int
	linkW  int
	inLink int
	bold   int
	plain  bool // text outside bold was seen
	brs    int
	quiet  bool // text marked data-nosnippet was seen
	mute   int  // elements so marked that are open
}

// walk visits n. Depth cannot pass 512: the parser refuses deeper trees.
func (w *extWalker) walk(n *html.Node) {
	switch n.Type {
	case html.TextNode:
		w.text(n)
		return
	case html.ElementNode:
	default:
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.walk(c)
		}
		return
	}
	if extSkip(n) || w.skip != nil && w.skip(n) {
		return
	}
	if extHas(n, "data-nosnippet") {
		w.mute++
		defer func() { w.mute-- }()
	}
	switch n.DataAtom {
	case atom.Br:
		if w.brs++; w.brs > 1 {
			w.flush()
			return
		}
		w.buf.WriteByte(' ')
		return
	case atom.Hr:
		w.flush()
		return
	case atom.A:
		w.links++
		w.inLink++
		defer func() { w.inLink-- }()
	case atom.Td, atom.Th:
		w.buf.WriteByte(' ')
	case atom.B, atom.Strong:
		w.bold++
		defer func() { w.bold-- }()
	}
	if !extIsBlock(n) {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			w.walk(c)
		}
		return
	}
	w.flush()
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		w.walk(c)
	}
	w.flush()
}

func (w *extWalker) text(n *html.Node) {
	if strings.TrimSpace(n.Data) == "" {
		w.buf.WriteByte(' ')
		return
	}
	w.brs = 0
	data := n.Data[:min(len(n.Data), extMaxText-w.page.taken)]
	w.page.taken += len(data)
	if data == "" || len(w.page.blocks) >= extMaxBlocks {
		return
	}
	if w.owner == nil {
		w.owner = extOwner(n)
	}
	if w.inLink > 0 {
		w.linkW += len(strings.Fields(data))
	}
	if w.bold == 0 {
		w.plain = true
	}
	w.quiet = w.quiet || w.mute > 0
	w.buf.WriteString(data)
}

// flush closes the current block.
func (w *extWalker) flush() {
	if w.owner != nil {
		if text := extSquash(w.buf.String()); text != "" {
			words := extWords(text)
			w.page.blocks = append(w.page.blocks, &extBlock{
				node: w.owner, tag: w.owner.Data, text: text, words: words, label: extLabelOf(text, words),
				links: w.links, linkW: w.linkW, bold: !w.plain, quiet: w.quiet,
			})
		}
	}
	w.buf.Reset()
	w.owner, w.links, w.linkW, w.plain, w.quiet, w.brs = nil, 0, 0, false, false, 0
}

// extOwner is the nearest block element above a text node.
func extOwner(n *html.Node) *html.Node {
	for n = n.Parent; n.Parent != nil; n = n.Parent {
		if n.Type == html.ElementNode && extIsBlock(n) {
			return n
		}
	}
	return n
}

func extSkip(n *html.Node) bool {
	switch n.DataAtom {
	case atom.Script, atom.Style, atom.Noscript, atom.Template, atom.Svg, atom.Iframe, atom.Object, atom.Select,
		atom.Button, atom.Textarea, atom.Input, atom.Head, atom.Canvas, atom.Audio, atom.Video, atom.Option, atom.Datalist, atom.Math:
		return true
	}
	return n.Namespace != ""
}

func extIsBlock(n *html.Node) bool {
	switch n.DataAtom {
	case atom.A, atom.Abbr, atom.Acronym, atom.B, atom.Bdi, atom.Bdo, atom.Big, atom.Cite, atom.Code, atom.Data, atom.Del,
		atom.Dfn, atom.Em, atom.Font, atom.I, atom.Img, atom.Ins, atom.Kbd, atom.Label, atom.Mark, atom.Picture, atom.Q,
		atom.Rp, atom.Rt, atom.Ruby, atom.S, atom.Samp, atom.Small, atom.Span, atom.Strike, atom.Strong, atom.Sub,
		atom.Sup, atom.Time, atom.Tt, atom.U, atom.Var, atom.Wbr, atom.Source, atom.Meta, atom.Link, atom.Embed:
		return false
	case atom.Td, atom.Th:
		return !extLeafCell(n)
	case 0:
		return false // a custom element is inline until a style says otherwise
	}
	return true
}

// extLeafCell reports a cell of a table of data: short text and no blocks inside.
// The cells of a row then make one block; the cells of a layout do not.
func extLeafCell(n *html.Node) bool {
	size := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if c.Type == html.ElementNode && c.DataAtom != atom.Td && c.DataAtom != atom.Th && extIsBlock(c) {
			return false
		}
		if c.Type == html.TextNode {
			size += len(strings.TrimSpace(c.Data))
		}
	}
	return size <= 200
}

// extWords counts words: runs between spaces that hold a letter or digit.
func extWords(s string) int { return len(strings.Fields(s)) }

// extHas reports that n carries the attribute, with whatever value.
func extHas(n *html.Node, key string) bool {
	for _, a := range n.Attr {
		if a.Key == key {
			return true
		}
	}
	return false
}

func extAttr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
