package web

import (
	"net/http"
	"net/netip"
	"strings"
	"testing"
)

func TestAProxyLogsReadersIn(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) {
		o.UserHeader, o.Proxies = "X-Forwarded-User", []netip.Prefix{netip.MustParsePrefix("10.0.0.0/24"), netip.MustParsePrefix("::1/128")}
	})
	tests := map[string]struct {
		from, user string
		want       int
	}{
		"the proxy":                   {"10.0.0.5:4711", "ann", http.StatusOK},
		"the proxy by version 6":      {"[::ffff:10.0.0.5]:4711", "ann", http.StatusOK},
		"another trusted network":     {"[::1]:4711", "ann", http.StatusOK},
		"the proxy without a reader":  {"10.0.0.5:4711", "", http.StatusForbidden},
		"somebody who claims to be":   {"10.0.1.5:4711", "ann", http.StatusForbidden},
		"somebody else":               {"10.0.1.5:4711", "", http.StatusForbidden},
		"a connection without origin": {"@", "ann", http.StatusForbidden},
	}
	for name, tt := range tests {
		w := get(t, site, "/search?q=band", header("X-Forwarded-User", tt.user), header("X-Forwarded-For", "10.0.0.5"),
			func(r *http.Request) { r.RemoteAddr = tt.from })
		if w.Code != tt.want || w.Header().Get("WWW-Authenticate") != "" {
			t.Errorf("%s: %d, want %d and no password asked for", name, w.Code, tt.want)
		}
		if shown := strings.Contains(w.Body.String(), "Band"); shown != (tt.want == http.StatusOK) {
			t.Errorf("%s: shown %v", name, shown)
		}
	}
	if w := get(t, site, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("a probe comes without a proxy: %d", w.Code)
	}
	if body := get(t, site, "/privacy", header("X-Forwarded-User", "ann"), func(r *http.Request) { r.RemoteAddr = "10.0.0.5:1" }).Body.String(); !strings.Contains(body, "A log-in in front of it") || strings.Contains(body, "ann") {
		t.Error("the privacy page does not say that a log-in stands in front")
	}
}

func TestPersonalLinksWorkWithoutTheProxy(t *testing.T) {
	c := &club{}
	site := clubSite(t, c, func(o *Options) { o.UserHeader = "X-Forwarded-User" })
	if w := post(t, site, "/u/weekly/good", "List-Unsubscribe=One-Click"); w.Code != http.StatusOK || !c.left {
		t.Errorf("POST: %d, left %v; a mail provider is behind no proxy of ours", w.Code, c.left)
	}
}

func TestPagesAboutTheSiteSayWhatTheOperatorStated(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) {
		o.Stated = Statements{Purpose: "to keep <staff> informed.", Basis: "public task", Faults: []string{"the log-in cannot be read aloud"}, Tested: "2026-03-01"}
	})
	plain := newSite(t, fixture())
	for _, tt := range []struct {
		site    http.Handler
		address string
		want    string
	}{
		{site, "/privacy", "The purpose is to keep &lt;staff&gt; informed; the lawful basis is public task."},
		{plain, "/privacy", "The purpose is to send you what you were signed up for; the lawful basis is legitimate interest"},
		{site, "/accessibility", "<li>The log-in cannot be read aloud.</li>"},
		{site, "/accessibility", "This site was last tested on <time datetime=\"2026-03-01\">1 March 2026</time>"},
		{plain, "/accessibility", accessibilityTested.Long()},
		{plain, "/accessibility", "<li>Pages we link to are not ours.</li>"},
	} {
		if body := get(t, tt.site, tt.address).Body.String(); !strings.Contains(body, tt.want) {
			t.Errorf("GET %s lacks %q:\n%s", tt.address, tt.want, body)
		}
	}
}
