package sqlite_test

import (
	"context"
	"database/sql"
	"fmt"
	"path/filepath"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// BenchmarkLedger takes 3,000 deliveries with kept bytes through claim, commit and
// settlement, each of them on disk when it returns, as one connection does and as
// sixteen do. What counts is the CPU of a message, in microseconds.
func BenchmarkLedger(b *testing.B) {
	const readers = 3000
	for _, senders := range []int{1, 16} {
		b.Run(fmt.Sprintf("%d senders", senders), func(b *testing.B) {
			var cpu time.Duration
			for b.Loop() {
				b.StopTimer()
				s := keptMessages(b, readers)
				b.StartTimer()
				before := cpuTime(b)
				var wg sync.WaitGroup
				for range senders {
					wg.Go(func() { sendAll(b, s) })
				}
				wg.Wait()
				cpu += cpuTime(b) - before
			}
			b.ReportMetric(float64(cpu.Microseconds())/float64(b.N*readers), "cpu-us/message")
		})
	}
}

func cpuTime(b *testing.B) time.Duration {
	b.Helper()
	var u syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
		b.Fatal(err)
	}
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}

// keptMessages is a store with an issue for n readers, its messages kept, none sent.
func keptMessages(b *testing.B, n int) *store.Store {
	b.Helper()
	path := filepath.Join(b.TempDir(), "wardround.db")
	s := open(b, path)
	issue := store.KeptIssue{State: news.IssueFrozen, Frozen: benchStart, Expires: benchStart.Add(72 * time.Hour),
		Issue: news.Issue{Edition: "weekly", Number: 1, Slot: news.Slot{Key: "x", At: benchStart}}}
	var people []news.Recipient
	for i := range n {
		people = append(people, news.Recipient{Address: fmt.Sprintf("reader%d@ward.example", i)})
	}
	if _, err := s.Freeze(b.Context(), issue, people); err != nil {
		b.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec(`INSERT INTO messages (delivery, bytes) SELECT id, zeroblob(8000) FROM deliveries`); err != nil {
		b.Fatal(err)
	}
	return s
}

// sendAll is one sender's share of the ledger's work.
func sendAll(b *testing.B, s *store.Store) {
	ctx := context.Background()
	for {
		claimed, err := s.ClaimDeliveries(ctx, news.Claim{Now: benchStart, Lease: time.Minute, Most: 16})
		if err != nil {
			b.Error(err)
		}
		if len(claimed) == 0 {
			return
		}
		for _, d := range claimed {
			if err := s.Commit(ctx, d, benchStart); err != nil {
				b.Error(err)
			}
			d.State, d.SentAt, d.Code, d.Reply = news.Sent, benchStart, 250, "2.0.0 Ok: queued as 0123456789"
			if err := s.Settle(ctx, d); err != nil {
				b.Error(err)
			}
		}
	}
}
