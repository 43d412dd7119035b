package deliver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

var errLost = errors.New("the delivery is no longer ours")

var quietLog = slog.New(slog.DiscardHandler)

// row is one delivery of a memory ledger.
type row struct {
	news.Delivery
	leaseUntil time.Time
}

// memory is a Ledger without a disk, and with knobs to make it fail.
type memory struct {
	mu     sync.Mutex
	rows   []*row
	commit func(d news.Delivery) error // called before a commit is taken
	settle func(d news.Delivery) error // called before a settlement is taken
}

func newMemory(n int) *memory {
	m := &memory{}
	for i := range n {
		m.rows = append(m.rows, &row{Delivery: news.Delivery{
			ID: int64(i + 1), Issue: 1, Edition: "weekly", Number: 11, State: news.Pending, Expires: noon.Add(72 * time.Hour),
			Recipient: news.Recipient{Address: address(i)},
		}})
	}
	return m
}

func address(i int) string { return fmt.Sprintf("r%d@readers.example", i) }

func (m *memory) RecoverDeliveries(_ context.Context, now time.Time, unknownAfter time.Duration) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.rows {
		switch over := !r.leaseUntil.After(now); {
		case over && r.State == news.Talking:
			r.State = news.Pending
		case over && r.State == news.Committing:
			r.State, r.NextAt = news.Unknown, now.Add(unknownAfter)
			if r.Resent {
				r.State = news.Failed
			}
		}
	}
	return nil
}

func (m *memory) ClaimDeliveries(_ context.Context, c news.Claim) ([]news.Delivery, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var claimed []news.Delivery
	for _, r := range m.rows {
		again := r.State == news.Unknown && c.Resend && !r.Resent
		open := again || r.State == news.Pending || r.State == news.Retry
		if !open || r.NextAt.After(c.Now) || !r.Expires.After(c.Now) || len(claimed) == c.Most {
			continue
		}
		r.State, r.Resent, r.leaseUntil = news.Talking, r.Resent || again, c.Now.Add(c.Lease)
		r.Fence++
		claimed = append(claimed, r.Delivery)
	}
	return claimed, nil
}

func (m *memory) held(d news.Delivery) (*row, error) {
	r := m.rows[d.ID-1]
	if r.Fence != d.Fence || r.State != news.Talking && r.State != news.Committing {
		return nil, errLost
	}
	return r, nil
}

func (m *memory) KeepMessage(_ context.Context, d news.Delivery) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := m.held(d)
	if err == nil {
		r.MessageID, r.Message = d.MessageID, d.Message
	}
	return err
}

func (m *memory) Commit(_ context.Context, d news.Delivery, now time.Time) error {
	if m.commit != nil {
		if err := m.commit(d); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := m.held(d)
	switch {
	case err != nil:
		return err
	case !r.leaseUntil.After(now):
		return errLost
	}
	r.State = news.Committing
	return nil
}

func (m *memory) Settle(ctx context.Context, d news.Delivery) error {
	if m.settle != nil {
		if err := m.settle(d); err != nil {
			return err
		}
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	r, err := m.held(d)
	if err == nil {
		message := r.Message
		r.Delivery = d
		r.Message = message
	}
	return errors.Join(err, ctx.Err())
}

// states are those of all deliveries, in order.
func (m *memory) states() []news.DeliveryState {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []news.DeliveryState
	for _, r := range m.rows {
		all = append(all, r.State)
	}
	return all
}

var noon = time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)

// post is a sender with everything around it.
type post struct {
	*memory
	sink   *testkit.SMTP
	clock  *testkit.Clock
	relay  Relay
	opts   Options
	logged *bytes.Buffer
	built  int
	slow   time.Duration // that a build takes
}

func newPost(t *testing.T, recipients int) *post {
	t.Helper()
	return newPostTo(testkit.NewSMTP(t, testkit.SMTPOptions{}), recipients)
}

func newPostTo(sink *testkit.SMTP, recipients int) *post {
	p := &post{memory: newMemory(recipients), sink: sink, clock: testkit.NewClock(noon), logged: &bytes.Buffer{}}
	p.relay = Relay{Host: "127.0.0.1", Port: sink.Port(), TLS: TLSNone, RootCAs: sink.RootCAs()}
	p.opts.Now = p.clock.Now
	return p
}

// build makes a message that no second build would make again.
func (p *post) build(_ context.Context, d news.Delivery) (Built, error) {
	p.built++
	p.clock.Advance(p.slow)
	id := fmt.Sprintf("%d.%d@wardround.example", d.ID, p.built)
	text := fmt.Sprintf("To: <%s>\r\nMessage-ID: <%s>\r\n\r\n.a dot leads\r\nlast line\r\n", d.Recipient.Address, id)
	return Built{From: "digest@wardround.example", MessageID: id, Bytes: []byte(text)}, nil
}

// run is one run of a new sender.
func (p *post) run(t *testing.T) Counts {
	t.Helper()
	counts, err := p.tryRun()
	if err != nil {
		t.Fatalf("Run() = %v", err)
	}
	return counts
}

func (p *post) tryRun() (Counts, error) {
	log := slog.New(slog.NewTextHandler(p.logged, &slog.HandlerOptions{Level: slog.LevelDebug}))
	return New(log, p.memory, p.relay, p.build, p.opts).Run(context.Background())
}

// arrived counts the messages the sink holds for each recipient, and fails on
// one that is not for exactly one.
func (p *post) arrived(t *testing.T) map[string]int {
	t.Helper()
	got := map[string]int{}
	for _, m := range p.sink.Messages() {
		if len(m.To) != 1 {
			t.Errorf("a message has recipients %v, want one", m.To)
		}
		got[m.To[0]]++
	}
	return got
}
