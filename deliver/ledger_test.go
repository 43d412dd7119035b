package deliver

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

func TestEachRecipientGetsOneMessageOnOneConnection(t *testing.T) {
	p := newPost(t, 5)
	counts := p.run(t)
	p.wantAllOnce(t)
	if counts.Sent != 5 || !counts.Done() || counts.String() != "5 sent" {
		t.Errorf("counts = %v, want 5 sent", counts)
	}
	if n := p.sink.Connections(); n != 1 {
		t.Errorf("%d connections, want 1", n)
	}
	m := p.sink.Messages()[0]
	if m.From != "digest@wardround.example" || string(m.Data) != string(p.rows[0].Message) {
		t.Errorf("message from %s is %q, want the stored bytes %q", m.From, m.Data, p.rows[0].Message)
	}
	if again := p.run(t); again != (Counts{}) || len(p.sink.Messages()) != 5 {
		t.Errorf("a second run = %v with %d messages, want nothing more", again, len(p.sink.Messages()))
	}
}

func TestEveryAttemptSendsTheSameBytes(t *testing.T) {
	p := newPost(t, 1)
	p.sink.Fault(testkit.Fault{Step: testkit.StepDot, Do: testkit.Refuse, Code: 452, Nth: 1})
	p.sink.Fault(testkit.Fault{Step: testkit.StepDot, Do: testkit.Drop, Nth: 2})
	for range 3 {
		p.run(t)
		p.clock.Advance(20 * time.Minute)
	}
	all := p.sink.Messages()
	if len(all) != 3 {
		t.Fatalf("%d messages reached the dot, want 3", len(all))
	}
	for _, m := range all[1:] {
		if diff := cmp.Diff(string(all[0].Data), string(m.Data)); diff != "" {
			t.Errorf("a later attempt differs:\n%s", diff)
		}
	}
	if p.rows[0].State != news.Sent || !p.rows[0].Resent {
		t.Errorf("delivery = %+v, want sent after one more offer", p.rows[0].Delivery)
	}
}

func TestNothingIsSentThatCannotBeRecorded(t *testing.T) {
	full := errors.New("disk full")
	p := newPost(t, 2)
	p.commit = func(news.Delivery) error { return full }
	if _, err := p.tryRun(); !errors.Is(err, full) {
		t.Errorf("Run() = %v, want %v", err, full)
	}
	if got := p.states()[0]; len(p.sink.Messages()) != 0 || got != news.Talking {
		t.Errorf("%d messages sent, state %s; want none, and the lease to settle it", len(p.sink.Messages()), got)
	}
	p.commit = nil
	p.clock.Advance(3 * time.Minute)
	p.run(t)
	p.wantAllOnce(t)
}

func TestLostLeaseBeforeTheDotSendsNoMessage(t *testing.T) {
	p := newPost(t, 1)
	p.slow = 3 * time.Minute // as if the process had been stopped for longer than its lease
	if _, err := p.tryRun(); !errors.Is(err, errLost) {
		t.Errorf("Run() = %v, want the loss", err)
	}
	if n := len(p.sink.Messages()); n != 0 {
		t.Errorf("%d messages in the sink, want none", n)
	}
	p.slow = 0
	p.run(t)
	p.wantAllOnce(t)
}

func TestReplyThatCouldNotBeRecordedIsAnUnknownEnd(t *testing.T) {
	p := newPost(t, 1)
	p.settle = func(news.Delivery) error { return errors.New("disk full") }
	if _, err := p.tryRun(); err == nil {
		t.Error("Run() = nil, want the fault of the disk")
	}
	p.settle = nil
	p.clock.Advance(3 * time.Minute)
	p.run(t)
	if got := p.states()[0]; got != news.Unknown || len(p.sink.Messages()) != 1 {
		t.Errorf("state %s after %d messages, want unknown after 1", got, len(p.sink.Messages()))
	}
}

