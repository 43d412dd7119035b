package fetch

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"fmt"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// inspector is a proxy as organisations have them: it opens TLS with certificates
// of its own authority and answers in the name of every host.
type inspector struct {
	server  *httptest.Server
	roots   *x509.CertPool
	answer  http.HandlerFunc
	connect int // status of CONNECT; default 200

	key    *ecdsa.PrivateKey
	ca     *x509.Certificate
	mu     sync.Mutex
	opened []string // hosts CONNECT was asked for
}

func newInspector(t *testing.T, answer http.HandlerFunc) *inspector {
	t.Helper()
	p := &inspector{answer: answer, connect: http.StatusOK, roots: x509.NewCertPool()}
	var err error
	if p.key, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader); err != nil {
		t.Fatal(err)
	}
	p.ca = p.certificate(t, &x509.Certificate{Subject: pkix.Name{CommonName: "Made-up Trust inspection"}, IsCA: true,
		BasicConstraintsValid: true, KeyUsage: x509.KeyUsageCertSign}, nil)
	p.roots.AddCert(p.ca)
	p.server = httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) { p.serve(t, out, in) }))
	t.Cleanup(p.server.Close)
	return p
}

func (p *inspector) certificate(t *testing.T, template, parent *x509.Certificate) *x509.Certificate {
	template.SerialNumber = big.NewInt(time.Now().UnixNano())
	template.NotBefore, template.NotAfter = time.Now().Add(-time.Hour), time.Now().Add(time.Hour)
	if parent == nil {
		parent = template
	}
	der, err := x509.CreateCertificate(rand.Reader, template, parent, &p.key.PublicKey, p.key)
	if err != nil {
		t.Error(err)
		return nil
	}
	c, err := x509.ParseCertificate(der)
	if err != nil {
		t.Error(err)
	}
	return c
}

func (p *inspector) serve(t *testing.T, out http.ResponseWriter, in *http.Request) {
	if in.Method != http.MethodConnect {
		p.answer(out, in)
		return
	}
	p.mu.Lock()
	p.opened = append(p.opened, in.Host)
	p.mu.Unlock()
	if p.connect != http.StatusOK {
		http.Error(out, "no", p.connect)
		return
	}
	conn, _, err := http.NewResponseController(out).Hijack()
	if err != nil {
		t.Error(err)
		return
	}
	defer conn.Close()
	fmt.Fprint(conn, "HTTP/1.1 200 Connection established\r\n\r\n")
	host, _, _ := net.SplitHostPort(in.Host)
	own := p.certificate(t, &x509.Certificate{DNSNames: []string{host}, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth}}, p.ca)
	inside := tls.Server(conn, &tls.Config{Certificates: []tls.Certificate{{Certificate: [][]byte{own.Raw}, PrivateKey: p.key}}})
	request, err := http.ReadRequest(bufio.NewReader(inside))
	if err != nil {
		return // the client did not trust the certificate
	}
	recorded := httptest.NewRecorder()
	p.answer(recorded, request)
	_ = recorded.Result().Write(inside) // the client may hang up first
	_ = inside.Close()
}

func (p *inspector) fetcher(t *testing.T, store Store, roots *x509.CertPool) *Fetcher {
	f := New(slog.New(slog.DiscardHandler), store, Options{Proxy: mustURL(t, p.server.URL), RootCAs: roots, PageGap: time.Millisecond})
	t.Cleanup(f.Close)
	return f
}

const secure = "https://wardline.example/feed"

func pollOne(f *Fetcher) PollResult {
	return f.Poll(context.Background(), []news.Source{feedSource(secure)}, PollRequest{Force: true, All: true}).Results[0]
}

func TestAFeedIsReadThroughAProxyThatInspectsTLS(t *testing.T) {
	p := newInspector(t, func(out http.ResponseWriter, in *http.Request) {
		out.Header().Set("Etag", `"v1"`)
		if in.Header.Get("If-None-Match") == `"v1"` {
			out.WriteHeader(http.StatusNotModified)
			return
		}
		fmt.Fprint(out, rssDoc("wardline.example", "/a|A"))
	})
	f := p.fetcher(t, newMemStore(), p.roots)
	if got := pollOne(f); got.Saved.New != 1 {
		t.Fatalf("%q (%s): %v", got.Outcome, got.Reason, got.Err)
	}
	if got := pollOne(f); got.Outcome != news.OutcomeUnchanged {
		t.Errorf("second read: %q (%s), want unchanged", got.Outcome, got.Reason)
	}
	if len(p.opened) == 0 || p.opened[0] != "wardline.example:443" {
		t.Errorf("CONNECT for %v, want the name, unresolved", p.opened)
	}
	stranger := p.fetcher(t, newMemStore(), nil)
	if got := pollOne(stranger); !strings.Contains(got.Reason, "certificate") {
		t.Errorf("without its authority: %q (%s), want a refused certificate", got.Outcome, got.Reason)
	}
}

