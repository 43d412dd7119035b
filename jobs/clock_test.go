package jobs

import (
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

func TestClockThatJumpedIsRefusedUntilSomebodyTrustsIt(t *testing.T) {
	for jump, right := range map[time.Duration]bool{
		-400 * day: false, -2 * day: false, -2 * time.Hour: true, time.Minute: true, 21 * day: true, 59 * day: true, 61 * day: false, 3650 * day: false,
	} {
		d := newDesk(t, monday, edition(t, "weekly", 1))
		if err := d.CheckClock(t.Context()); err != nil {
			t.Fatalf("CheckClock() of a new store = %v", err)
		}
		d.clock.Advance(jump)
		if err := d.CheckClock(t.Context()); (err == nil) != right || err != nil && !errors.Is(err, ErrClock) {
			t.Errorf("after a jump by %v CheckClock() = %v, want right %v", jump, err, right)
		}
		if err := d.TrustClock(t.Context()); err != nil {
			t.Fatal(err)
		}
		if err := d.CheckClock(t.Context()); err != nil {
			t.Errorf("a trusted clock after %v = %v", jump, err)
		}
	}
}

func TestClockOfAStoreInUseGoesOnForYears(t *testing.T) {
	d := newDesk(t, monday)
	for range 100 {
		if err := d.CheckClock(t.Context()); err != nil {
			t.Fatal(err)
		}
		d.clock.Advance(50 * day)
	}
}

func TestClockFarAheadWritesSendsAndExpiresNothing(t *testing.T) {
	d, kept := issued(t, 2)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	d.sendTo(sink, deliver.Options{})
	if err := d.CheckClock(t.Context()); err != nil {
		t.Fatal(err)
	}
	daemon := &Daemon{Steps: d.Steps}
	d.clock.Advance(365 * day)
	if daemon.Once(t.Context()) {
		t.Error("Once() = true a year ahead")
	}
	last, err := d.Store.LastIssue(t.Context(), "weekly")
	counts, countErr := d.Store.CountDeliveries(t.Context(), kept.ID)
	if err != nil || countErr != nil || last.ID != kept.ID || counts[news.Pending] != 2 || len(sink.Messages()) != 0 {
		t.Errorf("last issue %d, deliveries %v, %d messages (%v, %v); want nothing done", last.ID, counts, len(sink.Messages()), err, countErr)
	}
	d.clock.Set(monday.Add(time.Hour))
	if !daemon.Once(t.Context()) || len(sink.Messages()) != 2 {
		t.Errorf("once the clock was right %d messages, want 2", len(sink.Messages()))
	}
}

func TestIssueOfAClockThatWasAheadBlocksNoSlot(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 1)).known(t)
	d.publish(t, monday.Add(-day), "a")
	d.clock.Set(monday.Add(28 * day)) // wrong, and not by enough to be noticed
	one(t, d.due(t))
	d.publish(t, monday.Add(-time.Hour), "b")
	d.clock.Set(monday)
	if diff := cmp.Diff(names("a", "b"), told(one(t, d.due(t)))); diff != "" {
		t.Errorf("the slot tells (-want +got):\n%s", diff)
	}
	if taken := d.due(t); len(taken) != 0 {
		t.Errorf("a second look took %+v", taken)
	}
}
