package fetch

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

func TestLabels(t *testing.T) {
	for text, want := range map[string]extLabel{
		"3 Comments":                                   labelComments,
		"Comments (12)":                                labelComments,
		"Join the conversation":                        labelComments,
		"Leave a reply":                                labelComments,
		"Comments are closed.":                         labelClosed,
		"Be the first to comment":                      labelClosed,
		"Related News":                                 labelTail,
		"Most read this week":                          labelTail,
		"You may also like":                            labelTail,
		"More on workforce":                            labelTail,
		"About the author":                             labelTail,
		"Sign up to our daily bulletin":                labelSignup,
		"Want stories like this sent to your inbox?":   labelSignup,
		"Subscribe to our newsletter":                  labelSignup,
		"Read more: Trust takes systems offline":       labelMore,
		"Share this article":                           labelShare,
		"Advertisement":                                labelAd,
		"© Primary Care News 2025":                     labelCopyright,
		"1 July 2025":                                  labelDate,
		"5 min read":                                   labelDate,
		"By Jo Doe":                                    labelByline,
		"Tags: pay, workforce":                         labelTags,
		"Photograph: Example Pictures":                 labelCaption,
		"Jo Doe is a senior reporter at Health Daily.": labelBio,
		"This article was first published in May.":     labelNote,
		"The trust said it would share the plan.":      labelNone,
		"Your support keeps our newsroom going.":       labelAppeal,
		"Help us keep our journalism free: give today": labelAppeal,
		"Staff will give evidence to the board today.": labelNone,
		"She said more would follow in the spring.":    labelNone,
		"Related problems were found at two other sites, the report says, and both are still open.": labelNone,
		"He asked staff to comment on the draft by May, and most of them did so within a week.":     labelNone,
		"The subscription costs £3 a month.":                                                        labelNone,
	} {
		if got := extLabelOf(text, extWords(text)); got != want {
			t.Errorf("extLabelOf(%q) = %q, want %q", text, got, want)
		}
	}
}

func TestHints(t *testing.T) {
	for names, want := range map[string]extHint{
		"comment-list":       hintComment,
		"article commentary": hintContent,
		"newsletter__SignUp": hintSignup,
		"main_nav":           hintContent | hintNav,
		"visually-hidden":    hintHidden,
		"overflow-hidden":    0,
		"x7 k2":              0,
		"site-footer":        hintFooter,
		"entry-content":      hintContent,
	} {
		if got := extHintsIn(" " + names); got&want != want || want == 0 && got != 0 {
			t.Errorf("extHintsIn(%q) = %b, want %b in it", names, got, want)
		}
	}
}

func TestBlocksOfAPage(t *testing.T) {
	page := `<div>Bare text<p>One <b>bold</b> word<br>and a break<br><br>Second part</p><ul><li>An item</li></ul>
		<table><tr><th>Region</th><td>North</td></tr></table><script>no()</script><button>No</button><svg><text>No</text></svg><p> &nbsp; </p>soft` + "\u00ad" + `hyphen</div>`
	p, err := extOpen(PageInput{URL: "https://x.example/a", Body: []byte(page), Zone: extLondon()})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, b := range p.blocks {
		got = append(got, b.tag+": "+b.text)
	}
	want := []string{"div: Bare text", "p: One bold word and a break", "p: Second part", "li: An item", "tr: Region North", "div: softhyphen"}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("blocks (-want +got): %s", diff)
	}
}

func TestKindsOfBlocks(t *testing.T) {
	page := `<article><h1>The headline of this page</h1>` + strings.Repeat(`<p>A paragraph with enough words in it to be taken for prose, which it is, every time it comes.</p>`, 1) +
		`<h2>A subhead</h2><p>Another paragraph, again with enough words in it to be taken for prose by any reader of it.</p>
		<p><strong>A bold line</strong></p><p>A third paragraph that goes on about the same matter for long enough to be taken seriously.</p>
		<blockquote><p>“What somebody said at some length about the matter in hand, word for word,” she said.</p></blockquote>
		<ul><li>The first of two points that were made in the meeting on that day.</li><li>The second of two points that were made in the meeting on that day.</li></ul></article>`
	got := Extract(PageInput{URL: "https://x.example/a", Body: []byte(page)})
	var kinds []news.BlockKind
	for _, b := range got.Body {
		kinds = append(kinds, b.Kind)
	}
	want := []news.BlockKind{news.Paragraph, news.Subhead, news.Paragraph, news.Subhead, news.Paragraph, news.Quotation, news.ListItem, news.ListItem}
	if diff := cmp.Diff(want, kinds); diff != "" {
		t.Errorf("kinds of %v (-want +got): %s", got.Body, diff)
	}
}

