package fetch

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestAPublisherIsCalledByTheNameItsHostBears(t *testing.T) {
	for _, tt := range []struct{ name, address, want string }{
		{"Ward and Wire", "https://www.wardandwire.example/1", "Ward and Wire"},
		{"The Moor Gazette", "https://moorgazette.example/1", "The Moor Gazette"},
		{"Moor Leader", "https://moorleadernews.example/1", "Moor Leader"},
		{"MTN Moor Town News", "https://mtn.co.uk/1", "MTN Moor Town News"},
		{"College of Libraries of the Moor", "https://www.clm.org.uk/", "College of Libraries of the Moor"},
		{"GOV.UK", "https://www.gov.uk/news", "GOV.UK"},
		{"NHS England", "https://www.england.nhs.uk/news", "NHS England"},
		{"Fen & Moor", "https://fen-and-moor.example/", "Fen & Moor"},
		{"Fen's Reader", "https://fens-reader.example/", "Fen's Reader"},
		{"NHS England", "https://evil.example/1", "NHS England at evil.example"},
		{"NHS England", "https://nhs.evil.example/1", "NHS England at nhs.evil.example"},
		{"NHS England", "http://192.0.2.7/1", "NHS England at 192.0.2.7"},
		{"Ward and Wire", "https://wardline.example/1", "Ward and Wire at wardline.example"},
		{"Ünlü", "https://evil.example/1", "Ünlü at evil.example"},
		{"–", "https://evil.example/1", "– at evil.example"},
		{"", "https://evil.example/1", ""},
		{"Ward and Wire", "page.html", "Ward and Wire"},
	} {
		if got := publisherAt(tt.name, tt.address); got != tt.want {
			t.Errorf("publisherAt(%q, %q) = %q, want %q", tt.name, tt.address, got, tt.want)
		}
	}
}

func TestAPageThatTakesAnothersNameIsShownWithItsHost(t *testing.T) {
	w := withArticles(t, nil, "/a")
	w.text("http://one.example/a", strings.Replace(pageText, "<head>", `<head><meta property="og:site_name" content="Ward Board">`, 1))
	w.scrape()
	if got, want := w.article("/a").Publisher, "Ward Board at one.example"; got != want {
		t.Errorf("publisher %q, want %q", got, want)
	}
}

func TestAFeedThatListsUnderAnothersNameIsShownWithItsHost(t *testing.T) {
	item := FeedItem{Item: news.Item{Title: "Beds open", Link: "https://evil.example/1", URL: "https://evil.example/1", Publisher: "Ward Board"}}
	for kind, want := range map[news.SourceKind]string{news.KindFeed: "Ward Board at evil.example", news.KindSearch: "Ward Board"} {
		got := newFarm(t, func(*Options) {}).fetcher.identify(news.Source{URL: "https://evil.example/feed", Kind: kind}, []FeedItem{item})
		if got[0].Publisher != want {
			t.Errorf("a %s: publisher %q, want %q", kind, got[0].Publisher, want)
		}
	}
}
