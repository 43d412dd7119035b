package jobs

import (
	"context"
	"crypto/x509"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/internal/demo"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/store"
)

// everything asks each source again, and takes in all it lists.
var everything = RoundRequest{Poll: fetch.PollRequest{All: true, Force: true}}

// visit makes the desk's fetcher live in a made-up world at address.
func (d *desk) visit(address string, roots *x509.CertPool) {
	d.Fetcher = fetch.New(slog.New(slog.DiscardHandler), d.Store, fetch.Options{
		Now: d.clock.Now, RootCAs: roots, PageGap: time.Millisecond, Parallel: 16,
		Resolve: func(context.Context, string, string) (string, error) { return address, nil },
	})
}

// startWorld starts the made-up world and returns its one address.
func startWorld(t *testing.T) (w *demo.World, address string) {
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
	address, err = w.Resolve(t.Context(), w.Publishers()[0].Host(), "443")
	if err != nil {
		t.Fatal(err)
	}
	return w, address
}

// worldDesk is a desk that reads the made-up world.
func worldDesk(t *testing.T, path string, w *demo.World, address string) *desk {
	t.Helper()
	d := openDesk(t, path, testkit.NewClock(monday))
	d.visit(address, w.RootCAs())
	t.Cleanup(d.Fetcher.Close)
	d.Sources = w.Sources()
	return d
}

// kept is what a store says of each article, by address.
func kept(t *testing.T, s *store.Store) map[string]string {
	t.Helper()
	all, err := s.Find(t.Context(), store.Query{Known: true})
	if err != nil {
		t.Fatal(err)
	}
	articles := map[string]string{}
	for _, f := range all {
		if _, twice := articles[f.Article.URL]; twice {
			t.Errorf("%s is kept twice", f.Article.URL)
		}
		articles[f.Article.URL] = string(f.Article.State) + " " + f.Article.Title + " " + string(f.Verdict.Level)
	}
	return articles
}

// listed counts the articles that each source with a validator lists.
func listed(t *testing.T, d *desk) map[string]int {
	t.Helper()
	states, err := d.Store.SourceStates(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	counts := map[string]int{}
	for url, state := range states {
		if state.ETag == "" && state.LastModified == "" && state.BodyHash == "" {
			continue
		}
		found, err := d.Store.Find(t.Context(), store.Query{Listed: url, Known: true})
		if err != nil {
			t.Fatal(err)
		}
		counts[url] = len(found)
	}
	return counts
}

func TestSecondRoundFindsNothingNew(t *testing.T) {
	t.Parallel()
	w, address := startWorld(t)
	d := worldDesk(t, filepath.Join(t.TempDir(), "world.db"), w, address)
	d.Sources = d.Sources[:6]
	first, err := d.Round(t.Context(), everything)
	if err != nil || first.Poll.New() < 40 || first.Judged < first.Poll.New() {
		t.Fatalf("first Round() = %v, %v", first.Facts(), err)
	}
	before := kept(t, d.Store)
	d.clock.Advance(3 * time.Hour)
	second, err := d.Round(t.Context(), RoundRequest{Poll: fetch.PollRequest{Force: true}})
	if err != nil || second.Poll.New() != 0 {
		t.Errorf("second Round() = %v, %v; want nothing new", second.Facts(), err)
	}
	after := kept(t, d.Store)
	for url := range before {
		if _, ok := after[url]; !ok {
			t.Errorf("%s is gone after the second round", url)
		}
	}
	if len(after) != len(before) {
		t.Errorf("%d articles after the second round, %d before", len(after), len(before))
	}
	conditional := 0
	for _, r := range w.Requests() {
		if r.Conditional() {
			conditional++
		}
	}
	if conditional == 0 {
		t.Error("no request of the second round carried a validator")
	}
}

func TestSourcesThatAreOffAreNotPolled(t *testing.T) {
	d := newDesk(t, monday)
	w, address := startWorld(t)
	d.visit(address, w.RootCAs())
	defer d.Fetcher.Close()
	d.Sources = slices.Clone(w.Sources())
	for i := range d.Sources {
		d.Sources[i].Off = true
	}
	round, err := d.Round(t.Context(), RoundRequest{})
	if err != nil || len(round.Poll.Results) != 0 || len(w.Requests()) != 0 {
		t.Errorf("Round() = %v, %v with %d requests; want none", round.Facts(), err, len(w.Requests()))
	}
}

// signal tells when something is first written to it.
type signal struct {
	once sync.Once
	at   chan struct{}
}

func (s *signal) Write(p []byte) (int, error) {
	s.once.Do(func() { close(s.at) })
	return len(p), nil
}

func TestRoundKilledAtAnyInstantLosesAndDoublesNothing(t *testing.T) {
	t.Parallel() // its children and it wait for each other most of the time
	w, address := startWorld(t)
	dir := t.TempDir()
	control := worldDesk(t, filepath.Join(dir, "control.db"), w, address)
	control.Sources = control.Sources[:4] // of ten, which keeps the test short
	began := time.Now()
	if _, err := control.Round(t.Context(), everything); err != nil {
		t.Fatal(err)
	}
	took := time.Since(began)
	todo := task{Do: "round", Store: filepath.Join(dir, "killed.db"), Now: monday, Sources: control.Sources, World: address, CA: w.CAPEM()}
	whole := listed(t, control)
	killed := 0
	for kill := range 10 {
		// The polls are over after a fraction of a round: six kills fall among
		// them, each on a new store, and four among the pages of the last one.
		todo.Store = filepath.Join(dir, fmt.Sprintf("killed-%d.db", min(kill, 5)))
		delay := rand.N(took / 8)
		if kill > 5 {
			delay = rand.N(took / 2)
		}
		ready := &signal{at: make(chan struct{})}
		cmd := spawn(t, todo, ready)
		<-ready.at
		time.Sleep(delay)
		_ = cmd.Process.Kill() // it may have ended already
		if finish(t, cmd) {
			killed++
		}
		d := worldDesk(t, todo.Store, w, address)
		now := listed(t, d)
		t.Logf("kill %d: %d of %d sources", kill, len(now), len(whole))
		for url, n := range now {
			if n < whole[url] {
				t.Errorf("kill %d: %s has a validator but %d articles of %d", kill, url, n, whole[url])
			}
		}
	}
	if killed < 5 {
		t.Errorf("only %d of 10 runs were killed", killed)
	}
	if finish(t, spawn(t, todo, nil)) {
		t.Fatal("the last run was killed")
	}
	d := worldDesk(t, todo.Store, w, address)
	if diff := cmp.Diff(kept(t, control.Store), kept(t, d.Store)); diff != "" {
		t.Errorf("after the kills (-undisturbed +killed):\n%s", diff)
	}
}