func TestUnknownEndIsOfferedOnceMoreAndThenGivenUp(t *testing.T) {
	p := newPost(t, 1)
	p.sink.Fault(testkit.Fault{Step: testkit.StepDot, Do: testkit.Drop})
	for i, want := range []struct {
		wait  time.Duration
		state news.DeliveryState
		sent  int
	}{{0, news.Unknown, 1}, {14 * time.Minute, news.Unknown, 1}, {2 * time.Minute, news.Failed, 2}, {time.Hour, news.Failed, 2}} {
		p.clock.Advance(want.wait)
		p.run(t)
		if got, n := p.states()[0], len(p.sink.Messages()); got != want.state || n != want.sent {
			t.Errorf("run %d: state %s after %d messages, want %s after %d", i, got, n, want.state, want.sent)
		}
	}
}

func TestHoldLeavesAnUnknownEndToTheOperator(t *testing.T) {
	p := newPost(t, 1)
	p.opts.Hold = true
	p.sink.Fault(testkit.Fault{Step: testkit.StepDot, Do: testkit.Drop})
	p.run(t)
	p.clock.Advance(24 * time.Hour)
	p.run(t)
	if got := p.states()[0]; got != news.Unknown || len(p.sink.Messages()) != 1 {
		t.Errorf("state %s after %d messages, want unknown after 1", got, len(p.sink.Messages()))
	}
}

func TestComeBackLaterEndsTheRunAndBlamesNobody(t *testing.T) {
	p := newPost(t, 5)
	p.sink.Fault(testkit.Fault{Step: testkit.StepData, Do: testkit.Refuse, Code: 421, Text: "4.3.2 shutting down", Nth: 3})
	counts := p.run(t)
	want := []news.DeliveryState{news.Sent, news.Sent, news.Pending, news.Pending, news.Pending}
	if diff := cmp.Diff(want, p.states()); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
	if counts.Done() || !strings.Contains(counts.String(), "shutting down") || p.rows[2].Attempts != 0 {
		t.Errorf("counts = %v, attempts %d; want a stop with its reason, no attempt counted", counts, p.rows[2].Attempts)
	}
	p.run(t)
	p.wantAllOnce(t)
}

func TestOneBadAddressStopsNobody(t *testing.T) {
	for _, code := range []int{550, 451} {
		p := newPost(t, 4)
		p.sink.Fault(testkit.Fault{Step: testkit.StepRcpt, Do: testkit.Refuse, Code: code, Recipient: address(1)})
		counts := p.run(t)
		if counts.Sent != 3 || counts.Stopped != "" {
			t.Errorf("with %d for one: counts = %v, want 3 sent and no stop", code, counts)
		}
	}
}

func TestMessageThatCannotBeBuiltStopsNobody(t *testing.T) {
	p := newPost(t, 3)
	odd := errors.New("edition is no longer configured; for " + address(1))
	whole := p.build
	log := slog.New(slog.NewTextHandler(p.logged, nil))
	sender := New(log, p.memory, p.relay, func(ctx context.Context, d news.Delivery) (Built, error) {
		if d.ID == 2 {
			return Built{}, odd
		}
		return whole(ctx, d)
	}, p.opts)
	counts, err := sender.Run(t.Context())
	if !errors.Is(err, odd) || strings.Contains(err.Error(), "@") || counts.Sent != 2 || counts.Done() {
		t.Errorf("Run() = %v, %v; want 2 sent and the reason without an address", counts, err)
	}
	if d := p.rows[1]; d.State != news.Pending || d.Attempts != 0 || !d.NextAt.After(noon) {
		t.Errorf("delivery = %+v, want it to wait", d.Delivery)
	}
}

func TestRelayThatWasDownGetsEverythingOnce(t *testing.T) {
	sink, err := testkit.StartSMTP(testkit.SMTPOptions{})
	if err != nil {
		t.Fatal(err)
	}
	p := newPostTo(sink, 3)
	if err := sink.Close(); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		if counts := p.run(t); counts.Stopped == "" || counts.Sent+counts.Retry+counts.Failed != 0 {
			t.Errorf("counts while down = %v, want a stop and nothing else", counts)
		}
	}
	p.sink = testkit.NewSMTP(t, testkit.SMTPOptions{})
	p.relay.Port = p.sink.Port()
	p.run(t)
	p.wantAllOnce(t)
}

