package web

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// addresses are those of every page.
var addresses = []string{"/", "/issues", "/issues?page=2", "/i/1", "/i/weekly/1", "/a/1", "/a/2", "/a/3", "/topics", "/topics/pay",
	"/topics/skills", "/search", "/search?q=band", "/sources", "/about", "/privacy", "/accessibility"}

func TestPagesSayWhatTheyAreFor(t *testing.T) {
	tests := map[string][]string{
		"/":              {"<h1>This week so far</h1>", "Band pay for coders", `href="/a/1"`, "Why: band pay in the headline", "1234", "The Gazette, <time datetime=\"2026-11-16\">16 November</time> · opinion"},
		"/issues":        {`<a href="/i/weekly/1">Made-up weekly, issue 1</a>`, "1 story"},
		"/i/1":           {"<h1>The weekly</h1>", `href="/a/1"`},
		"/i/weekly/1":    {"<h1>The weekly</h1>"},
		"/a/1":           {"<h1><mark>Band pay</mark> for coders</h1>", "“<mark>Band pay</mark> rises.”", "Read it at The Gazette", "Score 71 of 100, where 40 is enough", `href="/i/weekly/1">Story 1.1`, "2 times", "(against)", "process robots"},
		"/a/2":           {"Why it was left out", "Nothing was found for: people."},
		"/topics":        {"Pay &amp; grading", "1234"},
		"/topics/pay":    {"<svg", "4 articles in 26 weeks. Most in the week of 2 November: 3. This week so far: 1.", "<caption>Relevant articles by week", "9 November 2026"},
		"/search":        {`role="search"`, "courier"},
		"/search?q=band": {"<mark>Band</mark> pay for coders", "1 article found.", `value="band"`, "/search/feed.atom?q=band"},
		"/sources":       {"Read without trouble", "Not read yet", "1 source of 2 sources"},
		"/about":         {"2 sources", "wardround v0", "desk@news.example"},
		"/privacy":       {"The controller is The desk.", "no cookies"},
		"/accessibility": {"WCAG 2.2 AA"},
	}
	site := newSite(t, fixture())
	for address, wants := range tests {
		body := get(t, site, address).Body.String()
		for _, want := range wants {
			if !strings.Contains(body, want) {
				t.Errorf("GET %s lacks %q:\n%s", address, want, body)
			}
		}
	}
}

func TestEveryPageIsWholeAndSmall(t *testing.T) {
	site := newSite(t, fixture())
	for _, address := range addresses {
		w := get(t, site, address)
		body := w.Body.String()
		if w.Code != http.StatusOK || len(body) > 60<<10 {
			t.Errorf("GET %s: status %d, %d bytes", address, w.Code, len(body))
		}
		for _, want := range []string{`<html lang="en-GB">`, "<title>", `<main id="main"`, "Skip to the content", "</html>", `name="robots" content="noindex`} {
			if strings.Count(body, want) != 1 {
				t.Errorf("GET %s holds %d times %q", address, strings.Count(body, want), want)
			}
		}
		if n := strings.Count(body, "<h1"); n != 1 {
			t.Errorf("GET %s has %d main headings", address, n)
		}
		for _, never := range []string{"SECRET", "<script", " style=", "ZgotmplZ", "<no value>", "unheard"} {
			if strings.Contains(body, never) {
				t.Errorf("GET %s holds %q", address, never)
			}
		}
	}
}

func TestEveryPageIsJSONToo(t *testing.T) {
	site := newSite(t, fixture())
	for _, address := range addresses {
		path, query, _ := strings.Cut(address, "?")
		if path == "/" {
			path = "/index"
		}
		byEnding := get(t, site, path+".json?"+query)
		byHeader := get(t, site, address, header("Accept", "application/json"))
		if got := byEnding.Header().Get("Content-Type"); got != "application/json; charset=utf-8" {
			t.Errorf("%s.json is %s", path, got)
		}
		if byEnding.Body.String() != byHeader.Body.String() {
			t.Errorf("%s differs by ending and by Accept", address)
		}
		if !json.Valid(byEnding.Body.Bytes()) || strings.Contains(byEnding.Body.String(), "SECRET") {
			t.Errorf("%s.json is not fit to be read: %s", path, byEnding.Body)
		}
	}
	if got := get(t, site, "/a/1", header("Accept", "text/html,application/json;q=0.9")).Header().Get("Content-Type"); !strings.HasPrefix(got, "text/html") {
		t.Errorf("a browser that also takes JSON gets %s", got)
	}
}