func TestWeightsParse(t *testing.T) {
	weights, err := extParseWeights(extWeightsText)
	if err != nil || len(weights) < 500 {
		t.Fatalf("extParseWeights = %d features, %v", len(weights), err)
	}
	for _, text := range []string{"one\t2", "one\ttwo\t3", "one\t2\tthree"} {
		if _, err := extParseWeights(text); err == nil || !strings.Contains(err.Error(), "weights.tsv:1") {
			t.Errorf("extParseWeights(%q) = %v, want an error that names the line", text, err)
		}
	}
}

// TestWeightsPointTheRightWay holds the sense of a few weights, so that a file
// from a failed training is noticed.
func TestWeightsPointTheRightWay(t *testing.T) {
	w := extWeights()
	for _, pair := range [][2]extFeature{
		{"tag direct p", "tag direct h"}, {"size p max", "size p 1"}, {"links none l", "links all l"}, {"heard all", "heard none"}, {"label share", "rel direct"},
	} {
		a, b := w[pair[0]], w[pair[1]]
		if pair[0] == "label share" {
			a, b = b, a
		}
		if a[0]+a[1] <= b[0]+b[1] && a != b {
			t.Errorf("feature %q weighs %v, %q %v; want the first heavier", pair[0], a, pair[1], b)
		}
	}
}

func TestCommentsAreKeptApart(t *testing.T) {
	const prose = `<p>The plan was struck out shortly before the strategy was printed, according to the minutes of the group.</p>
		<p>Officials said the sentence would have tied the hands of a later budget, which nobody in the room wanted to do.</p>
		<p>A spokesperson said that further detail would follow in the winter, once the spending review is over and done.</p>`
	for name, tt := range map[string]struct {
		page string
		want []string
	}{
		"below an element named comments": {
			`<h1>Plan struck out at last</h1><div class="body">` + prose + `</div><div id="comments"><div class="comment"><p>We have been waiting for this plan for three years now.</p></div></div>`,
			[]string{"We have been waiting for this plan for three years now."}},
		"in nodes of the article's own shape": {
			`<h1>Plan struck out at last</h1><main><div class="body">` + prose + `</div><div class="comment-list"><div class="body"><p>We have been waiting for this plan for three years now, and still there is no word of it to staff.</p></div></div></main>`,
			[]string{"We have been waiting for this plan for three years now, and still there is no word of it to staff."}},
		"below a label, whatever the markup": {
			`<h1>Plan struck out at last</h1><div class="a1">` + prose + `</div><div class="a2"><h3>2 Comments</h3><ul><li><p>First of all, well said.</p><p>Second, about time.</p></li><li><p>I do not agree with any of it.</p></li></ul></div>`,
			[]string{"First of all, well said.\nSecond, about time.", "I do not agree with any of it."}},
		"more of them than of the article": {
			`<h1>Plan struck out at last</h1><div class="body">` + prose + `</div><section class="comments-area">` + strings.Repeat(`<article class="comment"><p>This is a long remark by a reader who has a great deal to say about the matter, and says it here at length, twice over.</p></article>`, 1) + `</section>`,
			[]string{"This is a long remark by a reader who has a great deal to say about the matter, and says it here at length, twice over."}},
		"a button above the text opens nothing": {
			`<h1>Plan struck out at last</h1><p>Comments</p><div class="body">` + prose + `</div>`, nil},
		"a page that allows comments is no comment": {
			`<div class="comments-open"><h1>Plan struck out at last</h1><div class="body">` + prose + `</div></div>`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			page := Extract(PageInput{URL: "https://x.example/a", Body: []byte("<body>" + tt.page + "</body>")})
			var got []string
			for _, c := range page.Comments {
				got = append(got, c.Text)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("comments (-want +got): %s", diff)
			}
			if len(page.Body) != 3 {
				t.Errorf("the body has %d blocks, want the 3 paragraphs: %v", len(page.Body), page.Body)
			}
		})
	}
}

func TestSitesOfTheBeatParse(t *testing.T) {
	data, err := os.ReadFile("../seeds/sites.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sites, err := ParseSites("sites.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	if sites.rule("www.digitalhealth.net") == nil || sites.kind("www.gov.uk") != news.KindOfficial {
		t.Errorf("rules of %v: a known one is missing", sites.Hosts())
	}
}
