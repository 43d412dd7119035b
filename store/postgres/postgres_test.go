package postgres

import (
	"context"
	"errors"
	"fmt"
	"log"
	"os"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/storetest"
)

// cluster is the server of this package's tests; nil where there is none.
var cluster *testkit.Postgres

func TestMain(m *testing.M) {
	os.Exit(withCluster(m))
}

func withCluster(m *testing.M) int {
	var err error
	cluster, err = testkit.StartPostgres()
	switch {
	case errors.Is(err, testkit.ErrNoPostgres) && os.Getenv("CI") == "":
		return m.Run() // each test says why it is skipped
	case err != nil:
		log.Printf("start PostgreSQL: %v", err)
		return 1
	}
	status := m.Run()
	if err := cluster.Close(); err != nil {
		log.Printf("stop PostgreSQL: %v", err)
		return 1
	}
	return status
}

var (
	databases atomic.Int64
	template  = sync.OnceValue(func() error {
		ctx := context.Background()
		if err := cluster.Create(ctx, "migrated", "template0"); err != nil {
			return err
		}
		s, err := Open(ctx, cluster.DSN("migrated"))
		if err != nil {
			return err
		}
		return s.Close()
	})
)

// newDSN names a new and empty store: a copy of one that was migrated once.
func newDSN(t *testing.T) string {
	t.Helper()
	if cluster == nil {
		t.Skip(testkit.ErrNoPostgres)
	}
	if err := template(); err != nil {
		t.Fatal(err)
	}
	name := fmt.Sprintf("t_%d", databases.Add(1))
	if err := cluster.Create(t.Context(), name, "migrated"); err != nil {
		t.Fatal(err)
	}
	return cluster.DSN(name)
}

func open(t *testing.T) *store.Store {
	t.Helper()
	s, err := Open(t.Context(), newDSN(t))
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

func TestStore(t *testing.T) { storetest.Run(t, open) }

func TestSixNodesOpenANewDatabaseAtOnce(t *testing.T) {
	if cluster == nil {
		t.Skip(testkit.ErrNoPostgres)
	}
	name := fmt.Sprintf("t_%d", databases.Add(1))
	if err := cluster.Create(t.Context(), name, "template0"); err != nil {
		t.Fatal(err)
	}
	var wg sync.WaitGroup
	for range 6 {
		wg.Go(func() {
			s, err := Open(t.Context(), cluster.DSN(name))
			if err != nil {
				t.Error(err)
				return
			}
			if err := s.Close(); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}
