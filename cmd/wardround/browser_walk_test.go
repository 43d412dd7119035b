package main

import (
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"

	"github.com/wardround/wardround/store/storetest"
)

// TestAKeyboardReachesAPromiseAndComesBack walks from the skip link to a promise, as
// it stood and as a table, and back, without a mouse.
func TestAKeyboardReachesAPromiseAndComesBack(t *testing.T) {
	browser := startBrowser(t)
	base := serveDemo(t)
	tab := newTab(t, browser, base)
	tab.open(base, 1280, "light")
	tab.press("\t")
	if got := tab.focused(); got != "Skip to the content" {
		t.Fatalf("first tab stop is %q", got)
	}
	tab.press("\r", "\t")
	if got := tab.focused(); got != "q" {
		t.Errorf("after the skip link the first stop is %q, want the search box", got)
	}
	tab.open(base, 1280, "light") // from the top again: the menu
	tab.tabTo("Promises")
	tab.press("\r")
	tab.wantAt(func(at string) bool { return at == base+"promises" })
	tab.tabTo("Show") // past the form
	tab.press("\t")   // the table, which scrolls
	tab.press("\t")
	title := tab.focused()
	tab.press("\r")
	tab.wantAt(func(at string) bool { return strings.Contains(at, "/p/") })
	if heading := ask(tab, chromedp.Evaluate[string](`document.querySelector("h1").innerText`)); heading != title {
		t.Errorf("Enter on %q leads to %q", title, heading)
	}
	tab.tabTo("The same as a table")
	tab.press("\r")
	if open := ask(tab, chromedp.Evaluate[bool](`document.querySelector("details").open`)); !open {
		t.Error("Enter does not open the table of the timeline")
	}
	tab.run(chromedp.Evaluate[chromedp.Void](`history.back()`)) // a page kept by Chromium loads nothing, so NavigateBack would wait for ever
	tab.wantAt(func(at string) bool { return at == base+"promises" })
	tab.checkHeard(false)
}

// TestHostileSearchesAreSearches types what people and scripts type into the search
// box; each answer is a page of results without a script, an error or a wider page.
func TestHostileSearchesAreSearches(t *testing.T) {
	browser := startBrowser(t)
	base := serveDemo(t)
	tab := newTab(t, browser, base)
	hostile := append(storetest.Hostile(), `<script>alert(1)</script>`, `"><img src=x onerror=alert(1)>`, `javascript:alert(1)`, "\u202eevil", `{{.}}`, `';--`)
	for _, text := range hostile {
		if len(text) > 300 { // what the box takes; the rest is for the tests of package web
			text = text[:300]
		}
		tab.open(base+"search?q="+url.QueryEscape(text), 320, "light")
		got := ask(tab, chromedp.Evaluate[string](`[document.querySelectorAll("script, img").length, document.querySelectorAll("h1").length,
			!!document.querySelector("[role=status]"), document.title].join("|")`))
		if !strings.HasPrefix(got, "0|1|true|Search") && got != "0|1|true|Search" {
			t.Errorf("search for %.40q: %s", text, got)
		}
		tab.checkWidth()
	}
	tab.checkHeard(false)
}

// press types keys.
func (tb *tab) press(keys ...string) {
	tb.t.Helper()
	for _, key := range keys {
		tb.run(chromedp.KeyEvent(key))
	}
}

// focused is what the element says that has the focus.
func (tb *tab) focused() string {
	tb.t.Helper()
	return strings.TrimSpace(ask(tb, chromedp.Evaluate[string](`document.activeElement.innerText || document.activeElement.name || ""`)))
}

// tabTo presses Tab until what has the focus says text.
func (tb *tab) tabTo(text string) {
	tb.t.Helper()
	const most = 60 // stops on one page
	for range most {
		tb.press("\t")
		if tb.focused() == text {
			return
		}
	}
	tb.t.Fatalf("no tab stop says %q", text)
}

func (tb *tab) wantAt(wanted func(string) bool) {
	tb.t.Helper()
	if at := tb.arrive(wanted); at != "" {
		tb.t.Fatalf("the browser is at %s", at)
	}
}
