package fetch

import (
	"bytes"
	"compress/gzip"
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"strings"
	"testing"

	"github.com/andybalholm/brotli"
	"github.com/klauspost/compress/zstd"
	"github.com/wardround/wardround/news"
)

func reasonOf(t *testing.T, err error) string {
	t.Helper()
	var p *problem
	if !errors.As(err, &p) {
		t.Fatalf("error %v is no problem in plain words", err)
	}
	return p.reason
}

func Test19EveryEncodingAndItsCap(t *testing.T) {
	encode := map[string]func(io.Writer) io.WriteCloser{
		"gzip": func(w io.Writer) io.WriteCloser { return gzip.NewWriter(w) },
		"br":   func(w io.Writer) io.WriteCloser { return brotli.NewWriter(w) },
		"zstd": func(w io.Writer) io.WriteCloser { z, _ := zstd.NewWriter(w); return z },
	}
	for name, writer := range encode {
		t.Run(name, func(t *testing.T) {
			serve := func(body []byte) PollResult {
				w := newFarm(t)
				w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
					out.Header().Set("Content-Encoding", name)
					z := writer(out)
					_, _ = z.Write(body) // the client may hang up first
					_ = z.Close()
				})
				return w.force(feedSource(oneFeed))
			}
			if got := serve([]byte(rssDoc("one.example", "/a|A"))); got.Saved.New != 1 {
				t.Errorf("%q (%s)", got.Outcome, got.Reason)
			}
			if got := serve(make([]byte, maxFeedBytes+1)); !strings.Contains(got.Reason, "larger than 16 MiB") {
				t.Errorf("a bomb: %q (%s)", got.Outcome, got.Reason)
			}
		})
	}
	w := newFarm(t)
	w.status(oneFeed, 200, "Content-Encoding", "gzip, gzip")
	if got := w.force(feedSource(oneFeed)); !strings.Contains(got.Reason, "unknown encoding") {
		t.Errorf("two layers: %q (%s)", got.Outcome, got.Reason)
	}
}

func Test40PrivateAddressesAreNotDialled(t *testing.T) {
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("a private address was reached") }))
	defer server.Close()
	f := New(slog.New(slog.DiscardHandler), newMemStore(), Options{})
	_, port, err := net.SplitHostPort(server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	for _, address := range []string{
		server.URL, "http://localhost:" + port, "http://localhost/", "http://127.0.0.1/", "http://10.0.0.1/", "http://192.168.1.1/", "http://172.16.0.1/", "http://169.254.169.254/latest/meta-data",
		"http://100.64.0.1/", "http://0.0.0.0/", "http://[::1]/", "http://[fc00::1]/", "http://[fe80::1]/", "http://[::ffff:127.0.0.1]/", "http://[64:ff9b::7f00:1]/", "http://[2002:7f00:1::]/", "http://224.0.0.1/",
		"http://192.0.0.8/", "http://198.18.0.1/", "http://198.19.255.254/", "http://172.31.255.255/", "http://100.127.0.1/", "http://0.1.2.3/", "http://255.255.255.255/", "http://[::]/", "http://[::ffff:10.0.0.1]/", "http://[fd12::1]/",
		"http://2130706433/", "http://0x7f.1/", "http://0177.0.0.1/", "http://127.1/",
	} {
		_, err := f.client.get(context.Background(), request{url: mustURL(t, address), limit: 100})
		if err == nil {
			t.Errorf("%s was reached", address)
			continue
		}
		var p *problem
		if errors.As(err, &p) && p.kind != problemAddress && !errors.Is(err, errNoRoute(err)) && !strings.Contains(p.reason, "there is no host") && !strings.Contains(p.reason, "could not be resolved") {
			t.Errorf("%s: %v, want it refused", address, err)
		}
	}
}

// errNoRoute returns err when the machine has no way to the address at all.
func errNoRoute(err error) error {
	var op *net.OpError
	if errors.As(err, &op) && strings.Contains(err.Error(), "network is unreachable") {
		return err
	}
	return nil
}

func Test40ARedirectToAPrivateAddressIsRefused(t *testing.T) {
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the inside was reached") }))
	defer inside.Close()
	outside := httptest.NewUnstartedServer(http.RedirectHandler(inside.URL, http.StatusFound))
	listener, err := net.Listen("tcp", "127.0.0.2:0")
	if err != nil {
		t.Skip("no second loopback address here")
	}
	outside.Listener.Close()
	outside.Listener = listener
	outside.Start()
	defer outside.Close()
	f := New(slog.New(slog.DiscardHandler), newMemStore(), Options{AllowNets: []netip.Prefix{netip.MustParsePrefix("127.0.0.2/32")}})
	_, err = f.client.get(context.Background(), request{url: mustURL(t, outside.URL), limit: 100})
	if err == nil || !strings.Contains(reasonOf(t, err), "not a public address") {
		t.Errorf("error = %v", err)
	}
}

