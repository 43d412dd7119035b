package fetch

import (
	"os"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestStarterListIsValid(t *testing.T) {
	data, err := os.ReadFile("../seeds/sources.yaml")
	if err != nil {
		t.Fatal(err)
	}
	sources, err := ParseSources("sources.yaml", data)
	if err != nil {
		t.Fatal(err)
	}
	if len(sources) < 40 {
		t.Errorf("got %d sources, want the whole starter list", len(sources))
	}
	for _, src := range sources {
		if src.Origin != news.FromStarter {
			t.Errorf("%s: origin %q", src.Name, src.Origin)
		}
		if src.Mark == "C" && (!src.Off || src.Kind != news.KindSite) {
			t.Errorf("%s: an address nobody has seen must be a site to discover, and off", src.Name)
		}
		if strings.Contains(src.URL, "news.google.") && !src.Off {
			t.Errorf("%s: must be off", src.Name)
		}
		if strings.ContainsAny(src.URL, "[] ") {
			t.Errorf("%s: address %q must be percent-encoded", src.Name, src.URL)
		}
	}
}

func TestParseSourcesReportsEveryMistake(t *testing.T) {
	const list = `sources:
  - {name: One, url: "https://one.example/feed"}
  - {name: one, url: "https://two.example/feed", kind: fed}
  - {name: Three, url: "ftp://three.example/", mark: D}
  - {name: Four, url: "https://four.example/", kind: page}
  - {name: Five, url: "https://five.example/", kind: page, list: "div["}
  - {url: "https://one.example/feed"}
`
	_, err := ParseSources("sources.yaml", []byte(list))
	if err == nil {
		t.Fatal("ParseSources found no mistake")
	}
	for _, want := range []string{"stands twice", `did you mean "feed"`, "not an http", "not one of A, B, C", "needs a selector", `selector "div["`, "needs a name"} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("error does not say %q:\n%v", want, err)
		}
	}
}

func TestParseSourcesFillsDefaults(t *testing.T) {
	sources, err := ParseSources("s.yaml", []byte("sources: [{name: A, url: 'https://a.example/'}]"))
	if err != nil {
		t.Fatal(err)
	}
	want := news.Source{Name: "A", URL: "https://a.example/", Kind: news.KindFeed, Excerpt: news.ExcerptShort, Origin: news.FromStarter}
	if got := sources[0]; got.Name != want.Name || got.Kind != want.Kind || got.Excerpt != want.Excerpt || got.Mark != "" || got.Off {
		t.Errorf("ParseSources = %+v, want %+v", got, want)
	}
}
