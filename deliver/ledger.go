package deliver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/time/rate"

	"github.com/wardround/wardround/news"
)

// Ledger is what delivering needs from the store. Every write is on disk when
// it returns, and refused when the claim has passed to somebody else.
type Ledger interface {
	// RecoverDeliveries opens again what senders that died have left.
	RecoverDeliveries(ctx context.Context, now time.Time, unknownAfter time.Duration) error
	// ClaimDeliveries takes the next deliveries that are due; none when none is.
	ClaimDeliveries(ctx context.Context, c news.Claim) ([]news.Delivery, error)
	// KeepMessage stores the bytes of a claimed delivery.
	KeepMessage(ctx context.Context, d news.Delivery) error
	// Commit records that the final dot is about to be sent.
	Commit(ctx context.Context, d news.Delivery, now time.Time) error
	// Settle records what became of a claimed delivery.
	Settle(ctx context.Context, d news.Delivery) error
}

// Build makes the message of a delivery. It is called once for each delivery;
// every attempt sends the same bytes.
type Build func(ctx context.Context, d news.Delivery) (Built, error)

// ErrLeft is what a [Build] returns for a reader who has left since the issue was
// written: nothing is sent to them.
var ErrLeft = errors.New("no longer a reader")

// Built is a message ready to be sent.
type Built struct {
	From      string // envelope sender, a bare address
	MessageID string // without angle brackets
	Bytes     []byte // CRLF line ends
}

// Options tune a [Sender].
type Options struct {
	// Rate is the most messages a minute, whatever the number of connections; 0
	// sets no limit. Default 0.
	Rate int
	// Connections is how many are open at once. Default 1.
	Connections int
	// Lease is how long a claim holds without being settled. Default 2 minutes.
	Lease time.Duration
	// UnknownAfter is the wait before a delivery whose end is unknown is offered
	// once more. Default 15 minutes.
	UnknownAfter time.Duration
	// Hold leaves deliveries whose end is unknown to the operator. Default false.
	Hold bool
	// Now is the clock. Default time.Now.
	Now func() time.Time
}

// Sender works through the ledger.
type Sender struct {
	log    *slog.Logger
	ledger Ledger
	relay  Relay
	build  Build
	opts   Options
	pace   *rate.Limiter
}

// New makes a sender that hands what the ledger holds to relay.
func New(log *slog.Logger, ledger Ledger, relay Relay, build Build, opts Options) *Sender {
	if opts.Connections < 1 {
		opts.Connections = 1
	}
	if opts.Lease <= 0 {
		opts.Lease = 2 * time.Minute
	}
	if opts.UnknownAfter <= 0 {
		opts.UnknownAfter = 15 * time.Minute
	}
	if opts.Now == nil {
		opts.Now = time.Now
	}
	pace := rate.NewLimiter(rate.Inf, 1)
	if opts.Rate > 0 {
		pace = rate.NewLimiter(rate.Limit(float64(opts.Rate)/60), max(1, opts.Rate/10))
	}
	return &Sender{log: log, ledger: ledger, relay: relay, build: build, opts: opts, pace: pace}
}

// Counts says what one run came to.
type Counts struct {
	Sent, Retry, Failed, Unknown int
	Stopped                      string // why the run ended before everything due was offered; "" when it did not
	Refused                      bool   // it ended because the relay refuses the issue, or us
}

// String is the one line a run ends in.
func (c Counts) String() string {
	parts := []string{fmt.Sprintf("%d sent", c.Sent)}
	for _, p := range []struct {
		n    int
		name string
	}{{c.Retry, "to retry"}, {c.Failed, "refused for good"}, {c.Unknown, "unknown"}} {
		if p.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.n, p.name))
		}
	}
	if c.Stopped != "" {
		parts = append(parts, "stopped: "+c.Stopped)
	}
	return strings.Join(parts, ", ")
}

// Done reports whether everything that was due has been sent.
func (c Counts) Done() bool {
	return c.Retry == 0 && c.Failed == 0 && c.Unknown == 0 && c.Stopped == ""
}

// Run offers every delivery that is due to the relay. It stops early, without
// an error, when the relay cannot be reached or refuses us as a whole; Counts
// says so. An error is one of our own: the store, or a message that cannot be built.
func (s *Sender) Run(ctx context.Context) (Counts, error) {
	if err := s.ledger.RecoverDeliveries(ctx, s.opts.Now(), s.opts.UnknownAfter); err != nil {
		return Counts{}, err
	}
	run := &run{Sender: s}
	group, ctx := errgroup.WithContext(ctx)
	for range s.opts.Connections {
		group.Go(func() error { return run.work(ctx) })
	}
	err := errors.Join(group.Wait(), run.putBack(context.WithoutCancel(ctx)))
	if run.unbuilt > 0 {
		err = errors.Join(err, fmt.Errorf("%d messages could not be built; the first, %w", run.unbuilt, run.firstUnbuilt))
	}
	return run.counts, err
}

// How many messages the relay may refuse for good before the run ends: so many
// one after the other, or as many in all if they are this share of the run. Then
// it is the issue it will not take, or us, and every further offer would lose a
// reader.
const (
	maxPolicy   = 3
	policyShare = 0.1
)

// run is the shared state of one Run.
type run struct {
	*Sender
	shelf        shelf
	mu           sync.Mutex
	counts       Counts
	policy       int // refused by policy in a row
	policyAll    int // refused by policy
	throttled    int // asked to send less, in a row
	unbuilt      int
	firstUnbuilt error
}

