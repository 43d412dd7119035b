package fetch

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestPrintedByline(t *testing.T) {
	const stated = `<meta name="author" content="Xe Other"><meta property="article:published_time" content="2025-05-03">`
	for name, tt := range map[string]struct {
		page    string
		want    []string
		printed bool
	}{
		"names another than metadata":            {stated + `<h1>Plan struck out</h1><p>By Jo Doe, Columnist</p>`, []string{"Jo Doe"}, true},
		"joins a second author":                  {stated + `<h1>Plan struck out</h1><p>By Xe Other and Jo Doe</p>`, []string{"Xe Other", "Jo Doe"}, true},
		"says the same":                          {stated + `<h1>Plan struck out</h1><p>By Xe Other</p>`, []string{"Xe Other"}, false},
		"adds an employer only":                  {stated + `<h1>Plan struck out</h1><p>By Xe Other, Green Wards</p>`, []string{"Xe Other"}, false},
		"says who reviewed it":                   {stated + `<h1>Plan struck out</h1><p>Reviewed by Jo Doe</p>`, []string{"Xe Other"}, false},
		"is a teaser's, by its day":              {stated + `<h1>Plan struck out</h1><p>By Jo Doe 30 Sep 2024</p>`, []string{"Xe Other"}, false},
		"has the article's own day":              {stated + `<h1>Plan struck out</h1><p>By Jo Doe 3 May 2025</p>`, []string{"Jo Doe"}, true},
		"stands too far down":                    {stated + `<h1>Plan struck out</h1>` + linesProse + linesProse + linesProse + linesProse + linesProse + linesProse + `<p>By Jo Doe</p>`, []string{"Xe Other"}, false},
		"after a mark, with nothing in metadata": {`<h1>Plan struck out</h1><div><span>News</span> | By <span>Jo Doe</span> | <time>3 May 2025</time></div>`, []string{"Jo Doe"}, true},
		"before the name of the paper":           {`<h1>Plan struck out</h1><p class="who">By Jo Doe and Al Roe / Ward Times Staff Writers</p>`, []string{"Jo Doe", "Al Roe"}, true},
		"with a pen name":                        {`<h1>Plan struck out</h1><p>by WardWatcher, 3 May 2025</p>`, []string{"WardWatcher"}, false},
	} {
		t.Run(name, func(t *testing.T) {
			m := openMeta(t, "https://news.example/a", `<title>Plan struck out</title>`+tt.page).meta
			if diff := cmp.Diff(tt.want, m.authors); diff != "" {
				t.Errorf("authors (-want +got): %s", diff)
			}
			if got := slices.Contains(m.evidence, "authors: printed byline"); got != tt.printed {
				t.Errorf("evidence = %q, printed byline %v, want %v", m.evidence, got, tt.printed)
			}
		})
	}
}
