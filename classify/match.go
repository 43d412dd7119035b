package classify

import "slices"

// A phrase is matched word by word. Written terms are expanded into word
// sequences ([expand]) and kept in one trie whose edges are hashes of words; a
// text is read once, and from each of its words the trie is walked as far as it
// goes. Most words begin no phrase, and most that do are followed by none that
// goes on: bit sets answer for both.
//
// Words are told apart by their hash of 64 bits alone. That any of a million words
// outside the lexicon has the hash of one of its ten thousand edges has a chance of
// one in a billion, and would cost one wrong match.

// phrases is the trie. Edges live in one open-addressed table; what is only needed
// for a hit is kept apart, so that the walk stays in the cache.
type phrases struct {
	first [1 << 10]uint64 // bit set of the hashes that begin a phrase: 65,536 bits, 8 KB
	roots edges           // from the root: apart, as most look-ups are of these
	edges edges
	nodes []trieNode
}

// edges is an open-addressed table: its length is a power of two, at most half full.
type edges []edge

// edge leads to a node by one word. An empty slot has next 0, as no edge leads to
// the root.
type edge struct {
	key   uint64 // of the node it leaves and the hash of the word
	after uint64 // bit set of the words that go on from next, see [after]; 0 when none does
	next  uint32
	ends  bool // a phrase ends at next
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
			if e := p.roots.find(t.fold); e != nil {
				dst = p.follow(dst, text, tokens, hit{e.next, int32(i), int32(i)}, e)
			}
		}
		if t.acronym {
			if h := byCase(text[t.start:t.end]); p.begins(h) {
				if e := p.roots.find(h); e != nil {
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
		if e.ends {
			dst = append(dst, h)
		}
		if e.after == 0 || int(h.last)+1 >= len(tokens) {
			return dst
		}
		t := &tokens[h.last+1]
		if t.acronym {
			if e := p.step(e, byCase(text[t.start:t.end])); e != nil && adjacent(text, tokens[h.last], *t) {
				dst = p.follow(dst, text, tokens, hit{e.next, h.first, h.last + 1}, e)
			}
		}
		if e = p.step(e, t.fold); e == nil || !adjacent(text, tokens[h.last], *t) {
			return dst
		}
		h.node, h.last = e.next, h.last+1
	}
}

// maxGap is how many bytes may stand between two words of a phrase: two spaces and
// a dash left as an entity ("&ndash;"). Longer gaps are punctuation that parts.
const maxGap = 9

// adjacent reports whether nothing between two words ends the phrase.
func adjacent(text string, a, b token) bool {
	if b.start-a.end > maxGap {
		return false
	}
	for i := a.end; i < b.start; i++ {
		switch text[i] {
		case '&':
			i += int32(entity(text[i+1:]))
		case '.', ';', ':', '!', '?', '\n', '(', ')', '|':
			return false
		}
	}
	return true
}

// step returns the edge that goes on from e by the word of hash h, or nil.
func (p *phrases) step(e *edge, h uint64) *edge {
	if e.after&after(h) == 0 {
		return nil
	}
	return p.edges.find(slot(e.next, h))
}

// after is the bit of a word in the set of those that go on from a node.
func after(h uint64) uint64 { return 1 << (h >> 58) }

func (t edges) find(key uint64) *edge {
	mask := uint64(len(t) - 1)
	for i := key & mask; ; i = (i + 1) & mask {
		e := &t[i]
		if e.key == key && e.next != 0 {
			return e
		}
		if e.next == 0 {
			return nil
		}
	}
}

func (t edges) put(e edge) {
	mask := uint64(len(t) - 1)
	i := e.key & mask
	for t[i].next != 0 {
		i = (i + 1) & mask
	}
	t[i] = e
}

// room returns an empty table for n edges.
func room(n int) edges {
	size := 16
	for size < 2*n {
		size *= 2
	}
	return make(edges, size)
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

// add puts every reading of a phrase in for a rule; each rule once for a reading.
func (b *trieBuilder) add(p wording, rule int32) {
	at := []uint32{0}
	for _, forms := range p {
		next := make([]uint32, 0, len(at)*len(forms))
		for _, node := range at {
			for _, f := range forms {
				next = append(next, b.step(node, f))
			}
		}
		at = next
	}
	for _, node := range at {
		if !slices.Contains(b.nodes[node].ends, rule) {
			b.nodes[node].ends = append(b.nodes[node].ends, rule)
		}
	}
}

// step returns the node to which a word leads, made when first asked for.
func (b *trieBuilder) step(node uint32, word form) uint32 {
	key := edgeKey{node, word}
	next, ok := b.edges[key]
	if !ok {
		next = uint32(len(b.nodes))
		b.nodes = append(b.nodes, trieNode{form: word, parent: node})
		b.edges[key] = next
	}
	return next
}

func (b *trieBuilder) freeze() *phrases {
	hashes := make([]uint64, len(b.nodes))
	goesOn := make([]uint64, len(b.nodes))
	roots := 0
	for i, n := range b.nodes[1:] {
		hashes[i+1] = n.hash()
		goesOn[n.parent] |= after(n.hash())
		if n.parent == 0 {
			roots++
		}
	}
	p := &phrases{nodes: b.nodes, roots: room(roots), edges: room(len(b.nodes))}
	for i := 1; i < len(b.nodes); i++ {
		n := &b.nodes[i]
		e := edge{key: hashes[i], after: goesOn[i], next: uint32(i), ends: len(n.ends) > 0}
		if n.parent == 0 {
			bit := mix(e.key)
			p.first[bit>>6] |= 1 << (bit & 63)
			p.roots.put(e)
			continue
		}
		e.key = slot(n.parent, e.key)
		p.edges.put(e)
	}
	return p
}

// hash is that of the word as the tokeniser or byCase finds it in a text.
func (n *trieNode) hash() uint64 {
	if n.exact {
		return byCase(n.text)
	}
	return tokenise(nil, n.text)[0].fold
}
