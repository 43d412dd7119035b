package pgqueue

import (
	"os"
	"testing"
	"time"

	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"

	"github.com/wardround/wardround/internal/testkit"
)

// outage is how long the database is stopped.
func outage() time.Duration {
	if os.Getenv("WARDROUND_TORTURE") != "" {
		return 30 * time.Second
	}
	return 3 * time.Second
}

// ownCluster gives a test a server that it may stop.
func ownCluster(t *testing.T) *testkit.Postgres {
	t.Helper()
	if cluster == nil {
		t.Skip(testkit.ErrNoPostgres)
	}
	own, err := testkit.StartPostgres()
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := own.Close(); err != nil {
			t.Errorf("stop PostgreSQL: %v", err)
		}
	})
	if err := own.Create(t.Context(), "nodes", "template0"); err != nil {
		t.Fatal(err)
	}
	return own
}

// away stops the server for a while.
func away(t *testing.T, server *testkit.Postgres) {
	t.Helper()
	if err := server.Stop(); err != nil {
		t.Fatal(err)
	}
	time.Sleep(outage())
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
}

func TestDatabaseThatIsStoppedInMidRunLosesAndDoublesNothing(t *testing.T) {
	own := ownCluster(t)
	p := newPress(t, 40, 12, 100*time.Millisecond)
	todo := p.reading(t)
	todo.DSN = own.DSN("nodes")
	stop := todo.start(t, 3)
	within(t, time.Minute, "the first pages", func() bool { return p.requests() >= 60 && todo.ask(t, started) == 3 })
	away(t, own)
	back, before := time.Now(), p.requests()
	p.atRest(t, todo, 4*time.Minute)
	t.Logf("%d of %d requests came after %v without the database, and all was read %v later",
		p.requests()-before, p.requests(), outage(), time.Since(back).Round(time.Second))
	if p.requests() == before {
		t.Error("all was read before the database was stopped")
	}
	stop()
	p.mannered(t, 3*readers) // what three nodes had in hand could not be kept
	p.complete(t, todo)
}

func TestDatabaseThatIsStoppedInMidSendLosesNoMail(t *testing.T) {
	own := ownCluster(t)
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	sink.Fault(testkit.Fault{Step: testkit.StepDot, Do: testkit.Stall, Wait: 100 * time.Millisecond})
	const readers = 30
	todo := fallen(t, own.DSN("nodes"), sink, readers)
	stop := todo.start(t, 3)
	within(t, 90*time.Second, "the first mails", func() bool { return len(copies(sink)) >= 5 && todo.ask(t, started) == 3 })
	away(t, own)
	before := len(copies(sink))
	sink.ClearFaults()
	if before >= readers {
		t.Fatal("all was sent before the database was stopped")
	}
	within(t, 4*time.Minute, "mail for all", func() bool { return len(copies(sink)) == readers })
	time.Sleep(300 * time.Millisecond) // for a second copy to come
	stop()
	twice := 0
	for _, n := range copies(sink) {
		twice += n - 1
	}
	t.Logf("%d of %d were sent before; %d repeated", before, readers, twice)
	// One message may be between its final dot and the note of it, which is then
	// repeated byte by byte: the guarantee of deliver.
	if twice > 1 {
		t.Errorf("%d repeated copies, want at most the one in hand", twice)
	}
}

// A node that loses its database between keeping what a server lists and asking for the
// pages of that on other servers forgets these, and what is to be understood.
func TestReadThatWasCutShortLooksForWhatItLeftUndone(t *testing.T) {
	p := newPress(t, 3, 1, 0)
	todo := p.reading(t)
	stop := todo.start(t, 1)
	p.atRest(t, todo, time.Minute)
	pool, err := open(t.Context(), todo.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer pool.Close()
	undone := `UPDATE articles SET state = 'wanted', to_judge = 1 WHERE url = 'http://p2.example/page/of-p1.example'`
	if _, err := pool.Exec(t.Context(), undone); err != nil {
		t.Fatal(err)
	}
	client, err := river.NewClient(riverpgxv5.New(pool), &river.Config{})
	if err != nil {
		t.Fatal(err)
	}
	before := p.requests()
	if _, err := client.Insert(t.Context(), read{Server: "http://p1.example"}, &river.InsertOpts{Metadata: []byte(`{"snoozes": 1}`)}); err != nil {
		t.Fatal(err)
	}
	within(t, 20*time.Second, "the page on the other server", func() bool { return p.requests() > before })
	p.atRest(t, todo, time.Minute)
	stop()
	p.complete(t, todo)
}
