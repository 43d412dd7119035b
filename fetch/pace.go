package fetch

import (
	"context"
	"net/netip"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/publicsuffix"
)

// pacer remembers when pages of a host were asked for.
type pacer struct {
	mu    sync.Mutex
	hosts map[string]time.Time
}

// pace returns what waits until the host may be asked for a page again: gap after
// the last time. It runs while the host's lock is held, so two callers cannot take
// the same turn.
func (f *Fetcher) pace(gap time.Duration) func(context.Context, string) error {
	return func(ctx context.Context, host string) error {
		f.pacer.mu.Lock()
		last, asked := f.pacer.hosts[host]
		f.pacer.mu.Unlock()
		if wait := gap - time.Since(last); asked && wait > 0 {
			timer := time.NewTimer(wait)
			defer timer.Stop()
			select {
			case <-timer.C:
			case <-ctx.Done():
				return context.Cause(ctx)
			}
		}
		f.pacer.mu.Lock()
		f.pacer.hosts[host] = time.Now()
		f.pacer.mu.Unlock()
		return nil
	}
}

// sameSite reports whether two host names are one publisher's: equal but for a
// leading "www." or "m.", or one below the other. Both must be of one registered
// domain: at a host of many publishers, as github.io, each name below is another's, and
// "www.com" is not "com".
func sameSite(a, b string) bool {
	if a == b {
		return true
	}
	own, err := publicsuffix.EffectiveTLDPlusOne(a)
	if err != nil {
		return false // a public suffix, or a bare name
	}
	other, err := publicsuffix.EffectiveTLDPlusOne(b)
	if err != nil || own != other || isIP(a) || isIP(b) {
		return false
	}
	trim := func(s string) string { return strings.TrimPrefix(strings.TrimPrefix(s, "www."), "m.") }
	a, b = trim(a), trim(b)
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}

func isIP(host string) bool {
	_, err := netip.ParseAddr(host)
	return err == nil
}
