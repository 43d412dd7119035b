package digest

import (
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// Whoever follows the link in a mail must find the same words on the page.
func TestTheArchiveShowsWhatTheMailSaid(t *testing.T) {
	for name, issue := range samples(t) {
		t.Run(name, func(t *testing.T) {
			m, err := Render(issue, RenderOptions{})
			if err != nil {
				t.Fatal(err)
			}
			page, err := RenderWeb(issue, "/a/")
			if err != nil {
				t.Fatal(err)
			}
			doc, err := html.Parse(strings.NewReader(string(page)))
			if err != nil {
				t.Fatal(err)
			}
			body, _, _ := strings.Cut(m.Text, "\n-- \n") // the footer is the reader's own
			_, body, _ = strings.Cut(body, strings.ToUpper(newView(issue, RenderOptions{}).Title))
			words := func(s string) []string {
				return wordRE.FindAllString(strings.ToLower(addressRE.ReplaceAllString(s, "")), -1)
			}
			if share := covered(words(body), words(visibleText(doc))); share < 0.99 {
				t.Errorf("%.1f %% of the mail's words are on the page:\n%s", share*100, page)
			}
		})
	}
}
