package jobs

import (
	"bytes"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

// long reports whether the long form of the torture is asked for, as `make
// torture` does: every figure of the guarantee in place of a sample.
func long() bool { return os.Getenv("WARDROUND_TORTURE") != "" }

// howOften is n in the long form and few in the short one.
func howOften(n, few int) int {
	if long() {
		return n
	}
	return few
}

// phases are the steps of the dialogue at which a sender is killed. The dot has
// two sides: before its reply is written, and after.
var phases = []testkit.Step{
	testkit.StepConnect, testkit.StepMail, testkit.StepRcpt, testkit.StepData,
	testkit.StepBody, testkit.StepDot, testkit.StepRset, testkit.StepQuit,
}

const tortured = 20 // readers of an issue whose senders are killed

// frozenStore is a store with an issue for n readers, nothing of it sent, closed
// to be copied.
func frozenStore(t *testing.T, n int) (path string) {
	t.Helper()
	d, _ := issued(t, n)
	if err := d.Store.Close(); err != nil {
		t.Fatal(err)
	}
	return d.path
}

// copyOf copies a closed store into a new folder.
func copyOf(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	folder, err := os.MkdirTemp(t.TempDir(), "store")
	if err != nil {
		t.Fatal(err)
	}
	made := filepath.Join(folder, "killed.db")
	if err := os.WriteFile(made, data, 0o600); err != nil {
		t.Fatal(err)
	}
	return made
}

func TestSenderKilledInAnyPhaseSendsToEachReaderOnce(t *testing.T) {
	t.Parallel()
	template := frozenStore(t, tortured)
	for _, conns := range []int{1, 4} {
		for _, step := range phases {
			t.Run(fmt.Sprintf("%s, %d connections", step, conns), func(t *testing.T) {
				want, fired, repeats, runs := howOften(100, 1), 0, 0, 0
				for fired < want && runs < 2*want+10 {
					runs++
					killed, again := killedIn(t, template, step, conns, runs)
					if killed {
						fired++
					}
					repeats += again
					if t.Failed() {
						t.Fatalf("after %d kills", fired)
					}
				}
				t.Logf("%d kills fired in %d runs, 0 lost, %d repeats", fired, runs, repeats)
				if fired < want {
					t.Errorf("only %d kills fired, want %d", fired, want)
				}
			})
		}
	}
}

// killedIn runs a sender that is killed at a step, and then others until nothing
// is left. It reports whether the kill fired, and how many repeats came of it.
func killedIn(t *testing.T, template string, step testkit.Step, conns, run int) (killed bool, repeats int) {
	t.Helper()
	sink, err := testkit.StartSMTP(testkit.SMTPOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer sink.Close()
	path := copyOf(t, template)
	var pid atomic.Int64
	most := tortured
	switch step {
	case testkit.StepConnect, testkit.StepQuit:
		most = conns
	case testkit.StepRset:
		most = tortured - conns
	}
	fault := testkit.Fault{Step: step, Nth: 1 + rand.N(most), Do: testkit.Act, Call: func() {
		for pid.Load() == 0 {
			time.Sleep(time.Millisecond)
		}
		_ = syscall.Kill(int(pid.Load()), syscall.SIGKILL) // whether it was, its end tells
	}}
	if run%2 == 0 && step != testkit.StepBody { // the body has no reply
		fault.Do = testkit.ReplyThenAct
	}
	sink.Fault(fault)
	cmd := spawn(t, task{Do: "send", Store: path, Port: sink.Port(), Readers: tortured, Now: monday, Conns: conns}, nil)
	pid.Store(int64(cmd.Process.Pid))
	killed = finish(t, cmd)
	sink.ClearFaults()
	window := committing(t, path)
	if window > conns {
		t.Errorf("%d deliveries were in the dot window of %d connections", window, conns)
	}
	sendTheRest(t, path, sink, tortured)
	return killed, once(t, path, sink, window)
}

// committing counts the deliveries whose final dot may have been sent and whose
// reply is not recorded. The kill at the first line of a body may come that late:
// nobody answers between it and the dot.
func committing(t *testing.T, path string) int {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	found, err := kept.FindDeliveries(t.Context(), store.DeliveryQuery{State: news.Committing})
	if err != nil {
		t.Fatal(err)
	}
	return len(found)
}

// sendTheRest does what further senders do once the lease, and then the wait for
// an unknown end, is over; the last finds nothing.
func sendTheRest(t *testing.T, path string, sink *testkit.SMTP, readers int) {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	clock := testkit.NewClock(monday)
	d := &desk{Steps: &Steps{Store: kept, Now: clock.Now, Log: quietLog, Editions: []news.Edition{edition(t, "weekly", readers)}}, clock: clock}
	d.sendTo(sink, deliver.Options{})
	for _, wait := range []time.Duration{3 * time.Minute, 16 * time.Minute, 16 * time.Minute} {
		clock.Advance(wait)
		if _, err := d.Send(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
}

// once checks that every reader has the bytes that are kept for them, and that no
// more than most have them twice. It returns how many have.
func once(t *testing.T, path string, sink *testkit.SMTP, most int) (repeats int) {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	all, err := kept.FindDeliveries(t.Context(), store.DeliveryQuery{})
	if err != nil {
		t.Fatal(err)
	}
	deliveries, err := kept.Deliveries(t.Context(), all[0].Issue)
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]int{}
	bytesOf := map[string][]byte{}
	for _, d := range deliveries {
		bytesOf[d.Recipient.Address] = d.Message
		if d.State != news.Sent {
			t.Errorf("%s is %s, want sent", d.Recipient.Address, d.State)
		}
	}
	for _, m := range sink.Messages() {
		got[m.To[0]]++
		if !bytes.Equal(m.Data, bytesOf[m.To[0]]) { // Message-ID included
			t.Errorf("%s got other bytes than are kept", m.To[0])
		}
	}
	for _, d := range deliveries {
		switch n := got[d.Recipient.Address]; {
		case n == 0:
			t.Errorf("%s got nothing", d.Recipient.Address)
		case n > 2:
			t.Errorf("%s got %d messages", d.Recipient.Address, n)
		case n == 2:
			repeats++
		}
	}
	if repeats > most {
		t.Errorf("%d repeats, want at most %d", repeats, most)
	}
	return repeats
}
