package fetch

import (
	"strconv"
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// Rescue by JSON-LD: a text found on the page that is under a fifth of the text
// the page gives machines, which itself has a paragraph's worth of words.
const (
	rescueLeast = 60
	rescueTimes = 5
)

// extRescue takes the article's text out of JSON-LD when the page itself gave
// next to nothing of it, as pages do that are drawn by scripts.
func (p *extPage) extRescue() {
	words := 0
	for _, b := range p.extKept() {
		words += b.words
	}
	body := ""
	for _, o := range p.meta.ld {
		if s, ok := o.fields["articleBody"].(string); ok && len(s) > len(body) {
			body = s
		}
	}
	source := "JSON-LD"
	if body == "" && words == 0 {
		body, source = p.extTemplate(), "script template"
	}
	n := extWords(body)
	if n < rescueLeast || n < words*rescueTimes {
		return
	}
	for _, b := range p.blocks {
		if b.drop == "" {
			b.drop = dropScore
		}
	}
	for _, line := range extBodyLines(body) {
		node := &html.Node{Type: html.ElementNode, DataAtom: atom.P, Data: "p"}
		p.blocks = append(p.blocks, &extBlock{node: node, tag: "p", text: line, words: extWords(line), label: extLabelOf(line, extWords(line)), rel: relDirect, score: 1})
	}
	p.extRules()
	p.meta.note("body", source)
}

// extTemplate is the longest piece of the page kept for scripts to draw.
func (p *extPage) extTemplate() string {
	best := ""
	for _, n := range p.meta.doc.Find(`script[type="text/template"], script[type="text/html"], template, noscript`).Nodes {
		for c := n.FirstChild; c != nil; c = c.NextSibling {
			if c.Type == html.TextNode && len(c.Data) > len(best) {
				best = c.Data
			}
		}
	}
	return best
}

// extBodyLines splits the text of a machine's copy into paragraphs. Some
// publishers put markup in it.
func extBodyLines(s string) []string {
	if strings.Contains(s, "</") {
		root, err := html.Parse(strings.NewReader(s))
		if err != nil {
			return nil // nested too deep to be text
		}
		inner := &extPage{root: root, body: root, hintOf: map[string]extHint{}}
		inner.extWalk()
		var lines []string
		for _, b := range inner.blocks {
			lines = append(lines, b.text)
		}
		return lines
	}
	var lines []string
	for _, line := range strings.FieldsFunc(html.UnescapeString(s), func(r rune) bool { return r == '\n' || r == '\r' }) {
		if line = extSquash(line); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func extCount(n int) string {
	if n == 1 {
		return "1 block"
	}
	return strconv.Itoa(n) + " blocks"
}
