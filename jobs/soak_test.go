package jobs

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime"
	"testing"
	"time"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/track"
)

const (
	// soakLoad is how much more a soak does in its time than a daemon on two hundred
	// sources, at the least.
	soakLoad = 50
	// soakGrowth is what the heap may grow by after the first fifth, which fills caches.
	soakGrowth = 8 << 20
	// soakHourly is what an hour of two hundred sources brings.
	soakHourly = 42
)

// TestSoakStaysFlat works as fast as it goes: each turn is an hour of the clock, with
// a round over real sockets, new articles, and the mail of the hour; each week an issue
// goes out. By itself it is a short run; `make soak` sets WARDROUND_SOAK=10m.
func TestSoakStaysFlat(t *testing.T) {
	const shortest = 15 // turns
	length := time.Duration(0)
	if text := os.Getenv("WARDROUND_SOAK"); text != "" {
		var err error
		if length, err = time.ParseDuration(text); err != nil {
			t.Fatal(err)
		}
	}
	d, sink := soakDesk(t)
	random := rand.New(rand.NewPCG(9, 9))
	words, began := newSoakWords(), time.Now()
	var settled usage
	turns := 0
	for ; turns < shortest || time.Since(began) < length; turns++ {
		d.hour(t, words, random)
		if settled == (usage{}) && turns >= shortest/5 && time.Since(began) >= length/5 {
			settled = used()
		}
	}
	now, took := used(), time.Since(began)
	t.Logf("%d hours in %v, %.0f times the usual load; %d mails; settled %v, at the end %v", turns, took.Round(time.Second),
		float64(turns)*float64(time.Hour)/float64(took), len(sink.Messages()), settled, now)
	if now.goroutines > settled.goroutines {
		t.Errorf("%d goroutines at the end, %d once settled", now.goroutines, settled.goroutines)
	}
	if now.heap > settled.heap+soakGrowth {
		t.Errorf("the heap grew from %d to %d bytes", settled.heap, now.heap)
	}
	if length > 0 && time.Duration(turns)*time.Hour < soakLoad*length {
		t.Errorf("%d hours of work in %v are less than %d times the usual load", turns, length, soakLoad)
	}
}

// soakDesk is a desk with all its stages, in a made-up world.
func soakDesk(t *testing.T) (*desk, *testkit.SMTP) {
	t.Helper()
	world, address := startWorld(t)
	d := worldDesk(t, filepath.Join(t.TempDir(), "soak.db"), world, address).grouping(t)
	d.Editions = []news.Edition{edition(t, "weekly", 3)}
	rules, err := track.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	d.Rules, d.Retention = rules, Retention{Messages: day, Addresses: 7 * day, Texts: 30 * day, Pages: 7 * day}
	sink := testkit.NewSMTP(t, testkit.SMTPOptions{})
	return d.known(t).sendTo(sink, deliver.Options{}), sink
}

// hour is what a daemon does in an hour.
func (d *desk) hour(t *testing.T, words []string, random *rand.Rand) {
	t.Helper()
	now := d.clock.Advance(time.Hour)
	source := news.Source{Name: "Wire", URL: "https://wire.example/feed", Kind: news.KindFeed}
	poll := news.Poll{Source: source, At: now, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: source.URL, FirstRead: monday.AddDate(-1, 0, 0), LastRead: now, Outcome: news.OutcomeNew}}
	for i := range soakHourly {
		id := fmt.Sprintf("https://wire.example/%d/%d", now.Unix(), i)
		item := news.Item{GUID: id, URL: id, Title: "News of the hour", Published: now}
		for range 60 {
			item.Summary += words[random.IntN(len(words))] + " "
		}
		if i == 0 {
			item.Summary = "NHS trusts have advertised posts for data analysts and developers. " + item.Summary
		}
		poll.Items = append(poll.Items, item)
	}
	if _, err := d.Store.SavePoll(t.Context(), poll); err != nil {
		t.Fatal(err)
	}
	if _, err := d.Round(t.Context(), RoundRequest{Poll: fetch.PollRequest{Force: true}}); err != nil {
		t.Fatal(err)
	}
	daemon := &Daemon{Steps: d.Steps}
	if !daemon.retain(t.Context()) || !daemon.issues(t.Context()) {
		t.Fatalf("the mail of %v did not go out", now)
	}
}

func newSoakWords() []string {
	words := make([]string, 5000)
	for i := range words {
		words[i] = name(i)
	}
	return words
}

// usage is what this process holds.
type usage struct {
	goroutines int
	heap       uint64
}

func (u usage) String() string {
	return fmt.Sprintf("%d goroutines, %.1f MB", u.goroutines, float64(u.heap)/1e6)
}

// used waits for what is ending, such as idle connections, before it counts.
func used() usage {
	var u usage
	for range 100 {
		runtime.GC()
		was := u.goroutines
		if u.goroutines = runtime.NumGoroutine(); u.goroutines == was {
			break
		}
		time.Sleep(10 * time.Millisecond)
	}
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	u.heap = m.HeapAlloc
	return u
}
