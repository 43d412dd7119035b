package jobs

import (
	"fmt"
	"log/slog"
	"os/exec"
	ossignal "os/signal"
	"syscall"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/testkit"
)

var quietLog = slog.New(slog.DiscardHandler)

func TestTwoProcessesRacingSendEachMessageOnce(t *testing.T) {
	t.Parallel()
	readers := howOften(500, 60)
	template := frozenStore(t, readers)
	for round := range howOften(20, 2) {
		sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
		path := copyOf(t, template)
		todo := task{Do: "send", Store: path, Port: sink.Port(), Readers: readers, Now: monday, Conns: 1 + round%3}
		first, second := spawn(t, todo, nil), spawn(t, todo, nil)
		if finish(t, first) || finish(t, second) {
			t.Fatal("a sender was killed")
		}
		if once(t, path, sink, 0); t.Failed() {
			t.Fatalf("in round %d", round+1)
		}
		if sink.Connections() < 2 {
			t.Errorf("round %d was no race", round+1)
		}
	}
}

func TestSenderFrozenPastItsLeaseSendsNothing(t *testing.T) {
	t.Parallel()
	const readers, lease = 10, time.Second
	template := frozenStore(t, readers)
	for round := range howOften(20, 2) {
		sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
		path := copyOf(t, template)
		stopped, pid := make(chan struct{}), make(chan int, 1)
		step := []testkit.Step{testkit.StepMail, testkit.StepRcpt, testkit.StepData}[round%3]
		sink.Fault(testkit.Fault{Step: step, Nth: 1 + round%readers, Do: testkit.Act, Call: func() {
			_ = syscall.Kill(<-pid, syscall.SIGSTOP)
			time.Sleep(50 * time.Millisecond) // not all its threads stop at once; meanwhile it waits for our reply
			close(stopped)
		}})
		cmd := spawn(t, task{Do: "send", Store: path, Port: sink.Port(), Readers: readers, Now: monday, Lease: lease, Ticks: true}, nil)
		pid <- cmd.Process.Pid
		<-stopped
		time.Sleep(lease + 200*time.Millisecond)
		sendTheRest(t, path, sink, readers)
		if err := cmd.Process.Signal(syscall.SIGCONT); err != nil {
			t.Fatal(err)
		}
		if err := cmd.Wait(); err == nil {
			t.Errorf("round %d: the frozen sender did not notice that its claim was lost", round+1)
		}
		if once(t, path, sink, 0); t.Failed() {
			t.Fatalf("in round %d, at %s", round+1, step)
		}
	}
}

// fillDisk makes every write of this process fail that would make a file longer,
// as on a full disk, or every write at all, as on a disk that became read-only.
func fillDisk(nothing bool) {
	ossignal.Ignore(syscall.SIGXFSZ) // the write is to fail, not to kill
	limit := uint64(0)
	if !nothing {
		limit = walSize
	}
	if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: limit, Max: limit}); err != nil {
		panic(err)
	}
}

// walSize is below what the write-ahead log of any test store has grown to when
// it is to grow no more.
const walSize = 4096

func freezeOnFullDisk(tb testing.TB, todo task, clock *testkit.Clock) error {
	d := openDesk(tb, todo.Store, clock, edition(tb, "weekly", todo.Readers))
	fillDisk(todo.Nothing)
	_, err := d.TakeDue(tb.Context())
	return err
}

func TestDiskThatTakesNoMoreStopsBeforeTheDot(t *testing.T) {
	t.Parallel()
	for _, readOnly := range []bool{false, true} {
		t.Run(fmt.Sprintf("freeze, read-only %v", readOnly), func(t *testing.T) {
			d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 3)).known(t)
			d.publish(t, monday.Add(-day), "a")
			d.clock.Set(monday)
			mustFail(t, spawn(t, task{Do: "freeze", Store: d.path, Readers: 3, Now: monday, Nothing: readOnly}, nil))
			if taken := d.due(t); len(taken) != 1 || !taken[0].Is {
				t.Errorf("once there is room, took %+v; want the issue", taken)
			}
		})
		for _, moment := range []string{"before commit", "before settlement"} {
			t.Run(fmt.Sprintf("%s, read-only %v", moment, readOnly), func(t *testing.T) {
				path := copyOf(t, frozenStore(t, 5))
				sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
				mustFail(t, spawn(t, task{Do: "send", Store: path, Port: sink.Port(), Readers: 5, Now: monday,
					Full: moment, DieOn: 3, Nothing: readOnly}, nil))
				most := map[string]int{"before commit": 0, "before settlement": 1}[moment]
				if got := len(sink.Messages()); got != 2+most {
					t.Errorf("%d messages left while nothing could be recorded, want %d", got, 2+most)
				}
				sendTheRest(t, path, sink, 5)
				once(t, path, sink, most)
			})
		}
	}
}

// mustFail waits for a child that is to end in an error of its own.
func mustFail(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	err := cmd.Wait()
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	if err == nil || !ok || !status.Exited() || status.ExitStatus() != 1 {
		t.Errorf("child ended with %v, want an error of its own", err)
	}
}
