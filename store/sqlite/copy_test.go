package sqlite_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store/sqlite"
)

// pollOne takes in one new article.
func pollOne(ctx context.Context, save func(context.Context, news.Poll) (news.PollSaved, error), n int) error {
	at := time.Date(2026, 11, 16, 7, 30, 0, 0, time.UTC)
	url := fmt.Sprintf("https://gazette.example/%d", n)
	_, err := save(ctx, news.Poll{Source: news.Source{Name: "gazette", URL: "https://gazette.example/feed"}, At: at, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: "https://gazette.example/feed", FirstRead: at.AddDate(-1, 0, 0), LastRead: at},
		Items: []news.Item{{GUID: url, Link: url, URL: url, Title: "Headline", Published: at}}})
	return err
}

func TestBackupTakenWhileOthersWriteIsWhole(t *testing.T) {
	dir := t.TempDir()
	kept, err := sqlite.Open(t.Context(), filepath.Join(dir, "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer kept.Close()
	ctx, stop := context.WithCancel(t.Context())
	written := make(chan error, 1)
	go func() {
		for n := 0; ; n++ {
			if err := pollOne(ctx, kept.SavePoll, n); err != nil {
				written <- err
				return
			}
		}
	}()
	for i := range 5 {
		file := filepath.Join(dir, fmt.Sprintf("copy%d.db", i))
		if err := os.WriteFile(file, nil, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := kept.Backup(t.Context(), file); err != nil {
			t.Fatal(err)
		}
		if err := sqlite.CheckFile(t.Context(), file); err != nil {
			t.Errorf("copy %d: %v", i, err)
		}
	}
	stop()
	if err := <-written; ctx.Err() == nil || err == nil {
		t.Errorf("the writer ended by itself: %v", err)
	}
}

func TestDamagedOrForeignFileIsNoStore(t *testing.T) {
	file := filepath.Join(t.TempDir(), "a.db")
	kept, err := sqlite.Open(t.Context(), file)
	if err != nil {
		t.Fatal(err)
	}
	for n := range 200 {
		if err := pollOne(t.Context(), kept.SavePoll, n); err != nil {
			t.Fatal(err)
		}
	}
	if err := kept.Close(); err != nil {
		t.Fatal(err)
	}
	whole, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	broken := append([]byte(nil), whole...)
	for i := len(broken) / 2; i < len(broken)/2+8192; i++ {
		broken[i] = 0xA5
	}
	for name, content := range map[string][]byte{
		"text": []byte(strings.Repeat("not a store\n", 1000)), "empty": nil, "cut": whole[:len(whole)/3], "overwritten": broken,
	} {
		if err := os.WriteFile(file, content, 0o600); err != nil {
			t.Fatal(err)
		}
		if err := sqlite.CheckFile(t.Context(), file); err == nil {
			t.Errorf("%s: taken for a whole store", name)
		}
	}
	if err := os.WriteFile(file, whole, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sqlite.CheckFile(t.Context(), file); err != nil {
		t.Errorf("the whole one: %v", err)
	}
}