func (r *run) work(ctx context.Context) error {
	var open *session
	defer func() {
		if open != nil {
			open.quit()
		}
	}()
	for ctx.Err() == nil && !r.stopped() {
		c, due, err := r.next(ctx)
		if err != nil || !due {
			return err
		}
		if open, err = r.deliver(ctx, open, c); err != nil {
			return err
		}
		if err := r.pace.Wait(ctx); err != nil {
			return nil // the run is being ended
		}
	}
	return nil
}

// errFrozen ends a message whose claim has run out just before its final dot.
var errFrozen = errors.New("the claim ran out before the end of the message")

func (r *run) stopped() bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.counts.Stopped != ""
}

// deliver offers one claimed delivery and settles it. It returns the connection
// if it can carry another message.
func (r *run) deliver(ending context.Context, open *session, c claim) (*session, error) {
	// The claim is finished even when the run is being ended: the reply to a
	// message that was spoken must be recorded.
	ctx := context.WithoutCancel(ending)
	d := c.Delivery
	built, err := r.build(ctx, d)
	if errors.Is(err, ErrLeft) {
		d.State, d.Reply = news.Suppressed, ErrLeft.Error()
		return open, r.ledger.Settle(ctx, d)
	}
	if err != nil {
		return open, r.notBuilt(ctx, d, err)
	}
	if d.Message == nil {
		d.MessageID, d.Message = built.MessageID, built.Bytes
		if err := r.ledger.KeepMessage(ctx, d); err != nil {
			return open, err
		}
	}
	// The relay's own log has the Message-ID; without its domain it looks like no address.
	id, _, _ := strings.Cut(d.MessageID, "@")
	log := r.log.With("edition", d.Edition, "issue", d.Number, "delivery", d.ID, "message", id)
	if open == nil || !open.fresh() {
		if open, err = r.relay.dial(ending); err != nil {
			return nil, r.refused(ctx, log, d, err)
		}
	}
	reply, err := open.send(built.From, d, func() error {
		if err := r.ledger.Commit(ctx, d, r.opts.Now()); err != nil {
			return err
		}
		if r.opts.Now().Sub(c.since) >= r.opts.Lease { // frozen while it was recorded: others may have it
			return errFrozen
		}
		return nil
	})
	if err != nil {
		if !usable(err) {
			open.cut()
			open = nil
		}
		return open, r.refused(ctx, log, d, err)
	}
	d.State, d.Code, d.Reply, d.SentAt = news.Sent, 250, reply, r.opts.Now()
	d.Attempts++
	if err := r.ledger.Settle(ctx, d); err != nil {
		return open, err
	}
	log.Info("sent", "reply", anonymous(reply))
	r.count(d.State)
	return open, nil
}

// notBuilt leaves a delivery whose message cannot be made for later. It stops
// nobody else's mail: the fault may be this one address's, or that of an edition
// no longer configured.
func (r *run) notBuilt(ctx context.Context, d news.Delivery, err error) error {
	d.State, d.NextAt, d.Reply = news.Pending, r.opts.Now().Add(retryAfter(1)), "the message could not be built"
	r.mu.Lock()
	r.unbuilt++
	r.counts.Retry++
	if r.firstUnbuilt == nil {
		r.firstUnbuilt = fmt.Errorf("delivery %d: %w", d.ID, quiet{err})
	}
	r.mu.Unlock()
	return r.ledger.Settle(ctx, d)
}

// refused settles a delivery that was not accepted, and stops the run when the
// relay refuses us and not the message.
func (r *run) refused(ctx context.Context, log *slog.Logger, d news.Delivery, err error) error {
	var ref *refusal
	if !errors.As(err, &ref) {
		return err // not ours any more, or it could not be recorded: the lease settles it
	}
	ref.settle(&d, r.opts.Now(), r.opts.UnknownAfter)
	if err := r.ledger.Settle(ctx, d); err != nil {
		return err
	}
	level := slog.LevelWarn
	if ref.class == classConfig {
		level = slog.LevelError // no waiting mends it
	}
	log.Log(ctx, level, "not sent", "state", d.State, "phase", string(ref.phase), "code", ref.code, "err", anonymous(d.Reply))
	r.count(d.State)
	if r.endsRun(ref) {
		r.mu.Lock()
		r.counts.Stopped = anonymous(d.Reply)
		r.counts.Refused = ref.class == classPolicy || ref.class == classConfig
		r.mu.Unlock()
	}
	return nil
}

// endsRun reports whether a refusal is about us or the issue, not one message.
func (r *run) endsRun(ref *refusal) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch ref.class {
	case classConnection, classConfig:
		return true
	case classThrottled:
		r.throttled++
		// At RCPT it may be one mailbox that delays strangers; a second one in a row is no chance.
		return ref.code == 432 || ref.phase != phaseRcpt || r.throttled > 1
	case classPolicy:
		r.policy++
		r.policyAll++
		share := float64(r.policyAll) / float64(r.policyAll+r.counts.Sent)
		return r.policy >= maxPolicy || r.policyAll >= maxPolicy && share >= policyShare
	}
	return false
}

func (r *run) count(state news.DeliveryState) {
	r.mu.Lock()
	defer r.mu.Unlock()
	switch state {
	case news.Sent:
		r.counts.Sent++
		r.policy, r.throttled = 0, 0
	case news.Retry:
		r.counts.Retry++
	case news.Failed:
		r.counts.Failed++
	case news.Unknown:
		r.counts.Unknown++
	}
}
