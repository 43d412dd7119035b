package web

import (
	"compress/gzip"
	"context"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestEveryAnswerCarriesItsGuards(t *testing.T) {
	site := newSite(t, fixture())
	for _, address := range append(addresses, "/nope", "/feed.atom", "/feed.json", "/icon.svg", "/robots.txt", "/healthz") {
		h := get(t, site, address).Header()
		for name, want := range map[string]string{"Content-Security-Policy": policy, "X-Content-Type-Options": "nosniff",
			"X-Robots-Tag": "noindex, nofollow", "Referrer-Policy": "same-origin", "Strict-Transport-Security": "max-age=31536000"} {
			if got := h.Get(name); got != want {
				t.Errorf("GET %s: %s is %q, want %q", address, name, got, want)
			}
		}
	}
	plain := newSite(t, fixture(), func(o *Options) { o.BaseURL = "http://news.example" })
	if got := get(t, plain, "/").Header().Get("Strict-Transport-Security"); got != "" {
		t.Errorf("without TLS the site says %q", got)
	}
	if strings.Contains(policy, "unsafe") || strings.Contains(policy, "script-src") {
		t.Error("the policy has an exception")
	}
}

func TestRefusals(t *testing.T) {
	method := func(m string) func(*http.Request) { return func(r *http.Request) { r.Method = m } }
	host := func(h string) func(*http.Request) { return func(r *http.Request) { r.Host = h } }
	tests := map[string]struct {
		address string
		edit    func(*http.Request)
		want    int
	}{
		"a change":                {"/", method("POST"), http.StatusMethodNotAllowed},
		"a deletion":              {"/a/1", method("DELETE"), http.StatusMethodNotAllowed},
		"an endless address":      {"/search?q=" + strings.Repeat("a", 5000), method("GET"), http.StatusRequestURITooLong},
		"another site's name":     {"/", host("evil.example"), http.StatusMisdirectedRequest},
		"our name":                {"/", host("NEWS.example:8080"), http.StatusOK},
		"an address is no name":   {"/", host("10.0.0.7:8080"), http.StatusOK},
		"an address of version 6": {"/", host("[::1]:8080"), http.StatusOK},
		"this machine":            {"/", host("localhost:1"), http.StatusOK},
		"a head":                  {"/", method("HEAD"), http.StatusOK},
	}
	for name, tt := range tests {
		if w := get(t, newSite(t, fixture()), tt.address, tt.edit); w.Code != tt.want {
			t.Errorf("%s: %d, want %d", name, w.Code, tt.want)
		}
	}
}

func TestAnUntidyAddressLeadsToTheTidyOneOfThisSite(t *testing.T) {
	for base, prefix := range map[string]string{"https://news.example": "", "https://news.example/round": "/round"} {
		site := newSite(t, fixture(), func(o *Options) { o.BaseURL = base })
		for address, want := range map[string]string{
			"/sources/":                 "/sources",
			"/search/?q=band+6":         "/search?q=band+6",
			prefix + "//topics/":        prefix + "/topics",
			"/a/../issues":              "/issues",
			"//evil.example/":           "/evil.example",
			`/\evil.example/`:           "/%5Cevil.example",
			prefix + "/issues.json/":    prefix + "/issues.json",
			"/search/?q=//evil.example": "/search?q=//evil.example",
		} {
			want = prefix + strings.TrimPrefix(want, prefix)
			w := get(t, site, "/", func(r *http.Request) {
				path, query, _ := strings.Cut(address, "?")
				r.URL.Path, r.URL.RawQuery = path, query
			})
			if got := w.Header().Get("Location"); w.Code != http.StatusPermanentRedirect || got != want {
				t.Errorf("%s at %s: %d, to %q, want %q", address, base, w.Code, got, want)
			}
		}
	}
}

func TestLogIn(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) { o.Username, o.Password = "reader", "s3cret" })
	as := func(name, password string) func(*http.Request) {
		return func(r *http.Request) { r.SetBasicAuth(name, password) }
	}
	for _, edit := range []func(*http.Request){as("", ""), as("reader", "wrong"), as("other", "s3cret"), header("Authorization", "Bearer x")} {
		w := get(t, site, "/feed.atom", edit)
		if w.Code != http.StatusUnauthorized || !strings.HasPrefix(w.Header().Get("WWW-Authenticate"), "Basic ") {
			t.Errorf("wrong log-in: %d %v", w.Code, w.Header())
		}
	}
	if w := get(t, site, "/", as("reader", "s3cret")); w.Code != http.StatusOK {
		t.Errorf("right log-in: %d", w.Code)
	}
	if w := get(t, site, "/healthz"); w.Code != http.StatusOK {
		t.Errorf("a probe has no password: %d", w.Code)
	}
}

func TestUnchangedPagesAreNotSentAgain(t *testing.T) {
	site := newSite(t, fixture())
	first := get(t, site, "/topics/pay")
	tag := first.Header().Get("ETag")
	for _, have := range []string{tag, `"x", ` + tag, strings.TrimPrefix(tag, "W/"), "*"} {
		if w := get(t, site, "/topics/pay", header("If-None-Match", have)); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
			t.Errorf("If-None-Match %s: %d, %d bytes", have, w.Code, w.Body.Len())
		}
	}
	if w := get(t, site, "/topics/skills", header("If-None-Match", tag)); w.Code != http.StatusOK {
		t.Errorf("another page under the same tag: %d", w.Code)
	}
}

