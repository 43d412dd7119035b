package fetch

import (
	"strings"
	"testing"
)

// Long texts go round the parser. A feed may hold anything, also what stands for them.
func TestTextsComeBackAsWritten(t *testing.T) {
	long := strings.Repeat("Trusts wait for the plan. ", 10)
	for name, c := range map[string]struct{ text, want string }{
		"a short one":                    {"Short.", "Short."},
		"a long one":                     {long, strings.TrimSpace(long)},
		"a long one with entities":       {"Tea &amp;amp; cake, " + long, "Tea & cake, " + strings.TrimSpace(long)},
		"a long one in CDATA":            {"<![CDATA[<p>" + long + "</p>]]>", strings.TrimSpace(long)},
		"what stands for another":        {asideMark + "0", asideMark + "0"},
		"what stands for none":           {asideMark + "99", asideMark + "99"},
		"the mark alone":                 {asideMark, asideMark},
		"the mark before a long one":     {asideMark + "1 " + long, asideMark + "1 " + strings.TrimSpace(long)},
		"a number behind the mark, less": {asideMark + "-1", asideMark + "-1"},
	} {
		for format, doc := range map[string]string{
			"RSS":  `<rss version="2.0"><channel><item><title>T</title><description>` + long + `</description></item><item><title>T</title><description>` + c.text + `</description></item></channel></rss>`,
			"RDF":  `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"><item><title>T</title><description>` + long + `</description></item><item><title>T</title><description>` + c.text + `</description></item></rdf:RDF>`,
			"Atom": `<feed xmlns="http://www.w3.org/2005/Atom"><entry><title>T</title><summary>` + long + `</summary></entry><entry><title>T</title><summary type="html">` + c.text + `</summary></entry></feed>`,
		} {
			t.Run(name+", "+format, func(t *testing.T) {
				feed, err := ParseFeed(FeedInput{Body: []byte(doc)})
				if err != nil || len(feed.Items) != 2 {
					t.Fatalf("ParseFeed: %d items, %v; want 2", len(feed.Items), err)
				}
				if got := feed.Items[1].Summary; got != c.want {
					t.Errorf("summary %q, want %q", got, c.want)
				}
			})
		}
	}
	feed, err := ParseFeed(FeedInput{Body: []byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":"1","content_text":"` + asideMark + `0"}]}`)})
	if err != nil || len(feed.Items) != 1 || feed.Items[0].Summary != asideMark+"0" {
		t.Errorf("JSON: %+v, %v; want the text as written", feed.Items, err)
	}
}

func TestCleanLineKeepsWordsApartAndHiddenCharactersOut(t *testing.T) {
	for text, want := range map[string]string{
		"":                            "",
		"  a  b ":                     "a b",
		"a\u00a0\u2009b":              "a b",
		"a \u200b b":                  "a b",
		"\u202ecafé\u202c":            "café",
		"a\r\n\tb\x00c":               "a bc",
		"“Plan’s” – £9m":              "“Plan’s” – £9m",
		"\xffbroken\xfe \u00ad bytes": "broken bytes",
	} {
		if got := cleanLine(text); got != want {
			t.Errorf("cleanLine(%q) = %q, want %q", text, got, want)
		}
	}
}
