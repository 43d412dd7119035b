package demo

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"golang.org/x/net/html"
)

// client reaches the world the way the program does: its own resolver, its own root.
func client(t *testing.T, w *World) *http.Client {
	t.Helper()
	transport := &http.Transport{
		ForceAttemptHTTP2: true,
		TLSClientConfig:   &tls.Config{RootCAs: w.RootCAs()},
		DialContext: func(ctx context.Context, network, addr string) (net.Conn, error) {
			host, port, err := net.SplitHostPort(addr)
			if err != nil {
				return nil, err
			}
			to, err := w.Resolve(ctx, host, port)
			if err != nil {
				return nil, err
			}
			return new(net.Dialer).DialContext(ctx, network, to)
		},
	}
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport, Timeout: 10 * time.Second}
}

// get reads url with header lines given in pairs.
func get(t *testing.T, c *http.Client, url string, header ...string) (*http.Response, []byte) {
	t.Helper()
	req, err := http.NewRequest(http.MethodGet, url, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i := 0; i+1 < len(header); i += 2 {
		req.Header.Set(header[i], header[i+1])
	}
	resp, err := c.Do(req)
	if err != nil {
		t.Fatalf("GET %s: %v", url, err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		t.Fatalf("read %s: %v", url, err)
	}
	return resp, body
}

func TestEveryHostServesFeedRobotsAndHome(t *testing.T) {
	w := start(t, testNow)
	c := client(t, w)
	for i, p := range w.Publishers() {
		source := w.Sources()[i]
		if source.Name != p.Title || source.URL != p.FeedURL() || source.Origin != news.FromConfig || source.Kind != news.KindFeed {
			t.Errorf("source %d = %+v, want that of %s", i, source, p.Name)
		}
		began := time.Now()
		resp, body := get(t, c, source.URL)
		if took := time.Since(began); took < p.Delay {
			t.Errorf("%s answered after %v, want %v", source.URL, took, p.Delay)
		}
		switch p.Broken {
		case Missing:
			if resp.StatusCode != http.StatusNotFound {
				t.Errorf("%s answered %d, want 404", source.URL, resp.StatusCode)
			}
		case Cut:
			if err := wellFormed(p.Feed, body); err == nil {
				t.Errorf("%s is whole, want it cut", source.URL)
			}
		default:
			if err := wellFormed(p.Feed, body); err != nil || resp.StatusCode != http.StatusOK {
				t.Errorf("%s answered %d and is broken: %v", source.URL, resp.StatusCode, err)
			}
		}
		resp, body = get(t, c, "https://"+p.Host()+"/robots.txt")
		if resp.StatusCode != http.StatusOK || !strings.Contains(string(body), "Disallow: /members/") {
			t.Errorf("robots.txt of %s: %d %q", p.Host(), resp.StatusCode, body)
		}
		if _, body = get(t, c, "https://"+p.Host()+"/"); !strings.Contains(html.UnescapeString(string(body)), `type="`+p.Feed.contentType()+`" href="`+source.URL+`"`) {
			t.Errorf("home page of %s does not name its feed", p.Host())
		}
	}
}

func wellFormed(kind FeedKind, body []byte) error {
	if kind == JSON {
		return json.Unmarshal(body, new(any))
	}
	dec := xml.NewDecoder(bytes.NewReader(body))
	for {
		if _, err := dec.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestEveryArticleIsListedAndHasAPage(t *testing.T) {
	w := start(t, testNow)
	c := client(t, w)
	unlisted := 0
	for _, a := range w.Articles() {
		if !w.Listed(a) {
			unlisted++
			if a.Publisher != "harbour-bulletin" {
				t.Errorf("%s stands in no feed", a.URL)
			}
		}
		resp, body := get(t, c, a.URL)
		if a.Page == Missing {
			if resp.StatusCode != http.StatusNotFound {
				t.Errorf("%s answered %d, want 404", a.URL, resp.StatusCode)
			}
			continue
		}
		text := pageText(t, body)
		want := []string{a.Title, a.Summary, a.Author, a.Published.Format("2 January 2006")}
		for _, b := range a.Body {
			want = append(want, b.Text)
		}
		for _, comment := range a.Comments {
			want = append(want, comment.Name, comment.Text)
		}
		for _, s := range want {
			if !strings.Contains(text, s) {
				t.Errorf("page %s lacks %q", a.URL, s)
			}
		}
	}
	if unlisted != 2 {
		t.Errorf("the cut feed hides %d articles, want 2", unlisted)
	}
}

// pageText returns all text of a page, checking that no template was left open.
func pageText(t *testing.T, body []byte) string {
	t.Helper()
	doc, err := html.Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	for n := range doc.Descendants() {
		if n.Type == html.TextNode && n.Parent.Data != "script" {
			b.WriteString(n.Data)
		}
	}
	if strings.Contains(string(body), "{{") || strings.Contains(string(body), "ZgotmplZ") {
		t.Errorf("page has an unfilled template: %.80s", body)
	}
	return b.String()
}

func TestUnchangedDocumentsAnswer304(t *testing.T) {
	w := start(t, testNow)
	c := client(t, w)
	for _, url := range []string{w.Sources()[0].URL, w.Articles()[0].URL} {
		first, body := get(t, c, url)
		if first.StatusCode != http.StatusOK || len(body) == 0 {
			t.Fatalf("%s answered %d", url, first.StatusCode)
		}
		for asked, answered := range map[string]string{"If-None-Match": "ETag", "If-Modified-Since": "Last-Modified"} {
			value := first.Header.Get(answered)
			if value == "" {
				t.Errorf("%s has no %s", url, answered)
			}
			again, body := get(t, c, url, asked, value)
			if again.StatusCode != http.StatusNotModified || len(body) != 0 {
				t.Errorf("%s with %s answered %d and %d bytes, want 304", url, asked, again.StatusCode, len(body))
			}
		}
	}
}

func TestRequestsAreLogged(t *testing.T) {
	w := start(t, testNow)
	c := client(t, w)
	p := w.Publishers()[0]
	get(t, c, p.FeedURL(), "If-None-Match", `"old"`)
	get(t, c, "https://"+p.Host()+"/nowhere")
	got := w.Requests()
	if len(got) != 2 {
		t.Fatalf("Requests() has %d, want 2", len(got))
	}
	if r := got[0]; r.Host != p.Host() || r.Path != p.Feed.path() || !r.Conditional() || r.Status != 200 || r.At.IsZero() {
		t.Errorf("first request = %+v", r)
	}
	if r := got[1]; r.Conditional() || r.Status != 404 {
		t.Errorf("second request = %+v", r)
	}
}

func TestPublishRenewsTheFeed(t *testing.T) {
	w := start(t, testNow)
	c := client(t, w)
	p := w.Publishers()[0]
	first, _ := get(t, c, p.FeedURL())
	a := Article{Publisher: p.Name, Slug: "late-news", Title: "Late news", Author: p.Writers[0].Name, Section: "News", Summary: "It is late.",
		Published: testNow.Add(-300 * day), Body: []news.Block{{Kind: news.Paragraph, Text: "Very late."}}}
	if err := w.Publish(a); err != nil {
		t.Fatal(err)
	}
	for _, header := range []string{"ETag", "Last-Modified"} {
		asked := map[string]string{"ETag": "If-None-Match", "Last-Modified": "If-Modified-Since"}[header]
		resp, body := get(t, c, p.FeedURL(), asked, first.Header.Get(header))
		if resp.StatusCode != http.StatusOK || !bytes.Contains(body, []byte("late-news")) {
			t.Errorf("feed asked with %s answered %d, with the news: %v", asked, resp.StatusCode, bytes.Contains(body, []byte("late-news")))
		}
	}
	a.Title = "Later news"
	if err := w.Publish(a); err != nil {
		t.Fatal(err)
	}
	if _, body := get(t, c, "https://"+p.Host()+"/news/late-news"); !bytes.Contains(body, []byte("Later news")) {
		t.Error("page does not have the new title")
	}
	for name, bad := range map[string]Article{
		"no publisher": {Publisher: "nobody", Slug: "x", Title: "x"},
		"no slug":      {Publisher: p.Name, Title: "x"},
		"no body":      {Publisher: p.Name, Slug: "x", Title: "x", Published: testNow},
	} {
		if err := w.Publish(bad); err == nil {
			t.Errorf("Publish(%s) = nil, want an error", name)
		}
	}
}

func TestNothingButTheMadeUpHosts(t *testing.T) {
	w := start(t, testNow)
	host := w.Publishers()[0].Host()
	tests := []struct {
		host, port string
		ok         bool
	}{
		{host, "443", true},
		{strings.ToUpper(host) + ".", "443", true},
		{host, "80", false},
		{"nowhere.example", "443", false},
		{"localhost", "443", false},
	}
	for _, test := range tests {
		addr, err := w.Resolve(context.Background(), test.host, test.port)
		if (err == nil) != test.ok || test.ok && !strings.HasPrefix(addr, "127.0.0.1:") {
			t.Errorf("Resolve(%s, %s) = %q, %v", test.host, test.port, addr, err)
		}
	}
}

func TestWorldIsReadOnlyAndKnowsItsHosts(t *testing.T) {
	w := start(t, testNow)
	c := client(t, w)
	url := "https://" + w.Publishers()[0].Host() + "/"
	tests := []struct {
		name, method, host string
		want               int
	}{
		{"head", http.MethodHead, "", http.StatusOK},
		{"post", http.MethodPost, "", http.StatusMethodNotAllowed},
		{"foreign host", http.MethodGet, "nowhere.example", http.StatusMisdirectedRequest},
		{"host with its port", http.MethodGet, w.Publishers()[1].Host() + ":443", http.StatusOK},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			req, err := http.NewRequest(test.method, url, nil)
			if err != nil {
				t.Fatal(err)
			}
			req.Host = test.host
			resp, err := c.Do(req)
			if err != nil {
				t.Fatal(err)
			}
			defer resp.Body.Close()
			if resp.StatusCode != test.want {
				t.Errorf("%s of %q answered %d, want %d", test.method, test.host, resp.StatusCode, test.want)
			}
		})
	}
}
