package fetch

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func siteSource() news.Source {
	return news.Source{Name: "site", URL: "http://site.example/", Kind: news.KindSite, Origin: news.FromConfig}
}

func TestASiteNamesItsFeedAndItIsRemembered(t *testing.T) {
	w := newFarm(t)
	w.text("http://site.example/", `<html><head>
		<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">
		<link rel="alternate" type="application/rss+xml" href="/news.xml"></head>`)
	w.text("http://site.example/news.xml", rssDoc("site.example", "/a|A"))
	if got := w.force(siteSource()); got.Saved.New != 1 || got.State.CurrentURL != "http://site.example/news.xml" {
		t.Fatalf("%q (%s): %d new from %s", got.Outcome, got.Reason, got.Saved.New, got.State.CurrentURL)
	}
	w.requests()
	if got := w.force(siteSource()); got.Outcome != news.OutcomeUnchanged {
		t.Errorf("second read: %q", got.Outcome)
	}
	if asked := w.requests(); len(asked) != 1 {
		t.Errorf("second read asked %v", asked)
	}
}

func TestASiteThatNamesNothingIsTriedAtTheUsualPlaces(t *testing.T) {
	w := newFarm(t)
	w.text("http://site.example/", "<html><title>Hello</title>")
	w.text("http://site.example/rss.xml", rssDoc("site.example", "/a|A"))
	if got := w.force(siteSource()); got.Saved.New != 1 {
		t.Errorf("%q (%s)", got.Outcome, got.Reason)
	}
	w = newFarm(t)
	w.text("http://site.example/", "<html><title>Hello</title>")
	if got := w.force(siteSource()); got.Outcome != news.OutcomeNotAFeed {
		t.Errorf("no feed anywhere: %q (%s)", got.Outcome, got.Reason)
	}
	if n := len(w.requests()); n > 1+maxCandidates {
		t.Errorf("discovery cost %d requests", n)
	}
}

func TestASiteWhoseFeedIsLostIsDiscoveredAgain(t *testing.T) {
	w := newFarm(t)
	w.text("http://site.example/", "<html><title>Hello</title>")
	w.text("http://site.example/rss", rssDoc("site.example", "/a|A"))
	w.force(siteSource())
	w.status("http://site.example/rss", 410)
	w.text("http://site.example/feed.xml", rssDoc("site.example", "/b|B"))
	if got := w.force(siteSource()); got.State.Gone || got.State.CurrentURL != "" {
		t.Errorf("after 410: gone %v, current %q", got.State.Gone, got.State.CurrentURL)
	}
	if got := w.force(siteSource()); got.Saved.New != 1 {
		t.Errorf("not discovered again: %q (%s)", got.Outcome, got.Reason)
	}
}

func TestAStarterSiteObeysRobots(t *testing.T) {
	w := newFarm(t)
	w.text("http://site.example/robots.txt", "User-agent: wardround\nDisallow: /")
	src := siteSource()
	src.Origin = news.FromStarter
	if got := w.force(src); got.Outcome != news.OutcomeRefused || !strings.Contains(got.Reason, "robots.txt") {
		t.Errorf("%q (%s)", got.Outcome, got.Reason)
	}
}

func TestAPageSourceListsItsLinks(t *testing.T) {
	w := newFarm(t)
	w.text("http://page.example/news", `<html><base href="http://page.example/x/"><ul>
		<li class=n><h3>Seen title</h3><a href="one?utm_medium=web"><img></a><time datetime="2026-11-15T09:00:00Z"></time></li>
		<li class=n><a href="/two">Second</a></li>
		<li class=n><a href="/topic/beds">Beds</a><h2><a href="/three">Third</a></h2><a href="/three#more">Read more</a></li>
		<li class=n><h2>Fourth</h2><p>Words.</p><a href="/four">Read more</a></li>
		<li class=n><a href="javascript:void(0)">Bad</a></li>
		<li><a href="/menu">Menu</a></li></ul>`)
	src := news.Source{Name: "page", URL: "http://page.example/news", Kind: news.KindPage, Origin: news.FromConfig, List: "li.n"}
	got := w.poll(src, PollRequest{DryRun: true})
	if len(got.Items) != 4 {
		t.Fatalf("items = %+v (%s)", got.Items, got.Reason)
	}
	first := got.Items[0]
	if first.Title != "Seen title" || first.URL != "http://page.example/x/one" || first.Published.IsZero() {
		t.Errorf("first item = %+v", first)
	}
	for i, want := range []string{"Second http://page.example/two", "Third http://page.example/three", "Fourth http://page.example/four"} {
		if item := got.Items[i+1]; item.Title+" "+item.URL != want {
			t.Errorf("item %d: %s %s, want %s", i+2, item.Title, item.URL, want)
		}
	}
	src.List, src.Link = "", "a.none"
	if got := w.poll(src, PollRequest{DryRun: true}); got.Outcome != news.OutcomeFailed || got.Err == nil {
		t.Errorf("a selector that matches nothing: %q", got.Outcome)
	}
}
