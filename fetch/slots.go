package fetch

import (
	"context"
	"sync"
	"time"
)

// slotLent is how long a request may keep its slot. A server that is silent for
// longer shall not keep other hosts waiting.
const slotLent = 2 * time.Second

// slot is the right of one host to be asked, one of Parallel. A host keeps it
// from request to request, so that the one with the most to read, which decides
// how long a run takes, never queues again.
type slot struct {
	slots chan struct{}

	mu   sync.Mutex
	held bool
}

// during runs ask with the slot held. When ask takes too long the slot goes back
// before its end, and is waited for again the next time.
func (s *slot) during(ctx context.Context, ask func()) error {
	s.mu.Lock()
	held := s.held
	s.mu.Unlock()
	if !held {
		select {
		case s.slots <- struct{}{}:
		case <-ctx.Done():
			return context.Cause(ctx)
		}
		s.mu.Lock()
		s.held = true
		s.mu.Unlock()
	}
	timer := time.AfterFunc(slotLent, s.release)
	defer timer.Stop()
	ask()
	return nil
}

// release gives the slot back, if it is held.
func (s *slot) release() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.held {
		s.held = false
		<-s.slots
	}
}
