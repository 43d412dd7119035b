package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/testkit"
)

// stoppedPostgres is a server that is down, with an empty database.
func stoppedPostgres(t *testing.T) *testkit.Postgres {
	t.Helper()
	server, err := testkit.StartPostgres()
	if errors.Is(err, testkit.ErrNoPostgres) && os.Getenv("CI") == "" {
		t.Skip(err)
	}
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Errorf("stop PostgreSQL: %v", err)
		}
	})
	if err := errors.Join(server.Create(t.Context(), "wardround", "template0"), server.Stop()); err != nil {
		t.Fatal(err)
	}
	return server
}

// logLines is a log that is read while it is written.
type logLines struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (l *logLines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.text.Write(p)
}

// await waits until the log holds words.
func (l *logLines) await(t *testing.T, words string) {
	t.Helper()
	for range 600 {
		l.mu.Lock()
		text := l.text.String()
		l.mu.Unlock()
		if strings.Contains(text, words) {
			return
		}
		time.Sleep(100 * time.Millisecond)
	}
	t.Fatalf("no %q in the log within a minute:\n%s", words, l.text.String())
}

func TestDaemonThatStartsBeforeItsDatabaseWaitsForIt(t *testing.T) {
	server := stoppedPostgres(t)
	settings := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(settings, []byte("starter: false\noperator: {name: Desk, contact: desk@trust.example}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var log logLines
	ended := make(chan int, 1)
	go func() {
		ended <- run(ctx, []string{"--config", settings, "--store", server.DSN("wardround"), "run"}, strings.NewReader(""), io.Discard, &log)
	}()
	log.await(t, "the database does not answer; waiting for it")
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	log.await(t, "the database answers")
	log.await(t, `"started"`)
	cancel()
	if status := <-ended; status == exitUnreachable {
		t.Errorf("run ended with status %d:\n%s", status, log.text.String())
	}
}

func TestDatabaseThatStaysAwayEndsTheDaemon(t *testing.T) {
	server := stoppedPostgres(t)
	var log logLines
	a := &app{out: io.Discard, err: &log, storeFlag: server.DSN("wardround")}
	err := a.awaitStore(t.Context(), time.Millisecond)
	if status := report(io.Discard, err); status != exitUnreachable {
		t.Errorf("%v is status %d, want %d", err, status, exitUnreachable)
	}
	if waits := strings.Count(log.text.String(), "waiting for it"); waits != 1 {
		t.Errorf("the log says %d times that it waits, want once:\n%s", waits, log.text.String())
	}
}
