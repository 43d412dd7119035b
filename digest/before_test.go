package digest

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestAStoryNamesWhatWasToldOfTheAffairBefore(t *testing.T) {
	issue := specimen()
	issue.Sections[0].Stories[0].Before = &news.Before{Ref: "9.2", Article: 3, Publisher: "Moor Gazette", Title: "Trusts promise one grade & a guide",
		URL: "https://moorgazette.example/4", Day: "2024-01-20"}
	page, err := Render(issue, goldenOptions)
	if err != nil {
		t.Fatal(err)
	}
	for part, want := range map[string][]string{
		strings.Join(strings.Fields(page.Text), " "): {"Earlier: Trusts promise one grade & a guide · Moor Gazette, 20 January [9.2]", "[9.2] https://moorgazette.example/4 "},
		page.HTML: {`Earlier: <a`, `href="https://moorgazette.example/4"`, "Trusts promise one grade &amp; a guide", "[9.2]"},
	} {
		for _, w := range want {
			if !strings.Contains(part, w) {
				t.Errorf("no %q in:\n%s", w, part)
			}
		}
	}
}
