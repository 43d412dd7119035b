package jobs

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"testing"
	"time"

	"go.uber.org/goleak"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

// childTask names, in the environment of a child, what it is to do; the child is
// this test binary once more, so that it can be killed like any process.
const childTask = "WARDROUND_JOBS_CHILD"

// task is what a child is told.
type task struct {
	Do      string // round or send
	Store   string
	Now     time.Time
	Sources []news.Source // round
	World   string        // round: the address all hosts stand for
	CA      []byte        // round
	Port    int           // send: of the relay
	Readers int           // send
	DieAt   string        // send: before or after the commit, or after the settlement, of the DieOn-th message
	DieOn   int
	Conns   int           // send: connections
	Lease   time.Duration // send
	Ticks   bool          // the child's clock runs on from Now
	Full    string        // send, freeze: the disk takes no more from this moment on
	Nothing bool          // nor does it take what overwrites
}

func TestMain(m *testing.M) {
	if os.Getenv(childTask) == "" {
		goleak.VerifyTestMain(m) // exits
	}
	if err := child(); err != nil {
		fmt.Fprintln(os.Stderr, "child:", err)
		os.Exit(1)
	}
}

// child does its task. It gets a testing.TB that fails by panic.
func child() error {
	var todo task
	if err := json.Unmarshal([]byte(os.Getenv(childTask)), &todo); err != nil {
		return err
	}
	tb := &childTB{ctx: context.Background()}
	clock := testkit.NewClock(todo.Now)
	if todo.Do == "freeze" {
		return freezeOnFullDisk(tb, todo, clock)
	}
	if todo.Do == "load" || todo.Do == "raw" {
		return childLoad(tb.ctx, todo)
	}
	if todo.Do == "round" {
		roots := x509.NewCertPool()
		roots.AppendCertsFromPEM(todo.CA)
		d := openDesk(tb, todo.Store, clock)
		d.visit(todo.World, roots)
		d.Sources = todo.Sources
		fmt.Println("ready")
		_, err := d.Round(tb.ctx, everything)
		return err
	}
	kept, err := sqlite.Open(tb.ctx, todo.Store)
	if err != nil {
		return err
	}
	now := clock.Now
	if todo.Ticks {
		began := time.Now()
		now = func() time.Time { return todo.Now.Add(time.Since(began)) }
	}
	mailer := &Mailer{Store: kept, Editions: []news.Edition{edition(tb, "weekly", todo.Readers)}}
	relay := deliver.Relay{Host: "127.0.0.1", Port: todo.Port, TLS: deliver.TLSNone}
	_, err = deliver.New(slog.New(slog.DiscardHandler), &dying{Store: kept, todo: todo}, relay, mailer.Build,
		deliver.Options{Now: now, Connections: todo.Conns, Lease: todo.Lease}).Run(tb.ctx)
	return errors.Join(err, kept.Close())
}

// childTB is the testing.TB of a child: a failure ends it.
type childTB struct {
	testing.TB
	ctx context.Context
}

func (c *childTB) Helper()                  {}
func (c *childTB) Context() context.Context { return c.ctx }
func (c *childTB) Cleanup(func())           {} // the process ends soon, one way or the other
func (c *childTB) Fatal(args ...any)        { panic(fmt.Sprint(args...)) }

// dying is a ledger whose process is killed at a chosen moment.
type dying struct {
	*store.Store
	todo task
	mu   sync.Mutex
	n    int
}

func (d *dying) dieAt(moment string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.todo.Full == moment && d.n == d.todo.DieOn {
		fillDisk(d.todo.Nothing)
	}
	if d.todo.DieAt == moment && d.n == d.todo.DieOn {
		_ = syscall.Kill(os.Getpid(), syscall.SIGKILL) // nothing after this runs
		select {}
	}
}

func (d *dying) Commit(ctx context.Context, delivery news.Delivery, now time.Time) error {
	d.mu.Lock()
	d.n++
	d.mu.Unlock()
	d.dieAt("before commit")
	err := d.Store.Commit(ctx, delivery, now)
	d.dieAt("after commit")
	return err
}

func (d *dying) Settle(ctx context.Context, delivery news.Delivery) error {
	d.dieAt("before settlement")
	err := d.Store.Settle(ctx, delivery)
	d.dieAt("after settlement")
	return err
}

// spawn starts a child. What it prints goes to out, if that is not nil.
func spawn(t *testing.T, todo task, out io.Writer) *exec.Cmd {
	t.Helper()
	words, err := json.Marshal(todo)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childTask+"="+string(words))
	cmd.Stdout, cmd.Stderr = out, os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	return cmd
}

// finish waits for a child and reports whether it was killed.
func finish(t *testing.T, cmd *exec.Cmd) (killed bool) {
	t.Helper()
	err := cmd.Wait()
	status, ok := cmd.ProcessState.Sys().(syscall.WaitStatus)
	killed = ok && status.Signaled() && status.Signal() == syscall.SIGKILL
	if err != nil && !killed {
		t.Fatalf("child: %v", err)
	}
	return killed
}
