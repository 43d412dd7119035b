package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	cdplog "github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// demoPages are those of the demo's archive that a reader can reach.
var demoPages = map[string]string{
	"home": "/", "issues": "/issues", "issue": "/i/1", "article": "/a/1", "topics": "/topics",
	"topic": "/topics/digital-workforce-plan", "search": "/search", "found": "/search?q=workforce+%22band%22&all=1",
	"notes": "/search?q=%3Cscript%3E&topic=no&since=x", "sources": "/sources", "about": "/about",
	"promises": "/promises", "promise": "/promises /p/", "stories": "/stories", "story": "/stories /s/",
	"privacy": "/privacy", "accessibility": "/accessibility", "missing": "/no-such-page",
}

// TestPagesInABrowser opens every page of the demo in Chromium, narrow, middling
// and wide, light and dark. With WARDROUND_AXE naming a copy of axe-core's
// axe.min.js it runs that as well; with WARDROUND_SHOTS naming a folder it leaves
// pictures there to be looked at.
func TestPagesInABrowser(t *testing.T) {
	browser := startBrowser(t)
	base := serveDemo(t)
	axe := readAxe(t)
	for name, path := range demoPages {
		path = firstLink(t, base, path)
		for _, width := range []int64{320, 768, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				t.Run(fmt.Sprintf("%s %d %s", name, width, scheme), func(t *testing.T) {
					tab := newTab(t, browser, base)
					tab.open(base+strings.TrimPrefix(path, "/"), width, scheme)
					tab.checkWidth()
					if axe != "" {
						tab.checkAxe(axe)
					}
					tab.shoot(fmt.Sprintf("%s-%d-%s.png", name, width, scheme))
					tab.checkHeard(name == "missing")
				})
			}
		}
	}
}

// firstLink turns "/list /x/" into the first address below /x/ that the list links
// to, since numbers differ from run to run. Other addresses stay as they are.
func firstLink(t *testing.T, base, path string) string {
	t.Helper()
	list, below, found := strings.Cut(path, " ")
	if !found {
		return path
	}
	answer, err := http.Get(base + strings.TrimPrefix(list, "/"))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	_, rest, found := strings.Cut(string(body), `href="`+below)
	if !found {
		t.Fatalf("%s links to nothing below %s", list, below)
	}
	number, _, _ := strings.Cut(rest, `"`)
	return below + number
}

// arrive waits until the tab's address is the wanted one, and returns "", or the
// address where it is instead.
func (tb *tab) arrive(wanted func(string) bool) string {
	for begun := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		switch at := ask(tb, chromedp.Location()); {
		case wanted(at):
			return ""
		case time.Since(begun) > patience:
			return at
		}
	}
}

// startBrowser starts Chromium once for a test, or skips it.
func startBrowser(t *testing.T) context.Context {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("Chromium is missing")
		}
		t.Skip("Chromium is missing: the pages were not looked at in a browser")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox,
		chromedp.DisableGPU, chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true),
		chromedp.UserDataDir(t.TempDir()))
	allocator, stop := chromedp.NewExecAllocator(context.Background(), options...)
	browser, end := chromedp.NewContext(allocator)
	if err := chromedp.Do(browser, chromedp.Navigate("about:blank")); err != nil {
		t.Fatalf("start Chromium: %v", err)
	}
	t.Cleanup(func() {
		if err := chromedp.Cancel(browser); err != nil {
			t.Logf("stop Chromium: %v", err)
		}
		end()
		stop()
	})
	return browser
}

// serveDemo runs `demo --serve` and returns the address it prints.
func serveDemo(t *testing.T) string {
	t.Helper()
	ctx, stop := context.WithCancel(t.Context())
	read, write := io.Pipe()
	ended := make(chan int, 1)
	var stderr strings.Builder
	go func() {
		ended <- run(ctx, []string{"demo", "--out", t.TempDir(), "--serve"}, strings.NewReader(""), write, &stderr)
		_ = write.Close() // of a pipe; it never fails
	}()
	t.Cleanup(func() {
		stop()
		if status := <-ended; status != exitDone {
			t.Errorf("demo --serve ended with %d: %s", status, stderr.String())
		}
	})
	address := ""
	lines := bufio.NewScanner(read)
	for address == "" && lines.Scan() {
		if _, found, ok := strings.Cut(lines.Text(), "In a browser:"); ok {
			address = strings.TrimSpace(found)
		}
	}
	go func() { _, _ = io.Copy(io.Discard, read) }()
	if !strings.HasPrefix(address, "http://127.0.0.1:") {
		t.Fatalf("demo --serve printed the address %q", address)
	}
	return address
}

