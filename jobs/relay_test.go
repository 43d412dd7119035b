package jobs

import (
	"bytes"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/store"
)

// once is one `run --once` from a crontab: a process that knows what the store knows.
func (d *desk) once(t *testing.T) (well bool, alarms int) {
	t.Helper()
	d.AlarmTo = "operator@wardround.example"
	well = (&Daemon{Steps: d.Steps}).Once(t.Context())
	found, err := d.Store.FindDeliveries(t.Context(), store.DeliveryQuery{Edition: store.AlarmEdition})
	if err != nil {
		t.Fatal(err)
	}
	return well, len(found)
}

func TestRelayThatStaysDownIsToldOnceByACrontab(t *testing.T) {
	d, _ := issued(t, 2)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	sink.Fault(testkit.Fault{Step: testkit.StepConnect, Do: testkit.Drop})
	d.sendTo(sink, deliver.Options{})
	tries := 0
	for run := range 18 { // three hours
		_, alarms := d.once(t)
		if want := map[bool]int{true: 1}[sink.Connections() > briefly]; alarms != want {
			t.Errorf("run %d after %d tries: %d mails to the operator, want %d", run+1, sink.Connections(), alarms, want)
		}
		tries = sink.Connections()
		d.clock.Advance(10 * time.Minute)
	}
	if tries > 8 { // at 0, 10, 20, 40, 70, 130 and 190 minutes
		t.Errorf("%d tries in three hours, want a pause that outlives the process", tries)
	}
	sink.ClearFaults()
	d.clock.Advance(time.Hour)
	if well, _ := d.once(t); !well || len(sink.Messages()) != 3 { // the alarm goes with the others
		t.Errorf("once the relay is back: well %v, %d messages, want 3", well, len(sink.Messages()))
	}
	if r, _, err := d.resting(t.Context(), d.clock.Now()); err != nil || r != (Rest{}) {
		t.Errorf("resting() = %+v, %v; want recovery", r, err)
	}
}

func TestRunThatLeavesMailForLaterIsNotWell(t *testing.T) {
	d, _ := issued(t, 1)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	sink.Fault(testkit.Fault{Step: testkit.StepConnect, Do: testkit.Drop})
	d.sendTo(sink, deliver.Options{})
	var log bytes.Buffer
	d.Log = slog.New(slog.NewTextHandler(&log, nil))
	for _, when := range []string{"as the relay hangs up", "while it is left alone"} {
		log.Reset()
		if well, _ := d.once(t); well {
			t.Errorf("%s the run is well", when)
		}
		rest, _, err := d.resting(t.Context(), d.clock.Now())
		if want := `msg="mail is outstanding" next=` + rest.Until.Format(time.RFC3339); err != nil || !strings.Contains(log.String(), want) {
			t.Errorf("%s the log lacks %q (%v):\n%s", when, want, err, log.String())
		}
	}
	later, _ := issued(t, 1)
	late := testkit.NewSMTP(t, testkit.SMTPOptions{})
	late.Fault(testkit.Fault{Step: testkit.StepRcpt, Do: testkit.Refuse, Code: 451})
	later.sendTo(late, deliver.Options{})
	for _, when := range []string{"with a refusal for now", "until that is offered again"} {
		if well, _ := later.once(t); well {
			t.Errorf("%s the run is well", when)
		}
	}
	if n := sink.Connections(); n != 1 {
		t.Errorf("%d connections, want one and then a pause", n)
	}
}

func TestRelayThatHangsUpAfterSomeMessagesIsAskedAgainSoon(t *testing.T) {
	r := Rest{Ends: 4, Why: "down"}
	for range 5 {
		r = r.after(deliver.Counts{Sent: 50, Stopped: "421 enough for now"}, monday)
		if wait := r.Until.Sub(monday); wait != pauses[0] || r.Why != "" {
			t.Errorf("after 50 messages: %+v, want a pause of %v and no alarm", r, pauses[0])
		}
	}
}

func TestAlarmLeavesWithTheRunThatRaisesIt(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 1)).known(t)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	d.sendTo(sink, deliver.Options{})
	for week := range quietWeeks {
		d.clock.Set(monday.Add(time.Duration(week) * 7 * day))
		well, _ := d.once(t)
		if got := len(sink.Messages()); got != map[int]int{quietWeeks - 1: 1}[week] || !well {
			t.Errorf("after %d quiet weeks: well %v, %d mails to the operator", week+1, well, got)
		}
	}
}

func TestSlotThatCannotBeWrittenIsToldOnceAndAgainAfterRecovery(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 1)).known(t)
	line := d.Editions[0].Schedule
	for i, want := range []int{1, 1, 1, 2} {
		d.Editions[0].Schedule = map[bool]string{true: line, false: "never"}[i == 2]
		well, alarms := d.once(t)
		if alarms != want || well != (i == 2) {
			t.Errorf("run %d: well %v, %d mails to the operator, want %d", i+1, well, alarms, want)
		}
	}
}
