package fetch

import (
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wardround/wardround/news"
)

// PageInput is a page as it was received.
type PageInput struct {
	URL         string         // after redirects
	ContentType string         // the header, with charset if it has one
	Body        []byte         //
	Robots      string         // the X-Robots-Tag header
	Sites       *Sites         // rules for single sites; nil for none
	Zone        *time.Location // days are read in it; default Europe/London
}

// Extract takes the article out of a page and nothing else: headline,
// standfirst, authors, day, body as blocks; readers' comments apart. It never
// fails: Quality and Reason say what was had. The order is site rule, then the
// generic reading of [extScore], then the text a page gives machines.
func Extract(in PageInput) news.Page {
	in.Zone = extZone(in.Zone)
	out := news.Page{URL: in.URL, MaxSnippet: -1, Quality: news.QualityFailed}
	if q, reason := extForeign(in); q != "" {
		out.Quality, out.Reason = q, reason
		terms := &extMeta{}
		terms.readTerms(in.Robots)
		out.MaxSnippet = terms.maxSnippet
		return out
	}
	p, err := extOpen(in)
	if err != nil {
		out.Reason = "the page cannot be parsed: " + err.Error()
		return out
	}
	p.extRead(in)
	p.extFill(&out, in)
	return out
}

// extOpen parses a page and reads everything about it but the article's text.
func extOpen(in PageInput) (*extPage, error) {
	root, flat, err := extParse(in.Body, in.ContentType)
	if err != nil {
		return nil, err
	}
	p := &extPage{root: root, hintOf: map[string]extHint{}, body: extFirst(root, atom.Body)}
	if p.body == nil {
		p.body = root // a frameset has no body, and nothing to read
	}
	p.meta = extReadMeta(root, in)
	if flat {
		p.meta.note("body", "read flat: the page nests too deep")
	}
	p.extWalk()
	p.extFindTitle()
	p.extVisibleDay(in.Zone)
	p.meta.readWeakDays(in.Zone)
	p.extByline(in.Zone)
	p.extFindCore()
	return p, nil
}

// extRead decides for every block whether it belongs to the article.
func (p *extPage) extRead(in PageInput) {
	if rule := in.Sites.rule(p.meta.page.Hostname()); rule != nil && p.extApplySite(rule, in.Zone) {
		p.rule = rule.host
		if rule.body != nil {
			p.extChoose()
			return
		}
	}
	if p.taken < extMaxText/2 {
		p.witness = extWitnessText(p.root, p.meta.page)
	}
	extScore(p, extWeights())
	p.extChoose()
	p.extRescue()
}

// extChoose decides block by block, after the blocks were scored.
func (p *extPage) extChoose() {
	p.extMarkComments()
	p.extRules()
	seen := map[string]*html.Node{}
	for _, b := range p.blocks {
		switch {
		case b.drop != "":
		case b.score <= 0:
			b.drop = dropScore
		case extRepeats(b, seen[b.text]):
			b.drop = dropRepeat
		case seen[b.text] == nil:
			seen[b.text] = extHolder(b.node)
		}
	}
	p.extDropPulled()
	p.extDropRuns()
	p.extTrimEnd()
}

// extDropPulled drops what a template pulls out of the text to show it large: the words
// stand in the text as well.
func (p *extPage) extDropPulled() {
	var pulled []*extBlock
	for _, b := range p.blocks {
		if b.drop == "" && b.words >= 4 && b.words <= 60 && len(pulled) < extMaxPulled && p.extPulled(b.node) {
			pulled = append(pulled, b)
		}
	}
	if len(pulled) == 0 {
		return
	}
	var text strings.Builder // of the rest, folded
	for _, b := range p.blocks {
		if b.drop == "" && !slices.Contains(pulled, b) {
			text.WriteString(extKey(b.text))
		}
	}
	for _, b := range pulled {
		if strings.Contains(text.String(), extKey(b.text)) {
			b.drop = dropRepeat
		}
	}
}

// extMaxPulled bounds the quotes looked for: no article pulls out more.
const extMaxPulled = 50

// extPulled reports an element that is an aside or a pull quote by its name.
func (p *extPage) extPulled(n *html.Node) bool {
	for up := 0; n != nil && up < 4; n, up = n.Parent, up+1 {
		if n.DataAtom == atom.Aside || p.extHintsOf(n)&hintPull != 0 {
			return true
		}
	}
	return false
}

// extRepeats reports a block whose text stood before in another place, as the
// lines that templates print for narrow and wide screens do. A text that says a
// line twice in one place means it.
func extRepeats(b *extBlock, before *html.Node) bool {
	return before != nil && b.words > 3 && extHolder(b.node) != before
}

var extEnds = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)^\W*ends\W*$`) })

// extTrimEnd drops headings, lines ending in a colon and the "ENDS" of a press
// release that nothing follows: what they led to was furniture.
func (p *extPage) extTrimEnd() {
	for i := len(p.blocks) - 1; i >= 0; i-- {
		b := p.blocks[i]
		if b.drop != "" {
			continue
		}
		if extBlockKind(b) != news.Subhead && extEnding(b.text) != "colon" && !extEnds().MatchString(b.text) {
			return
		}
		b.drop = dropScore
	}
}

// extFirst is the first element of a kind, in document order.
func extFirst(n *html.Node, a atom.Atom) *html.Node {
	if n.Type == html.ElementNode && n.DataAtom == a {
		return n
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		if f := extFirst(c, a); f != nil {
			return f
		}
	}
	return nil
}

// extLondon is the zone that days are read in unless a caller says otherwise.
var extLondon = sync.OnceValue(func() *time.Location {
	l, err := time.LoadLocation("Europe/London")
	if err != nil {
		return time.UTC // a system without a zone table; days near midnight may be one off
	}
	return l
})