func Test41SchemesAndPorts(t *testing.T) {
	f := New(slog.New(slog.DiscardHandler), newMemStore(), Options{})
	for address, want := range map[string]string{
		"ftp://one.example/": "not an http or https address", "file:///etc/passwd": "not an http or https address", "gopher://one.example/": "not an http or https address",
		"http:///x": "not an http or https address", "http://93.184.215.14:22/": "on a web port", "http://93.184.215.14:25/": "on a web port", "https://93.184.215.14:6379/": "on a web port",
	} {
		if _, err := f.client.get(context.Background(), request{url: mustURL(t, address), limit: 100}); err == nil || !strings.Contains(reasonOf(t, err), want) {
			t.Errorf("%s: %v, want it refused", address, err)
		}
	}
	for _, port := range []uint16{80, 443, 8080, 8443} {
		if err := f.client.guard.SafeAddrPort(netip.AddrPortFrom(netip.MustParseAddr("93.184.215.14"), port)); err != nil {
			t.Errorf("port %d: %v", port, err)
		}
	}
}

func Test42HeadersHaveALimit(t *testing.T) {
	w := newFarm(t)
	w.handle(oneFeed, func(out http.ResponseWriter, _ *http.Request) {
		for i := range 300 {
			out.Header().Set(fmt.Sprintf("X-%d", i), strings.Repeat("x", 10_000))
		}
	})
	if got := w.force(feedSource(oneFeed)); got.Outcome != news.OutcomeFailed || !strings.Contains(got.Reason, "headers") {
		t.Errorf("%q (%s)", got.Outcome, got.Reason)
	}
}

func Test46CertificatesAreChecked(t *testing.T) {
	server := httptest.NewTLSServer(http.NotFoundHandler())
	defer server.Close()
	server.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	f := New(slog.New(slog.DiscardHandler), newMemStore(), Options{AllowNets: []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8")}})
	_, err := f.client.get(context.Background(), request{url: mustURL(t, server.URL), limit: 100})
	if err == nil || !strings.Contains(reasonOf(t, err), "certificate") {
		t.Errorf("error = %v", err)
	}
}

func TestBehindAProxyPrivateNamesAreRefused(t *testing.T) {
	var asked []string
	proxy := httptest.NewServer(http.HandlerFunc(func(out http.ResponseWriter, in *http.Request) {
		asked = append(asked, in.URL.String())
		fmt.Fprint(out, "through the proxy")
	}))
	defer proxy.Close()
	var log bytes.Buffer
	f := New(slog.New(slog.NewTextHandler(&log, nil)), newMemStore(), Options{Proxy: mustURL(t, proxy.URL)})
	if a, err := f.client.get(context.Background(), request{url: mustURL(t, "http://news.example/feed"), limit: 100}); err != nil || string(a.body) != "through the proxy" {
		t.Fatalf("get through the proxy: %v", err)
	}
	for _, address := range []string{"http://10.0.0.1/", "http://[::1]/", "http://intranet/", "http://wiki.corp/", "http://printer.local/", "http://169.254.169.254/",
		"http://127.1/", "http://0x7f.0.0.1/", "http://0177.0.0.1/", "http://10.0.0.0x1./", "http://2130706433/", "http://[::ffff:10.0.0.1]/"} {
		if _, err := f.client.get(context.Background(), request{url: mustURL(t, address), limit: 100}); err == nil {
			t.Errorf("%s was asked through the proxy", address)
		}
	}
	if len(asked) != 1 || !strings.Contains(log.String(), "reduced") {
		t.Errorf("proxy was asked for %v; log: %s", asked, log.String())
	}
	f = New(slog.New(slog.DiscardHandler), newMemStore(), Options{Proxy: mustURL(t, proxy.URL), NoProxy: "10.0.0.1"})
	if via, err := f.client.proxied(&url.URL{Scheme: "http", Host: "10.0.0.1"}); err != nil || via != nil {
		t.Errorf("no_proxy: asked through %v, %v", via, err)
	}
}

func TestReasonsAreInPlainWords(t *testing.T) {
	for want, err := range map[string]error{
		"there is no host h":       &net.DNSError{IsNotFound: true},
		"could not be resolved":    &net.DNSError{},
		"no answer in time":        context.DeadlineExceeded,
		"cut off":                  io.ErrUnexpectedEOF,
		"closed without an answer": io.EOF,
		"could not be read":        errors.New("x"),
		"within 45s":               errTooLong,
	} {
		if _, got := classify("h", err); !strings.Contains(got, want) {
			t.Errorf("classify(%v) = %q, want %q", err, got, want)
		}
	}
}
