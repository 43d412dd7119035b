package fetch

import (
	"context"
	"fmt"
	"net/url"
	"strings"
)

// loadBlocked reads which hosts the operator never wants asked. It is read at the
// start of each run, so that a daemon obeys a command at once.
func (f *Fetcher) loadBlocked(ctx context.Context) error {
	if f.store == nil {
		return nil // a fetcher that only reads what it is given
	}
	hosts, err := f.store.BlockedHosts(ctx)
	if err != nil {
		return fmt.Errorf("which hosts are blocked: %w", err)
	}
	f.client.blocked.Store(&hosts)
	return nil
}

// isBlocked reports whether u's host, or a domain it belongs to, is blocked.
func (c *client) isBlocked(u *url.URL) bool {
	hosts := c.blocked.Load()
	if hosts == nil {
		return false
	}
	return HostIn(hostOf(u), *hosts)
}

// HostIn reports whether host is one of domains, or lies below one.
func HostIn(host string, domains []string) bool {
	for _, domain := range domains {
		if host == domain || strings.HasSuffix(host, "."+domain) {
			return true
		}
	}
	return false
}

// blockedReason is what a source or page on a blocked host is told by.
func blockedReason(u *url.URL) string {
	return hostOf(u) + " is blocked by the operator (wardround sources block)"
}
