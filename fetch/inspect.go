package fetch

import (
	"context"
	"slices"
	"strings"

	"golang.org/x/net/html"

	"github.com/wardround/wardround/news"
)

// Region is one block of a page and what became of it.
type Region struct {
	Part    string `json:"part"`               // standfirst, p, h, q, li, comment, or dropped
	Why     string `json:"why,omitempty"`      // it was dropped
	At      string `json:"at"`                 // its element and the one around it, as selectors
	Text    string `json:"text"`               //
	NoQuote bool   `json:"no_quote,omitempty"` // the publisher allows no quotation
}

// Inspection is a page with the fate of each of its blocks, for writing site rules.
type Inspection struct {
	Page    news.Page `json:"page"`
	Rule    string    `json:"rule,omitempty"` // host of the rule for the page's site; empty for none
	Matched bool      `json:"matched"`        // the rule gave what was taken
	Regions []Region  `json:"regions"`
}

// Inspect extracts a page and says what became of each block, in reading order; what
// a site rule left out comes last.
func Inspect(in PageInput) Inspection {
	in.Zone = extZone(in.Zone)
	q, _ := extForeign(in)
	p, err := extOpen(in)
	if err != nil || q != "" {
		return Inspection{Page: Extract(in)} // no page of text; it says why
	}
	p.extRead(in)
	out := Inspection{Page: news.Page{URL: in.URL, MaxSnippet: -1}}
	p.extFill(&out.Page, in)
	if rule := in.Sites.rule(p.meta.page.Hostname()); rule != nil {
		out.Rule, out.Matched = rule.host, out.Page.Rule == rule.host
	}
	for _, b := range slices.Concat(p.blocks, p.passed) {
		out.Regions = append(out.Regions, p.extRegion(b, out.Page.Standfirst))
	}
	return out
}

func (p *extPage) extRegion(b *extBlock, standfirst string) Region {
	r := Region{At: extPlace(b.node.Parent) + " > " + extPlace(b.node), Text: b.text, NoQuote: b.quiet || extMuted(b.node)}
	switch {
	case b.drop == dropComment:
		r.Part = "comment"
	case b.drop != "":
		r.Part, r.Why = "dropped", b.drop
	case b.text == standfirst:
		r.Part = "standfirst"
	default:
		r.Part = string(extBlockKind(b))
	}
	return r
}

// extPlace names an element as a selector would: its tag, id and classes.
func extPlace(n *html.Node) string {
	if n == nil || n.Type != html.ElementNode {
		return "(page)"
	}
	s := n.Data
	if id := extAttr(n, "id"); id != "" && !strings.ContainsAny(id, " \t\n") {
		s += "#" + id
	}
	for i, class := range strings.Fields(extAttr(n, "class")) {
		if i == 3 {
			break // enough to find it by
		}
		s += "." + class
	}
	return s
}

// InspectRequest names a page to inspect.
type InspectRequest struct {
	Target string // an address, a file, or "-" for standard input
	URL    string // where a saved page came from
	Rules  *Sites // put before the fetcher's own; nil for none
}

// Inspect reads a page as [Fetcher.Read] does and says what became of each of
// its blocks. Of a feed the inspection is empty.
func (f *Fetcher) Inspect(ctx context.Context, req InspectRequest) (Inspection, error) {
	doc, err := f.Read(ctx, req.Target)
	if err != nil || doc.Page == nil || doc.received.body == nil {
		out := Inspection{}
		if doc.Page != nil {
			out.Page = *doc.Page
		}
		return out, err
	}
	r := doc.received
	return Inspect(PageInput{URL: firstOf(r.url, req.URL), ContentType: r.contentType, Body: r.body, Robots: r.robots,
		Sites: f.sites().With(req.Rules), Zone: f.opts.Zone}), nil
}
