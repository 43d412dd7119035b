package jobs

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/postgres"
	"github.com/wardround/wardround/store/sqlite"
	"github.com/wardround/wardround/track"
)

// upgradeDir holds a store of every version that was released, for either database:
// VERSION.db.gz, and VERSION.sql.gz as pg_dump writes it.
var upgradeDir = filepath.Join("..", "store", "testdata", "upgrade")

// kind is a database in which fixtures are kept.
type kind struct {
	ending string
	make   func(t *testing.T) string             // address of an empty store
	open   func(t *testing.T, dsn string) *desk  // at the slot of the fixture's issue
	pack   func(t *testing.T, dsn string) []byte // a store as its fixture
	unpack func(t *testing.T, fixture []byte) (dsn string)
}

// kinds are the databases that this machine has.
func kinds(t *testing.T) map[string]kind {
	t.Helper()
	file := func(t *testing.T) string { return filepath.Join(t.TempDir(), "old.db") }
	all := map[string]kind{"sqlite": {
		ending: ".db.gz", make: file,
		open: func(t *testing.T, dsn string) *desk {
			return oldDesk(t, func() (*store.Store, error) { return sqlite.Open(t.Context(), dsn) })
		},
		pack: func(t *testing.T, dsn string) []byte {
			s, err := sqlite.Open(t.Context(), dsn)
			if err != nil {
				t.Fatal(err)
			}
			copied := filepath.Join(t.TempDir(), "copy.db")
			return read(t, copied, s.Backup(t.Context(), copied), s.Close())
		},
		unpack: func(t *testing.T, fixture []byte) string {
			path := file(t)
			if err := os.WriteFile(path, fixture, 0o600); err != nil {
				t.Fatal(err)
			}
			return path
		},
	}}
	cluster, err := testkit.StartPostgres()
	if err != nil {
		t.Logf("without PostgreSQL: %v", err)
		return all
	}
	t.Cleanup(func() {
		if err := cluster.Close(); err != nil {
			t.Errorf("stop PostgreSQL: %v", err)
		}
	})
	made := 0
	create := func(t *testing.T) string {
		made++
		name := fmt.Sprint("upgrade_", made)
		if err := cluster.Create(t.Context(), name, "template0"); err != nil {
			t.Fatal(err)
		}
		return cluster.DSN(name)
	}
	all["postgres"] = kind{
		ending: ".sql.gz", make: create,
		open: func(t *testing.T, dsn string) *desk {
			return oldDesk(t, func() (*store.Store, error) { return postgres.Open(t.Context(), dsn) })
		},
		pack: func(t *testing.T, dsn string) []byte {
			dump := exec.CommandContext(t.Context(), "pg_dump", "--no-owner", "--no-acl", dsn)
			out, err := dump.Output()
			if err != nil {
				t.Fatalf("pg_dump: %v", err)
			}
			return out
		},
		unpack: func(t *testing.T, fixture []byte) string {
			dsn := create(t)
			psql := exec.CommandContext(t.Context(), "psql", "-q", "-v", "ON_ERROR_STOP=1", "-o", os.DevNull, dsn)
			psql.Stdin = bytes.NewReader(fixture)
			if out, err := psql.CombinedOutput(); err != nil {
				t.Fatalf("psql: %v: %s", err, out)
			}
			return dsn
		},
	}
	return all
}