func TestRelayThatTakesNoMessageAtAllLosesThreeReadersAtMost(t *testing.T) {
	p := newPost(t, 10)
	p.sink.Fault(testkit.Fault{Step: testkit.StepMail, Do: testkit.Refuse, Code: 554, Text: "5.7.1 sender not allowed"})
	counts := p.run(t)
	if counts.Failed != maxPolicy || counts.Stopped == "" || p.rows[maxPolicy].State != news.Pending {
		t.Errorf("counts = %v, want a stop after %d", counts, maxPolicy)
	}
}

func TestRefusalsByPolicyEndTheRunAtATenthOfIt(t *testing.T) {
	tests := map[string]struct {
		refused    []int
		wantFailed int
		wantStop   bool
	}{
		"one now and then among many": {[]int{10, 40, 70}, 3, false},
		"two of a few":                {[]int{1, 3}, 2, false},
		"three of twenty":             {[]int{2, 8, 19}, 3, true},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			p := newPost(t, 72)
			for _, i := range test.refused {
				p.sink.Fault(testkit.Fault{Step: testkit.StepDot, Do: testkit.Refuse, Code: 554, Recipient: address(i)})
			}
			counts := p.run(t)
			if counts.Failed != test.wantFailed || (counts.Stopped != "") != test.wantStop {
				t.Errorf("counts = %v, want %d failed, stop %v", counts, test.wantFailed, test.wantStop)
			}
		})
	}
}

func TestThrottledRunPausesAndCountsNoAttempt(t *testing.T) {
	for _, fault := range []testkit.Fault{
		{Step: testkit.StepMail, Do: testkit.Refuse, Code: 450, Text: "4.7.28 slow down", Nth: 3},
		{Step: testkit.StepMail, Do: testkit.Refuse, Code: 432, Text: "concurrent connections", Nth: 3},
		{Step: testkit.StepDot, Do: testkit.Refuse, Code: 451, Text: "4.7.0 slow down", Nth: 3},
	} {
		p := newPost(t, 6)
		p.sink.Fault(fault)
		counts := p.run(t)
		if d := p.rows[2]; counts.Sent != 2 || counts.Stopped == "" || d.State != news.Pending || d.Attempts != 0 {
			t.Errorf("%s %d: counts = %v, delivery %s with %d attempts; want a pause that blames nobody", fault.Step, fault.Code, counts, d.State, d.Attempts)
		}
		p.sink.ClearFaults()
		p.clock.Advance(2 * throttlePause)
		if counts := p.run(t); counts.Sent != 4 {
			t.Errorf("%s %d: counts after the pause = %v, want the four others sent", fault.Step, fault.Code, counts)
		}
	}
}

func TestMailboxThatDelaysStrangersHoldsUpNobody(t *testing.T) {
	p := newPost(t, 6)
	p.sink.Fault(testkit.Fault{Step: testkit.StepRcpt, Do: testkit.Refuse, Code: 450, Text: "4.7.1 greylisted", Recipient: address(1)})
	counts := p.run(t)
	if counts.Sent != 5 || counts.Stopped != "" || p.rows[1].State != news.Pending || p.rows[1].Attempts != 0 {
		t.Errorf("counts = %v, delivery %s; want the five others sent", counts, p.rows[1].State)
	}
}

func TestReaderWhoLeftGetsNothing(t *testing.T) {
	p := newPost(t, 3)
	build := func(ctx context.Context, d news.Delivery) (Built, error) {
		if d.ID == 2 {
			return Built{}, fmt.Errorf("delivery: %w", ErrLeft)
		}
		return p.build(ctx, d)
	}
	counts, err := New(slog.New(slog.DiscardHandler), p.memory, p.relay, build, p.opts).Run(t.Context())
	if err != nil || counts.Sent != 2 || !counts.Done() || p.rows[1].State != news.Suppressed {
		t.Errorf("Run() = %v, %v, delivery %s; want two sent, one suppressed", counts, err, p.rows[1].State)
	}
}

