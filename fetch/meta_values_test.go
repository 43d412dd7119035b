package fetch

import (
	"bytes"
	"slices"
	"testing"

	"github.com/wardround/wardround/news"
)

// valuesPage is a page that reads as an article, with what is put in its head,
// at its headline and after its text.
func valuesPage(head, top, end string) []byte {
	return []byte(`<html><head><title>Plan struck out</title>` + head + `</head><body><main><article><h1>Plan struck out</h1>` + top +
		linesProse + linesProse + `<p>The union said it would wait for the papers before it said more about the plan and its costs.</p>` + end + `</article></main></body></html>`)
}

func TestKindIsToldByWhatStandsAtTheHeadline(t *testing.T) {
	for name, tt := range map[string]struct {
		address, head, top, end string
		headline                string // in place of "Plan struck out"
		want                    news.ArticleKind
		source                  string
	}{
		"a line that says it is paid for":           {top: `<p>Sponsored content</p>`, want: news.KindSponsored, source: "kind: line at the headline"},
		"a section that says so":                    {head: `<meta property="article:section" content="Partner content">`, want: news.KindSponsored, source: "kind: section"},
		"the same words over an advertisement":      {end: `<div><p>Sponsored content</p></div>`, want: news.KindReport},
		"a link to what is paid for":                {top: `<p><a href="/paid">Sponsored content</a></p>`, want: news.KindReport},
		"a press release by its address":            {address: "/press-release/plan", want: news.KindPress, source: "kind: address"},
		"a press release by its section":            {head: `<meta property="article:section" content="Press releases">`, want: news.KindPress, source: "kind: section"},
		"a press release by its headline":           {address: "/news/plan", headline: "Press release: trust publishes its plan", want: news.KindPress, source: "kind: headline"},
		"a headline about press releases":           {headline: "Press releases sent to the wrong board", want: news.KindReport},
		"an opinion by its section":                 {head: `<meta property="article:section" content="Opinion">`, want: news.KindOpinion, source: "kind: section"},
		"an opinion by its address":                 {address: "/comment/plan", want: news.KindOpinion, source: "kind: address"},
		"the headline's words in the address alone": {address: "/news/council-asks-for-comment", want: news.KindReport},
	} {
		t.Run(name, func(t *testing.T) {
			page := valuesPage(tt.head, tt.top, tt.end)
			if tt.headline != "" {
				page = bytes.ReplaceAll(page, []byte("Plan struck out"), []byte(tt.headline))
			}
			got := Extract(PageInput{URL: "https://news.example" + tt.address, Body: page})
			if got.Kind != tt.want {
				t.Errorf("kind = %q, want %q; evidence %q", got.Kind, tt.want, got.Evidence)
			}
			if tt.source != "" && !slices.Contains(got.Evidence, tt.source) {
				t.Errorf("evidence = %q, want %q in it", got.Evidence, tt.source)
			}
		})
	}
}

func TestSection(t *testing.T) {
	for stated, want := range map[string]string{
		"Workforce":                "Workforce",
		"Health Daily | Workforce": "Workforce",
		"Uncategorized":            "",
		"Articles":                 "",
		"healthdaily":              "",
		"pay, bands, data, staff":  "",
		"Policy, Workforce":        "Policy, Workforce",
		"A section whose name is much too long to be the name of any section": "",
	} {
		page := `<meta property="og:site_name" content="Health Daily"><meta property="article:section" content="` + stated + `">`
		if got := metaOf(t, "https://www.healthdaily.example/a", page).section(); got != want {
			t.Errorf("section of %q = %q, want %q", stated, got, want)
		}
	}
}

func TestLanguage(t *testing.T) {
	for page, want := range map[string]string{
		`<html lang="en-gb">`:                         "en-GB",
		`<html lang="EN">`:                            "en",
		`<html lang="zh-Hans">`:                       "zh-Hans",
		`<html lang="english">`:                       "",
		`<html lang="en, fr">`:                        "",
		`<meta property="og:locale" content="en_GB">`: "en-GB",
		`<p>x</p>`:                                    "",
	} {
		if got := extLanguage(metaOf(t, "https://news.example/a", page)); got != want {
			t.Errorf("language of %s = %q, want %q", page, got, want)
		}
	}
}

func TestPrimaryDocument(t *testing.T) {
	for name, tt := range map[string]struct{ link, want string }{
		"a file":                        {`<a href="/files/minutes.pdf">here</a>`, "https://news.example/files/minutes.pdf"},
		"another site's publication":    {`<a href="https://agency.example/publications/plan">the plan</a>`, "https://agency.example/publications/plan"},
		"another site's news":           {`<a href="https://other.example/news/1">a report</a>`, ""},
		"a publication by address only": {`<a href="https://agency.example/publications/x">here</a>`, ""},
		"a page of the same site":       {`<a href="/reports/1">an earlier report</a>`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			end := `<p>The council said so in ` + tt.link + `, which it had sent to staff on the wards the week before.</p>`
			if got := Extract(PageInput{URL: "https://news.example/a", Body: valuesPage("", "", end)}).Document; got != tt.want {
				t.Errorf("document = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestEveryValueHasItsSource(t *testing.T) {
	head := `<meta property="og:site_name" content="Health Daily"><link rel="canonical" href="/plan"><meta name="robots" content="max-snippet:90"><meta name="author" content="Jo Doe">` +
		`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Plan struck out","datePublished":"2025-05-03","dateModified":"2025-05-04","articleSection":"Workforce","isAccessibleForFree":false}</script>`
	got := Extract(PageInput{URL: "https://news.example/a", Body: valuesPage(head, "", "")}).Evidence
	for _, want := range []string{"title: h1", "authors: meta author", "published: JSON-LD", "modified: JSON-LD", "address: canonical link",
		"section: JSON-LD", "quoting: meta robots", "paywall: stated by the page"} {
		if !slices.Contains(got, want) {
			t.Errorf("evidence = %q, want %q in it", got, want)
		}
	}
}
