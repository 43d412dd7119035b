package fetch

import "golang.org/x/net/html"

// What a score may be below 0 for a block to be in doubt, in log-odds: about one
// in four of the first are part of the article, one in three of the second.
const (
	doubtInRun = -1.0
	doubtLead  = -0.7
)

// flowLeast is from how many kept paragraphs in one element the others in it belong to the
// article, too: a blog that breaks lines by br has no other element for them.
const flowLeast = 3

// extSettleDoubt keeps blocks that their scores leave in doubt, by what the
// scores of single blocks cannot see: an article seldom stops and goes on, so
// what stands in its column between kept blocks belongs to it, and so does prose
// elsewhere that the witness has too; an opening that markup calls one is one; and a
// paragraph in the very element of others is one as they are.
func extSettleDoubt(p *extPage) {
	flow := map[*html.Node]int{} // paragraphs kept of one element, which breaks its lines itself
	for _, b := range p.blocks {
		if b.score > 0 && extProse(b) {
			flow[b.node]++
		}
	}
	kept := func(i int) bool { return i >= 0 && i < len(p.blocks) && p.blocks[i].score > 0 }
	for i, b := range p.blocks {
		if b.score > 0 || b.label != labelNone {
			continue
		}
		lead := b.rel == relOut && b.hints&hintLead != 0 && b.score > doubtLead
		between := (kept(i-1) || kept(i-2)) && (kept(i+1) || kept(i+2)) && b.score > doubtInRun && b.linkW*2 < b.words
		inFlow := flow[b.node] >= flowLeast && extProse(b) && b.linkW == 0
		if lead || inFlow || between && (b.rel >= relColumn || extProse(b) && extHeard(p.witness, b.text) == "all") {
			b.score = 0.01 // kept by a hair, for whoever looks at scores
		}
	}
}
