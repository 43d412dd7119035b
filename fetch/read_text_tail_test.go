package fetch

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// copiedText is an article as someone copies it from a page, furniture and all.
const copiedText = `Register for analysts opens
By Ann Other
• 18 November 2026
Data analysts in three trusts can join a professional register from Monday, the guild that runs it has said in a letter.
Staff who join will have their training assessed against a national standard, and pay nothing for the first two years.
What comes next
The guild wants every employer to name registration in its adverts for senior posts by the end of next year, it said.
Subscribe to our newsletter
Sign up
Related News
Robots take over the post room of a hospital that has long been known for its slow and friendly internal mail service
2 Comments
The pay bands are the real trouble here, and no register will mend them while the shops pay more for the same work.
I agree.
Comments are closed.`

func TestPlainTextLosesItsFurnitureAndKeepsCommentsApart(t *testing.T) {
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	page := readText(copiedText, zone)
	if page.Title != "Register for analysts opens" || page.Published != "2026-11-18" {
		t.Errorf("title %q, published %q", page.Title, page.Published)
	}
	var kinds []string
	for _, b := range page.Body {
		kinds = append(kinds, string(b.Kind)+" "+strings.Fields(b.Text)[0])
	}
	if diff := cmp.Diff([]string{"p Data", "p Staff", "h What", "p The"}, kinds); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
	var comments []string
	for _, c := range page.Comments {
		comments = append(comments, c.Text[:7])
	}
	if diff := cmp.Diff([]string{"The pay", "I agree"}, comments); diff != "" {
		t.Errorf("comments (-want +got):\n%s", diff)
	}
}

func TestAShortTextIsNotCutByALineThatLooksLikeFurniture(t *testing.T) {
	page := readText("A headline\nMore\nThe only paragraph of this text stands below a line that would end a longer one.", time.UTC)
	if diff := cmp.Diff([]news.Block{{Kind: news.Paragraph,
		Text: "The only paragraph of this text stands below a line that would end a longer one."}}, page.Body); diff != "" {
		t.Errorf("body (-want +got):\n%s", diff)
	}
}
