package fetch

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

func Test29ACutDocumentYieldsTheItemsBeforeTheCut(t *testing.T) {
	w := newFarm(t)
	whole := rssDoc("one.example", "/a|A", "/b|B", "/c|C", "/d|D")
	w.text(oneFeed, whole[:strings.Index(whole, "/d</link>")])
	got := w.force(feedSource(oneFeed))
	if got.Outcome != news.OutcomePartial || got.Saved.New != 3 {
		t.Errorf("%q with %d new, want partial with 3", got.Outcome, got.Saved.New)
	}
	if got.State.ETag != "" {
		t.Error("validators of a cut document were kept")
	}
}

func Test30WhatIsNotAFeedIsNamed(t *testing.T) {
	for name, c := range map[string]struct {
		status  int
		header  []string
		body    string
		outcome news.Outcome
		reason  string
	}{
		"page":           {200, nil, "<!doctype html><title>Ward news</title><p>Hello", news.OutcomeNotAFeed, "web page"},
		"page and feed":  {200, nil, `<html><head><link rel="alternate" type="application/rss+xml" href="/rss"></head>`, news.OutcomeNotAFeed, "http://one.example/rss"},
		"bot wall":       {200, nil, "<html><title>Just a moment...</title>", news.OutcomeChallenged, "bot wall"},
		"403 bot wall":   {403, []string{"Cf-Mitigated", "challenge"}, "x", news.OutcomeChallenged, "bot wall"},
		"plain 403":      {403, nil, "no", news.OutcomeRefused, "403"},
		"consent":        {200, nil, "<html><body>Before you continue: cookies", news.OutcomeChallenged, "consent"},
		"log-in":         {200, nil, `<html><form><input type="password">`, news.OutcomeChallenged, "log-in"},
		"log-in title":   {200, nil, "<html><title>Sign in | Ward Post</title>" + strings.Repeat("<p>words", 9000), news.OutcomeChallenged, "log-in"},
		"about captchas": {200, nil, "<html><title>News</title>" + strings.Repeat("<p>words", 9000) + "captcha", news.OutcomeNotAFeed, "web page"},
		"empty":          {200, nil, " \n", news.OutcomeFailed, "empty"},
		"other xml":      {200, nil, `<?xml version="1.0"?><opml version="2.0"/>`, news.OutcomeNotAFeed, "no feed"},
		"other json":     {200, nil, `{"ok": true}`, news.OutcomeNotAFeed, "no feed"},
		"server error":   {500, nil, "<html>captcha service down", news.OutcomeFailed, "500"},
	} {
		t.Run(name, func(t *testing.T) {
			w := newFarm(t)
			w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
				for i := 0; i+1 < len(c.header); i += 2 {
					out.Header().Set(c.header[i], c.header[i+1])
				}
				out.WriteHeader(c.status)
				fmt.Fprint(out, c.body)
			})
			got := w.force(feedSource(oneFeed))
			if got.Outcome != c.outcome || !strings.Contains(got.Reason, c.reason) {
				t.Errorf("%q (%s), want %q (…%s…)", got.Outcome, got.Reason, c.outcome, c.reason)
			}
		})
	}
}

func Test30AFeedWithoutItemsIsAFeed(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example"))
	if got := w.force(feedSource(oneFeed)); got.Outcome != news.OutcomeNew || got.State.Items != 0 {
		t.Errorf("%q with %d items", got.Outcome, got.State.Items)
	}
}

func Test34GuidsThatFlapAreTheSameItems(t *testing.T) {
	w := newFarm(t)
	read := func(suffix string) PollResult {
		w.text(oneFeed, strings.ReplaceAll(rssDoc("one.example", "/a|A", "/b|B"), "</guid>", suffix+"</guid>"))
		return w.force(feedSource(oneFeed))
	}
	if got := read("#0"); got.Saved.New != 2 {
		t.Fatalf("first read: %d new", got.Saved.New)
	}
	if got := read("#more"); got.Saved.New != 0 {
		t.Errorf("after the guids changed: %d new, want 0", got.Saved.New)
	}
}

