package jobs

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

// inBubble runs a daemon on a bubble's clock, which starts on Saturday 1 January
// 2000. The sink is outside: a listener at rest would keep the clock from moving.
func inBubble(t *testing.T, test func(t *testing.T, sink *testkit.SMTP)) {
	t.Helper()
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	if _, err := lexicon(); err != nil {
		t.Fatal(err)
	}
	synctest.Test(t, func(t *testing.T) { test(t, sink) })
}

// bubbleDesk is a desk on the bubble's clock.
func bubbleDesk(t *testing.T, sink *testkit.SMTP, readers int) *desk {
	t.Helper()
	d := newDesk(t, time.Now(), edition(t, "weekly", readers))
	d.Now = time.Now
	return d.known(t).sendTo(sink, deliver.Options{})
}

// start runs the daemon; stop ends it and waits.
func (d *desk) start(t *testing.T) (stop func()) {
	t.Helper()
	hourly, err := ParseSchedule("@hourly", time.UTC)
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- (&Daemon{Steps: d.Steps, Fetch: hourly}).Run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("Run() = %v", err)
		}
	}
}

func TestDaemonSendsWhatFellDueWhileItWasDown(t *testing.T) {
	inBubble(t, func(t *testing.T, sink *testkit.SMTP) {
		d := bubbleDesk(t, sink, 2)
		d.publish(t, time.Now(), "a")
		time.Sleep(2*day + 8*time.Hour) // Monday, half an hour after the slot
		stop := d.start(t)
		time.Sleep(30 * time.Second)
		stop()
		if n := len(sink.Messages()); n != 2 {
			t.Errorf("%d messages within half a minute of the start, want 2", n)
		}
	})
}

func TestDaemonSendsEachWeekOnce(t *testing.T) {
	inBubble(t, func(t *testing.T, sink *testkit.SMTP) {
		d := bubbleDesk(t, sink, 1)
		for i, name := range []string{"a", "b", "c"} {
			d.publish(t, time.Now(), name)
			time.Sleep(2*day + 7*time.Hour) // Monday, half an hour before the slot
			stop := d.start(t)
			time.Sleep(time.Hour)
			stop()
			if n := len(sink.Messages()); n != i+1 {
				t.Errorf("after week %d: %d messages", i+1, n)
			}
			time.Sleep(5*day - 8*time.Hour)
		}
	})
}

func TestDaemonLeavesATroubledRelayAloneForLongerAndLonger(t *testing.T) {
	inBubble(t, func(t *testing.T, sink *testkit.SMTP) {
		d := bubbleDesk(t, sink, 2)
		sink.Fault(testkit.Fault{Step: testkit.StepConnect, Do: testkit.Refuse, Code: 554})
		d.publish(t, time.Now(), "a")
		time.Sleep(2*day + 7*time.Hour + 29*time.Minute)
		stop := d.start(t)
		time.Sleep(4 * time.Hour)
		// at 0, 1, 6, 21, 51, 111 and 171 minutes, give or take one for each
		if n := sink.Connections(); n < 6 || n > 8 {
			t.Errorf("%d connections in 4 hours, want about 7", n)
		}
		sink.ClearFaults()
		time.Sleep(62 * time.Minute)
		stop()
		if n := len(sink.Messages()); n != 2 {
			t.Errorf("%d messages an hour after the relay was well again, want 2", n)
		}
	})
}

func TestDaemonThatStopsFinishesWhatItBegan(t *testing.T) {
	d, kept := issued(t, 3)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	sink.Fault(testkit.Fault{Step: testkit.StepDot, Do: testkit.Stall, Wait: 200 * time.Millisecond})
	d.sendTo(sink, deliver.Options{})
	stop := d.start(t)
	for len(sink.Messages()) == 0 {
		time.Sleep(time.Millisecond)
	}
	stop()
	counts, err := d.Store.CountDeliveries(t.Context(), kept.ID)
	if err != nil || counts[news.Sent] != 1 || counts[news.Pending] != 2 {
		t.Errorf("deliveries %v (%v), want the one in hand sent and the rest pending", counts, err)
	}
}

func TestDaemonThatIsStoppedAtOnceDoesNothingAfterwards(t *testing.T) {
	for range 20 {
		worked := false
		l := newLane(func() { worked = true })
		l.close()
		l.Run()
		if worked {
			t.Fatal("a closed lane worked")
		}
	}
}

func TestDaemonRefusesAScheduleThatCannotBeRead(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	d.Editions[0].Schedule = "never"
	if err := (&Daemon{Steps: d.Steps}).Run(t.Context()); err == nil {
		t.Error("Run() = nil")
	}
}

func TestOnceBesideARunningFetchStillSends(t *testing.T) {
	d, _ := issued(t, 2)
	other := openDesk(t, d.path, d.clock)
	unlock, held, err := other.Store.Lock(t.Context(), "fetch")
	if err != nil || !held {
		t.Fatalf("Lock() = %v, %v", held, err)
	}
	defer unlock()
	if _, err := d.Round(t.Context(), RoundRequest{}); !errors.Is(err, ErrBusy) {
		t.Errorf("Round() = %v, want %v", err, ErrBusy)
	}
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	d.sendTo(sink, deliver.Options{})
	if !(&Daemon{Steps: d.Steps}).Once(t.Context()) || len(sink.Messages()) != 2 {
		t.Errorf("Once() went badly, or sent %d messages; want 2", len(sink.Messages()))
	}
}

func TestOnceSaysWhenSomethingIsLeft(t *testing.T) {
	d, _ := issued(t, 2)
	var logged bytes.Buffer
	d.Log = slog.New(slog.NewTextHandler(&logged, nil))
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	sink.Fault(testkit.Fault{Step: testkit.StepRcpt, Do: testkit.Refuse, Recipient: "r1@readers.example"})
	d.sendTo(sink, deliver.Options{})
	if (&Daemon{Steps: d.Steps}).Once(t.Context()) {
		t.Error("Once() = true with a message to retry")
	}
	if out := logged.String(); !strings.Contains(out, `counts="1 sent, 1 to retry"`) || strings.Contains(out, "r1@") {
		t.Errorf("log lacks the counts, or shows an address:\n%s", out)
	}
}
