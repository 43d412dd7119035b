package fetch

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

const (
	somePar = `<p>The first paragraph says enough to be a paragraph of an article, with a full stop at its end.</p>`
	morePar = `<p>The second paragraph goes on about the same subject and also ends as a sentence should end.</p><p>The third is here so that there is some more prose to be found on this page, and it is found.</p>`
)

func TestQuality(t *testing.T) {
	for name, tt := range map[string]struct {
		in     PageInput
		want   news.Quality
		reason string
	}{
		"an article":                         {PageInput{Body: []byte("<h1>Plan struck out at last</h1>" + somePar + morePar)}, news.QualityFull, ""},
		"a PDF by its bytes":                 {PageInput{ContentType: "text/html", Body: []byte("%PDF-1.7 ...")}, news.QualityOther, "PDF"},
		"a video by its type":                {PageInput{ContentType: "video/mp4", Body: []byte{0, 0, 0, 24}}, news.QualityOther, "video"},
		"nothing at all":                     {PageInput{}, news.QualityFailed, "empty"},
		"bytes that are no text":             {PageInput{Body: []byte("PK\x03\x04\x00\x00")}, news.QualityFailed, "not a text"},
		"JSON":                               {PageInput{Body: []byte(`{"error":"not found"}`)}, news.QualityFailed, "JSON"},
		"markup without text":                {PageInput{Body: []byte(`<div id="root"></div>`)}, news.QualityFailed, "no article text"},
		"a bot wall":                         {PageInput{Body: []byte(`<title>Just a moment...</title><p>Enable JavaScript and cookies to continue</p>`)}, news.QualityChallenge, "human"},
		"a page that is not there":           {PageInput{Body: []byte(`<title>404 Not Found</title><h1>Not found</h1><p>The page you asked for could not be found on this server, sorry.</p>`)}, news.QualityFailed, "does not exist"},
		"an opening and a call to subscribe": {PageInput{Body: []byte("<h1>Plan struck out at last</h1>" + somePar + "<div><h2>Subscribe to continue reading</h2></div>")}, news.QualityWall, "opening only"},
		"a long article with a call to subscribe is whole": {PageInput{Body: []byte("<h1>Plan struck out at last</h1>" + strings.Repeat(somePar+morePar, 1) + longBody() + "<p>Subscribe to continue reading more like this.</p>")}, news.QualityFull, ""},
		"a log-in page":                                           {PageInput{Body: []byte(`<title>Log in | Paid Journal</title><h1>Log in</h1><p>Enter your details to go on to the article that you have asked for today.</p>`)}, news.QualityWall, "log-in"},
		"a log-in form beside a whole text":                       {PageInput{Body: []byte("<h1>Plan struck out at last</h1><div>" + somePar + morePar + `</div><div class="login-form"><p>Already have an account? <a href="/in">Log in</a></p></div>`)}, news.QualityFull, ""},
		"a log-in in the head of the page":                        {PageInput{Body: []byte(`<header><p>Sign in to view your saved pages</p></header><h1>Plan struck out at last</h1><div>` + somePar + morePar + `</div>`)}, news.QualityFull, ""},
		"a form to register in order to go on reading":            {PageInput{Body: []byte("<h1>Plan struck out at last</h1><div>" + somePar + `</div><div class="register-form"><p>Register to continue reading this article</p></div>`)}, news.QualityWall, "opening only"},
		"a link to the publisher who had it first":                {PageInput{Body: []byte("<h1>Plan struck out at last</h1><div>" + somePar + morePar + `<h4><a href="https://first.example/1">Read the entire article here: first.example</a></h4></div>`)}, news.QualityFull, ""},
		"a link to the shop of a wall":                            {PageInput{Body: []byte("<h1>Plan struck out at last</h1><div>" + somePar + `<h4><a href="https://shop.example/1">Subscribe to read the full article</a></h4></div>`)}, news.QualityWall, "opening only"},
		"a log-in form on a page that says it is locked":          {PageInput{Body: []byte(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Plan struck out at last","isAccessibleForFree":false}</script><h1>Plan struck out at last</h1><div>` + somePar + morePar + `</div><div class="login-form"><p>Already have an account? <a href="/in">Log in</a></p></div>`)}, news.QualityWall, "opening only"},
		"a consent page":                                          {PageInput{Body: []byte(`<title>Before you continue</title><h1>Before you continue</h1><p>We and our partners use cookies to keep our services safe and to show what is of interest.</p>`)}, news.QualityWall, "consent"},
		"a paywall that the page states":                          {PageInput{Body: []byte(`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Plan struck out at last","isAccessibleForFree":"False"}</script><h1>Plan struck out at last</h1>` + somePar)}, news.QualityWall, "opening only"},
		"a list of articles":                                      {PageInput{Body: []byte("<title>Workforce news</title><h1>Workforce news</h1>" + teasers(20))}, news.QualityOther, "list of other pages"},
		"a list of teasers":                                       {PageInput{Body: []byte("<title>Workforce news</title><h1>Workforce news</h1>" + openings(8, "/news/"))}, news.QualityOther, "list of other pages"},
		"a short article above a list of teasers":                 {PageInput{Body: []byte("<title>Plan struck out at last</title><h1>Plan struck out at last</h1><p>" + somePar + "</p>" + openings(8, "/news/"))}, news.QualityFull, ""},
		"as many parts of one article that link to others' pages": {PageInput{Body: []byte("<title>Eight trusts to watch</title><h1>Eight trusts to watch</h1>" + openings(8, "https://trust.example/"))}, news.QualityFull, ""},
		"a text that breaks off":                                  {PageInput{Body: []byte("<h1>Plan struck out at last</h1>" + somePar + "<p>The second paragraph goes on about the same subject but then it is cut off, as feeds do …</p>")}, news.QualityTeaser, "opening only"},
	} {
		t.Run(name, func(t *testing.T) {
			tt.in.URL = "https://x.example/news/1"
			got := Extract(tt.in)
			if got.Quality != tt.want || !strings.Contains(got.Reason, tt.reason) || (got.Reason == "") != (tt.want == news.QualityFull) {
				t.Errorf("quality = %s (%q), want %s (%s)", got.Quality, got.Reason, tt.want, tt.reason)
			}
			if slices.Contains([]news.Quality{news.QualityOther, news.QualityFailed, news.QualityChallenge}, got.Quality) && len(got.Body) > 0 {
				t.Errorf("quality %s with a body: %v", got.Quality, got.Body)
			}
		})
	}
}

// teasers is a page's list of n other pages.
func teasers(n int) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<h2><a href="/news/%d">Trust %d says that its new posts are open</a></h2>`, i, i)
	}
	return b.String()
}

// openings is a page's list of n pages below address, each with its opening.
func openings(n int, address string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, `<section><h2><a href="%s%d">Trust %d opens its new posts</a></h2><p>18 November 2026</p>
			<p>Trust %d said on Monday that its new posts in digital teams are open, and that it hopes for many who would like to work there for long.</p></section>`, address, i, i, i)
	}
	return b.String()
}

// TestNeverAnEmptySuccess reads what is cut off, empty or odd: a page that is
// called full has text, and any other says why it is not.
func TestNeverAnEmptySuccess(t *testing.T) {
	whole := `<html><head><title>Plan struck out at last</title></head><body><nav><a href="/">Home</a></nav><article><h1>Plan struck out at last</h1>` + somePar + morePar + `</article></body></html>`
	pages := []string{"<p></p>", "<article></article>", "<h1>Plan struck out at last</h1>", "<p>3 Comments</p>", "<p>Related news</p>", "<li><li>", "<table><td>"}
	for n := 0; n < len(whole); n += 7 {
		pages = append(pages, whole[:n])
	}
	for _, page := range pages {
		got := Extract(PageInput{URL: "https://x.example/news/1", ContentType: "text/html", Body: []byte(page)})
		switch words := extWords((news.Article{Body: got.Body}).Text()); {
		case got.Quality == news.QualityFull && words < extThin:
			t.Errorf("Extract(%q) is full with %d words", page, words)
		case got.Quality != news.QualityFull && got.Reason == "":
			t.Errorf("Extract(%q) is %s without a reason", page, got.Quality)
		}
	}
}

// longBody is prose of 40 different sentences.
func longBody() string {
	var b strings.Builder
	for i := range 40 {
		b.WriteString("<p>Paragraph number " + strings.Repeat("i", i+1) + " tells one more thing that was said in the meeting about the plan for staff.</p>")
	}
	return b.String()
}

const (
	firstPerson = `<p>I have worked in this ward for ten years and I never saw a plan that held for longer than one winter.</p>
		<p>In my view the strategy should be written by those who have to live with it, and that is all that I ask for.</p>`
	quotedPerson = `<p>“I have worked in this ward for ten years and I never saw a plan that held for longer than one winter.”</p>
		<p>“In my view the strategy should be written by those who have to live with it, and that is all that I ask for.”</p>`
)

func TestKind(t *testing.T) {
	sites, err := ParseSites("s.yaml", []byte("sites:\n  - {host: agency.example, kind: official}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for name, tt := range map[string]struct {
		url, page string
		want      news.ArticleKind
	}{
		"a report":                             {"https://x.example/news/1", "", news.KindReport},
		"official by the beat's list":          {"https://www.agency.example/news/1", "", news.KindOfficial},
		"a press release by address":           {"https://x.example/press-releases/one", "", news.KindPress},
		"a press release by a line":            {"https://x.example/one", "<p>For immediate release</p>", news.KindPress},
		"sponsored by a line":                  {"https://x.example/one", "<p>Sponsored content</p>", news.KindSponsored},
		"sponsored by JSON-LD":                 {"https://x.example/one", `<script type="application/ld+json">{"@type":"AdvertiserContentArticle","headline":"x"}</script>`, news.KindSponsored},
		"opinion by address":                   {"https://x.example/opinion/one", "", news.KindOpinion},
		"opinion by section":                   {"https://x.example/one", `<meta property="article:section" content="Comment">`, news.KindOpinion},
		"news on a company's blog":             {"https://x.example/blog/one", "", news.KindReport},
		"a blog in the first person":           {"https://x.example/blog/one", firstPerson, news.KindOpinion},
		"a blog that quotes the first person":  {"https://x.example/blog/one", quotedPerson, news.KindReport},
		"a report in the first person":         {"https://x.example/news/one", firstPerson, news.KindReport},
		"a headline about opinion is a report": {"https://x.example/news/staff-opinion-sought", "", news.KindReport},
	} {
		t.Run(name, func(t *testing.T) {
			page := "<h1>Plan struck out at last</h1><div>" + tt.page + somePar + morePar + "</div>"
			if got := Extract(PageInput{URL: tt.url, Body: []byte(page), Sites: sites}); got.Kind != tt.want {
				t.Errorf("kind = %q, want %q", got.Kind, tt.want)
			}
		})
	}
}

func TestRescue(t *testing.T) {
	text := strings.Repeat("The plan was struck out before it was printed. ", 12)
	for name, tt := range map[string]struct {
		page   string
		source string
	}{
		"from JSON-LD":           {`<script type="application/ld+json">{"@type":"Article","headline":"h","articleBody":"` + text + `"}</script><p>Loading</p>`, "body: JSON-LD"},
		"from markup in it":      {`<script type="application/ld+json">{"@type":"Article","headline":"h","articleBody":"<p>` + text + `</p>"}</script><p>Loading</p>`, "body: JSON-LD"},
		"from a script template": {`<h1>A headline here</h1><script type="text/template"><p>` + text + `</p></script>`, "body: script template"},
	} {
		t.Run(name, func(t *testing.T) {
			got := Extract(PageInput{URL: "https://x.example/a", Body: []byte(tt.page)})
			if len(got.Body) != 1 || got.Body[0].Text != strings.TrimSpace(text) || !slices.Contains(got.Evidence, tt.source) {
				t.Errorf("body = %v by %q, want the text by %s", got.Body, got.Evidence, tt.source)
			}
		})
	}
}
