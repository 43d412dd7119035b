package main

import (
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp"
)

// TestTheLeavePageInABrowser follows the link of a mail in Chromium: the page changes
// nothing until its button is pressed, and is as readable as the others before and
// after, narrow and wide, light and dark.
func TestTheLeavePageInABrowser(t *testing.T) {
	browser := startBrowser(t)
	d := mailDemo(t, "")
	axe := readAxe(t)
	link := d.linkIn(d.mailTo(byLink))
	look := func(name string) {
		for _, width := range []int64{320, 1280} {
			for _, scheme := range []string{"light", "dark"} {
				tab := newTab(t, browser, d.cfg.Web.BaseURL)
				tab.open(link, width, scheme)
				tab.checkWidth()
				if axe != "" {
					tab.checkAxe(axe)
				}
				tab.shoot(strings.Join([]string{"leave", name, scheme}, "-") + ".png")
				tab.checkHeard(false)
			}
		}
	}
	look("before")
	d.shows(byLink, "gets it")

	tab := newTab(t, browser, d.cfg.Web.BaseURL)
	tab.open(link, 320, "light")
	if shown := tab.text("main"); strings.Contains(shown, byLink) || !strings.Contains(shown, "c…@readers.example") {
		t.Errorf("the page shows %q, want the address masked", shown)
	}
	tab.pressButton()
	if said := tab.wait(`[role="status"]`); !strings.Contains(said, "gets no more of") {
		t.Errorf("after the button the page says %q", said)
	}
	d.shows(byLink, "left on ")
	look("after")
	tab.checkHeard(false)
}

func (tb *tab) text(selector string) string {
	tb.t.Helper()
	return ask(tb, chromedp.Evaluate[string](`(document.querySelector('`+selector+`') || {innerText: ""}).innerText`))
}

// pressButton presses the page's first button with the keyboard, as anybody could.
func (tb *tab) pressButton() {
	tb.t.Helper()
	tb.run(chromedp.Evaluate[chromedp.Void](`document.querySelector("main form button").focus()`), chromedp.KeyEvent("\r"))
}

// wait returns the text of the first such element, when it is there.
func (tb *tab) wait(selector string) string {
	tb.t.Helper()
	for begun := time.Now(); ; time.Sleep(20 * time.Millisecond) {
		if text := tb.text(selector); text != "" || time.Since(begun) > patience {
			return text
		}
	}
}
