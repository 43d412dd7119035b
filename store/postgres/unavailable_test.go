package postgres

import (
	"errors"
	"strings"
	"testing"

	"github.com/wardround/wardround/internal/testkit"
)

func TestServerThatIsAwayIsToldFromOneThatRefuses(t *testing.T) {
	if cluster == nil {
		t.Skip(testkit.ErrNoPostgres)
	}
	own, err := testkit.StartPostgres()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = own.Close() }) // it is stopped below
	dsn := newDSN(t)
	if err := own.Stop(); err != nil {
		t.Fatal(err)
	}
	tests := map[string]struct {
		dsn  string
		away bool
	}{
		"stopped":              {own.DSN("postgres"), true},
		"no such host":         {"postgres://database.invalid/wardround", true},
		"no such database":     {cluster.DSN("nowhere"), false},
		"no such user":         {strings.Replace(dsn, "user=postgres", "user=nobody", 1), false},
		"not an address":       {"postgres://:::/", false},
		"one that is answered": {dsn, false},
	}
	for name, tt := range tests {
		s, err := Open(t.Context(), tt.dsn)
		if got := Unavailable(err); got != tt.away {
			t.Errorf("%s: Unavailable(%v) = %v, want %v", name, err, got, tt.away)
		}
		if s != nil {
			err = errors.Join(err, s.Close())
		}
		if (err == nil) != (name == "one that is answered") {
			t.Errorf("%s: Open() = %v", name, err)
		}
	}
}
