package postgres

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wardround/wardround/store"
)

func TestALockEndsWithItsHoldersConnection(t *testing.T) {
	dsn := newDSN(t)
	first, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	second, err := Open(t.Context(), dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer second.Close()
	if _, held, err := first.Lock(t.Context(), "fetch"); err != nil || !held {
		t.Fatalf("first: held %t, %v", held, err)
	}
	if _, held, err := second.Lock(t.Context(), "fetch"); err != nil || held {
		t.Fatalf("second while the first holds it: held %t, %v", held, err)
	}
	if err := cluster.Exec(t.Context(), // as the death of its process would
		"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"); err != nil {
		t.Fatal(err)
	}
	unlock, held, err := second.Lock(t.Context(), "fetch")
	for deadline := time.Now().Add(30 * time.Second); err == nil && !held && time.Now().Before(deadline); {
		time.Sleep(10 * time.Millisecond) // the database ends the connection when it gets to it
		unlock, held, err = second.Lock(t.Context(), "fetch")
	}
	if err != nil || !held {
		t.Fatalf("second after the first's end: held %t, %v", held, err)
	}
	unlock()
	_ = first.Close() // its connection was ended under it
}

// pair opens one store twice, as two nodes do.
func pair(t *testing.T) (one, two *store.Store) {
	t.Helper()
	dsn := newDSN(t)
	for _, s := range []**store.Store{&one, &two} {
		var err error
		if *s, err = Open(t.Context(), dsn); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = (*s).Close() }) // a test may have ended its connections
	}
	return one, two
}

func TestWorkUnderALockEndsWhenTheLockIsLost(t *testing.T) {
	one, _ := pair(t)
	holding, unlock, held, err := one.Hold(t.Context(), "a")
	if err != nil || !held {
		t.Fatalf("Hold() = %t, %v", held, err)
	}
	defer unlock()
	if err := cluster.Exec(t.Context(),
		"SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"); err != nil {
		t.Fatal(err)
	}
	select {
	case <-holding.Done():
	case <-time.After(time.Minute):
		t.Error("the work goes on without its lock")
	}
	if _, held, err := one.Lock(t.Context(), "a"); err != nil || !held {
		t.Errorf("Lock() once it was lost = %t, %v; want it anew", held, err)
	}
}

func TestALockOfThisProcessKeepsItAwayToo(t *testing.T) {
	one, _ := pair(t)
	unlock, held, err := one.Lock(t.Context(), "a")
	if err != nil || !held {
		t.Fatalf("Lock() = %t, %v", held, err)
	}
	if _, held, err := one.Lock(t.Context(), "a"); err != nil || held {
		t.Errorf("Lock() a second time = %t, %v; want not held", held, err)
	}
	unlock()
	unlock() // does nothing
	if _, held, err := one.Lock(t.Context(), "a"); err != nil || !held {
		t.Errorf("Lock() after unlock = %t, %v", held, err)
	}
}

func TestSharedLocksKeepAwayOnlyWhoWantsToBeAlone(t *testing.T) {
	one, two := pair(t)
	for name, nodes := range map[string][2]*store.Store{"two nodes": {one, two}, "one node": {one, one}} {
		t.Run(name, func(t *testing.T) {
			var unlocks []func()
			for _, node := range nodes {
				_, unlock, held, err := node.Share(t.Context(), "a")
				if err != nil || !held {
					t.Fatalf("Share() = %t, %v", held, err)
				}
				unlocks = append(unlocks, unlock)
			}
			if _, held, err := two.Lock(t.Context(), "a"); err != nil || held {
				t.Errorf("Lock() of a shared one = %t, %v; want not held", held, err)
			}
			for _, unlock := range unlocks {
				unlock()
			}
			unlock, held, err := two.Lock(t.Context(), "a")
			if err != nil || !held {
				t.Fatalf("Lock() when nobody shares it = %t, %v", held, err)
			}
			if _, _, held, err := one.Share(t.Context(), "a"); err != nil || held {
				t.Errorf("Share() of one held alone = %t, %v; want not held", held, err)
			}
			unlock()
		})
	}
}

func TestLocksOfAProcessTakeOneConnection(t *testing.T) {
	one, two := pair(t)
	var unlocks []func()
	for n := range 3 * maxConns {
		unlock, held, err := one.Lock(t.Context(), fmt.Sprint(n))
		if err != nil || !held {
			t.Fatalf("lock %d: %t, %v", n, held, err)
		}
		unlocks = append(unlocks, unlock)
	}
	if _, held, err := two.Lock(t.Context(), "7"); err != nil || held {
		t.Errorf("another node's Lock() = %t, %v; want not held", held, err)
	}
	for _, unlock := range unlocks {
		unlock()
	}
	if _, held, err := two.Lock(t.Context(), "7"); err != nil || !held {
		t.Errorf("another node's Lock() when all are free = %t, %v", held, err)
	}
}

func TestTurnsComeOneAtATimeFromAllNodes(t *testing.T) {
	one, two := pair(t)
	var at, most, turns atomic.Int64
	var wg sync.WaitGroup
	for _, node := range []*store.Store{one, two, one, two} {
		wg.Go(func() {
			for range 5 {
				end, err := node.Turn(t.Context(), "ward.example")
				if err != nil {
					t.Error(err)
					return
				}
				most.Store(max(most.Load(), at.Add(1)))
				turns.Add(1)
				time.Sleep(time.Millisecond)
				at.Add(-1)
				end()
			}
		})
	}
	wg.Wait()
	if most.Load() != 1 || turns.Load() != 20 {
		t.Errorf("%d turns, %d at once; want 20, one at a time", turns.Load(), most.Load())
	}
}

func TestWaitingForATurnEndsWithItsContext(t *testing.T) {
	one, two := pair(t)
	end, err := one.Turn(t.Context(), "ward.example")
	if err != nil {
		t.Fatal(err)
	}
	defer end()
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	if _, err := two.Turn(ctx, "ward.example"); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Turn() = %v, want %v", err, context.DeadlineExceeded)
	}
}