func TestPackedPagesAreTheSamePages(t *testing.T) {
	site := newSite(t, fixture())
	plain := get(t, site, "/search?q=band")
	packed := get(t, site, "/search?q=band", header("Accept-Encoding", "br, gzip"))
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Body.Len() >= plain.Body.Len() {
		t.Fatalf("not packed: %v, %d bytes of %d", packed.Header(), packed.Body.Len(), plain.Body.Len())
	}
	r, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(r)
	if err != nil || string(body) != plain.Body.String() {
		t.Errorf("unpacked it differs (%v)", err)
	}
	if got := get(t, site, "/search?q=band", header("Accept-Encoding", "gzip;q=0")).Header().Get("Content-Encoding"); got != "" {
		t.Errorf("packed against the reader's wish: %s", got)
	}
}

func TestASiteBelowAPath(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) { o.BaseURL = "https://news.example/round/" })
	for _, address := range []string{"/round/issues", "/issues"} {
		w := get(t, site, address)
		if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `href="/round/i/weekly/1"`) {
			t.Errorf("GET %s: %d without links below the path", address, w.Code)
		}
	}
	if body := get(t, site, "/round/feed.atom").Body.String(); !strings.Contains(body, "<id>https://news.example/round/a/1</id>") {
		t.Errorf("feed has other addresses: %s", body)
	}
}

func TestAPanicEndsOnePageOnly(t *testing.T) {
	site := newSite(t, fixture(), func(o *Options) { o.Extract = nil })
	if w := get(t, site, "/a/1"); w.Code != http.StatusInternalServerError {
		t.Errorf("page that panics: %d", w.Code)
	}
	if w := get(t, site, "/"); w.Code != http.StatusOK {
		t.Errorf("page after it: %d", w.Code)
	}
}

func TestServeUntilTold(t *testing.T) {
	s, err := New(slog.New(slog.DiscardHandler), fixture(), options())
	if err != nil {
		t.Fatal(err)
	}
	listener, err := Listen(t.Context(), ":0")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(listener.Addr().String(), "127.0.0.1:") {
		t.Errorf("an address without a host listens on %s", listener.Addr())
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- s.Serve(ctx, listener) }()
	resp, err := (&http.Client{Timeout: 10 * time.Second}).Get("http://" + listener.Addr().String() + "/healthz")
	if err != nil || resp.StatusCode != http.StatusOK {
		t.Fatalf("healthz: %v %v", resp, err)
	}
	resp.Body.Close()
	stop()
	if err := <-ended; err != nil {
		t.Errorf("told to end: %v", err)
	}
	if _, err := Listen(t.Context(), "no port"); err == nil {
		t.Error("an address without a port is no mistake")
	}
}

func TestABaseAddressNeedsAHost(t *testing.T) {
	for _, base := range []string{"news.example", "https://", "::"} {
		opts := options()
		opts.BaseURL = base
		if _, err := New(nil, nil, opts); err == nil {
			t.Errorf("base address %q is accepted", base)
		}
	}
}

// FuzzQueries: whatever stands in an address, the answer is a page.
func FuzzQueries(f *testing.F) {
	for _, seed := range []string{"q=band&sort=best", "q=%00%ff&topic=../x&since=2026-13-40&page=-1", "page=99999999999999999999",
		"q=%22&source=%3Cscript%3E&all=1", "=&&;=%", "q=" + strings.Repeat("%E2%80%AE", 100)} {
		f.Add(seed)
	}
	site := newSite(f, fixture())
	f.Fuzz(func(t *testing.T, query string) {
		for _, path := range []string{"/search", "/search.json", "/search/feed.atom", "/search/feed.json", "/issues"} {
			r := httptest.NewRequest(http.MethodGet, path, nil)
			r.Host, r.URL.RawQuery = "news.example", query
			w := httptest.NewRecorder()
			site.ServeHTTP(w, r)
			if w.Code != http.StatusOK {
				t.Fatalf("%s?%q: %d", path, query, w.Code)
			}
			if body := w.Body.String(); strings.Contains(body, "<script") || strings.Contains(body, "ZgotmplZ") {
				t.Fatalf("%s?%q: %s", path, query, body)
			}
		}
	})
}

func TestARefusalIsAPageToWhoMayReadTheOthers(t *testing.T) {
	edit := func(method, host string) func(*http.Request) {
		return func(r *http.Request) {
			r.Method = method
			if host != "" {
				r.Host = host
			}
		}
	}
	open, shut := newSite(t, fixture()), newSite(t, fixture(), func(o *Options) { o.Username, o.Password = "desk", "secret" })
	for name, tt := range map[string]struct {
		site    http.Handler
		address string
		edit    func(*http.Request)
		status  int
		kind    string
		says    string
	}{
		"a change":                  {open, "/", edit("POST", ""), 405, "text/html", "<h1>This site is only for reading</h1>"},
		"an endless address":        {open, "/search?q=" + strings.Repeat("a", 5000), edit("GET", ""), 414, "text/html", "<h1>This address is too long</h1>"},
		"a program":                 {open, "/a/1.json", edit("DELETE", ""), 405, "application/json", `"error": "This site is only for reading"`},
		"who has not logged in":     {shut, "/", edit("POST", ""), 405, "text/plain", "This site is only for reading.\n"},
		"who came by another name":  {open, "/", edit("POST", "evil.example"), 405, "text/plain", "This site is only for reading.\n"},
		"another name, for reading": {open, "/", edit("GET", "evil.example"), 421, "text/plain", "This is not the site you asked for.\n"},
	} {
		w := get(t, tt.site, tt.address, tt.edit)
		if w.Code != tt.status || !strings.HasPrefix(w.Header().Get("Content-Type"), tt.kind) || !strings.Contains(w.Body.String(), tt.says) {
			t.Errorf("%s: %d %s %.300s, want %d %s with %q", name, w.Code, w.Header().Get("Content-Type"), w.Body, tt.status, tt.kind, tt.says)
		}
	}
}
