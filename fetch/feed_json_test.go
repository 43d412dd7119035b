package fetch

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

func Test37JSONFeedOfBothVersions(t *testing.T) {
	item := func(fields string) string {
		return `{"version":"https://jsonfeed.org/version/1","title":"T","author":{"name":"The Desk"},"items":[{` + fields + `}]}`
	}
	for name, c := range map[string]struct{ doc, guid, link, authors string }{
		"1.0 author":         {item(`"id":"a","url":"https://j.example/a","title":"A","author":{"name":"Ada Quill"}`), "a", "https://j.example/a", "[Ada Quill]"},
		"1.1 authors":        {item(`"id":"a","url":"https://j.example/a","title":"A","authors":[{"name":"Ada Quill"},{"name":"Bo Reed"}]`), "a", "https://j.example/a", "[Ada Quill Bo Reed]"},
		"authors an object":  {item(`"id":"a","url":"https://j.example/a","title":"A","authors":{"name":"Ada Quill"}`), "a", "https://j.example/a", "[Ada Quill]"},
		"authors a list":     {item(`"id":"a","url":"https://j.example/a","title":"A","authors":["Ada Quill"]`), "a", "https://j.example/a", "[Ada Quill]"},
		"the feed's author":  {item(`"id":"a","url":"https://j.example/a","title":"A"`), "a", "https://j.example/a", "[The Desk]"},
		"a number for an id": {item(`"id":4711,"url":"https://j.example/a","title":"A"`), "4711", "https://j.example/a", "[The Desk]"},
		"external_url alone": {item(`"id":"a","external_url":"https://other.example/a","title":"A"`), "a", "https://other.example/a", "[The Desk]"},
		"the id is the link": {item(`"id":"https://j.example/a","title":"A"`), "https://j.example/a", "https://j.example/a", "[The Desk]"},
		"fields of no sense": {item(`"id":"a","url":"https://j.example/a","title":{"x":1},"summary":["s"],"tags":7,"content_text":"A text."`), "a", "https://j.example/a", "[The Desk]"},
	} {
		t.Run(name, func(t *testing.T) {
			feed, err := ParseFeed(FeedInput{Body: []byte(c.doc), URL: "https://j.example/feed.json"})
			if err != nil || len(feed.Items) != 1 {
				t.Fatalf("ParseFeed: %v, %d items", err, len(feed.Items))
			}
			got := feed.Items[0]
			if got.GUID != c.guid || got.Link != c.link || fmt.Sprint(got.Authors) != c.authors {
				t.Errorf("id %q, link %q, authors %v; want %q, %q, %s", got.GUID, got.Link, got.Authors, c.guid, c.link, c.authors)
			}
		})
	}
}

func Test29JSONIsMended(t *testing.T) {
	doc := `{"version":"https://jsonfeed.org/version/1.1","title":"T","items":[` +
		`{"id":"a","title":"A","content_text":"one \"[{two\" three"},{"id":"b","title":"B","tags":["x"]},{"id":"c","title":"C","content_text":"four"}],"x":1}`
	for name, c := range map[string]struct {
		doc     string
		items   int
		partial bool
	}{
		"whole":                    {doc, 3, false},
		"blanks before":            {"\n \n" + doc, 3, false},
		"a control character":      {strings.Replace(doc, "four", "fo\x0bur", 1), 3, false},
		"a line break in a text":   {strings.Replace(doc, "four", "fo\nur", 1), 3, false},
		"cut in the last item":     {doc[:strings.Index(doc, "four")], 2, true},
		"cut between two items":    {doc[:strings.Index(doc, `,{"id":"c"`)], 2, true},
		"cut in a text with marks": {doc[:strings.Index(doc, "two")], 0, false},
		"cut behind the items":     {strings.TrimSuffix(doc, `,"x":1}`), 3, true},
	} {
		feed, err := ParseFeed(FeedInput{Body: []byte(c.doc), URL: "https://j.example/feed.json"})
		if (err == nil) != (c.items > 0) || len(feed.Items) != c.items || feed.Partial != c.partial {
			t.Errorf("%s: %d items, partial %v, error %v; want %d, %v", name, len(feed.Items), feed.Partial, err, c.items, c.partial)
		}
	}
}

// The parser of pages took cubic time before v0.55.0 (CVE-2026-25680).
func Test48TheHTMLParserIsRecent(t *testing.T) {
	mod, err := os.ReadFile("../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	m := regexp.MustCompile(`golang\.org/x/net v0\.(\d+)\.`).FindSubmatch(mod)
	if m == nil {
		t.Fatal("go.mod does not name golang.org/x/net")
	}
	if minor, err := strconv.Atoi(string(m[1])); err != nil || minor < 55 {
		t.Errorf("golang.org/x/net is v0.%s, want v0.55.0 or later", m[1])
	}
}

func Test48DeepHTMLInAFeedIsRead(t *testing.T) {
	deep := strings.Repeat("&lt;div&gt;", 50_000) + "Words." + strings.Repeat("&lt;/div&gt;", 50_000)
	doc := strings.Replace(rssDoc("one.example", "/a|A"), "Words of the feed.", deep, 1)
	feed, err := ParseFeed(FeedInput{Body: []byte(doc), URL: oneFeed})
	if err != nil || len(feed.Items) != 1 || feed.Items[0].Summary != "Words." {
		t.Errorf("ParseFeed: %v, %+v", err, feed.Items)
	}
}