func readAxe(t *testing.T) string {
	t.Helper()
	path := os.Getenv("WARDROUND_AXE")
	if path == "" {
		if os.Getenv("CI") == "true" {
			t.Fatal("WARDROUND_AXE names no axe.min.js")
		}
		t.Log("WARDROUND_AXE names no axe.min.js: axe-core was not run")
		return ""
	}
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// tab is one page of a browser, and what it was heard to do.
type tab struct {
	t    *testing.T
	ctx  context.Context
	host string

	mu    sync.Mutex
	heard []string
}

func newTab(t *testing.T, browser context.Context, base string) *tab {
	t.Helper()
	ctx, end := chromedp.NewContext(browser)
	t.Cleanup(end)
	at, err := url.Parse(base)
	if err != nil {
		t.Fatal(err)
	}
	tb := &tab{t: t, ctx: ctx, host: at.Host}
	if err := chromedp.Listen(ctx, tb.listen); err != nil {
		t.Fatal(err)
	}
	return tb
}

// listen notes complaints of the console and requests to other hosts.
func (tb *tab) listen(event any) {
	note := ""
	switch e := event.(type) {
	case *runtime.EventExceptionThrown:
		note = "exception: " + e.ExceptionDetails.Text
	case *runtime.EventConsoleAPICalled:
		note = "console: " + string(e.Type)
	case *cdplog.EventEntryAdded:
		note = fmt.Sprintf("log: %s %s", e.Entry.Text, e.Entry.URL)
	case *network.EventRequestWillBeSent:
		// data: is how Chromium draws its own date field.
		if at, err := url.Parse(e.Request.URL); err != nil || at.Host != tb.host && at.Scheme != "data" {
			note = "foreign request: " + e.Request.URL
		}
	}
	if note != "" {
		tb.mu.Lock()
		defer tb.mu.Unlock()
		tb.heard = append(tb.heard, note)
	}
}

// patience is far above what any step takes on a busy machine.
const patience = 20 * time.Second

func (tb *tab) run(steps ...chromedp.Action[chromedp.Void]) {
	tb.t.Helper()
	ctx, stop := context.WithTimeout(tb.ctx, patience)
	defer stop()
	if err := chromedp.Do(ctx, steps...); err != nil {
		tb.t.Fatal(err)
	}
}

// ask runs an action that has an answer.
func ask[T any](tb *tab, action chromedp.Action[T]) T {
	tb.t.Helper()
	ctx, stop := context.WithTimeout(tb.ctx, patience)
	defer stop()
	answer, err := chromedp.Run(ctx, action)
	if err != nil {
		tb.t.Fatal(err)
	}
	return answer
}

func (tb *tab) open(address string, width int64, scheme string) {
	tb.t.Helper()
	prepare := chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		_, err := cdp.Call(ctx, t, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
			Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}})
		if err == nil {
			_, err = cdp.Call(ctx, t, network.Enable, network.EnableParams{})
		}
		if err == nil {
			_, err = cdp.Call(ctx, t, cdplog.Enable, cdp.Empty{})
		}
		return err
	})
	tb.run(prepare, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address), chromedp.WaitVisible(chromedp.CSS("main")))
}

func (tb *tab) checkWidth() {
	tb.t.Helper()
	over := ask(tb, chromedp.Evaluate[int](`document.documentElement.scrollWidth - document.documentElement.clientWidth`))
	if over > 0 {
		tb.t.Errorf("the page scrolls sideways by %d px", over)
	}
	cut := ask(tb, chromedp.Evaluate[int](`[...document.querySelectorAll(".scroll")].filter(s => s.scrollWidth > s.clientWidth).length`))
	if cut > 0 {
		tb.t.Errorf("%d tables are cut off", cut)
	}
}

// checkHeard wants silence, but for Chromium's own line on a page that is missing.
func (tb *tab) checkHeard(missing bool) {
	tb.t.Helper()
	tb.mu.Lock()
	defer tb.mu.Unlock()
	for _, note := range tb.heard {
		if !missing || !strings.Contains(note, "404") {
			tb.t.Error(note)
		}
	}
}

func (tb *tab) checkAxe(source string) {
	tb.t.Helper()
	tb.run(chromedp.Evaluate[chromedp.Void](source))
	found := ask(tb, chromedp.Evaluate[string](`axe.run(document, {resultTypes: ["violations"]}).then(r => JSON.stringify(
		r.violations.map(v => v.id + ": " + v.help + " " + v.nodes.map(n => n.html.slice(0, 120)).join(" | "))))`, chromedp.EvalAwaitPromise))
	var violations []string
	if err := json.Unmarshal([]byte(found), &violations); err != nil {
		tb.t.Fatalf("axe said %q: %v", found, err)
	}
	for _, v := range violations {
		tb.t.Errorf("axe: %s", v)
	}
}

// shoot leaves a picture of the whole page where WARDROUND_SHOTS says.
func (tb *tab) shoot(name string) {
	tb.t.Helper()
	folder := os.Getenv("WARDROUND_SHOTS")
	if folder == "" {
		return
	}
	picture := ask(tb, chromedp.FullScreenshot(100))
	if err := os.WriteFile(filepath.Join(folder, name), picture, 0o600); err != nil {
		tb.t.Fatal(err)
	}
}
