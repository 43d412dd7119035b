package fetch

import (
	"regexp"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wardround/wardround/news"
)

// extInComment reports that n stands among readers' comments.
func extInComment(n *html.Node) bool {
	for ; n != nil; n = n.Parent {
		switch n.DataAtom {
		case atom.Body, atom.Html, atom.Article, atom.Main:
			return false
		}
		if extHintsIn(extNames(n))&hintComment != 0 {
			return true
		}
	}
	return false
}

// extMarkComments finds the readers' comments and takes their blocks out of the
// article: below an element that names itself so, or below a label such as
// "3 Comments" that comes after a third of the prose.
func (p *extPage) extMarkComments() {
	areas := map[*html.Node]bool{}
	for _, b := range p.blocks {
		if n := p.extCommentArea(b.node); n != nil {
			areas[n] = true
			b.drop, b.area = dropComment, n
		}
	}
	p.extCountProse()
	for i, b := range p.blocks {
		if b.drop != "" || b.label != labelComments || !p.extAfterProse(i, 1, 3) {
			continue
		}
		p.extCommentsBelow(i)
	}
}

// extCommentArea is the highest element above n that names itself comments and
// holds neither the headline nor the column.
func (p *extPage) extCommentArea(n *html.Node) *html.Node {
	var area *html.Node
	for ; n != nil && n != p.body; n = n.Parent {
		if n == p.column || p.holdsTitle[n] || p.holdsColumn(n) {
			break
		}
		if p.extHintsOf(n)&hintComment != 0 {
			area = n
		}
	}
	return area
}

func (p *extPage) holdsColumn(n *html.Node) bool { return extWithin(p.column, n) }

// extAfterProse reports that at least part/of of the prose stands before block
// i, by the count that extCountProse made.
func (p *extPage) extAfterProse(i, part, of int) bool {
	before, total := p.before[i], p.before[len(p.blocks)]
	return before*of >= total*part && before > 40
}

// extCountProse counts the words of prose before each block, of those that are
// not dropped yet.
func (p *extPage) extCountProse() {
	p.before = make([]int, len(p.blocks)+1)
	for i, b := range p.blocks {
		p.before[i+1] = p.before[i]
		if b.drop == "" && extProse(b) {
			p.before[i+1] += b.words
		}
	}
}

// extCommentsBelow marks what follows a label of comments: the rest of the
// label's branch, or of the column where the label stands among paragraphs.
func (p *extPage) extCommentsBelow(i int) {
	label := p.blocks[i]
	if !extHeading(label.tag) && label.words > 6 {
		return
	}
	label.drop = dropComment
	for _, b := range p.blocks[i+1:] {
		if label.branch != nil && b.branch != label.branch && b.rel != relOut && b.rel != relCore {
			return
		}
		if l := b.label; l == labelTail && extHeading(b.tag) || l == labelCopyright || b.hints&hintFooter != 0 {
			return
		}
		if b.drop == "" {
			b.drop, b.area = dropComment, label.node
		}
	}
}

// extComments puts the blocks of comments together, one text a comment. Names,
// dates, buttons and the notes of the comment system are left out.
func (p *extPage) extComments(zone *time.Location) []news.Comment {
	var out []news.Comment
	var last *html.Node
	day := news.Day("") // of the comment that follows, from the line with its writer's name
	for _, b := range p.blocks {
		if b.drop != dropComment || b.area == nil {
			continue
		}
		if d := extCommentDay(b, zone); d != "" {
			day = d
			continue
		}
		if !extSaysSomething(b) {
			continue
		}
		item := extCommentItem(b.node, b.area)
		if item == last && item != b.area && len(out) > 0 {
			out[len(out)-1].Text += "\n" + b.text
			continue
		}
		last = item
		out = append(out, news.Comment{Day: day, Text: b.text})
		day = ""
	}
	if len(out) == 0 {
		return p.extStatedComments(zone)
	}
	return out
}

// extCommentDay is the day in a line that holds no more than name and date.
func extCommentDay(b *extBlock, zone *time.Location) news.Day {
	if b.words > 14 || extEnding(b.text) == "stop" {
		return ""
	}
	return extDayOf(b.text, zone, false)
}

var extNoComment = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)^(?:there are )?(?:currently )?no .{0,30}comments\b|\bbe the first to (?:comment|add|reply|leave|share)|comments (?:are|have been|on this .{3,20} are) (?:now )?(?:closed|disabled|off)|(?:log|sign) in (?:or register )?to (?:comment|reply|leave)|you must be logged in|your email address will not be|^(?:leave|add|post|write) (?:a|your) .{0,15}(?:comment|reply|response)|^.{1,40}\b(?:ago|just now)$|^we want our .{0,30}comments\b|\b(?:house|community|comment) (?:rules|guidelines)\b`)
})

// extStatedComments are the comments that a page gives machines, where it shows
// none: they are loaded by a script.
func (p *extPage) extStatedComments(zone *time.Location) []news.Comment {
	var out []news.Comment
	for _, o := range p.meta.ld {
		list, ok := o.fields["comment"].([]any)
		if !ok {
			list = []any{o.fields["comment"]}
		}
		for _, c := range list {
			fields, _ := c.(map[string]any) // anything else has no text
			said := extLD{fields: fields}
			text := extSquash(firstOf(said.str("text"), said.str("description")))
			if text != "" && len(out) < extMaxStated {
				out = append(out, news.Comment{Day: extDayOf(firstOf(said.str("dateCreated"), said.str("datePublished")), zone, false), Text: text})
			}
		}
	}
	return out
}

// extMaxStated bounds the comments taken from metadata.
const extMaxStated = 500

// extSaysSomething tells a reader's sentence from the furniture around it.
func extSaysSomething(b *extBlock) bool {
	if b.words < 3 || b.words < 30 && extNoComment().MatchString(b.text) || extHeading(b.tag) || b.linkW*2 > b.words || b.hints&(hintForm|hintHidden) != 0 {
		return false
	}
	switch b.label {
	case labelNone, labelBio, labelSource, labelMore:
	default:
		return false
	}
	return b.words >= 6 || strings.ContainsAny(b.text, ".!?")
}

// extCommentItem is the element that holds one comment: the nearest list item,
// article or element with the word in its name.
func extCommentItem(n, area *html.Node) *html.Node {
	for m := n; m != nil && m != area; m = m.Parent {
		if m.DataAtom == atom.Li || m.DataAtom == atom.Article {
			return m
		}
		if m != n && extHintsIn(extNames(m))&hintComment != 0 {
			return m
		}
	}
	return n
}
