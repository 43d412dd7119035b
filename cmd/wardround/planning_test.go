package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"html"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

const planning = "../../docs/examples/planning"

// labelledPage is an article of the example beat, and what people say of it.
type labelledPage struct {
	ID, URL, Title, Published, Text, Relevant string
}

func planningPages(t *testing.T) (pages []labelledPage) {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(planning, "testdata", "articles.jsonl"))
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.Lines(string(data)) {
		var p labelledPage
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		pages = append(pages, p)
	}
	return pages
}

// press serves the pages of one publisher, with a feed of them.
func press(t *testing.T, pages []labelledPage) *httptest.Server {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("/feed.xml", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/rss+xml")
		fmt.Fprint(w, "<rss version='2.0'><channel><title>Press</title>")
		for _, p := range pages {
			day, err := time.Parse(time.DateOnly, p.Published)
			if err != nil {
				t.Error(err)
			}
			fmt.Fprintf(w, "<item><title>%s</title><link>http://%s/%s</link><pubDate>%s</pubDate></item>",
				html.EscapeString(p.Title), r.Host, p.ID, day.Add(9*time.Hour).Format(time.RFC1123Z))
		}
		fmt.Fprint(w, "</channel></rss>")
	})
	for _, p := range pages {
		mux.HandleFunc("/"+p.ID, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html; charset=utf-8")
			title := html.EscapeString(p.Title)
			fmt.Fprintf(w, "<!doctype html><html lang='en-GB'><head><title>%s</title></head><body><article><h1>%s</h1>", title, title)
			for line := range strings.Lines(p.Text) {
				fmt.Fprintf(w, "<p>%s</p>", html.EscapeString(strings.TrimSpace(line)))
			}
			fmt.Fprint(w, "</article></body></html>")
		})
	}
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	return server
}

// command runs one command and returns what it prints.
func command(t *testing.T, args ...string) string {
	t.Helper()
	var out, errs bytes.Buffer
	if status := run(t.Context(), args, strings.NewReader(""), &out, &errs); status != exitDone {
		t.Fatalf("%s: exit status %d\n%s%s", strings.Join(args, " "), status, out.String(), errs.String())
	}
	return out.String()
}

// followPlanning sets up the example beat with its publishers on loopback, and
// reads them once, on the evening of 20 November 2026.
func followPlanning(t *testing.T) []labelledPage {
	t.Helper()
	pages := planningPages(t)
	byHost := map[string][]labelledPage{}
	var hosts []string
	for _, p := range pages {
		u, err := url.Parse(p.URL)
		if err != nil {
			t.Fatal(err)
		}
		if byHost[u.Host] == nil {
			hosts = append(hosts, u.Host)
		}
		byHost[u.Host] = append(byHost[u.Host], p)
	}
	beat, err := filepath.Abs(planning)
	if err != nil {
		t.Fatal(err)
	}
	config := "beat: " + beat + "\nstarter: false\nfetch: {page_gap: 100ms}\nsources:\n"
	for _, host := range hosts {
		config += fmt.Sprintf("  - {name: %s, url: %s/feed.xml}\n", host, press(t, byHost[host]).URL)
	}
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	t.Setenv("WARDROUND_CONFIG", file)
	t.Setenv("WARDROUND_STORE", filepath.Join(t.TempDir(), "planning.db"))
	t.Setenv("WARDROUND_TEST_ALLOW_NETS", "127.0.0.0/8")
	t.Setenv("WARDROUND_TEST_NOW", "2026-11-20T18:00:00Z")
	command(t, "fetch", "--all", "-q")
	return pages
}

// ofTheOtherBeat finds words that only the embedded beat has.
var ofTheOtherBeat = regexp.MustCompile(`(?i)nhs|digital|workforce|health|hospital|patient|wardround weekly|agenda for change|ddat`)

// Another beat is one folder: the whole pipeline follows it, from the feed to the
// issue and the promises, and says nothing of ours.
func TestAnotherBeatIsOneFolder(t *testing.T) {
	pages := followPlanning(t)

	t.Run("articles are judged by its topics", func(t *testing.T) {
		want, got := map[string]bool{}, map[string]bool{}
		for _, p := range pages {
			want[p.Title] = p.Relevant != "no"
		}
		for line := range strings.Lines(command(t, "articles", "--all", "--format", "jsonl")) {
			var a struct{ Title, Level string }
			if err := json.Unmarshal([]byte(line), &a); err != nil {
				t.Fatal(err)
			}
			got[a.Title] = a.Level != "no"
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("relevant (-labelled +judged):\n%s", diff)
		}
	})

	t.Run("a council's name alone joins no stories", func(t *testing.T) {
		if got := command(t, "digest"); strings.Contains(got, "\nAlso: ") {
			t.Errorf("stories were joined; each article tells of another event:\n%s", got)
		}
	})

	t.Run("its issue has its words and none of ours", issueIsOfPlanning)
	t.Run("promises are followed by its owners and its dates", followsPlanningPromises)
}

func issueIsOfPlanning(t *testing.T) {
	out := t.TempDir()
	command(t, "digest", "--out", out)
	for _, ending := range []string{"html", "txt"} {
		files, err := filepath.Glob(filepath.Join(out, "*."+ending))
		if err != nil || len(files) != 1 {
			t.Fatalf("%d files end in .%s, %v; want one", len(files), ending, err)
		}
		issue, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		flat := strings.Join(strings.Fields(string(issue)), " ")
		for _, want := range []string{"Planning Round weekly", "what they promised to decide", "Local plans", "Appeals and inspectors", "Oxley Vale adopts local plan by a single vote"} {
			if !strings.Contains(strings.ToLower(flat), strings.ToLower(want)) {
				t.Errorf("%s lacks %q", files[0], want)
			}
		}
		if found := ofTheOtherBeat.FindAllString(string(issue), -1); found != nil {
			t.Errorf("%s has words of the embedded beat: %q", files[0], found)
		}
	}
}

func followsPlanningPromises(t *testing.T) {
	type promise struct {
		Status     string
		Due        string `json:"due_to"`
		Statements []struct{ Sentence string }
	}
	bySentence := map[string]promise{}
	for line := range strings.Lines(command(t, "promises", "--format", "jsonl")) {
		var p promise
		if err := json.Unmarshal([]byte(line), &p); err != nil {
			t.Fatal(err)
		}
		for _, s := range p.Statements {
			bySentence[s.Sentence] = p
		}
	}
	for contains, want := range map[string]promise{
		"land supply statement by the end of this monitoring year": {Status: "announced", Due: "2027-03-31"}, // its table of dates
		"into force before the pre-election period":                {Status: "announced", Due: "2027-03-25"},
		"draft local plan by the end of January 2027":              {Status: "slipped", Due: "2027-06-30"}, // two articles, one promise
		"published before the end of the year":                     {Status: "kept", Due: "2024-12-31"},    // its history
	} {
		found := false
		for sentence, got := range bySentence {
			if strings.Contains(sentence, contains) {
				found = true
				if got.Status != want.Status || got.Due != want.Due {
					t.Errorf("%q: %s by %s, want %s by %s", sentence, got.Status, got.Due, want.Status, want.Due)
				}
			}
		}
		if !found {
			t.Errorf("no promise holds %q", contains)
		}
	}
}
