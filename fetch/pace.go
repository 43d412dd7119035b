package fetch

import (
	"context"
	"strings"
	"sync"
	"time"
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
// leading "www." or "m.", or one below the other.
func sameSite(a, b string) bool {
	trim := func(s string) string { return strings.TrimPrefix(strings.TrimPrefix(s, "www."), "m.") }
	a, b = trim(a), trim(b)
	return a == b || strings.HasSuffix(a, "."+b) || strings.HasSuffix(b, "."+a)
}
