package fetch

import (
	"context"
	"errors"
	"net/url"
	"sync"
	"time"
)

// hostLocks lets one request a host be in flight.
type hostLocks struct {
	mu    sync.Mutex
	locks map[string]chan struct{}
}

// lock waits for host and returns what gives it free again.
func (h *hostLocks) lock(ctx context.Context, host string) (unlock func(), err error) {
	h.mu.Lock()
	if h.locks == nil {
		h.locks = map[string]chan struct{}{}
	}
	lock, ok := h.locks[host]
	if !ok {
		lock = make(chan struct{}, 1)
		h.locks[host] = lock
	}
	h.mu.Unlock()
	select {
	case lock <- struct{}{}:
		return func() { <-lock }, nil
	case <-ctx.Done():
		return nil, context.Cause(ctx)
	}
}

// turn waits until the host may be asked, and returns what ends the turn. Other
// processes, who know nothing of the pages that this one asks for, are kept away until
// the gap after a page is over.
func (c *client) turn(ctx context.Context, req request, at *url.URL) (done func(), err error) {
	if err := c.allowed(at); err != nil {
		return nil, err
	}
	server := c.servers.of(at)
	unlock, err := c.hosts.lock(ctx, server)
	if err != nil {
		return nil, err
	}
	end := func() {}
	if c.among != nil {
		if end, err = c.among(ctx, server); err != nil {
			unlock()
			return nil, &problem{kind: problemTurn, reason: "the store cannot be asked whose turn it is", err: err}
		}
	}
	if req.pace != nil {
		if err := req.pace(ctx, server); err != nil {
			end()
			unlock()
			return nil, err
		}
	}
	asked := time.Now()
	return func() {
		rest := time.Duration(0)
		if req.gap != nil {
			rest = req.gap() - time.Since(asked)
		}
		if rest > 0 {
			time.AfterFunc(rest, end)
		} else {
			end()
		}
		unlock()
	}, nil
}

// isOurs reports whether err is a failure of our own store, for which no host is to
// be blamed.
func isOurs(err error) bool {
	var p *problem
	return errors.As(err, &p) && p.kind == problemTurn
}
