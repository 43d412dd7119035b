package fetch

import (
	"strings"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// extHint is a set of things that the names a page gives its elements say
// about them. A hint is evidence, never a verdict: extScore weighs it.
type extHint uint32

const (
	hintComment extHint = 1 << iota
	hintRelated
	hintShare
	hintSignup
	hintNav
	hintMeta
	hintBio
	hintCaption
	hintAd
	hintFooter
	hintHeader
	hintSide
	hintWall
	hintContent
	hintTitle
	hintLead
	hintPull
	hintBox
	hintHidden
	hintTags
	hintEmbed
	hintNotes
	hintAppeal
	hintForm
	hintWidget
	hintLive
	hintCount = iota
)

// extHintWords lists, for each hint in the order above, the parts of class, id
// and role names that give it.
var extHintWords = [hintCount]struct {
	name  string
	words []string
}{
	{"comment", []string{"comment", "disqus", "respond", "replies", "discussion", "livefyre", "viafoura", "spot-im", "coral"}},
	{"related", []string{"related", "recommend", "more-stor", "morestor", "more-from", "more-on", "also-", "read-more", "readmore", "read-next", "readnext",
		"suggest", "popular", "trending", "latest", "most-", "similar", "further", "onward", "teaser", "carousel", "outbrain", "taboola",
		"zergnet", "listing", "headlines", "next-", "prev", "see-also", "seealso", "upnext", "up-next", "card", "inline-link", "mostread"}},
	{"share", []string{"share", "sharing", "social", "follow", "addthis", "sharedaddy", "addtoany", "facebook", "whatsapp"}},
	{"signup", []string{"newsletter", "signup", "sign-up", "subscri", "mailing", "optin", "opt-in", "mc4wp", "mailchimp", "email-"}},
	{"nav", []string{"nav", "menu", "breadcrumb", "pagination", "pager", "skip-", "toc", "table-of-contents", "toolbar", "tabs", "jump"}},
	{"meta", []string{"byline", "author", "posted", "meta", "date", "time", "published", "dateline", "reading", "updated", "source", "kicker", "info"}},
	{"bio", []string{"bio", "author-box", "authorbox", "about-author", "author-info", "author-desc", "profile", "contributor", "vcard"}},
	{"caption", []string{"caption", "credit", "gallery", "slideshow", "slider", "figure", "photo", "image", "media", "video", "player", "lightbox"}},
	{"ad", []string{"advert", "sponsor", "promo", "banner", "dfp", "-ad-", "ad-", "-ad", "ads", "affiliate", "partner", "shop", "product"}},
	{"footer", []string{"footer", "foot-", "copyright", "legal", "disclaimer", "colophon", "site-info"}},
	{"header", []string{"header", "masthead", "topbar", "top-bar", "topnav", "hero"}},
	{"side", []string{"sidebar", "side-", "rail", "aside", "secondary", "right", "complementary", "sticky"}},
	{"wall", []string{"cookie", "consent", "gdpr", "privacy", "modal", "popup", "overlay", "paywall", "login", "register", "piano", "regwall", "meter", "dialog", "alert", "notice"}},
	{"content", []string{"article-body", "articlebody", "article__body", "entry-content", "post-content", "story-body", "storybody", "content", "article", "body", "main", "text", "story", "post-body", "prose", "rich"}},
	{"title", []string{"title", "headline", "hed", "heading"}},
	{"lead", []string{"standfirst", "dek", "subtitle", "sub-title", "subhead", "deck", "summary", "lede", "lead", "intro", "excerpt", "abstract", "description", "strap", "teaser-text"}},
	{"pull", []string{"pullquote", "pull-quote", "pull_quote", "pullout", "blockquote", "tweetable"}},
	{"box", []string{"factbox", "fact-box", "infobox", "info-box", "key-points", "keypoints", "highlights", "-box", "box-", "callout", "call-out", "cta", "inset", "panel", "module", "inline"}},
	{"hidden", []string{" hidden ", " is-hidden ", "visually-hidden", "visuallyhidden", "screen-reader", "sr-only", "print-only", " hide ", "assistive", "offscreen", "d-none"}},
	{"tags", []string{"tag", "categor", "topic", "keyword", "label"}},
	{"embed", []string{"embed", "tweet", "instagram", "oembed", "iframe", "quote-"}},
	{"notes", []string{"footnote", "reference", "citation", "bottom", "after-", "notes", "sources", "correction", "boilerplate"}},
	{"appeal", []string{"donat", "support", "appeal", "contribut", "member", "patreon", "fundrais"}},
	{"form", []string{"form", "search", "survey", "poll", "quiz", "rating", "vote", "calculator"}},
	{"widget", []string{"widget", "block-", "elementor", "component", "section", "plugin", "shortcode", "wrapper", "container"}},
	{"live", []string{"live", "timeline", "update", "ticker", "event"}},
}

// extHintsOf returns what one element says about itself.
func (p *extPage) extHintsOf(n *html.Node) extHint {
	names := extNames(n)
	h, ok := p.hintOf[names]
	if !ok {
		h = extHintsIn(names)
		p.hintOf[names] = h
	}
	return h | extTagHints(n)
}

func extNames(n *html.Node) string {
	var b strings.Builder
	for _, a := range n.Attr {
		switch a.Key {
		case "class", "id", "role", "itemprop", "data-component", "data-testid":
			v := a.Val
			if len(v) > 200 {
				v = v[:200]
			}
			b.WriteByte(' ')
			b.WriteString(v)
		}
	}
	return b.String()
}

func extHintsIn(names string) extHint {
	if names == "" {
		return 0
	}
	s := strings.ToLower(strings.ReplaceAll(names, "_", "-")) + " "
	s = extOtherWords.Replace(s)
	var h extHint
	for i, family := range extHintWords {
		for _, w := range family.words {
			if strings.Contains(s, w) {
				h |= 1 << i
				break
			}
		}
	}
	return h
}

// extOtherWords are words that hold one of extHintWords and mean another thing: a
// commentary is no readers' comment, and formatted text, as Drupal names it, no form.
var extOtherWords = strings.NewReplacer("commentary", "", "formatted", "", "formatter", "")

func extTagHints(n *html.Node) extHint {
	var h extHint
	switch n.DataAtom {
	case atom.Nav:
		h = hintNav
	case atom.Footer:
		h = hintFooter
	case atom.Header:
		h = hintHeader
	case atom.Aside:
		h = hintSide
	case atom.Form, atom.Fieldset, atom.Label:
		h = hintForm
	case atom.Figcaption, atom.Figure:
		h = hintCaption
	case atom.Article, atom.Main:
		h = hintContent
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			// React streams late parts of a page into hidden elements named S:n.
			if !strings.HasPrefix(extAttr(n, "id"), "S:") {
				h |= hintHidden
			}
		case "aria-hidden":
			if a.Val == "true" {
				h |= hintHidden
			}
		case "style":
			if v := strings.ReplaceAll(a.Val, " ", ""); strings.Contains(v, "display:none") || strings.Contains(v, "visibility:hidden") {
				h |= hintHidden
			}
		}
	}
	return h
}