func TestWhatTheOwnNetworkAnswersIsNamedAndKeepsNothing(t *testing.T) {
	page := func(words string) string {
		return "<!DOCTYPE html><html><head><title>Notice</title></head><body>" + words + "</body></html>"
	}
	for name, c := range map[string]struct {
		status  int
		header  string
		body    string
		connect int
		want    string
	}{
		"block page":         {status: 200, body: page("Access to this site has been blocked by your administrator."), want: "block page"},
		"block page, 403":    {status: 403, body: page("Blocked by Zscaler: policy of the organisation."), want: "block page"},
		"the filter's name":  {status: 403, header: "Server: Zscaler/6.2", want: "web filter"},
		"log-in of a proxy":  {status: 407, want: "log-in"},
		"captive portal":     {status: 511, body: page("Log in"), want: "log-in"},
		"CONNECT is refused": {connect: 403, want: "proxy answers 403"},
		"CONNECT, log-in":    {connect: 407, want: "log-in"},
	} {
		t.Run(name, func(t *testing.T) {
			blocked := false
			store := newMemStore()
			p := newInspector(t, func(out http.ResponseWriter, _ *http.Request) {
				if !blocked {
					out.Header().Set("Etag", `"v1"`)
					fmt.Fprint(out, rssDoc("wardline.example", "/a|A"))
					return
				}
				out.Header().Set("Etag", `"of the block page"`)
				if key, value, ok := strings.Cut(c.header, ": "); ok {
					out.Header().Set(key, value)
				}
				out.WriteHeader(c.status)
				fmt.Fprint(out, c.body)
			})
			f := p.fetcher(t, store, p.roots)
			pollOne(f)
			blocked, p.connect = true, max(c.connect, http.StatusOK)
			f.Close()
			f = p.fetcher(t, store, p.roots)
			got := pollOne(f)
			if got.Outcome != news.OutcomeRefused || !strings.HasPrefix(got.Reason, "refused by your network") || !strings.Contains(got.Reason, c.want) {
				t.Errorf("%q (%s), want refused by your network, %s", got.Outcome, got.Reason, c.want)
			}
			if got.State.ETag != `"v1"` {
				t.Errorf("ETag is now %s, want that of the feed", got.State.ETag)
			}
		})
	}
}

func TestAPublishersOwnPageIsNotTakenForABlockPage(t *testing.T) {
	html := http.Header{"Content-Type": {"text/html"}}
	for name, a := range map[string]*answer{
		"an article on web filters": {status: 200, header: html, proxied: true,
			body: []byte("<html><title>Trusts weigh Zscaler</title>" + strings.Repeat("<p>The web filter blocked pages.</p>", 2000))},
		"a wall of the publisher": {status: 403, header: html, body: []byte("<html><title>Just a moment</title>acceptable use policy</html>")},
		"a short report on one": {status: 200, header: html, proxied: true,
			body: []byte("<html><body>Six trusts bought Zscaler. Its web filter blocked little, says their acceptable use policy.</body></html>")},
		"a feed": {status: 200, proxied: true, header: http.Header{}, body: []byte(rssDoc("one.example", "/a|The web filter policy"))},
	} {
		if why := refusedByNetwork(a); why != "" {
			t.Errorf("%s: %s", name, why)
		}
	}
}

func TestAPageTheNetworkBlocksIsAskedForAgain(t *testing.T) {
	w := newFarm(t)
	w.text(oneFeed, rssDoc("one.example", "/a|A"))
	w.handle("http://one.example/a", func(out http.ResponseWriter, _ *http.Request) {
		out.Header().Set("Content-Type", "text/html")
		fmt.Fprint(out, "<html><body>Blocked by Forcepoint. "+strings.Repeat("Words of its policy. ", 200)+"</body></html>")
	})
	w.force(feedSource(oneFeed))
	report := w.fetcher.Scrape(context.Background(), ScrapeRequest{})
	if len(report.Results) != 1 || report.Results[0].State != news.PageWanted || !strings.Contains(report.Results[0].Reason, "your network") {
		t.Errorf("results = %+v, want the page still wanted", report.Results)
	}
}
