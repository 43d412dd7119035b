package deliver

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

// asked counts claims by how many deliveries they asked for.
type asked struct {
	*memory
	most []int
}

func (a *asked) ClaimDeliveries(ctx context.Context, c news.Claim) ([]news.Delivery, error) {
	a.most = append(a.most, c.Most)
	return a.memory.ClaimDeliveries(ctx, c)
}

func TestDeliveriesAreClaimedOneByOneOnlyUnderARate(t *testing.T) {
	for rate, want := range map[int][]int{0: {ahead, ahead}, 60_000: {1, 1, 1, 1}} {
		p := newPost(t, 3)
		p.opts.Rate = rate
		ledger := &asked{memory: p.memory}
		if _, err := New(quietLog, ledger, p.relay, p.build, p.opts).Run(t.Context()); err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, ledger.most); diff != "" {
			t.Errorf("rate %d: claims (-want +got):\n%s", rate, diff)
		}
	}
}

func TestRunThatEndsEarlyPutsBackWhatItClaimed(t *testing.T) {
	faults := map[string]func(p *post){
		"the relay hangs up": func(p *post) {
			p.sink.Fault(testkit.Fault{Step: testkit.StepMail, Do: testkit.Refuse, Code: 421, Nth: 2})
		},
		"a commit fails": func(p *post) {
			p.commit = func(d news.Delivery) error {
				if d.ID == 2 {
					return errors.New("disk full")
				}
				return nil
			}
		},
	}
	for name, fault := range faults {
		t.Run(name, func(t *testing.T) {
			p := newPost(t, 5)
			fault(p)
			_, _ = p.tryRun() // how it ends is told elsewhere
			second := news.Pending
			if p.commit != nil {
				second = news.Talking // in hand when it failed: the lease settles it
			}
			want := []news.DeliveryState{news.Sent, second, news.Pending, news.Pending, news.Pending}
			if diff := cmp.Diff(want, p.states()); diff != "" {
				t.Errorf("states (-want +got):\n%s", diff)
			}
		})
	}
}

func TestClaimThatLayTooLongIsTakenAnew(t *testing.T) {
	p := newPost(t, 4)
	p.slow = 50 * time.Second // four of them would outlast the lease of two minutes
	p.run(t)
	p.wantAllOnce(t)
	if fence := p.rows[3].Fence; fence < 2 {
		t.Errorf("the last delivery was claimed %d times, want it claimed anew", fence)
	}
}
