package fetch

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestCommentsOfManyShapes: each shape is one that a widespread system writes.
func TestCommentsOfManyShapes(t *testing.T) {
	prose := strings.Repeat("<p>The board of the trust met on Tuesday to talk about the posts it cannot fill, and put the matter off until the spring.</p>", 6)
	const said = "Our ward lost two analysts to a bank this year."
	for name, area := range map[string]string{
		"an ordered list":    `<ol class="commentlist"><li id="comment-7"><cite>Jo</cite><p>` + said + `</p></li></ol>`,
		"articles":           `<div id="comments"><article class="comment"><footer>Jo</footer><div><p>` + said + `</p></div></article></div>`,
		"microdata":          `<div itemprop="comment" itemscope><span itemprop="author">Jo</span><p itemprop="text">` + said + `</p></div>`,
		"a thread":           `<div id="disqus_thread"><ul class="post-list"><li class="post"><p>` + said + `</p></li></ul></div>`,
		"numbered elements":  `<div id="comment-1"><b>Jo</b><p>` + said + `</p></div>`,
		"a section of names": `<section data-component="comments"><div><p>` + said + `</p></div></section>`,
		"stated to machines": `<script type="application/ld+json">{"@type":"NewsArticle","headline":"Posts that nobody fills","comment":[{"@type":"Comment","text":"` + said + `"}]}</script>`,
		"with notes around": `<div class="comments"><h3>1 Comment</h3><ul><li><p>` + said + `</p></li></ul><p>Comments are closed for this article now.</p>
			<p>There are no further comments yet - be the first to add your thoughts.</p></div>`,
	} {
		t.Run(name, func(t *testing.T) {
			page := Extract(PageInput{URL: "https://gazette.example/a", ContentType: "text/html",
				Body: []byte("<html><body><main><article><h1>Posts that nobody fills</h1>" + prose + "</article>" + area + "</main></body></html>")})
			var got []string
			for _, c := range page.Comments {
				got = append(got, c.Text)
			}
			if diff := cmp.Diff([]string{said}, got); diff != "" {
				t.Errorf("comments (-want +got):\n%s", diff)
			}
			for _, b := range page.Body {
				if strings.Contains(b.Text, said) {
					t.Error("a comment stands in the body")
				}
			}
		})
	}
}
