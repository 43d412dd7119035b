package fetch

import (
	"strings"
	"unicode"

	"golang.org/x/net/html"
)

// extFeature names one thing that is true of a block. extWeights says what each
// is worth.
type extFeature = string

// extFacts is what the features of one page's blocks are worked out from.
type extFacts struct {
	page     *extPage
	total    int            // words of prose
	before   []int          // words of prose before each block
	seen     map[string]int // first block with this text
	sig      map[string]int // words of prose by signature
	holders  map[*html.Node]*extGroup
	branches map[*html.Node]*extGroup
	ahead    []int // blocks of prose that stand in the column after each block
	started  int   // first block of the column
	titled   int   // the visible headline, the last one above the column; -1 for none
	labels   []extLabel
	under    []extLabel // label of the last heading or label before the block
	title    string
	desc     string
	// columnShare is how much of the page's prose the column holds. Where it is
	// most, prose elsewhere is teasers.
	columnShare string
}

type extGroup struct{ n, words, linkW, prose int }

func extFactsOf(p *extPage) *extFacts {
	f := &extFacts{page: p, seen: map[string]int{}, sig: map[string]int{}, holders: map[*html.Node]*extGroup{}, branches: map[*html.Node]*extGroup{}, started: len(p.blocks), titled: -1}
	f.before = make([]int, len(p.blocks))
	f.labels = make([]extLabel, len(p.blocks))
	f.under = make([]extLabel, len(p.blocks))
	f.title, f.desc = extKey(p.meta.title), extKey(p.meta.description)
	under, since, column := labelNone, 0, 0
	for i, b := range p.blocks {
		f.before[i] = f.total
		f.labels[i] = b.label
		if _, ok := f.seen[b.text]; !ok {
			f.seen[b.text] = i
		}
		g := f.group(b)
		g.n++
		g.words += b.words
		g.linkW += b.linkW
		if b.rel >= relColumn && i < f.started {
			f.started = i
		}
		if f.title != "" && i <= f.started && b.words < 60 && extKey(b.text) == f.title {
			f.titled = i
		}
		br := f.branch(b)
		br.n++
		br.words += b.words
		br.linkW += b.linkW
		if extProse(b) {
			br.prose += b.words
			f.sig[extSig(b)] += b.words
			f.total += b.words
			g.prose += b.words
			if since++; since > 2 {
				under = labelNone
			}
		}
		f.under[i] = under
		if b.rel >= relColumn && extProse(b) {
			column += b.words
		}
		switch l := f.labels[i]; {
		case l == labelComments || l == labelTail || l == labelSignup:
			under, since = l, 0
		case extHeading(b.tag):
			under = labelNone
		}
	}
	f.columnShare = extShareName(column, f.total)
	f.ahead = make([]int, len(p.blocks))
	for i := len(p.blocks) - 2; i >= 0; i-- {
		f.ahead[i] = f.ahead[i+1]
		if b := p.blocks[i+1]; b.rel == relDirect && extProse(b) {
			f.ahead[i]++
		}
	}
	return f
}

func extAhead(n int) string {
	switch {
	case n == 0:
		return "none"
	case n == 1:
		return "one"
	case n < 4:
		return "few"
	}
	return "many"
}

// branch is the group of the blocks that leave the column's line together.
func (f *extFacts) branch(b *extBlock) *extGroup {
	if f.branches[b.branch] == nil {
		f.branches[b.branch] = &extGroup{}
	}
	return f.branches[b.branch]
}

func (f *extFacts) group(b *extBlock) *extGroup {
	h := extHolder(b.node)
	if f.holders[h] == nil {
		f.holders[h] = &extGroup{}
	}
	return f.holders[h]
}

// extSig is the shape of the place a block stands in: what a template repeats.
func extSig(b *extBlock) string {
	s := b.node.Data + "." + extAttr(b.node, "class")
	if n := b.node.Parent; n != nil {
		s += "<" + n.Data + "." + extAttr(n, "class")
	}
	return s
}

func extHeading(tag string) bool {
	return len(tag) == 2 && tag[0] == 'h' && tag[1] >= '1' && tag[1] <= '6'
}

