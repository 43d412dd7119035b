package sqlite_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"github.com/wardround/wardround/store/sqlite"
)

func TestAFileThatIsNoStoreIsLeftAsItIs(t *testing.T) {
	dir := t.TempDir()
	for _, content := range []string{"x", "editions: [{name: weekly}]\n"} {
		path := filepath.Join(dir, "config.yaml")
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := sqlite.Open(t.Context(), path); !errors.Is(err, sqlite.ErrNotStore) {
			t.Errorf("Open of a file that holds %q: %v, want %v", content, err, sqlite.ErrNotStore)
		}
		if got, err := os.ReadFile(path); err != nil || string(got) != content {
			t.Errorf("the file holds %q now (%v), want %q", got, err, content)
		}
	}
	if _, err := sqlite.Open(t.Context(), dir); !errors.Is(err, sqlite.ErrNotStore) {
		t.Errorf("Open of a folder: %v, want %v", err, sqlite.ErrNotStore)
	}
	left, err := os.ReadDir(dir)
	if err != nil || len(left) != 1 {
		t.Errorf("%d files beside it (%v), want none", len(left)-1, err)
	}
}

func TestAnEmptyFileBecomesAStore(t *testing.T) {
	path := filepath.Join(t.TempDir(), "new.db") // as mktemp makes one
	if err := os.WriteFile(path, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	kept, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if err := kept.Close(); err != nil {
		t.Error(err)
	}
}
