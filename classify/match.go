package classify

import "slices"

// A phrase is matched word by word. Written terms are expanded into word
// sequences ([expand]) and kept in one trie whose edges are hashes of words; a
// text is read once, and from each of its words the trie is walked as far as it
// goes. Most words begin no phrase: a bit set answers for those.

// phrases is the trie. Edges live in one open-addressed table of 16 bytes each;
// what is only needed for a hit is kept apart, so that the walk stays in the cache.
type phrases struct {
	first [1 << 10]uint64 // bit set of the hashes that begin a phrase: 65,536 bits, 8 KB
	known [1 << 14]uint64 // bit set of the edges there are: 1,048,576 bits, 128 KB, where the table is larger
	table []edge          // length is a power of two, at most half full
	nodes []trieNode
}

// edge leads to a node by one word. An empty slot has next 0, as no edge leads to
// the root. Edges are told apart by key alone; a hit is confirmed by its words.
type edge struct {
	key  uint64 // of the node it leaves and the hash of the word
	next uint32
	ends bool // a phrase ends at next
	more bool // a phrase goes on from next
}

// trieNode is a place in the trie: the word that led there, and from where.
type trieNode struct {
	form
	parent uint32
	ends   []int32 // the rules of the phrases that end here
}

// hit is one phrase found: the words from first to last, for each rule of node.
type hit struct {
	node        uint32
	first, last int32
}

// match appends to dst every phrase that the tokens of text hold, shorter ones
// inside longer ones too. It allocates nothing but room in dst.
func (p *phrases) match(dst []hit, text string, tokens []token) []hit {
	for i := range tokens {
		t := &tokens[i]
		if p.begins(t.fold) {
			if e := p.find(slot(0, t.fold)); e != nil {
				dst = p.follow(dst, text, tokens, hit{e.next, int32(i), int32(i)}, e)
			}
		}
		if t.acronym {
			if h := byCase(text[t.start:t.end]); p.begins(h) {
				if e := p.find(slot(0, h)); e != nil {
					dst = p.follow(dst, text, tokens, hit{e.next, int32(i), int32(i)}, e)
				}
			}
		}
	}
	return dst
}

func (p *phrases) begins(h uint64) bool {
	bit := mix(h)
	return p.first[bit>>6]&(1<<(bit&63)) != 0
}

// follow goes on from h, to which e led. Where both readings of a word go on,
// both are followed.
func (p *phrases) follow(dst []hit, text string, tokens []token, h hit, e *edge) []hit {
	for {
		if e.ends && p.confirmed(text, tokens, h) {
			dst = append(dst, h)
		}
		if !e.more || int(h.last)+1 >= len(tokens) {
			return dst
		}
		t := &tokens[h.last+1]
		if t.acronym {
			if e := p.step(h.node, byCase(text[t.start:t.end])); e != nil && adjacent(text, tokens[h.last], *t) {
				dst = p.follow(dst, text, tokens, hit{e.next, h.first, h.last + 1}, e)
			}
		}
		if e = p.step(h.node, t.fold); e == nil || !adjacent(text, tokens[h.last], *t) {
			return dst
		}
		h.node, h.last = e.next, h.last+1
	}
}

// confirmed compares the words of a hit letter by letter, so that two words of
// one hash cannot be taken for each other. Folded words of up to eight bytes are
// spared: their hash is their letters, shuffled.
func (p *phrases) confirmed(text string, tokens []token, h hit) bool {
	node := h.node
	for i := h.last; i >= h.first; i-- {
		n, t := &p.nodes[node], &tokens[i]
		length := int(t.end - t.start)
		if (n.exact || length > 8 || length != len(n.text)) && !spells(text[t.start:t.end], n.text, n.exact) {
			return false
		}
		node = n.parent
	}
	return true
}

// maxGap is how many bytes may stand between two words of a phrase: a space and
// a dash or a quotation mark of three bytes. Longer gaps are punctuation that parts.
const maxGap = 6

// adjacent reports whether nothing between two words ends the phrase.
func adjacent(text string, a, b token) bool {
	if b.start-a.end > maxGap {
		return false
	}
	for i := a.end; i < b.start; i++ {
		switch text[i] {
		case '.', ';', ':', '!', '?', '\n', '(', ')', '|':
			return false
		}
	}
	return true
}

// step returns the edge that leaves node by the word of hash h, or nil.
func (p *phrases) step(node uint32, h uint64) *edge {
	key := slot(node, h)
	if p.known[key>>50]&(1<<(key>>44&63)) == 0 {
		return nil
	}
	return p.find(key)
}

func (p *phrases) find(key uint64) *edge {
	table := p.table
	mask := uint64(len(table) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		e := &table[i]
		if e.key == key && e.next != 0 {
			return e
		}
		if e.next == 0 {
			return nil
		}
	}
}

// mix takes the 16 bits of a hash that are mixed best.
func mix(h uint64) uint64 { return h >> 48 }

func slot(node uint32, h uint64) uint64 {
	h ^= uint64(node) * 0x9e3779b97f4a7c15
	return h ^ h>>29
}

// trieBuilder collects phrases; freeze makes them searchable.
type trieBuilder struct {
	edges map[edgeKey]uint32
	nodes []trieNode
}

type edgeKey struct {
	node uint32
	form form
}

func newTrieBuilder() *trieBuilder {
	return &trieBuilder{edges: map[edgeKey]uint32{}, nodes: make([]trieNode, 1)}
}

// add puts one word sequence in for a rule; each rule once for a sequence.
func (b *trieBuilder) add(words []form, rule int32) {
	node := uint32(0)
	for _, w := range words {
		key := edgeKey{node, w}
		next, ok := b.edges[key]
		if !ok {
			next = uint32(len(b.nodes))
			b.nodes = append(b.nodes, trieNode{form: w, parent: node})
			b.edges[key] = next
		}
		node = next
	}
	if !slices.Contains(b.nodes[node].ends, rule) {
		b.nodes[node].ends = append(b.nodes[node].ends, rule)
	}
}

func (b *trieBuilder) freeze() *phrases {
	size := 16
	for size < 2*len(b.nodes) {
		size *= 2
	}
	p := &phrases{table: make([]edge, size), nodes: b.nodes}
	more := make([]bool, len(b.nodes))
	for _, n := range b.nodes[1:] {
		more[n.parent] = true
	}
	mask := uint64(size - 1)
	for next := uint32(1); next < uint32(len(b.nodes)); next++ {
		n := &b.nodes[next]
		h := tokenise(nil, n.text)[0].fold
		if n.exact {
			h = byCase(n.text)
		}
		if n.parent == 0 {
			bit := mix(h)
			p.first[bit>>6] |= 1 << (bit & 63)
		}
		at := slot(n.parent, h)
		p.known[at>>50] |= 1 << (at >> 44 & 63)
		i := at & mask
		for p.table[i].next != 0 {
			i = (i + 1) & mask
		}
		p.table[i] = edge{key: at, next: next, ends: len(n.ends) > 0, more: more[next]}
	}
	return p
}