// of lists the features of block i.
func (f *extFacts) of(i int, add func(extFeature)) {
	b := f.page.blocks[i]
	rel, tag, size, short := extRel[b.rel], extTagGroup(b), extSize(b.words), extShort(b.words)
	linky, end, part := extLinky(b), extEnding(b.text), extPart(f.before[i], f.total)
	label := string(f.labels[i])
	add("bias")
	add("rel " + rel)
	add("tag " + rel + " " + tag)
	add("tag size " + tag + " " + size)
	add("rel size " + rel + " " + size)
	add("links " + linky + " " + short)
	add("links rel " + linky + " " + rel)
	add("links tag " + linky + " " + tag)
	add("end " + end + " " + size)
	add("end tag " + end + " " + tag)
	add("open " + extOpening(b.text) + " " + short)
	add("part " + part + " " + short)
	add("part rel " + part + " " + rel)
	add("part tag " + part + " " + tag)
	if label != "" {
		add("label " + label)
		add("label part " + label + " " + part)
		add("label short " + label + " " + short)
	}
	if u := f.under[i]; u != labelNone {
		add("under " + string(u) + " " + short)
		add("under rel " + string(u) + " " + rel)
		add("under part " + string(u) + " " + part)
	}
	heard := extHeard(f.page.witness, b.text)
	add("heard " + heard)
	add("heard " + heard + " " + size)
	add("heard rel " + heard + " " + rel)
	add("heard tag " + heard + " " + tag)
	add("heard rel " + heard + " " + rel + " " + short)
	add("ahead " + extAhead(f.ahead[i]) + " " + rel + " " + short)
	if label != "" {
		add("heard label " + heard + " " + label)
	}
	f.hints(b, short, add)
	f.texture(b, short, add)
	f.echoes(i, add)
	f.shapes(b, add)
	f.company(b, add)
	f.position(i, add)
	f.neighbours(i, add)
}

func (f *extFacts) hints(b *extBlock, short string, add func(extFeature)) {
	in := "out"
	if b.rel != relOut {
		in = "in"
	}
	for k := range extHintWords {
		if b.hints&(1<<k) != 0 {
			add("hint " + extHintWords[k].name)
			add("hint " + in + " " + extHintWords[k].name)
			add("hint " + short + " " + extHintWords[k].name)
		}
	}
	own := f.page.extHintsOf(b.node)
	for k := range extHintWords {
		if own&(1<<k) != 0 {
			add("own hint " + extHintWords[k].name + " " + short)
		}
	}
	if b.hints == 0 {
		add("hint none " + short)
	}
}

// texture is what the words themselves look like.
func (f *extFacts) texture(b *extBlock, short string, add func(extFeature)) {
	letters, upper, digits := extCase(b.text)
	switch {
	case letters == 0:
		add("no letters")
	case upper == letters && letters > 3:
		add("capitals " + short)
	case b.words > 2 && upper*2 > b.words && upper >= b.words-1:
		add("title case " + short)
	}
	if digits > letters {
		add("digits")
	}
	if b.bold {
		add("bold " + short)
	}
	if strings.Contains(b.text, " | ") || strings.Contains(b.text, "»") || strings.Contains(b.text, "→") {
		add("separators")
	}
	if strings.Contains(b.text, "@") {
		add("handle " + short)
	}
	if strings.Contains(b.text, "http") || strings.Contains(b.text, "www.") {
		add("address " + short)
	}
	if b.links > 2 && b.links*4 > b.words {
		add("many links " + short)
	}
	if strings.ContainsAny(b.text, `“”"‘`) {
		add("quotes " + short)
	}
}

// extCase counts letters, capitals and digits.
func extCase(s string) (letters, upper, digits int) {
	for _, r := range s {
		switch {
		case unicode.IsLetter(r):
			letters++
			if unicode.IsUpper(r) {
				upper++
			}
		case unicode.IsDigit(r):
			digits++
		}
	}
	return letters, upper, digits
}

// echoes is what a block repeats of the page's metadata and of itself.
func (f *extFacts) echoes(i int, add func(extFeature)) {
	b := f.page.blocks[i]
	key := extKey(b.text)
	switch {
	case key == f.title && key != "":
		add("is title")
	case len(key) > 12 && strings.Contains(f.title, key):
		add("in title")
	case len(key) > 20 && key == f.desc:
		add("is description")
	case len(key) > 30 && strings.Contains(f.desc, key):
		add("in description")
	case len(f.desc) > 40 && strings.HasPrefix(key, strings.TrimSuffix(f.desc, "hellip")):
		add("begins description")
	}
	for _, a := range f.page.meta.authors {
		if strings.Contains(b.text, a) {
			add("names author " + extShort(b.words))
			break
		}
	}
	if f.seen[b.text] != i {
		add("repeat " + extShort(b.words))
	}
}