func TestEndOfTheRunStillRecordsTheReply(t *testing.T) {
	p := newPost(t, 3)
	ctx, cancel := context.WithCancel(t.Context())
	p.commit = func(news.Delivery) error { cancel(); return nil } // the dot comes after the end
	p.sink.Fault(testkit.Fault{Step: testkit.StepDot, Do: testkit.Stall, Wait: 50 * time.Millisecond})
	counts, err := New(slog.New(slog.DiscardHandler), p.memory, p.relay, p.build, p.opts).Run(ctx)
	if err != nil || counts.Sent != 1 {
		t.Errorf("Run() = %v, %v; want the one in hand sent", counts, err)
	}
	if diff := cmp.Diff([]news.DeliveryState{news.Sent, news.Pending, news.Pending}, p.states()); diff != "" {
		t.Errorf("states (-want +got):\n%s", diff)
	}
}

func TestEndOfTheRunDoesNotWaitForASilentRelay(t *testing.T) {
	p := newPost(t, 1)
	p.sink.Fault(testkit.Fault{Step: testkit.StepConnect, Do: testkit.Stall})
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	began := time.Now()
	if _, err := New(slog.New(slog.DiscardHandler), p.memory, p.relay, p.build, p.opts).Run(ctx); err != nil {
		t.Errorf("Run() = %v", err)
	}
	if took := time.Since(began); took > 5*time.Second || p.states()[0] != news.Pending {
		t.Errorf("run ended after %v with state %s, want at once and pending", took, p.states()[0])
	}
}

func TestNoAddressAndNoPasswordInTheLog(t *testing.T) {
	p := newPostTo(testkit.NewSMTP(t, testkit.SMTPOptions{StartTLS: true, Username: "desk@wardround.example", Password: "tulip-7"}), 4)
	p.relay.Host, p.relay.TLS, p.relay.Auth, p.relay.Username = "localhost", TLSStartTLS, "auto", "desk@wardround.example"
	password := "wrong-tulip"
	p.relay.Password = func(context.Context) (string, error) { return password, nil }
	for i, step := range []testkit.Step{testkit.StepRcpt, testkit.StepDot} {
		p.sink.Fault(testkit.Fault{Step: step, Do: testkit.Refuse, Code: 550, Recipient: address(i),
			Text: "5.1.1 <" + address(i) + "> (" + address(i) + ") of desk@wardround.example: unknown"})
	}
	refused := p.run(t)
	password = "tulip-7"
	counts := p.run(t)
	if counts.Sent != 2 || counts.Failed != 2 || refused.Stopped == "" {
		t.Errorf("counts = %v then %v", refused, counts)
	}
	all := p.logged.String() + refused.String() + counts.String()
	for _, secret := range []string{"@", "readers.example", "tulip"} {
		if strings.Contains(all, secret) {
			t.Errorf("the log shows %q:\n%s", secret, all)
		}
	}
	for _, line := range strings.Split(strings.TrimSpace(p.logged.String()), "\n") {
		if !strings.Contains(line, " message=") {
			t.Errorf("a line that the relay's own log cannot be searched by: %s", line)
		}
	}
	if !strings.Contains(all, "level=ERROR") || strings.Count(all, "not sent") != 3 {
		t.Errorf("want an error for the log-in and a line for each refusal:\n%s", all)
	}
}

func TestRateSpreadsMessages(t *testing.T) {
	p := newPost(t, 3)
	p.opts.Rate = 600 // ten a second, 60 at once
	began := time.Now()
	p.run(t)
	if took := time.Since(began); took > 2*time.Second {
		t.Errorf("3 messages took %v within the first burst", took)
	}
	q := newPost(t, 3)
	q.opts.Rate = 1200
	sender := New(slog.New(slog.DiscardHandler), q.memory, q.relay, q.build, q.opts)
	sender.pace.SetBurst(1)
	began = time.Now()
	if _, err := sender.Run(t.Context()); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took < 90*time.Millisecond {
		t.Errorf("3 messages at 20 a second took %v, want 100 ms", took)
	}
}