func read(t *testing.T, path string, errs ...error) []byte {
	t.Helper()
	for _, err := range errs {
		if err != nil {
			t.Fatal(err)
		}
	}
	content, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// oldDesk is a desk on a store of the fixtures, whose edition has two readers.
func oldDesk(t *testing.T, open func() (*store.Store, error)) *desk {
	t.Helper()
	kept, err := open()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := kept.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	d := deskOn(t, kept, testkit.NewClock(monday.Add(-2*day)), edition(t, "weekly", 2)).known(t).grouping(t)
	if d.Rules, err = track.Load(seeds.FS); err != nil {
		t.Fatal(err)
	}
	return d
}

// TestWriteUpgradeFixture writes the fixtures of a release (make upgrade-fixture).
func TestWriteUpgradeFixture(t *testing.T) {
	version := os.Getenv("WARDROUND_FIXTURE")
	if version == "" {
		t.Skip("WARDROUND_FIXTURE names no version to write a fixture of")
	}
	for name, k := range kinds(t) {
		t.Run(name, func(t *testing.T) {
			dsn := k.make(t)
			d := k.open(t, dsn)
			promising(t, d, monday.Add(-day), "NHS England will publish its digital skills register for trusts by 30 November 2026.")
			d.publish(t, monday.Add(-day), "Fenwick", "Northmere", "page Quarrywell")
			d.clock.Set(monday)
			d.due(t)
			sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
			if counts, err := d.sendTo(sink, deliver.Options{}).Send(t.Context()); err != nil || counts.Sent != 2 {
				t.Fatalf("Send() = %v, %v, want 2 sent", counts, err)
			}
			var packed bytes.Buffer
			zip, err := gzip.NewWriterLevel(&packed, gzip.BestCompression)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := zip.Write(k.pack(t, dsn)); err != nil {
				t.Fatal(err)
			}
			if err := zip.Close(); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(filepath.Join(upgradeDir, version+k.ending), packed.Bytes(), 0o644); err != nil {
				t.Fatal(err)
			}
			t.Logf("%s%s: %d bytes", version, k.ending, packed.Len())
		})
	}
}

func TestAStoreOfEachReleaseOpensAndIsWhole(t *testing.T) {
	for name, k := range kinds(t) {
		fixtures, err := filepath.Glob(filepath.Join(upgradeDir, "*"+k.ending))
		if err != nil || len(fixtures) == 0 {
			t.Fatalf("fixtures for %s: %v, %v", name, fixtures, err)
		}
		for _, fixture := range fixtures {
			t.Run(name+"/"+strings.TrimSuffix(filepath.Base(fixture), k.ending), func(t *testing.T) {
				zip, err := gzip.NewReader(bytes.NewReader(read(t, fixture)))
				if err != nil {
					t.Fatal(err)
				}
				content, err := io.ReadAll(zip)
				if err != nil {
					t.Fatal(err)
				}
				holdsTheFixture(t, k.open(t, k.unpack(t, content)))
			})
		}
	}
}

// holdsTheFixture asks an upgraded store for what the release has left in it.
func holdsTheFixture(t *testing.T, d *desk) {
	t.Helper()
	ctx, sink := t.Context(), testkit.NewSMTP(t, testkit.SMTPOptions{})
	d.sendTo(sink, deliver.Options{}).clock.Set(monday.Add(time.Hour))
	if taken := d.due(t); len(taken) > 0 {
		t.Errorf("a slot was taken again: %+v", taken)
	}
	counts, err := d.Send(ctx)
	if sent := len(sink.Messages()); err != nil || counts != (deliver.Counts{}) || sent != 0 {
		t.Errorf("Send() = %v, %v, and %d messages came; want none: all were sent before", counts, err, sent)
	}
	issues, err := d.Store.IssuesNumbered(ctx, 1, d.Now())
	if err != nil || len(issues) != 1 || issues[0].Stories() == 0 {
		t.Errorf("the first issue: %d, %v, want one with stories", len(issues), err)
	}
	hits, err := d.Store.Search(ctx, news.Search{Text: "northmere developers"})
	if err != nil || len(hits) != 1 || !hits[0].Verdict.Relevant {
		t.Errorf("Search() = %+v, %v, want the article on Northmere with its verdict", hits, err)
	}
	promises, err := d.NumberedPromises(ctx, "2026-11-23")
	if err != nil {
		t.Fatal(err)
	}
	found := false
	for _, p := range promises {
		found = found || p.Due == "2026-11-30" && p.Status == news.Due
	}
	if !found {
		t.Errorf("none of %d promises is the one that is due on 30 November", len(promises))
	}
	if n, err := d.Judge(ctx); err != nil || n != 0 {
		t.Errorf("Judge() = %d, %v, want nothing to judge again", n, err)
	}
	if _, err := d.Track(ctx); err != nil { // by today's rules, once
		t.Error(err)
	}
	if n, err := d.Track(ctx); err != nil || n != 0 {
		t.Errorf("Track() = %d, %v, want nothing to read once more", n, err)
	}
	d.publish(t, d.Now(), "Eastholm")
	if n, err := d.Judge(ctx); err != nil || n != 1 {
		t.Errorf("Judge() = %d, %v, want the new article", n, err)
	}
	if err := d.Store.Check(ctx); err != nil {
		t.Error(err)
	}
}