func Test34WithoutGuidTheLinkOrTheWordsCount(t *testing.T) {
	const feed = `<rss><channel><item><title>A</title><link>http://one.example/a?utm_source=rss#x</link></item>
		<item><title>A again</title><link>http://one.example/a</link></item>
		<item><title>No link</title><pubDate>Mon, 16 Nov 2026 06:00:00 GMT</pubDate></item>
		<item><description/></item></channel></rss>`
	w := newFarm(t)
	w.text(oneFeed, feed)
	got := w.poll(feedSource(oneFeed), PollRequest{DryRun: true})
	if len(got.Items) != 2 {
		t.Fatalf("items = %+v, want 2", got.Items)
	}
	if got.Items[0].GUID != "http://one.example/a" || got.Items[1].GUID == "" || got.Items[1].URL == "" || got.Items[1].Link != "" {
		t.Errorf("identities: %+v", got.Items)
	}
}

func Test35AnEditIsNotANewItem(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|Old words"))
	w.force(feedSource(oneFeed))
	w.text(oneFeed, rssDoc("one.example", "/a|Quite new words"))
	if got := w.force(feedSource(oneFeed)); got.Saved.New != 0 || got.Saved.Updated != 1 {
		t.Errorf("saved = %+v, want one update", got.Saved)
	}
}

func Test36ItemsThatLeaveAndComeBackAreNotNew(t *testing.T) {
	w := newFarm(t)
	both := rssDoc("one.example", "/a|A", "/b|B")
	for i, feed := range []string{both, rssDoc("one.example", "/b|B"), both} {
		w.text(oneFeed, feed)
		if got := w.force(feedSource(oneFeed)); i > 0 && got.Saved.New != 0 {
			t.Errorf("read %d: %d new", i+1, got.Saved.New)
		}
	}
}

func TestFirstReadTakesInItsWindowOnly(t *testing.T) {
	feed := rssDoc("one.example", "/new|New|Sun, 15 Nov 2026 06:00:00 GMT", "/old|Old|Sun, 01 Nov 2026 06:00:00 GMT", "/undated|Undated")
	for name, c := range map[string]struct {
		req  PollRequest
		want news.PollSaved
	}{
		"a week":  {PollRequest{}, news.PollSaved{New: 2, Known: 1, Items: 3}},
		"a month": {PollRequest{Since: 30 * 24 * time.Hour}, news.PollSaved{New: 3, Items: 3}},
		"all":     {PollRequest{All: true}, news.PollSaved{New: 3, Items: 3}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newFarm(t)
			w.text(oneFeed, feed)
			if got := w.poll(feedSource(oneFeed), c.req); got.Saved != c.want {
				t.Errorf("saved = %+v, want %+v", got.Saved, c.want)
			}
		})
	}
}

func TestDryRunWritesNothing(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	got := w.poll(feedSource(oneFeed), PollRequest{DryRun: true})
	if len(got.Items) != 1 || len(w.store.polls) != 0 || len(w.store.states) != 0 {
		t.Errorf("dry run: %d items, %d polls saved", len(got.Items), len(w.store.polls))
	}
}

func Test47OneBadFeedStopsNoOther(t *testing.T) {
	w := newFarm(t)
	w.handle("http://bad.example/feed", func(out http.ResponseWriter, _ *http.Request) { panic(http.ErrAbortHandler) })
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	sources := []news.Source{feedSource("http://bad.example/feed"), feedSource(oneFeed), feedSource("http://[::1"), {Name: "off", URL: "http://off.example/", Off: true}}
	calls := 0
	report := w.fetcher.Poll(context.Background(), sources, PollRequest{Progress: func(done, total int, _ string) {
		if calls++; done > total || total != 4 {
			t.Errorf("progress %d of %d", done, total)
		}
	}})
	if report.New() != 1 || report.Failed() != 2 || calls == 0 {
		t.Errorf("%d new, %d failed, %d progress calls", report.New(), report.Failed(), calls)
	}
	for i, r := range report.Results {
		if r.Source.Name != sources[i].Name {
			t.Errorf("result %d is of %s, want the order of the sources", i, r.Source.Name)
		}
	}
}

func TestEndedRunLeavesTheRestAsItWas(t *testing.T) {
	w := newFarm(t)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	report := w.fetcher.Poll(ctx, []news.Source{feedSource(oneFeed)}, PollRequest{})
	if got := report.Results[0]; got.Outcome != news.OutcomeSkipped || len(w.store.polls) != 0 {
		t.Errorf("%q, %d polls saved", got.Outcome, len(w.store.polls))
	}
}
