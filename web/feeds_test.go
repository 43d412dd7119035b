package web

import (
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

func TestFeedsCarryHeadlineLinkAndReason(t *testing.T) {
	site := newSite(t, fixture())
	w := get(t, site, "/topics/pay/feed.atom")
	var atom atomDocument
	if err := xml.Unmarshal(w.Body.Bytes(), &atom); err != nil {
		t.Fatal(err)
	}
	if got := w.Header().Get("Content-Type"); got != "application/atom+xml; charset=utf-8" {
		t.Errorf("Atom is sent as %s", got)
	}
	want := atomEntry{Title: "Band pay for coders", ID: "https://news.example/a/1", Updated: "2026-11-16T08:00:00Z", Author: atomAuthor{"The Gazette"},
		Links: []atomLink{{"alternate", "", "https://gazette.example/1"}}, Categories: []atomCategory{{"pay", "Pay & grading"}},
		Summary: "The Gazette. Why: band pay in the headline"}
	if diff := cmp.Diff(want, atom.Entries[0]); diff != "" {
		t.Errorf("entry (-want +got):\n%s", diff)
	}
	if atom.Links[0].Href != "https://news.example/topics/pay/feed.atom" || atom.Updated != "2026-11-16T08:00:00Z" {
		t.Errorf("feed says of itself %v, %s", atom.Links, atom.Updated)
	}
	var doc jsonDocument
	if err := json.Unmarshal(get(t, site, "/feed.json").Body.Bytes(), &doc); err != nil {
		t.Fatal(err)
	}
	if doc.Version != "https://jsonfeed.org/version/1.1" || len(doc.Items) != 2 || doc.Items[0].URL != "https://gazette.example/1" {
		t.Errorf("JSON Feed: %+v", doc)
	}
	if body := get(t, site, "/feed.json").Body.String() + w.Body.String(); strings.Contains(body, "SECRET") {
		t.Error("a feed carries the publisher's text")
	}
}

func TestFeedOfASearchAsksTheSame(t *testing.T) {
	archive := fixture()
	site := newSite(t, archive)
	get(t, site, "/search/feed.atom?q=band&topic=pay&source=gazette&since=2026-11-01&sort=best")
	want := []news.Search{{Text: "band", Topic: "pay", Source: "https://gazette.example/feed", Since: news.Day("2026-11-01").Start(monday.Location()),
		Relevant: true, Order: news.NewestFirst, Limit: feedItems}}
	if diff := cmp.Diff(want, archive.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

func TestAFeedWithoutABaseAddressHasNames(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) { o.BaseURL = "" })
	body := get(t, site, "/feed.atom", func(r *http.Request) { r.Host = "evil.example" }).Body.String()
	if strings.Contains(body, "evil") || !strings.Contains(body, "<id>urn:wardround:/a/1</id>") {
		t.Errorf("feed without a base address: %s", body)
	}
}

func TestSearchLeavesOutWhatMakesNoSenseAndSaysSo(t *testing.T) {
	archive := fixture()
	site := newSite(t, archive)
	body := get(t, site, "/search?q=+&topic=none&source=nobody&since=soon&sort=sideways&page=x").Body.String()
	for _, want := range []string{"There is no topic “none”", "There is no source “nobody”", "“soon” is not a day", "2 articles found."} {
		if !strings.Contains(body, want) {
			t.Errorf("lacks %q", want)
		}
	}
	if diff := cmp.Diff([]news.Search{{Relevant: true, Order: news.NewestFirst, Limit: searchItems + 1}}, archive.asked); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

func TestSearchIsLeafedThrough(t *testing.T) {
	archive := &shelf{}
	for n := range int64(60) {
		archive.hits = append(archive.hits, hit(n+1, "Band pay"))
	}
	site := newSite(t, archive)
	for address, wants := range map[string][]string{
		"/search?q=band":        {"Articles 1 to 25.", "/search?page=2&amp;q=band"},
		"/search?q=band&page=2": {"Articles 26 to 50.", "/search?page=3&amp;q=band", "/search?q=band"},
		"/search?q=band&page=3": {"Articles 51 to 60.", "/search?page=2&amp;q=band"},
		"/search?q=band&page=4": {"There is nothing further."},
	} {
		body := get(t, site, address).Body.String()
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("GET %s lacks %q", address, want)
			}
		}
	}
}
