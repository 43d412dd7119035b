package pgqueue

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/wardround/wardround/internal/demo"
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

// reading prepares a store for nodes that read a made-up world.
func reading(t *testing.T) (*demo.World, task) {
	t.Helper()
	w, err := demo.Start(monday)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := w.Close(); err != nil {
			t.Errorf("close world: %v", err)
		}
	})
	address, err := w.Resolve(t.Context(), w.Publishers()[0].Host(), "443")
	if err != nil {
		t.Fatal(err)
	}
	return w, task{DSN: cluster.DSN(newDatabase(t)), Now: monday, Sources: w.Sources()[:6], World: address, CA: w.CAPEM()}
}

// read are the articles of a store and their state, by address.
func (todo task) read(t *testing.T) map[string]string {
	t.Helper()
	steps, shut, err := todo.open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer shut()
	all, err := steps.Store.Find(t.Context(), store.Query{Known: true})
	if err != nil {
		t.Fatal(err)
	}
	got := map[string]string{}
	for _, f := range all {
		if _, twice := got[f.Article.URL]; twice {
			t.Errorf("%s is kept twice", f.Article.URL)
		}
		got[f.Article.URL] = string(f.Article.State)
	}
	return got
}

// atRest reports whether nothing was asked for two seconds.
func atRest(w *demo.World) bool {
	all := w.Requests()
	return len(all) > 0 && time.Since(all[len(all)-1].At) > 2*time.Second
}

func TestKilledNodesRoundIsFinishedByAnother(t *testing.T) {
	if cluster == nil {
		newDatabase(t) // skips
	}
	kills := 1
	if os.Getenv("WARDROUND_TORTURE") != "" {
		kills = 10
	}
	calm, undisturbed := reading(t)
	stop := undisturbed.start(t, 3)
	within(t, time.Minute, "a round", func() bool { return atRest(calm) })
	stop()
	want := undisturbed.read(t)
	if len(want) < 40 {
		t.Fatalf("%d articles, want at least 40", len(want))
	}
	asked := map[string]int{}
	for _, r := range calm.Requests() {
		if r.Path != "/robots.txt" {
			asked[r.Host+r.Path]++
		}
	}
	for url, n := range asked {
		if n > 1 {
			t.Errorf("three nodes asked %d times for %s", n, url)
		}
	}
	for range kills {
		killOne(t, want)
	}
}

func killOne(t *testing.T, want map[string]string) {
	t.Helper()
	w, todo := reading(t)
	words, err := json.Marshal(todo)
	if err != nil {
		t.Fatal(err)
	}
	cmd := exec.CommandContext(t.Context(), os.Args[0])
	cmd.Env, cmd.Stderr = append(os.Environ(), childTask+"="+string(words)), os.Stderr
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	within(t, time.Minute, "the first requests", func() bool { return len(w.Requests()) >= 8 })
	if err := cmd.Process.Kill(); err != nil {
		t.Fatal(err)
	}
	_ = cmd.Wait() // it was killed
	killed := time.Now()
	stop := todo.start(t, 2)
	// Twenty-one seconds until a job counts as a dead node's, half a minute between
	// two looks for such jobs, and what a loaded machine needs.
	within(t, 2*time.Minute, "what the killed node began", func() bool {
		if !atRest(w) {
			return false
		}
		got := todo.read(t)
		for url, state := range want {
			if got[url] != state {
				return false
			}
		}
		return true
	})
	t.Logf("finished %v after the kill", time.Since(killed).Round(time.Second))
	stop()
	if got := todo.read(t); len(got) != len(want) {
		t.Errorf("%d articles after the kill, want %d", len(got), len(want))
	}
}
