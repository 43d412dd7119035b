package jobs

import (
	"bytes"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
)

// moment is where a sender is killed, and whether its message had left.
type moment struct {
	dieAt string // "dot": after the final dot, before the reply
	on    int
	left  bool
}

func TestSenderKilledAtAnyMomentLosesNoReader(t *testing.T) {
	t.Parallel()
	const readers = 20
	d, kept := issued(t, readers)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	moments := []moment{
		{"before commit", 2, false}, {"after commit", 1, false}, {"dot", 3, true},
		{"before settlement", 2, true}, {"after settlement", 1, false}, {"dot", 1, true},
	}
	todo := task{Do: "send", Store: d.path, Port: sink.Port(), Readers: readers, Now: d.clock.Now()}
	repeatable := 0
	for _, m := range moments {
		todo.DieAt, todo.DieOn = m.dieAt, m.on
		if m.left {
			repeatable++
		}
		killAt(t, sink, todo)
		todo.Now = todo.Now.Add(3 * time.Minute) // the lease has run out, an unknown end still waits
	}
	todo.DieAt = ""
	for range 3 { // recovers, offers again what was unknown, finds nothing
		if finish(t, spawn(t, todo, nil)) {
			t.Fatal("a run was killed that should not be")
		}
		todo.Now = todo.Now.Add(16 * time.Minute)
	}
	states, err := d.Store.CountDeliveries(t.Context(), kept.ID)
	if err != nil || states[news.Sent] != readers {
		t.Errorf("deliveries %v (%v), want %d sent", states, err, readers)
	}
	wantRepeatsAlike(t, sink, readers, repeatable)
}

// killAt runs a sender until it dies at its moment.
func killAt(t *testing.T, sink *testkit.SMTP, todo task) {
	t.Helper()
	sink.ClearFaults()
	before := len(sink.Messages())
	if todo.DieAt == "dot" {
		sink.Fault(testkit.Fault{Step: testkit.StepDot, Do: testkit.Stall, Nth: todo.DieOn})
	}
	cmd := spawn(t, todo, nil)
	if todo.DieAt == "dot" {
		for deadline := time.Now().Add(20 * time.Second); len(sink.Messages()) < before+todo.DieOn; {
			if time.Now().After(deadline) {
				t.Fatal("the message to be killed at never came")
			}
			time.Sleep(time.Millisecond)
		}
		if err := cmd.Process.Kill(); err != nil {
			t.Fatal(err)
		}
	}
	if !finish(t, cmd) {
		t.Errorf("the run to die at %s %d was not killed", todo.DieAt, todo.DieOn)
	}
}

// wantRepeatsAlike checks that every reader has the message, that a second copy
// is the same bytes, and that there are no more of them than may be.
func wantRepeatsAlike(t *testing.T, sink *testkit.SMTP, readers, most int) {
	t.Helper()
	got := map[string][]testkit.Message{}
	for _, m := range sink.Messages() {
		got[m.To[0]] = append(got[m.To[0]], m)
	}
	repeats := 0
	for reader, all := range got {
		for _, m := range all[1:] {
			repeats++
			if !bytes.Equal(m.Data, all[0].Data) {
				t.Errorf("%s got two messages that differ", reader)
			}
		}
	}
	if len(got) != readers || repeats > most {
		t.Errorf("%d of %d readers reached, %d repeats; want all and at most %d", len(got), readers, repeats, most)
	}
}
