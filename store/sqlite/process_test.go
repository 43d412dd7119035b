package sqlite_test

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

// TestMain lets the test binary stand in for another process on the same store.
func TestMain(m *testing.M) {
	if path := os.Getenv("STORE_HOLD_LOCK"); path != "" {
		holdLock(path)
	}
	if path := os.Getenv("STORE_OPEN"); path != "" {
		s, err := sqlite.Open(context.Background(), path)
		if err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		s.Close()
		os.Exit(0)
	}
	if path := os.Getenv("STORE_CLAIM"); path != "" {
		if err := claimAll(path); err != nil {
			fmt.Println(err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	os.Exit(m.Run())
}

// claimAll claims and settles all that is due, and prints the numbers.
func claimAll(path string) error {
	ctx := context.Background()
	s, err := sqlite.Open(ctx, path)
	if err != nil {
		return err
	}
	defer s.Close()
	for {
		claimed, err := s.ClaimDeliveries(ctx, news.Claim{Now: slotAt, Lease: time.Minute, Most: 3})
		if err != nil || len(claimed) == 0 {
			return err
		}
		for _, d := range claimed {
			fmt.Println(d.ID)
			d.State = news.Sent
			if err := s.Settle(ctx, d); err != nil {
				return err
			}
		}
	}
}

// holdLock takes the lock, says so, and holds it until it is killed.
func holdLock(path string) {
	s, err := sqlite.Open(context.Background(), path)
	if err == nil {
		_, held, lockErr := s.Lock(context.Background(), "fetch")
		if err = lockErr; err == nil && !held {
			err = errors.New("not held")
		}
	}
	if err != nil {
		fmt.Println(err)
		os.Exit(1)
	}
	fmt.Println("held")
	time.Sleep(time.Minute)
}

func TestLockIsFreedWhenItsHolderIsKilled(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wardround.db")
	s := open(t, path)
	other := exec.Command(os.Args[0])
	other.Env = append(os.Environ(), "STORE_HOLD_LOCK="+path)
	out, err := other.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := other.Start(); err != nil {
		t.Fatal(err)
	}
	said, _ := bufio.NewReader(out).ReadString('\n')
	if said != "held\n" {
		t.Fatalf("the other process said %q", said)
	}
	if _, held, err := s.Lock(t.Context(), "fetch"); err != nil || held {
		t.Errorf("while it lives: held %v, %v; want not held", held, err)
	}
	if err := other.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	other.Wait() // its error says that it was killed
	unlock, held, err := s.Lock(t.Context(), "fetch")
	if err != nil || !held {
		t.Fatalf("after kill -9: held %v, %v; want held", held, err)
	}
	unlock()
}

func TestSixOpenOneNewFile(t *testing.T) {
	t.Run("in one process", func(t *testing.T) {
		for range 20 { // the second in the way is not there every time
			path := filepath.Join(t.TempDir(), "new", "wardround.db")
			var group errgroup.Group
			for range 6 {
				group.Go(func() error {
					s, err := sqlite.Open(t.Context(), path)
					if err != nil {
						return err
					}
					return errors.Join(s.Check(t.Context()), s.Close())
				})
			}
			if err := group.Wait(); err != nil {
				t.Error(err)
			}
		}
	})
	t.Run("in six processes", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "new", "wardround.db")
		var group errgroup.Group
		for range 6 {
			group.Go(func() error {
				other := exec.Command(os.Args[0])
				other.Env = append(os.Environ(), "STORE_OPEN="+path)
				if out, err := other.CombinedOutput(); err != nil {
					return fmt.Errorf("%w: %s", err, out)
				}
				return nil
			})
		}
		if err := group.Wait(); err != nil {
			t.Error(err)
		}
	})
}

var slotAt = time.Date(2026, 11, 16, 7, 30, 0, 0, time.UTC)

func TestTwoProcessesClaimEachDeliveryOnce(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wardround.db")
	freeze500(t, open(t, path))
	outs := make([][]byte, 2)
	var group errgroup.Group
	for i := range outs {
		group.Go(func() (err error) {
			other := exec.Command(os.Args[0])
			other.Env = append(os.Environ(), "STORE_CLAIM="+path)
			if outs[i], err = other.Output(); err != nil {
				return fmt.Errorf("%w: %s", err, outs[i])
			}
			return nil
		})
	}
	if err := group.Wait(); err != nil {
		t.Fatal(err)
	}
	claimed := map[string]int{}
	for i, out := range outs {
		ids := strings.Fields(string(out))
		t.Logf("process %d claimed %d", i, len(ids))
		for _, id := range ids {
			claimed[id]++
		}
	}
	for id, n := range claimed {
		if n != 1 {
			t.Errorf("delivery %s was claimed %d times", id, n)
		}
	}
	if len(claimed) != 500 {
		t.Errorf("%d deliveries were claimed, want 500", len(claimed))
	}
}

// freeze500 keeps an issue for 500 recipients.
func freeze500(t *testing.T, s *store.Store) {
	t.Helper()
	var people []news.Recipient
	for i := range 500 {
		people = append(people, news.Recipient{Address: fmt.Sprintf("reader%d@ward.example", i)})
	}
	issue := store.KeptIssue{State: news.IssueFrozen, Frozen: slotAt, Expires: slotAt.Add(72 * time.Hour),
		Issue: news.Issue{Edition: "weekly", Number: 1, Slot: news.Slot{Key: "x", At: slotAt}}}
	if _, err := s.Freeze(t.Context(), issue, people); err != nil {
		t.Fatal(err)
	}
}
