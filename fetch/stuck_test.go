package fetch

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func Test05ASilenceBeyondHabitIsLookedBehind(t *testing.T) {
	w := newFarm(t)
	var items []string
	for i := range 10 { // one every two hours until now
		items = append(items, fmt.Sprintf("/%d|T%d|%s", i, i, monday.Add(-2*time.Hour*time.Duration(i)).Format(time.RFC1123)))
	}
	w.text(oneFeed, rssDoc("one.example", items...))
	w.force(feedSource(oneFeed))
	var whole []int
	for day := 1; day <= 14; day++ {
		for range 3 { // reads of one day
			w.later(8 * time.Hour)
			w.force(feedSource(oneFeed))
			if w.lastRequest().Header.Get("If-None-Match") == "" {
				whole = append(whole, day)
			}
		}
	}
	if got := fmt.Sprint(whole); got != "[4 7 14]" {
		t.Errorf("read without validators on days %s; want the fourth, then each time the silence has doubled, at the latest after a week", got)
	}
}

func Test05AQuietWeekendIsNoSignOfAStuckServer(t *testing.T) {
	w := newFarm(t)
	w.handle(oneFeed, func(out http.ResponseWriter, in *http.Request) {
		out.Header().Set("ETag", `"1"`)
		if in.Header.Get("If-None-Match") != "" {
			out.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(out, rssDoc("one.example", "/a|A|Mon, 16 Nov 2026 06:50:00 GMT", "/b|B|Mon, 16 Nov 2026 06:40:00 GMT", "/c|C|Mon, 16 Nov 2026 06:30:00 GMT"))
	})
	w.force(feedSource(oneFeed))
	for range 6 {
		w.later(11 * time.Hour)
		w.force(feedSource(oneFeed))
		if w.lastRequest().Header.Get("If-None-Match") == "" {
			t.Fatal("a read was unconditional before three days were over")
		}
	}
}

func Test10WhatAPublisherAsksForIsNeverUndercut(t *testing.T) {
	for name, c := range map[string]struct {
		feed   string
		header [2]string
		least  time.Duration
	}{
		"max-age":       {"", [2]string{"Cache-Control", "max-age=7200"}, 2 * time.Hour},
		"ttl":           {"<ttl>300</ttl>", [2]string{}, 5 * time.Hour},
		"sy: twice":     {"<sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>2</sy:updateFrequency>", [2]string{}, 12 * time.Hour},
		"no validators": {"", [2]string{"Etag", ""}, 24 * time.Hour},
		"the longest":   {"<ttl>120</ttl>", [2]string{"Cache-Control", "max-age=21600"}, 6 * time.Hour},
	} {
		t.Run(name, func(t *testing.T) {
			for i := range 20 { // jitter differs from address to address
				w := newFarm(t)
				address := fmt.Sprintf("http://one.example/feed/%d", i)
				w.handle(address, func(out http.ResponseWriter, _ *http.Request) {
					out.Header().Set("Etag", `"1"`)
					if c.header[0] != "" {
						out.Header().Set(c.header[0], c.header[1])
					}
					fmt.Fprintf(out, "<rss><channel>%s<item><title>A</title><pubDate>Mon, 16 Nov 2026 06:50:00 GMT</pubDate></item><item><title>B</title><pubDate>Mon, 16 Nov 2026 06:40:00 GMT</pubDate></item><item><title>C</title><pubDate>Mon, 16 Nov 2026 06:30:00 GMT</pubDate></item></channel></rss>", c.feed)
				})
				got := w.force(feedSource(address))
				if wait := got.State.Due.Sub(monday); wait < c.least || wait > c.least+c.least/10 {
					t.Errorf("%s is read again after %v, want %v", address, wait, c.least)
				}
			}
		})
	}
}

func Test14EachFeedKeepsItsOwnShareOfTheInterval(t *testing.T) {
	shares := map[time.Duration]bool{}
	for i := range 20 {
		key := fmt.Sprintf("http://one.example/%d", i)
		share := jitter(key, time.Hour)
		if share != jitter(key, time.Hour) || share < 0 || share >= time.Hour {
			t.Errorf("jitter of %s = %v", key, share)
		}
		shares[share] = true
	}
	if len(shares) < 15 {
		t.Errorf("20 feeds share %d instants", len(shares))
	}
}