func TestOfASourceNoLongerDeclaredIsShownWhatItAllowedWhenItWasLastRead(t *testing.T) {
	for excerpt, shown := range map[news.Excerpt]bool{news.ExcerptShort: true, news.ExcerptNone: false, "": false} {
		archive := fixture()
		archive.states["https://gazette.example/feed"] = news.SourceState{Excerpt: excerpt}
		site := newSite(t, archive, func(o *Options) { o.Sources = nil })
		body := get(t, site, "/a/1").Body.String()
		if strings.Contains(body, "blockquote") != shown {
			t.Errorf("%q: quoted is %t, want %t", excerpt, !shown, shown)
		}
	}
}

func TestExtractIsWholeSentencesWithinSixtyWords(t *testing.T) {
	site := newSite(t, fixture())
	var got struct{ Extract string }
	if err := json.Unmarshal(get(t, site, "/a/1.json").Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Extract != "Band pay rises." {
		t.Errorf("extract %q", got.Extract)
	}
	if body := get(t, site, "/a/2").Body.String(); strings.Contains(body, "blockquote") {
		t.Error("an article that is not relevant is quoted")
	}
}

func TestANumberAloneIsEnoughWhileItIsClear(t *testing.T) {
	archive := fixture()
	archive.issues = append(archive.issues, issueOf("monthly", 1))
	site := newSite(t, archive)
	body := get(t, site, "/i/1").Body.String()
	for _, want := range []string{"Issues with number 1", `href="/i/weekly/1"`, `href="/i/monthly/1"`} {
		if !strings.Contains(body, want) {
			t.Errorf("/i/1 of two editions lacks %q", want)
		}
	}
}

func TestAnEmptyArchiveSaysSo(t *testing.T) {
	site := newSite(t, &shelf{}, func(o *Options) { o.Sources, o.Operator, o.Topics = nil, news.Operator{}, nil })
	for address, want := range map[string]string{"/": "Nothing relevant came", "/issues": "No issue has come out yet", "/sources": "No source is read.",
		"/search?q=x": "Nothing found", "/about": "has not given a name yet", "/privacy": "has not given a name yet"} {
		if body := get(t, site, address).Body.String(); !strings.Contains(body, want) {
			t.Errorf("GET %s lacks %q", address, want)
		}
	}
}

func TestTroubleIsToldWithoutItsReason(t *testing.T) {
	archive := fixture()
	archive.broken = errBroken
	site := newSite(t, archive)
	for _, address := range []string{"/", "/issues", "/i/1", "/a/1", "/topics", "/topics/pay", "/search?q=x", "/sources", "/feed.atom", "/search/feed.json"} {
		w := get(t, site, address)
		if w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "fire") {
			t.Errorf("GET %s with a broken store: %d %s", address, w.Code, w.Body)
		}
	}
	if w := get(t, site, "/readyz"); w.Code != http.StatusServiceUnavailable {
		t.Errorf("readyz with a broken store: %d", w.Code)
	}
	if w := get(t, site, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("healthz with a broken store: %d", w.Code)
	}
}

func TestWhatIsNotThereIsNotFound(t *testing.T) {
	site := newSite(t, fixture())
	for _, address := range []string{"/nope", "/a/99", "/a/x", "/a/-1", "/i/0", "/i/2", "/i/x", "/i/daily/1", "/topics/none", "/topics/none/feed.atom", "/a/1/2", "/nope.json"} {
		if w := get(t, site, address); w.Code != http.StatusNotFound {
			t.Errorf("GET %s: %d", address, w.Code)
		}
	}
}

func TestHealthOfASourceInPlainWords(t *testing.T) {
	s, err := New(nil, nil, options())
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		source news.Source
		state  news.SourceState
		want   string
	}{
		"off":        {source: news.Source{Off: true}, want: "Switched off"},
		"new":        {want: "Not read yet"},
		"gone":       {state: news.SourceState{Gone: true}, want: "Its feed is closed for good"},
		"refused":    {state: news.SourceState{LastTry: monday, Failures: 2, Outcome: news.OutcomeRefused, FailingSince: monday.AddDate(-1, 0, 0)}, want: "Refuses us since 16 November 2025"},
		"challenged": {state: news.SourceState{LastTry: monday, Failures: 1, Outcome: news.OutcomeChallenged}, want: "Shows a check for robots instead of its news"},
		"failed":     {state: news.SourceState{LastTry: monday, Failures: 1, Outcome: news.OutcomeFailed}, want: "Could not be read"},
		"silent":     {state: news.SourceState{LastTry: monday, LastNew: monday.AddDate(0, -3, 0)}, want: "Read without trouble; nothing new since 16 August"},
		"well":       {state: news.SourceState{LastTry: monday, LastNew: monday}, want: "Read without trouble"},
	}
	for name, tt := range tests {
		if got := s.sourceLine(tt.source, tt.state).Words; got != tt.want {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
}
