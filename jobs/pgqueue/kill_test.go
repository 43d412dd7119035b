package pgqueue

import (
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// childTask names, in the environment of a child, what it is to do; the child is
// this test binary once more, so that it can be killed like any process.
const childTask = "WARDROUND_PGQUEUE_CHILD"

func child() {
	var todo task
	err := json.Unmarshal([]byte(os.Getenv(childTask)), &todo)
	if err == nil {
		err = todo.run(context.Background())
	}
	fmt.Fprintln(os.Stderr, "child:", err)
	os.Exit(1)
}

// reading prepares an empty store for nodes that read a press.
func (p *press) reading(t *testing.T) task {
	t.Helper()
	return task{DSN: cluster.DSN(newDatabase(t)), Now: monday, Sources: p.sources(), World: p.server.Listener.Addr().String()}
}

// ask asks the database for a number.
func (todo task) ask(t *testing.T, query string) int {
	t.Helper()
	db, err := sql.Open("pgx", todo.DSN)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	var n int
	if err := db.QueryRowContext(t.Context(), query).Scan(&n); err != nil {
		return -1 // there is nothing yet, or the database is away
	}
	return n
}

const (
	jobsAlive = `SELECT count(*) FROM river_job WHERE state NOT IN ('completed', 'discarded', 'cancelled') AND kind <> 'wardround_mail'`
	started   = `SELECT count(*) FROM river_job WHERE kind = 'wardround_plan'` // a node begins with one
	atWork    = `SELECT count(DISTINCT attempted_by[array_upper(attempted_by, 1)]) FROM river_job WHERE kind = 'wardround_read'`
)

// atRest waits until a press is read and the queue is empty.
func (p *press) atRest(t *testing.T, todo task, limit time.Duration) {
	t.Helper()
	within(t, limit, "the round", func() bool { return p.calm(2*time.Second) && todo.ask(t, jobsAlive) == 0 })
}

// complete fails the test unless everything there is was read and judged, once.
func (p *press) complete(t *testing.T, todo task) {
	t.Helper()
	steps, shut, err := todo.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer shut()
	all, err := steps.Store.Find(t.Context(), store.Query{})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]bool{}
	for _, f := range all {
		if got[f.Article.URL] {
			t.Errorf("%s is kept twice", f.Article.URL)
		}
		got[f.Article.URL] = true
		if f.Article.State != news.PageDone || f.Verdict.Lexicon == "" {
			t.Errorf("%s: page %s, verdict by %q", f.Article.URL, f.Article.State, f.Verdict.Lexicon)
		}
	}
	if len(got) != p.articles() {
		t.Errorf("%d articles are judged, want %d", len(got), p.articles())
	}
}

func TestThreeNodesShareARoundAndOneRequestAPublisherIsInFlight(t *testing.T) {
	p := newPress(t, 40, 4, 20*time.Millisecond)
	todo := p.reading(t)
	stop := todo.start(t, 3)
	p.atRest(t, todo, 2*time.Minute)
	nodes := todo.ask(t, atWork)
	stop()
	stop = todo.start(t, 3) // and finds nothing that is due
	p.atRest(t, todo, 2*time.Minute)
	stop()
	p.mannered(t, 0)
	p.complete(t, todo)
	if nodes < 2 {
		t.Errorf("%d node did all the reading", nodes)
	}
}

func TestKilledNodesWorkIsTakenUpByTheOthers(t *testing.T) {
	if cluster == nil {
		newDatabase(t) // skips
	}
	runs := 1
	if os.Getenv("WARDROUND_TORTURE") != "" {
		runs = 5
	}
	for range runs {
		killTwo(t)
	}
}

// killTwo lets two nodes live and kills two others in mid-work, one after the other.
func killTwo(t *testing.T) {
	t.Helper()
	p := newPress(t, 60, 5, 50*time.Millisecond) // more than four nodes begin at once
	todo := p.reading(t)
	stop := todo.start(t, 2)
	for n := range 2 {
		killAtWork(t, todo, 3+n)
	}
	killed := time.Now()
	p.atRest(t, todo, 4*time.Minute)
	// Twenty-one seconds until a job counts as a dead node's, and half a minute
	// between two looks for such jobs.
	t.Logf("all was read %v after the last kill; the rescue time is 21s to 51s", time.Since(killed).Round(time.Second))
	stop()
	p.mannered(t, 2*readers) // what two nodes had in hand may be asked for again
	p.complete(t, todo)
}

// killAtWork starts a node as a process and kills it as soon as it has work: when so
// many nodes have had some.
func killAtWork(t *testing.T, todo task, nodes int) {
	t.Helper()
	words, err := json.Marshal(todo)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), childTask+"="+string(words)), os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	within(t, 3*time.Minute, "the node's first job", func() bool { return todo.ask(t, atWork) >= nodes })
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
}
