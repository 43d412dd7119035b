package sqlite_test

import (
	"path/filepath"
	"testing"

	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
	"github.com/wardround/wardround/store/storetest"
)

func TestStore(t *testing.T) {
	storetest.Run(t, func(t *testing.T) *store.Store {
		return open(t, filepath.Join(t.TempDir(), "wardround.db"))
	})
}

func open(t testing.TB, path string) *store.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}
