package fetch

import (
	"net/url"
	"slices"
	"strings"
)

// servers says which hosts are one server. Usually a host is one by itself.
type servers struct {
	shared   []string // domains that are one server with all hosts below them
	separate []string // hosts whose wish to wait concerns one feed alone
}

// of returns the name under which the wishes of u's server are remembered, and of
// whose requests only one is in flight.
func (s servers) of(u *url.URL) string {
	host := hostOf(u)
	for _, domain := range s.shared {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return domain
		}
	}
	return host
}

// apart reports whether the feeds of u's host wait each for itself.
func (s servers) apart(u *url.URL) bool { return slices.Contains(s.separate, hostOf(u)) }

// hostOf returns a host's name in one spelling.
func hostOf(u *url.URL) string { return strings.TrimSuffix(strings.ToLower(u.Hostname()), ".") }
