package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/templates"
)

// livePreview runs the preview with the templates of a folder, as the command does,
// and returns its address.
func livePreview(t *testing.T, dir string) string {
	t.Helper()
	r, w := io.Pipe()
	a := &app{out: w, cfg: &config.Config{Settings: config.Defaults()}}
	a.cfg.Templates = dir
	issue := func(context.Context) (news.Issue, digest.RenderOptions, error) {
		return news.Issue{Number: 3, Title: "Week", Zone: "UTC"}, digest.RenderOptions{Templates: os.DirFS(dir)}, nil
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- servePreview(ctx, a, issue) }()
	t.Cleanup(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("the preview ended with %v", err)
		}
	})
	lines := bufio.NewScanner(r)
	if !lines.Scan() {
		t.Fatal("the preview does not say where it is")
	}
	go func() { _, _ = io.Copy(io.Discard, r) }() // the rest of what it prints
	return regexp.MustCompile(`http://127\.0\.0\.1:\d+/`).FindString(lines.Text())
}

func write(t *testing.T, dir, text string) {
	t.Helper()
	path := filepath.Join(dir, templates.EmailText)
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

func fetched(t *testing.T, address string) string {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return string(body)
}

func TestAPreviewShowsAFilesChangeToARealClient(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "One {{.Title}}")
	base := livePreview(t, dir)
	before := fetched(t, base+"version")
	if got := fetched(t, base+"mail/text"); got != "One Week\n" {
		t.Errorf("text = %q", got)
	}
	write(t, dir, "Two {{.Title}}")
	if got := fetched(t, base+"mail/text"); got != "Two Week\n" || fetched(t, base+"version") == before {
		t.Errorf("after a change of the file the text is %q, the version the same: %v", got, fetched(t, base+"version") == before)
	}
	write(t, dir, "Three\n{{.Titel}}")
	if got := fetched(t, base); !strings.Contains(got, "email/issue.txt:2") || !strings.Contains(got, "Titel") {
		t.Errorf("a mistake is not shown with its line:\n%s", got)
	}
}

// The page itself notices, without a hand on it.
func TestAPreviewReloadsInABrowser(t *testing.T) {
	browser := startBrowser(t)
	dir := t.TempDir()
	write(t, dir, "One")
	base := livePreview(t, dir)
	tab := newTab(t, browser, base)
	tab.open(base, 1280, "light")
	tab.shoot("preview-1280-light.png")
	write(t, dir, "{{.Titel}}")
	tab.run(chromedp.WaitVisible("pre[role=alert]")) // it asks once a second
}
