package main

import (
	"cmp"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/internal/testkit"
)

// world serves a small publisher on loopback and writes config.yaml for it:
// world [SMTP-PORT]. The feed lists what feed.txt of the script says, one item a
// line: PATH HOURS-AGO TITLE; the page of an item is the file PATH. While there is a
// file called gone, the feed is. A search lists what search.txt says, if its question
// comes with percent-encoded brackets. REVIEW is the edition's `review`.
func world(ts *testscript.TestScript, neg bool, args []string) {
	if neg {
		ts.Fatalf("usage: world")
	}
	mux := http.NewServeMux()
	mux.HandleFunc("/robots.txt", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprintln(w, "User-agent: *\nDisallow: /secret/") })
	mux.HandleFunc("/feed.xml", func(w http.ResponseWriter, r *http.Request) {
		if _, err := os.Stat(ts.MkAbs("gone")); err == nil {
			http.Error(w, "ended", http.StatusGone)
			return
		}
		const etag = `"one"`
		w.Header().Set("ETag", etag)
		if r.Header.Get("If-None-Match") == etag {
			w.WriteHeader(http.StatusNotModified)
			return
		}
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprintf(w, "<rss version='2.0'><channel><title>Wardline</title>%s</channel></rss>", items(ts, "http://"+r.Host))
	})
	mux.HandleFunc("/search/", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.RawQuery != "organisations%5B%5D=health&order=newest" {
			http.Error(w, "which organisations?", http.StatusBadRequest)
			return
		}
		fmt.Fprintf(w, "<rss version='2.0'><channel><title>Found</title>%s</channel></rss>", found(ts, "http://"+r.Host))
	})
	mux.HandleFunc("/news/", func(w http.ResponseWriter, r *http.Request) {
		page, err := os.ReadFile(ts.MkAbs(strings.TrimPrefix(r.URL.Path, "/news/")))
		if err != nil {
			http.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = w.Write(page)
	})
	server := httptest.NewServer(mux)
	ts.Defer(server.Close)
	ts.Setenv("WARDROUND_TEST_ALLOW_NETS", "127.0.0.0/8")
	ts.Setenv("FEED", server.URL+"/feed.xml")
	ts.Setenv("SITE", server.URL)
	config := "starter: false\nsources:\n  - {name: Wardline, url: " + server.URL + "/feed.xml}\nfetch: {page_gap: 100ms}\n" +
		"operator: {name: Desk, contact: desk@wardround.example, email: digest@wardround.example}\n"
	if port := ts.Getenv("SINK_PORT"); port != "" {
		config += "smtp: {host: 127.0.0.1, port: " + port + ", tls: none}\n" +
			"editions:\n  - {name: weekly, schedule: \"" + ts.Getenv("SLOT") + "\", recipients: [a@readers.example, b@readers.example]" +
			", review: " + cmp.Or(ts.Getenv("REVIEW"), "0s") + "}\n"
	}
	ts.Check(os.WriteFile(ts.MkAbs("config.yaml"), []byte(config), 0o600))
}

func items(ts *testscript.TestScript, site string) string {
	var b strings.Builder
	for line := range strings.Lines(ts.ReadFile("feed.txt")) {
		path, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		hours, title, ok := strings.Cut(rest, " ")
		ago, err := time.ParseDuration(hours + "h")
		if !ok || err != nil {
			ts.Fatalf("feed.txt: %q is not PATH HOURS TITLE", line)
		}
		fmt.Fprintf(&b, "<item><title>%s</title><link>%s/news/%s</link><pubDate>%s</pubDate></item>",
			title, site, path, time.Now().Add(-ago).UTC().Format(time.RFC1123Z))
	}
	return b.String()
}

// found writes the items of a search as Google News does: an address of its own, and
// the publisher behind the title. Lines of search.txt are TITLE | PUBLISHER.
func found(ts *testscript.TestScript, site string) string {
	var b strings.Builder
	for line := range strings.Lines(ts.ReadFile("search.txt")) {
		title, publisher, ok := strings.Cut(strings.TrimSpace(line), " | ")
		if !ok {
			ts.Fatalf("search.txt: %q is not TITLE | PUBLISHER", line)
		}
		fmt.Fprintf(&b, "<item><title>%s - %s</title><link>%s/out/%x</link><source url='https://x.example'>%s</source><pubDate>%s</pubDate></item>",
			title, publisher, site, title, publisher, time.Now().Add(-time.Hour).UTC().Format(time.RFC1123Z))
	}
	return b.String()
}

// sinks are the mail servers of running scripts, by port.
var sinks sync.Map

func sinkOf(ts *testscript.TestScript) *testkit.SMTP {
	server, ok := sinks.Load(ts.Getenv("SINK_PORT"))
	if !ok {
		ts.Fatalf("start the sink first")
	}
	return server.(*testkit.SMTP)
}

// sink starts, faults or reads a mail server: sink start | down |
// refuse ADDRESS CODE TEXT | up | count N.
// SINK_PORT and SLOT, a schedule line due this minute, are set.
func sink(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) == 0 {
		ts.Fatalf("usage: sink start|down|refuse|up|count N")
	}
	switch args[0] {
	case "start":
		server, err := testkit.StartSMTP(testkit.SMTPOptions{})
		ts.Check(err)
		ts.Defer(func() { _ = server.Close() })
		ts.Setenv("SINK_PORT", fmt.Sprint(server.Port()))
		zone, err := time.LoadLocation(config.DefaultZone)
		ts.Check(err)
		now := time.Now().In(zone)
		ts.Setenv("SLOT", fmt.Sprintf("%d %d * * *", now.Minute(), now.Hour()))
		sinks.Store(fmt.Sprint(server.Port()), server)
	case "down":
		sinkOf(ts).Fault(testkit.Fault{Step: testkit.StepConnect, Do: testkit.Drop})
	case "refuse":
		code, err := strconv.Atoi(args[2])
		ts.Check(err)
		sinkOf(ts).Fault(testkit.Fault{Step: testkit.StepRcpt, Do: testkit.Refuse, Recipient: args[1], Code: code, Text: strings.Join(args[3:], " ")})
	case "up":
		sinkOf(ts).ClearFaults()
	case "count":
		got := fmt.Sprint(len(sinkOf(ts).Messages()))
		if got != args[1] {
			ts.Fatalf("the mail server holds %s messages, want %s", got, args[1])
		}
	}
}
