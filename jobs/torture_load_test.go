package jobs

import (
	"bytes"
	"context"
	"crypto/rand"
	"crypto/rsa"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/wneessen/go-mail/smtp"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

// load is what sending many messages took a child.
type load struct {
	CPU, Wall time.Duration
	PeakKB    int64
}

// measured runs work and says what it took this process.
func measured(work func() error) (load, error) {
	var before, after syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &before); err != nil {
		return load{}, err
	}
	began := time.Now()
	err := work()
	wall := time.Since(began)
	cpu := func(u syscall.Rusage) time.Duration { return time.Duration(u.Utime.Nano() + u.Stime.Nano()) }
	err = errors.Join(err, syscall.Getrusage(syscall.RUSAGE_SELF, &after))
	peak, peakErr := peakKB()
	return load{CPU: cpu(after) - cpu(before), Wall: wall, PeakKB: peak}, errors.Join(err, peakErr)
}

// peakKB is the most memory this process had. Rusage would count its parent's.
func peakKB() (int64, error) {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0, err
	}
	_, rest, _ := strings.Cut(string(status), "VmHWM:")
	var kb int64
	_, err = fmt.Sscan(rest, &kb)
	return kb, err
}

// sendRaw is the yardstick: the messages of the store through go-mail's low-level
// client, by so many connections, with nothing recorded.
func sendRaw(ctx context.Context, kept *store.Store, todo task) (load, error) {
	var all []news.Delivery
	some, err := kept.FindDeliveries(ctx, store.DeliveryQuery{Limit: 1})
	if err == nil {
		all, err = kept.Deliveries(ctx, some[0].Issue)
	}
	if err != nil {
		return load{}, err
	}
	return measured(func() error {
		var wg sync.WaitGroup
		failed := make([]error, todo.Conns)
		for i := range todo.Conns {
			wg.Go(func() { failed[i] = sendBatch(todo.Port, all[i*len(all)/todo.Conns:(i+1)*len(all)/todo.Conns]) })
		}
		wg.Wait()
		return errors.Join(failed...)
	})
}

func sendBatch(port int, batch []news.Delivery) error {
	conn, err := net.Dial("tcp", fmt.Sprintf("127.0.0.1:%d", port))
	if err != nil {
		return err
	}
	c, err := smtp.NewClient(conn, "127.0.0.1")
	if err != nil {
		return err
	}
	for _, d := range batch {
		if err := errors.Join(c.Mail("<digest@wardround.example>"), c.Rcpt("<"+d.Recipient.Address+">")); err != nil {
			return err
		}
		body, err := c.Data()
		if err != nil {
			return err
		}
		_, err = body.Write(d.Message)
		if err := errors.Join(err, body.Close(), c.Reset()); err != nil {
			return err
		}
	}
	return c.Quit()
}

// childLoad sends what the store holds, with the ledger or without, and prints
// what it took.
func childLoad(ctx context.Context, todo task) error {
	kept, err := sqlite.Open(ctx, todo.Store)
	if err != nil {
		return err
	}
	defer kept.Close()
	var took load
	if todo.Do == "raw" {
		took, err = sendRaw(ctx, kept, todo)
	} else {
		relay := deliver.Relay{Host: "127.0.0.1", Port: todo.Port, TLS: deliver.TLSNone}
		sender := deliver.New(quietLog, kept, relay, builtAlready, deliver.Options{
			Connections: todo.Conns, Now: func() time.Time { return todo.Now }})
		took, err = measured(func() error {
			counts, err := sender.Run(ctx)
			if err == nil && counts.Sent != todo.Readers {
				err = fmt.Errorf("counts: %v", counts)
			}
			return err
		})
	}
	if err != nil {
		return err
	}
	return json.NewEncoder(os.Stdout).Encode(took)
}

func builtAlready(_ context.Context, d news.Delivery) (deliver.Built, error) {
	if d.Message == nil {
		return deliver.Built{}, errors.New("not built yet")
	}
	return deliver.Built{From: "digest@wardround.example"}, nil
}

