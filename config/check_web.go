package config

import (
	"fmt"
	"net"
	"net/netip"
	"regexp"
	"strconv"
	"strings"

	"github.com/wardround/wardround/news"
)

// headerName is a field name (RFC 9110, section 5.1) without its rarer marks.
var headerName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9-]*$`)

func (l *loader) checkWeb() {
	w := l.Web
	if w.BaseURL != "" {
		l.checkURL("$.web.base_url", w.BaseURL)
		if strings.ContainsAny(w.BaseURL, "?#") {
			l.file.Add("$.web.base_url", "want an address without `?` and `#`")
		}
	}
	if w.Listen != "" {
		host, port, err := net.SplitHostPort(w.Listen)
		n, portErr := strconv.ParseUint(port, 10, 16)
		if err != nil || portErr != nil || host != "" && !isHost(host) {
			l.file.Add("$.web.listen", "want host:port, such as 127.0.0.1:8080 or :8080")
		} else if n == 0 {
			l.file.Add("$.web.listen", "port 0 would change with every start")
		}
	}
	l.checkWebAuth(w.Auth)
	if _, err := news.ParseDay(w.Statements.Tested); w.Statements.Tested != "" && err != nil {
		l.file.Add("$.web.statements.tested", "want a day like 2026-11-16")
	}
}

func (l *loader) checkWebAuth(auth WebAuth) {
	if (auth.Username == "") != auth.Password.IsZero() {
		l.file.Add("$.web.auth", "a log-in needs both `username` and `password`")
	}
	l.checkSecret("$.web.auth.password", auth.Password, l.Web.Listen != "")
	switch {
	case auth.Header != "" && auth.Username != "":
		l.file.Add("$.web.auth.header", "a log-in and a proxy's header; want one of them")
	case auth.Header != "" && !headerName.MatchString(auth.Header):
		l.file.Add("$.web.auth.header", "not the name of a header, such as X-Forwarded-User")
	case auth.Header == "" && len(auth.Proxies) > 0:
		l.file.Add("$.web.auth.proxies", "proxies without `header`")
	}
	for i, text := range auth.Proxies {
		if _, err := network(text); err != nil {
			l.file.Add(fmt.Sprintf("$.web.auth.proxies[%d]", i), "want an address or a network, such as 10.0.0.5 or 10.0.0.0/24")
		}
	}
}

// network reads a network, or an address as the network of one.
func network(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	return netip.ParsePrefix(text)
}

// TrustedProxies are the networks of web.auth.proxies; without any, this machine.
// A mistake in them is found by Load.
func (w Web) TrustedProxies() []netip.Prefix {
	list := w.Auth.Proxies
	if len(list) == 0 {
		list = []string{"127.0.0.0/8", "::1"}
	}
	var networks []netip.Prefix
	for _, text := range list {
		if prefix, err := network(text); err == nil {
			networks = append(networks, prefix.Masked())
		}
	}
	return networks
}
