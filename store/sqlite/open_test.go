package sqlite_test

import (
	"database/sql"
	"os"
	"path/filepath"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store/sqlite"
)

// TestPaths: whatever a path holds, the file is where it says.
func TestPaths(t *testing.T) {
	for _, name := range []string{"a b.db", "what?mode=memory.db", "100%.db", "%41.db", "a#b.db", "a&_pragma=x.db", "ü–日本.db",
		"semi;colon.db", "plus+.db", "colon:.db", ":memory:", "'quote\".db", "back\\slash.db", "*", "file:x.db"} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			path := filepath.Join(dir, name)
			open(t, path)
			if _, err := os.Stat(path); err != nil {
				t.Error(err)
			}
			t.Chdir(dir)
			open(t, name)
			open(t, "/"+path) // two slashes are no host
			left, err := filepath.Glob(filepath.Join(dir, "*"))
			if err != nil || len(left) > 4 { // the file, its -wal and -shm, and a lock
				t.Errorf("files: %q, %v", left, err)
			}
		})
	}
	t.Run("a folder is refused", func(t *testing.T) {
		if s, err := sqlite.Open(t.Context(), t.TempDir()); err == nil {
			s.Close()
			t.Error("Open of a folder: no error")
		}
	})
	t.Run("a file that is no store is refused and left alone", func(t *testing.T) {
		path := filepath.Join(t.TempDir(), "notes.txt")
		const text = "These are somebody's notes and not a database at all, whatever its name."
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		if s, err := sqlite.Open(t.Context(), path); err == nil {
			s.Close()
			t.Error("Open of a text file: no error")
		}
		if kept, err := os.ReadFile(path); string(kept) != text {
			t.Errorf("the file holds %q now, %v", kept, err)
		}
	})
}

func TestTheFileIsItsOwnersOnly(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wardround.db")
	open(t, path)
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		if got := info.Mode().Perm(); got != 0o600 {
			t.Errorf("%s: mode %o, want 600: it holds readers' addresses", filepath.Base(name), got)
		}
	}
}

// peek opens the file beside the store, to see what no method tells.
func peek(t *testing.T, path string) *sql.DB {
	t.Helper()
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	return db
}

func TestMergedArticleLeavesTheIndex(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wardround.db")
	s, db := open(t, path), peek(t, path)
	poll := news.Poll{Source: news.Source{Name: "gazette", URL: "https://gazette.example"}, At: slotAt}
	for _, id := range []string{"1", "2"} {
		url := "https://gazette.example/" + id
		poll.Items = append(poll.Items, news.Item{GUID: id, URL: url, Link: url, Title: "Zanzibar"})
	}
	if _, err := s.SavePoll(t.Context(), poll); err != nil {
		t.Fatal(err)
	}
	indexed := func(want int) {
		t.Helper()
		for _, table := range []string{"articles", "articles_fts_docsize"} {
			var n int
			if err := db.QueryRow(`SELECT count(*) FROM ` + table).Scan(&n); err != nil || n != want {
				t.Errorf("%s: %d rows, %v; want %d", table, n, err, want)
			}
		}
		if _, err := db.Exec(`INSERT INTO articles_fts (articles_fts) VALUES ('integrity-check')`); err != nil {
			t.Error(err)
		}
	}
	indexed(2)
	err := s.SavePage(t.Context(), news.ScrapedPage{Article: 2, At: slotAt, State: news.PageDone,
		Page: news.Page{URL: "https://gazette.example/1", Quality: news.QualityFull}})
	if err != nil {
		t.Fatal(err)
	}
	indexed(1)
}

func TestCheckFindsDamage(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wardround.db")
	s := open(t, path)
	if err := s.Check(t.Context()); err != nil {
		t.Errorf("a whole store: %v", err)
	}
	db := peek(t, path)
	if _, err := db.Exec(`PRAGMA writable_schema = 1; UPDATE sqlite_schema SET rootpage = 2 WHERE name = 'hosts'; PRAGMA wal_checkpoint`); err != nil {
		t.Fatal(err)
	}
	if damaged, err := sqlite.Open(t.Context(), path); err == nil {
		defer damaged.Close()
		if err := damaged.Check(t.Context()); err == nil {
			t.Error("Check of a damaged store: no error")
		}
	}
}