// spawnLoad runs a child to its end and returns what it took.
func spawnLoad(t *testing.T, todo task) load {
	t.Helper()
	sink, err := testkit.StartSMTP(testkit.SMTPOptions{})
	if err != nil {
		t.Fatal(err)
	}
	defer sink.Close()
	todo.Port, todo.Now = sink.Port(), monday
	var out bytes.Buffer
	if finish(t, spawn(t, todo, &out)) {
		t.Fatal("the child was killed")
	}
	var took load
	if err := json.Unmarshal(out.Bytes(), &took); err != nil {
		t.Fatalf("child said %q: %v", out.Bytes(), err)
	}
	if got := len(sink.Messages()); got != todo.Readers {
		t.Fatalf("%s: the sink has %d messages, want %d", todo.Do, got, todo.Readers)
	}
	return took
}

// builtStore is a store with a signed message for each of n readers, unsent. It
// reports what rendering and signing, and what storing took.
func builtStore(t *testing.T, n int) string {
	t.Helper()
	d, kept := issued(t, n)
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		t.Fatal(err)
	}
	mailer := &Mailer{Store: d.Store, Editions: d.Editions, DKIM: &deliver.DKIM{Domain: "wardround.example", Selector: "s", Key: key}}
	var built []news.Delivery
	rendering, err := measured(func() error {
		for {
			claimed, err := d.Store.ClaimDeliveries(t.Context(), news.Claim{Now: monday, Lease: time.Hour, Most: 100})
			if err != nil || len(claimed) == 0 {
				return err
			}
			for _, one := range claimed {
				message, err := mailer.Message(kept, d.Editions[0], one.Recipient)
				if err != nil {
					return err
				}
				one.MessageID, one.Message = message.MessageID, message.Bytes
				built = append(built, one)
			}
		}
	})
	if err != nil {
		t.Fatal(err)
	}
	storing, err := measured(func() error {
		for _, one := range built {
			if err := d.Store.KeepMessage(t.Context(), one); err != nil {
				return err
			}
			one.State = news.Pending
			if err := d.Store.Settle(t.Context(), one); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Logf("%d messages of %d bytes: claiming, rendering and signing took %v CPU, storing %v CPU", n, len(built[0].Message), rendering.CPU, storing.CPU)
	if err := d.Store.Close(); err != nil {
		t.Fatal(err)
	}
	return d.path
}

// syncsPerSecond is how often the disk of the store takes a small write to heart.
func syncsPerSecond(t *testing.T) float64 {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "sync"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	const n = 200
	began := time.Now()
	for i := range n {
		if _, err := f.WriteAt(make([]byte, 4096), int64(i)*4096); err != nil {
			t.Fatal(err)
		}
		if err := f.Sync(); err != nil {
			t.Fatal(err)
		}
	}
	return n / time.Since(began).Seconds()
}

func TestTenThousandReadersCostLittleMoreThanSendingAlone(t *testing.T) {
	n := howOften(10_000, 300)
	path := builtStore(t, n)
	small := spawnLoad(t, task{Do: "load", Store: copyOf(t, builtStore(t, n/10)), Readers: n / 10, Conns: 1})
	syncs := syncsPerSecond(t)
	for _, conns := range []int{1, 4, 16} {
		raw := spawnLoad(t, task{Do: "raw", Store: copyOf(t, path), Readers: n, Conns: conns})
		ours := spawnLoad(t, task{Do: "load", Store: copyOf(t, path), Readers: n, Conns: conns})
		ratio, pace := ours.CPU.Seconds()/raw.CPU.Seconds(), float64(n)/ours.Wall.Seconds()
		t.Logf("%d connections: CPU %v, alone %v, ratio %.2f; %.0f messages/s, the disk takes %.0f syncs/s; peak %d MB, with a tenth of the list %d MB",
			conns, ours.CPU, raw.CPU, ratio, pace, syncs, ours.PeakKB>>10, small.PeakKB>>10)
		if long() && conns == 16 && ratio > 3.5 {
			t.Errorf("%d connections: CPU is %.2f times that of sending alone, want 3.5 at most", conns, ratio)
		}
		if long() && conns == 1 && ours.PeakKB > small.PeakKB*3/2 {
			t.Errorf("peak of %d KB for ten times the list of %d KB", ours.PeakKB, small.PeakKB)
		}
	}
}
