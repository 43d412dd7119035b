package deliver

import (
	"context"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
)

// ahead is how many deliveries are claimed at a time when no rate is set: sixteen
// in one write cost the ledger little more than one, and claiming was a third of
// its work. With a rate the relay is what takes time, and each is claimed when its
// turn has come.
const ahead = 16

// claim is a delivery that is ours, and since when.
type claim struct {
	news.Delivery
	since time.Time
}

// shelf holds what a run has claimed and no connection has taken in hand.
type shelf struct {
	mu     sync.Mutex
	claims []claim
}

// next takes a claim from the shelf, and fills that when it is empty. It reports
// false when nothing is due.
func (r *run) next(ctx context.Context) (claim, bool, error) {
	r.shelf.mu.Lock()
	defer r.shelf.mu.Unlock()
	for {
		if len(r.shelf.claims) == 0 {
			if err := r.fill(ctx); err != nil || len(r.shelf.claims) == 0 {
				return claim{}, false, err
			}
		}
		c := r.shelf.claims[0]
		r.shelf.claims = r.shelf.claims[1:]
		if r.opts.Now().Sub(c.since) < r.opts.Lease/2 {
			return c, true, nil
		}
		// A slow relay: what is left of the lease may not do for one more message.
		if err := r.release(ctx, c); err != nil {
			return claim{}, false, err
		}
	}
}

func (r *run) fill(ctx context.Context) error {
	now, most := r.opts.Now(), ahead
	if r.opts.Rate > 0 {
		most = 1
	}
	claimed, err := r.ledger.ClaimDeliveries(ctx, news.Claim{Now: now, Lease: r.opts.Lease, Resend: !r.opts.Hold, Most: most})
	for _, d := range claimed {
		r.shelf.claims = append(r.shelf.claims, claim{d, now})
	}
	return err
}

// putBack opens again what is left on the shelf when a run ends early.
func (r *run) putBack(ctx context.Context) error {
	r.shelf.mu.Lock()
	defer r.shelf.mu.Unlock()
	for _, c := range r.shelf.claims {
		if err := r.release(ctx, c); err != nil {
			return err // the leases settle them
		}
	}
	return nil
}

// release opens a delivery again of which nothing was done.
func (r *run) release(ctx context.Context, c claim) error {
	c.State = news.Pending
	return r.ledger.Settle(ctx, c.Delivery)
}
