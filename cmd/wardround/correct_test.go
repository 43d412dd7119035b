package main

import (
	"bytes"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/config"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

func TestAPromiseShowsWhatWasPutRightOfIt(t *testing.T) {
	kept, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "a.db"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = kept.Close() })
	at := time.Date(2026, 11, 24, 9, 0, 0, 0, time.UTC)
	err = kept.AddCorrections(t.Context(), []store.Correction{{Edition: "weekly", Status: news.Kept, Day: "2026-11-24",
		Correction: news.Correction{Issue: 3, Ref: "P2", Text: "It is out.", At: at}}}, nil)
	if err != nil {
		t.Fatal(err)
	}
	for ref, want := range map[string]string{
		"P2": "Put right on 2026-11-24, weekly issue 3: [P2] It is out. (status: kept) (the next issue tells it)",
		"P1": "",
	} {
		var out bytes.Buffer
		a := &app{out: &out, kept: kept, cfg: &config.Config{}}
		if err := a.putRight(t.Context(), ref); err != nil || strings.TrimSpace(out.String()) != want {
			t.Errorf("putRight(%s) prints %q, %v; want %q", ref, out.String(), err, want)
		}
	}
}
