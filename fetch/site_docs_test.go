package fetch

import (
	"os"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// example is the fenced text after a mark of docs/SITES.md.
func example(t *testing.T, mark string) []byte {
	t.Helper()
	doc, err := os.ReadFile("../docs/SITES.md")
	if err != nil {
		t.Fatal(err)
	}
	_, after, found := strings.Cut(string(doc), "<!-- "+mark+" -->\n```")
	_, after, _ = strings.Cut(after, "\n")
	text, _, ends := strings.Cut(after, "\n```")
	if !found || !ends {
		t.Fatalf("docs/SITES.md has no example %q", mark)
	}
	return []byte(text)
}

func TestTheDocumentedRuleReadsTheDocumentedPage(t *testing.T) {
	sites, err := ParseSites("SITES.md", example(t, "rule"))
	if err != nil {
		t.Fatal(err)
	}
	got := Inspect(PageInput{URL: "https://www.wardline.example/2026/11/analysts", ContentType: "text/html", Body: example(t, "page"), Sites: sites})
	if !got.Matched {
		t.Fatalf("rule %q did not match: %v", got.Rule, got.Page.Evidence)
	}
	want := news.Page{Title: "Trust hires forty analysts", Standfirst: "The posts will be graded alike across the trust.",
		Authors: []string{"Jo Quill"}, Published: "2026-11-18",
		Body: []news.Block{
			{Kind: news.Paragraph, Text: "Ashdown hospital trust is to hire forty data analysts this winter, its board was told on Tuesday evening."},
			{Kind: news.Subhead, Text: "Alike across the trust"},
			{Kind: news.Paragraph, Text: "Managers said that the posts would be graded alike, as the plan of last spring had promised its staff."},
		},
		Comments: []news.Comment{{Text: "About time, says our ward."}}}
	p := got.Page
	is := news.Page{Title: p.Title, Standfirst: p.Standfirst, Authors: p.Authors, Published: p.Published, Body: p.Body, Comments: p.Comments}
	if diff := cmp.Diff(want, is); diff != "" {
		t.Errorf("page (-want +got):\n%s", diff)
	}
	why := map[string]string{}
	for _, r := range got.Regions {
		if r.Part == "dropped" {
			why[r.At] = r.Why
		}
	}
	left := map[string]string{"div.story-text > p.call-out": dropRemoved, "body > p.story-by": dropUnnamed}
	if diff := cmp.Diff(left, why); diff != "" {
		t.Errorf("left out (-want +got):\n%s", diff)
	}
}
