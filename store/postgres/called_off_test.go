package postgres

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"testing"
	"time"

	"github.com/pressly/goose/v3/lock"

	"github.com/wardround/wardround/internal/testkit"
)

func TestAStartThatIsCalledOffSaysSo(t *testing.T) {
	if cluster == nil {
		t.Skip(testkit.ErrNoPostgres)
	}
	name := fmt.Sprintf("t_%d", databases.Add(1))
	if err := cluster.Create(t.Context(), name, "template0"); err != nil {
		t.Fatal(err)
	}
	dsn := cluster.DSN(name)
	other, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	other.SetMaxOpenConns(1)
	t.Cleanup(func() { _ = other.Close() })
	if _, err := other.ExecContext(t.Context(), `SELECT pg_advisory_lock($1)`, lock.DefaultLockID); err != nil {
		t.Fatal(err) // another node makes the tables
	}
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	if _, err := Open(ctx, dsn); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("Open() = %v, want that its time is over", err)
	}
}
