package fetch

// The functions of this file list the features that say where a block stands
// and among what.

// shapes is how much of the page's prose stands in places of the block's shape.
func (f *extFacts) shapes(b *extBlock, add func(extFeature)) {
	share, n := "0", f.sig[extSig(b)]
	switch {
	case n == 0:
	case n*2 >= f.total:
		share = "50"
	case n*5 >= f.total:
		share = "20"
	case n*20 >= f.total:
		share = "5"
	default:
		share = "1"
	}
	add("shape " + share + " " + extShort(b.words))
	add("weight " + f.columnShare + " " + extRel[b.rel] + " " + extShort(b.words))
}

// company is the blocks that share the block's holder.
func (f *extFacts) company(b *extBlock, add func(extFeature)) {
	g := f.group(b)
	if g.n > 1 {
		add("group links " + extLinky(&extBlock{words: g.words, linkW: g.linkW}) + " " + extRel[b.rel])
	}
	prose := "0"
	switch {
	case g.prose*2 >= f.total:
		prose = "50"
	case g.prose*5 >= f.total:
		prose = "20"
	case g.prose > 0:
		prose = "1"
	}
	add("group prose " + prose + " " + extShort(b.words))
	add("group mean " + extSize(g.words/max(1, g.n)) + " " + extTagGroup(b))
}

// position is where the block stands by the column and the headline. Lines
// between the two are standfirst, byline or furniture.
func (f *extFacts) position(i int, add func(extFeature)) {
	b := f.page.blocks[i]
	where := "after "
	switch {
	case b.rel == relDirect:
		where = "direct "
	case b.rel == relColumn:
		where = "inside "
	case i < f.started:
		where = "before "
	}
	br := f.branch(b)
	links := extLinky(&extBlock{words: br.words, linkW: br.linkW})
	add("branch " + where + extShareName(br.prose, f.total) + " " + links)
	add("branch " + where + links + " " + extShort(b.words))
	add("branch " + where + f.columnShare + " " + extShareName(br.prose, f.total))
	add("branch " + where + extTagGroup(b) + " " + extSize(br.words/br.n))
	if d := i - f.titled; f.titled >= 0 && d > 0 && d <= 6 && i <= f.started {
		add("below title " + extSize(d) + " " + extSize(b.words))
		add("below title " + extTagGroup(b) + " " + extEnding(b.text) + " " + extShort(b.words))
		add("below title " + extLinky(b) + " " + extShort(b.words))
		if b.hints&hintLead != 0 {
			add("below title lead " + extShort(b.words))
		}
	}
}

// neighbours is the two blocks before and the two after.
func (f *extFacts) neighbours(i int, add func(extFeature)) {
	b := f.page.blocks[i]
	for _, d := range []int{-2, -1, 1, 2} {
		name := [...]string{"prev2 ", "prev ", "", "next ", "next2 "}[d+2]
		j := i + d
		if j < 0 || j >= len(f.page.blocks) {
			add(name + "none")
			continue
		}
		o := f.page.blocks[j]
		add(name + extShort(o.words) + " " + extLinky(o))
		if d == 2 || d == -2 {
			continue
		}
		add(name + extTagGroup(o) + " " + extTagGroup(b))
		add(name + "rel " + extRel[o.rel] + " " + extRel[b.rel])
		if l := f.labels[j]; l != labelNone {
			add(name + "label " + string(l))
		}
	}
}
