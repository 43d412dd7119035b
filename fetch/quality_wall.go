package fetch

import (
	"net/url"
	"regexp"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

var (
	extWallText = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)((subscribe|sign ?in|log ?in|register|become a (member|subscriber)|create (a|an|your) (free )?account|start your (free )?trial)\b.{0,40}\b(to|and|for) (continue|read|keep reading|view|access|unlock|see|get full)|this (article|content|story|page|premium content) is (only |exclusively )?(available |reserved )?(for|to|behind) .{0,30}(subscribers|members|paywall|registered)|(subscribers|members)[- ]only|only available to (subscribers|members|registered)|to (continue|keep) reading|(read|access|unlock) the (full|rest of|whole|entire) (article|story)|already (a|have) .{0,20}(subscriber|member|account)\?? (sign|log) ?in|you('ve| have) (reached|read) your .{0,30}(limit|free articles?))`)
	})
	// extWallReads are words of a call that is about the text itself; "Already have
	// an account? Log in" is about the visitor, and stands on pages without a wall.
	extWallReads = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(read|reading|articles?|story|stories|content|page|unlock|full access|only)\b`)
	})
	// extWallJoins are words of a call that asks the visitor to join.
	extWallJoins = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(subscri\w+|sign|log|login|register\w*|members?|account|trial)\b`)
	})
)

// extWalled looks for a paywall: the page's own statement, with little text, or
// a call to subscribe in order to go on reading near the end of a short text.
func (p *extPage) extWalled(words int) bool {
	if words > 400 {
		return false
	}
	calls := false
	for _, b := range p.blocks {
		if b.words <= 60 && extWallText().MatchString(b.text) && b.drop != dropComment && !p.extOpenDoor(b) {
			calls = true
			break
		}
	}
	return calls && (words < 200 || p.meta.locked) || p.meta.locked && words < 150
}

// extOpenDoor reports a call that closes nothing: a log-in beside the article, in
// a form, a menu or the page's head or foot, or a link to read the story at the
// publisher that first had it. Where the page says that it is locked, every call counts.
func (p *extPage) extOpenDoor(b *extBlock) bool {
	if p.meta.locked {
		return false
	}
	beside := b.rel == relOut && b.hints&(hintForm|hintNav|hintHeader|hintFooter) != 0
	return beside && !extWallReads().MatchString(b.text) || p.extLeadsAway(b)
}

// extLeadsAway reports a block that is a link to another site and no more, and
// does not ask to join: that one may lead to the shop.
func (p *extPage) extLeadsAway(b *extBlock) bool {
	if b.links == 0 || b.linkW < b.words || extWallJoins().MatchString(b.text) {
		return false
	}
	var link *html.Node
	for n := b.node; n != nil && link == nil; n = n.Parent {
		if n.DataAtom == atom.A {
			link = n
		}
	}
	if link == nil {
		link = extFirst(b.node, atom.A)
	}
	if link == nil {
		return false
	}
	u, err := url.Parse(extAttr(link, "href"))
	return err == nil && u.Host != "" && extSite(u.Hostname()) != extSite(p.meta.page.Hostname())
}
