package fetch

import (
	"bytes"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// ruleFile is a rule for the page of [keptHTML] that takes one element for the
// standfirst, by which a test sees which rule was in force.
func ruleFile(t *testing.T, path, standfirst string) {
	t.Helper()
	text := "sites:\n  - host: gazette.example\n    body: [article p]\n    standfirst: [" + standfirst + "]\n"
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestAnEditOfASiteRuleHoldsFromTheNextPageOn(t *testing.T) {
	path := filepath.Join(t.TempDir(), "rules.yaml")
	ruleFile(t, path, "h1")
	files, err := LoadSiteFiles(testSites(t), []string{path})
	if err != nil {
		t.Fatal(err)
	}
	var log bytes.Buffer
	f := New(slog.New(slog.NewTextHandler(&log, nil)), newMemStore(), Options{Sites: files})
	page := received{url: "https://gazette.example/a", contentType: "text/html", body: []byte(keptHTML)}
	const first, second = "Trust hires forty analysts", "Ashdown hospital"
	check := func(when, want, logged string) {
		t.Helper()
		if got := f.extract(page); got.Rule != "gazette.example" || !strings.HasPrefix(got.Standfirst, want) {
			t.Errorf("%s: rule %q gives standfirst %q, want %q", when, got.Rule, got.Standfirst, want)
		}
		if logged == "" && log.Len() > 0 || !strings.Contains(log.String(), logged) {
			t.Errorf("%s: logged %q, want %q", when, log.String(), logged)
		}
		log.Reset()
	}
	check("as loaded", first, "")

	ruleFile(t, path, "p")
	check("after an edit", second, "level=INFO msg=\"site rules read again\"")
	check("the page after that", second, "")

	ruleFile(t, path, `"p["`)
	check("after a broken edit", second, "level=ERROR msg=\"site rules refused, the old ones stay in use\"")
	check("a broken edit is told once", second, "")

	if err := os.Remove(path); err != nil {
		t.Fatal(err)
	}
	check("without the file", second, "level=ERROR")

	ruleFile(t, path, "h1")
	check("put right", first, "level=INFO")
	if hosts := strings.Join(files.Sites().Hosts(), " "); !strings.Contains(hosts, "ruledsite.example") {
		t.Errorf("the beat's own rules are lost: %s", hosts)
	}
}

func TestARuleFileThatCannotBeReadIsRefusedAtTheStart(t *testing.T) {
	dir := t.TempDir()
	broken := filepath.Join(dir, "broken.yaml")
	ruleFile(t, broken, `"p["`)
	missing := filepath.Join(dir, "missing.yaml")
	_, err := LoadSiteFiles(nil, []string{broken, missing})
	if err == nil || !strings.Contains(err.Error(), "broken.yaml:4") || !strings.Contains(err.Error(), "missing.yaml") {
		t.Errorf("LoadSiteFiles = %v, want both files named, the mistake with its line", err)
	}
}

func TestRescrapeUsesTheRulesOfTheFileAsItIsNow(t *testing.T) {
	now := time.Date(2026, 11, 20, 9, 0, 0, 0, time.UTC)
	path := filepath.Join(t.TempDir(), "rules.yaml")
	ruleFile(t, path, "h1")
	files, err := LoadSiteFiles(nil, []string{path})
	if err != nil {
		t.Fatal(err)
	}
	store := keptStore(now)
	f := New(slog.New(slog.DiscardHandler), store, Options{Sites: files})
	ruleFile(t, path, "p")
	if _, err := f.Rescrape(t.Context(), now); err != nil {
		t.Fatal(err)
	}
	if got := store.articles[0].Standfirst; !strings.HasPrefix(got, "Ashdown hospital") {
		t.Errorf("standfirst after rescrape = %q, want the edited rule's", got)
	}
}
