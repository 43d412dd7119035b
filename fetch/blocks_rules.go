package fetch

import "strings"

// Reasons for which a block is no part of the article.
const (
	dropComment = "comment"
	dropTitle   = "headline"
	dropLabel   = "furniture by its wording"
	dropTail    = "after the end"
	dropScore   = "furniture by its place"
	dropRepeat  = "repeated"
	dropRun     = "one of many beside the text"
	dropRemoved = "removed by the site rule"
	dropUnnamed = "not named by the site rule"
	dropByline  = "byline"
)

// extRules drops what wording and place settle without weighing: the headline
// again, call-outs, labels, and what follows the label of related news.
func (p *extPage) extRules() {
	title := extKey(p.meta.title)
	p.extCountProse()
	cut := false
	for i, b := range p.blocks {
		if b.drop != "" {
			continue
		}
		label := b.label
		switch {
		case title != "" && extKey(b.text) == title:
			b.drop = dropTitle
		case p.extIsByline(b):
			b.drop = dropByline
		case p.before[i] == 0 && extTally(b):
			b.drop = dropLabel
		case extSureLabel(b, label):
			b.drop = dropLabel
		case !cut && label == labelTail && (b.words <= 5 || extHeading(b.tag)) && p.extAfterProse(i, 3, 4):
			p.extCutTail(i)
			cut = true
		}
	}
}

// extTally reports a number that stands alone outside tables and lists, above the text: of
// likes, of answers.
func extTally(b *extBlock) bool {
	if b.words != 1 || len(b.text) > 6 || extCell(b) || extHeading(b.tag) || b.tag == "li" || b.tag == "dd" {
		return false
	}
	return strings.Trim(b.text, "0123456789,.kKmM+") == ""
}

// extSureLabel lists the wordings that are furniture wherever they stand.
func extSureLabel(b *extBlock, label extLabel) bool {
	switch label {
	case labelClosed, labelAd, labelDate, labelTags:
		return true
	case labelSignup:
		return b.words <= 30
	case labelShare:
		return b.words <= 6 && !strings.HasSuffix(b.text, ".")
	case labelCopyright:
		return b.words <= 40
	case labelMore:
		return b.linkW*2 > b.words
	case labelComments:
		return b.words <= 4
	}
	return false
}

// extIsByline reports a line that says no more than who wrote the article.
func (p *extPage) extIsByline(b *extBlock) bool {
	if b.words > 8 {
		return false
	}
	key := extKey(b.text)
	for _, a := range p.meta.authors {
		k := extKey(a)
		if k != "" && (key == k || key == "by"+k || key == "writtenby"+k || key == "authorby"+k) {
			return true
		}
	}
	return false
}

// extCutTail drops what follows a label such as "Related news" that comes when
// three quarters of the prose are over. Prose that stands in the column beside
// the article's own goes on counting.
func (p *extPage) extCutTail(i int) {
	p.blocks[i].drop = dropTail
	for _, b := range p.blocks[i+1:] {
		if b.drop == "" && (b.rel != relDirect || b.linkW > 0 && !extProse(b)) {
			b.drop = dropTail
		}
	}
}
