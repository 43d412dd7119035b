package fetch

import (
	"bytes"
	"regexp"
	"strings"
	"sync"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wardround/wardround/news"
)

// extForeign recognises what is no HTML page: its quality and why.
func extForeign(in PageInput) (news.Quality, string) {
	kind := strings.ToLower(strings.TrimSpace(strings.SplitN(in.ContentType, ";", 2)[0]))
	head := bytes.TrimLeft(in.Body[:min(len(in.Body), 512)], "\xef\xbb\xbf \t\r\n")
	switch {
	case bytes.HasPrefix(head, []byte("%PDF-")) || kind == "application/pdf":
		return news.QualityOther, "a PDF"
	case strings.HasPrefix(kind, "video/"), strings.HasPrefix(kind, "audio/"), strings.HasPrefix(kind, "image/"):
		return news.QualityOther, "a " + strings.SplitN(kind, "/", 2)[0] + " file"
	case len(head) == 0:
		return news.QualityFailed, "the page is empty"
	case bytes.IndexByte(head, 0) >= 0:
		return news.QualityFailed, "not a text document"
	case kind == "application/json" || head[0] == '{' && !bytes.Contains(in.Body, []byte("<")):
		return news.QualityFailed, "JSON where a page was expected"
	}
	return "", ""
}

var (
	extChallenge = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(just a moment|attention required|access (to this page )?(has been )?denied|are you (a )?(human|robot)|security check|please wait|verif(y|ying) (you are|that you are|your)|one more step|ddos-guard|pardon our interruption|robot or human|checking your browser|human verification|bot verification|403 forbidden|forbidden|client challenge)`)
	})
	extChallengeText = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)(checking (if the site connection is secure|your browser before)|enable javascript and cookies to continue|verify(ing)? (that )?you are (a )?human|complete the (security check|captcha)|unusual traffic from your|cloudflare ray id|incapsula incident|you have been blocked|not a robot)`)
	})
	extNotFound = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(404|410)\b|^(page|article|story|content)( is)?( can(no|')t be| could not be)? (not found|no longer available|found)\b|^(sorry, )?(this|the|that|we can'?t find (the|that)) page .{0,30}(not|doesn|no longer|can.t|looking)|^not found$|^oops|^error( \d+)?$`)
	})
	extConsent = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)^(before you continue|we value your privacy|your privacy|cookie (consent|settings|preferences)|privacy (settings|preferences)|consent)|^(log ?in|sign ?in|login|register|subscribe)\b.{0,40}$`)
	})
)

// extThin is the number of words under which a text is no whole article by
// itself. The shortest of 408 articles with a known text has 38.
const extThin = 35

// extJudge says how much of an article the page gave, and why it is not more.
func (p *extPage) extJudge(body []news.Block) (news.Quality, string) {
	words := 0
	for _, b := range body {
		words += extWords(b.Text)
	}
	title := p.meta.title
	switch {
	case words < 200 && (extChallenge().MatchString(title) || extChallengeText().MatchString(p.extLead(2000))):
		return news.QualityChallenge, "the server asked whether we are human"
	case words < 150 && extNotFound().MatchString(title):
		return news.QualityFailed, "the page says it does not exist"
	case p.extWalled(words):
		if words == 0 {
			return news.QualityWall, "behind a wall"
		}
		return news.QualityWall, "the publisher shows an opening only and asks to subscribe, register or log in"
	case words < 150 && extConsent().MatchString(title):
		return news.QualityWall, "a consent or log-in page"
	case p.extListing(words) || p.extTeasers():
		return news.QualityOther, "a list of other pages"
	case words == 0:
		return news.QualityFailed, "no article text was found"
	case p.extOpens(words, body):
		return news.QualityTeaser, "an opening only"
	case words < extThin:
		return news.QualityTeaser, "only a few words of text"
	}
	return news.QualityFull, ""
}

// extLead is the beginning of everything the page shows.
func (p *extPage) extLead(limit int) string {
	var b strings.Builder
	for _, block := range p.blocks {
		if b.Len() > limit {
			break
		}
		b.WriteString(block.text)
		b.WriteByte('\n')
	}
	return b.String()
}

// extListing tells a page of links to articles from an article: little prose,
// and most of what it shows are links.
func (p *extPage) extListing(words int) bool {
	linked, headings := 0, 0
	for _, b := range p.blocks {
		if b.linkW*2 <= b.words || b.rel == relOut && b.hints&(hintNav|hintFooter|hintHeader) != 0 {
			continue
		}
		linked += b.words
		if extHeading(b.tag) || b.words >= 5 {
			headings++
		}
	}
	isArticle := len(p.meta.ld) > 0 && p.meta.ld[0].str("headline") != "" || strings.EqualFold(p.meta.first("og:type"), "article")
	if isArticle {
		return false
	}
	return words < 100 && headings >= 8 || words < 250 && headings >= 15 && linked > 3*words
}

// extTeasers reports a page of six texts or more that each stand right below a
// heading that is a link to another page of the site, with no article's worth of
// words beside them: a section's front page. A line or two, such as a day, may
// stand between heading and text.
func (p *extPage) extTeasers() bool {
	const none = 3 // lines since the last such heading; as good as never
	teasers, own, since := 0, 0, none
	for _, b := range p.blocks {
		switch {
		case extHeading(b.tag) && b.linkW == b.words && p.extLeadsOn(b.node):
			since = 0
		case b.drop == "" && !extHeading(b.tag):
			if since < none {
				teasers++
			} else {
				own += b.words
			}
			since = none
		default:
			since++
		}
	}
	return teasers >= 6 && own < extThin
}

// extLeadsOn reports that the link in heading n, or around it, goes to another
// page of the same site.
func (p *extPage) extLeadsOn(n *html.Node) bool {
	link := extFirst(n, atom.A)
	for up := n; link == nil && up != nil; up = up.Parent {
		if up.DataAtom == atom.A {
			link = up
		}
	}
	if link == nil {
		return false
	}
	to, err := p.meta.page.Parse(strings.TrimSpace(extAttr(link, "href")))
	return err == nil && extSite(to.Hostname()) == extSite(p.meta.page.Hostname()) && to.Path != p.meta.page.Path
}

// extOpens reports a text that breaks off, or that is far shorter than the
// article's own word count says.
func (p *extPage) extOpens(words int, body []news.Block) bool {
	if n := p.meta.wordCount; n > 3*words && words < 150 && n < 20_000 {
		return true
	}
	last := strings.TrimRight(body[len(body)-1].Text, " ")
	cut := strings.HasSuffix(last, "…") || strings.HasSuffix(last, "...") || strings.HasSuffix(last, "[…]") || strings.HasSuffix(last, "[...]")
	return cut && words < 120
}
