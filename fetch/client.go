package fetch

import (
	"context"
	"crypto/tls"
	"fmt"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"time"

	"code.dny.dev/ssrf"
	"golang.org/x/net/http/httpproxy"
)

// Times and sizes of one request. A feed of 5,000 items is 5 MB; a slow server
// answers in 5 s.
const (
	connectTimeout = 10 * time.Second
	tlsTimeout     = 10 * time.Second
	headerTimeout  = 20 * time.Second
	requestTimeout = 45 * time.Second // all of it, redirects and body included
	maxHeaderBytes = 1 << 20
	maxFeedBytes   = 16 << 20
	maxPageBytes   = 8 << 20
	maxHops        = 5
)

// publicPorts are where web servers listen.
var publicPorts = []uint16{80, 443, 8080, 8443}

// client asks servers, one request a host at a time.
type client struct {
	http    *http.Client
	agent   string
	guard   *ssrf.Guardian
	proxied func(*url.URL) (*url.URL, error) // nil without a proxy
	checked bool                             // addresses are checked at all
	hosts   hostLocks
	among   func(ctx context.Context, server string) (end func(), err error) // [Options.Turn]
	servers servers
	blocked atomic.Pointer[[]string] // hosts the operator never wants asked
	large   chan struct{}            // held while a body over smallBody is in memory
}

func newClient(opts Options) *client {
	c := &client{agent: opts.UserAgent, guard: newGuard(opts.AllowNets), checked: opts.Resolve == nil, servers: opts.servers(), among: opts.Turn, large: make(chan struct{}, 1)}
	dialer := &net.Dialer{Timeout: connectTimeout, Control: c.guard.Safe}
	free := &net.Dialer{Timeout: connectTimeout}
	transport := &http.Transport{
		TLSClientConfig:        &tls.Config{RootCAs: opts.RootCAs, MinVersion: tls.VersionTLS12},
		TLSHandshakeTimeout:    tlsTimeout,
		ResponseHeaderTimeout:  headerTimeout,
		MaxResponseHeaderBytes: maxHeaderBytes,
		MaxIdleConnsPerHost:    1,
		IdleConnTimeout:        15 * time.Second,
		DisableCompression:     true, // decoded here, with a cap
		ForceAttemptHTTP2:      true,
	}
	transport.DialContext = func(ctx context.Context, network, addr string) (net.Conn, error) {
		switch {
		case opts.Proxy != nil && addr == proxyAddr(opts.Proxy):
			return free.DialContext(ctx, network, addr)
		case opts.Resolve != nil:
			return dialResolved(ctx, free, addr, opts.Resolve)
		}
		return dialer.DialContext(ctx, network, addr)
	}
	if opts.Proxy != nil {
		config := httpproxy.Config{HTTPProxy: opts.Proxy.String(), HTTPSProxy: opts.Proxy.String(), NoProxy: opts.NoProxy}
		c.proxied = config.ProxyFunc()
		transport.OnProxyConnectResponse = connectRefused
		transport.Proxy = func(r *http.Request) (*url.URL, error) { return c.proxied(r.URL) }
	}
	c.http = &http.Client{Transport: transport, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	return c
}

// newGuard refuses every address that is not public. With networks allowed for
// a test, any port may be dialled too.
func newGuard(allow []netip.Prefix) *ssrf.Guardian {
	if len(allow) == 0 {
		return ssrf.New(ssrf.WithPorts(publicPorts...))
	}
	var v4, v6 []netip.Prefix
	for _, p := range allow {
		if p.Addr().Is4() {
			v4 = append(v4, p)
		} else {
			v6 = append(v6, p)
		}
	}
	return ssrf.New(ssrf.WithAnyPort(), ssrf.WithAllowedV4Prefixes(v4...), ssrf.WithAllowedV6Prefixes(v6...))
}

func dialResolved(ctx context.Context, dialer *net.Dialer, addr string, resolve func(context.Context, string, string) (string, error)) (net.Conn, error) {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, err
	}
	addr, err = resolve(ctx, host, port)
	if err != nil {
		return nil, fmt.Errorf("resolve %s: %w", host, err)
	}
	return dialer.DialContext(ctx, "tcp", addr)
}

func proxyAddr(proxy *url.URL) string {
	port := proxy.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443", "socks5": "1080"}[proxy.Scheme]
	}
	return net.JoinHostPort(proxy.Hostname(), port)
}

// allowed refuses what the dialer cannot see: other schemes, and behind a proxy
// the addresses and names that are private by their form.
func (c *client) allowed(u *url.URL) error {
	if u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return &problem{kind: problemAddress, reason: fmt.Sprintf("%q is not an http or https address", u.Redacted())}
	}
	if c.isBlocked(u) {
		return &problem{kind: problemAddress, reason: blockedReason(u)}
	}
	if !c.viaProxy(u) || !c.checked {
		return nil // asked directly: the dialer looks
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	if ip, err := netip.ParseAddr(host); err == nil {
		if err := c.guard.SafeAddr(ip.Unmap()); err != nil {
			return &problem{kind: problemAddress, reason: host + " is not a public address", err: err}
		}
		return nil
	}
	if endsInNumber(host) {
		return &problem{kind: problemAddress, reason: host + " is a number in disguise"}
	}
	if !strings.Contains(host, ".") || hasAnySuffix(host, ".local", ".localhost", ".internal", ".lan", ".home.arpa", ".intranet", ".corp", ".home") {
		return &problem{kind: problemAddress, reason: host + " is a private name"}
	}
	return nil
}

// endsInNumber reports whether a host's last label is a number: a proxy's resolver
// reads "127.1" and "0x7f.0.0.1" as an address (WHATWG URL, section 3.5), and no
// domain ends so.
func endsInNumber(host string) bool {
	label := host[strings.LastIndexByte(host, '.')+1:]
	_, err := strconv.ParseUint(label, 0, 64) // hexadecimal and octal too
	return err == nil || label != "" && strings.Trim(label, "0123456789") == ""
}

// viaProxy reports whether u is asked through the proxy.
func (c *client) viaProxy(u *url.URL) bool {
	if c.proxied == nil {
		return false
	}
	via, err := c.proxied(u)
	return err == nil && via != nil
}

func hasAnySuffix(s string, suffixes ...string) bool {
	for _, suffix := range suffixes {
		if strings.HasSuffix(s, suffix) {
			return true
		}
	}
	return false
}
