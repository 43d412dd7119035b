package pgqueue

import (
	"database/sql"
	"errors"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/jobs"
)

// setClock makes the clock of the database differ from this machine's, for those who
// connect by the address that it returns.
func setClock(t *testing.T, dsn, ahead string) string {
	t.Helper()
	db, err := sql.Open("pgx", dsn)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if _, err := db.ExecContext(t.Context(), `CREATE OR REPLACE FUNCTION public.clock_timestamp() RETURNS timestamptz LANGUAGE sql
		AS 'SELECT pg_catalog.clock_timestamp() + interval ''`+ahead+`'''`); err != nil {
		t.Fatal(err)
	}
	return dsn + "&search_path=public,pg_catalog" // the clock above stands before the real one
}

func TestNodeWhoseClockIsOffDoesNothing(t *testing.T) {
	p := newPress(t, 2, 1, 0)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	sound := cluster.DSN(newDatabase(t))
	todo := fallen(t, sound, sink, 1)
	todo.Sources, todo.World = p.sources(), p.server.Listener.Addr().String()
	for ahead, right := range map[string]bool{"1 minute": false, "-1 minute": false, "2 seconds": true} {
		todo.DSN = setClock(t, sound, ahead)
		steps, shut, err := todo.open(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if err := steps.CheckClock(t.Context()); (err == nil) != right || err != nil && !errors.Is(err, jobs.ErrClock) {
			t.Errorf("CheckClock() %s from the database's = %v, want right %v", ahead, err, right)
		}
		if err := shut(); err != nil {
			t.Error(err)
		}
	}
	todo.DSN = setClock(t, sound, "1 minute")
	stop := todo.start(t, 1)
	within(t, time.Minute, "a look of each kind", func() bool { return todo.ask(t, `SELECT count(*) FROM river_job WHERE attempt > 0`) >= 2 })
	stop()
	if p.requests() > 0 || len(sink.Messages()) > 0 {
		t.Errorf("a node whose clock is off asked %d times and sent %d mails", p.requests(), len(sink.Messages()))
	}
}

func TestNodesGoByTheDatabasesClock(t *testing.T) {
	todo := task{DSN: setClock(t, cluster.DSN(newDatabase(t)), "3 seconds"), Now: monday}
	steps, shut, err := todo.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer shut()
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	clock := steps.Store.Clock(func() time.Time { return noon })
	within(t, time.Minute, "an answer at once", func() bool { // a loaded machine may not give one
		if err := steps.CheckClock(t.Context()); err != nil {
			t.Fatal(err)
		}
		return clock() != noon
	})
	if off := clock().Sub(noon); off < 2*time.Second || off > 4*time.Second {
		t.Errorf("the clock was put right by %v, want 3s", off)
	}
}
