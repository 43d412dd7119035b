package fetch

import (
	"slices"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestParseSitesReportsEveryMistake(t *testing.T) {
	const text = `sites:
  - host: one.example
    body: ["p:::x"]
    titel: [h1]
  - body: [p]
  - host: two.example
    kind: rumour
    date: {select: [time], zone: Europe/Nowhere}
  - host: www.two.example
`
	_, err := ParseSites("my.yaml", []byte(text))
	if err == nil {
		t.Fatal("ParseSites accepted six mistakes")
	}
	for _, want := range []string{"p:::x", "titel", "title", "needs a host", "rumour", "Europe/Nowhere", "has a rule already", "my.yaml:3:"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the report does not name %q:\n%v", want, err)
		}
	}
}

func TestRulesReadTheHostsBelow(t *testing.T) {
	sites, err := ParseSites("s.yaml", []byte("sites:\n  - {host: gov.example, kind: official}\n  - {host: news.gov.example, body: [p]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]bool{"news.gov.example": true, "www.news.gov.example": true, "gov.example": false, "other.example": false, "": false} {
		if got := sites.rule(host) != nil; got != want {
			t.Errorf("a rule for %q: %v, want %v", host, got, want)
		}
	}
	if k := sites.kind("a.news.gov.example"); k != news.KindOfficial {
		t.Errorf("kind = %q, want official from the domain above", k)
	}
	if k := (*Sites)(nil).kind("x.example"); k != "" {
		t.Errorf("no rules give kind %q", k)
	}
}

func TestARuleThatNoLongerMatchesFallsThrough(t *testing.T) {
	page := `<h1>A headline of five words</h1><div><p>The first paragraph says enough to be a paragraph of an article, with a full stop.</p>
		<p>The second paragraph goes on about the same subject and also ends as a sentence should.</p><p>The third paragraph is here so that there is some more prose to be found on this page.</p></div>`
	got := Extract(PageInput{URL: "https://www.changedsite.example/a", Body: []byte(page), Sites: testSites(t)})
	if len(got.Body) != 3 || got.Rule != "" || !slices.Contains(got.Evidence, RuleMissed) {
		t.Errorf("Extract = %d blocks by rule %q, evidence %q; want the generic reading and a note", len(got.Body), got.Rule, got.Evidence)
	}
}

func TestARuleFindsTheNextPage(t *testing.T) {
	sites, err := ParseSites("s.yaml", []byte("sites:\n  - {host: long.example, body: [.text p], next: [a.next]}\n"))
	if err != nil {
		t.Fatal(err)
	}
	for link, want := range map[string]bool{"?page=2": true, "https://www.long.example/a?page=2": true, "https://other.example/": false, "": false} {
		page := `<div class="text">` + somePar + morePar + `</div><a class="next" href="` + link + `">Next</a>`
		got := Extract(PageInput{URL: "https://long.example/a", Body: []byte(page), Sites: sites})
		has := slices.ContainsFunc(got.Evidence, func(e string) bool {
			return strings.HasPrefix(e, "next page: https://") && strings.HasSuffix(e, "page=2")
		})
		if has != want {
			t.Errorf("link %q: evidence %q, want a next page: %v", link, got.Evidence, want)
		}
	}
}
