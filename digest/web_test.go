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
			page, err := RenderWeb(issue, "/")
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

// What the page of an issue looks like, links to our own pages included.
func TestIssuesReadOnTheWebAsTheGoldensDo(t *testing.T) {
	all := samples(t)
	for _, name := range []string{"promises-stories", "nasty", "quiet-broken", "put-right"} {
		page, err := RenderWeb(all[name], "/round/")
		if err != nil {
			t.Fatal(err)
		}
		golden(t, name+".web.html", []byte(page))
	}
}

func TestOnlyNumberedPromisesHaveAPage(t *testing.T) {
	for _, tt := range []struct{ root, ref, want string }{
		{"/", "P2", "/p/2"}, {"https://news.example/round/", "P12", "https://news.example/round/p/12"}, {"/", "P", ""}, {"/", "P0", ""},
		{"/", "P-1", ""}, {"/", "12", ""}, {"/", "Px/../a", ""}, {"", "P2", ""},
	} {
		if got := promisePage(tt.root, tt.ref); got != tt.want {
			t.Errorf("promisePage(%q, %q) = %q, want %q", tt.root, tt.ref, got, tt.want)
		}
	}
}

func TestAMailLinksToItsPromisesOnlyWhenThereIsAnArchive(t *testing.T) {
	issue := samples(t)["promises-stories"]
	for base, want := range map[string]bool{"": false, "https://news.example": true} {
		m, err := Render(issue, RenderOptions{BaseURL: base})
		if err != nil {
			t.Fatal(err)
		}
		for _, p := range issue.Promises {
			page := base + "/p/" + strings.TrimPrefix(p.Ref, "P")
			if html, text := strings.Contains(m.HTML, `href="`+page+`"`), strings.Contains(m.Text, "\n"+page+"\n"); html != want || text != want {
				t.Errorf("base %q: %s is linked %v in HTML, %v in text; want %v", base, page, html, text, want)
			}
			if over := strings.Contains(m.Text, "over time"); over != want {
				t.Errorf("base %q: the text speaks of pages: %v", base, over)
			}
		}
	}
}
