package jobs

import (
	"fmt"
	"log/slog"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"github.com/wardround/wardround/classify"
	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

// lexicon is the real one, read once for all tests.
var lexicon = sync.OnceValues(func() (*classify.Lexicon, error) { return classify.Load(seeds.FS) })

// desk is a newsroom of one: real steps on a real store, and a clock.
type desk struct {
	*Steps
	path  string
	clock *testkit.Clock
}

// monday is a slot of the test editions, 07:30 on the London wall in winter.
var monday = time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)

// edition is a weekly edition for n readers.
func edition(t testing.TB, name string, n int) news.Edition {
	t.Helper()
	zone, err := time.LoadLocation("Europe/London")
	if err != nil {
		t.Fatal(err)
	}
	e := news.Edition{
		Name: name, Title: "Ward weekly", Schedule: "30 7 * * 1", Location: zone, MaxStories: 30, WhenEmpty: news.EmptySkip,
		From: "Ward weekly <digest@wardround.example>", ReplyTo: "desk@wardround.example",
	}
	for i := range n {
		e.Recipients = append(e.Recipients, news.Recipient{Address: fmt.Sprintf("r%d@readers.example", i)})
	}
	return e
}

// newDesk opens a desk at now, which knows its editions from then on.
func newDesk(t testing.TB, now time.Time, editions ...news.Edition) *desk {
	t.Helper()
	return openDesk(t, filepath.Join(t.TempDir(), "test.db"), testkit.NewClock(now), editions...)
}

func openDesk(t testing.TB, path string, clock *testkit.Clock, editions ...news.Edition) *desk {
	t.Helper()
	kept, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := kept.Close(); err != nil {
			t.Errorf("close store: %v", err)
		}
	})
	d := deskOn(t, kept, clock, editions...)
	d.path = path
	return d
}

// deskOn is a desk on a store that is open.
func deskOn(t testing.TB, kept *store.Store, clock *testkit.Clock, editions ...news.Edition) *desk {
	t.Helper()
	words, err := lexicon()
	if err != nil {
		t.Fatal(err)
	}
	log := slog.New(slog.DiscardHandler)
	fetcher := fetch.New(log, kept, fetch.Options{Now: clock.Now})
	t.Cleanup(fetcher.Close)
	steps := &Steps{Log: log, Store: kept, Fetcher: fetcher, Lexicon: words, Editions: editions, Now: clock.Now}
	for _, topic := range words.Topics() {
		steps.Topics = append(steps.Topics, digest.Topic{Name: topic.Name, Title: topic.Title})
	}
	return &desk{Steps: steps, clock: clock}
}

// known makes the editions known before anything falls due.
func (d *desk) known(t testing.TB) *desk {
	t.Helper()
	for _, e := range d.Editions {
		if _, err := d.Store.EditionSince(t.Context(), e.Name, d.clock.Now()); err != nil {
			t.Fatal(err)
		}
	}
	return d
}

// sendTo gives the desk a sender to the sink.
func (d *desk) sendTo(sink *testkit.SMTP, opts deliver.Options) *desk {
	opts.Now = d.Now
	mailer := &Mailer{Store: d.Store, Editions: d.Editions}
	relay := deliver.Relay{Host: "127.0.0.1", Port: sink.Port(), TLS: deliver.TLSNone}
	d.Sender = deliver.New(d.Log, d.Store, relay, mailer.Build, opts)
	return d
}

// publish takes in, at the instant at, relevant articles with these names; a
// name that starts with "page " has a page that is still wanted.
func (d *desk) publish(t testing.TB, at time.Time, names ...string) {
	t.Helper()
	source := news.Source{Name: "Ward and Wire", URL: "https://ward.example/feed", Kind: news.KindFeed}
	poll := news.Poll{Source: source, At: at, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: source.URL, FirstRead: at.AddDate(-1, 0, 0), LastRead: at, Outcome: news.OutcomeNew}}
	for _, name := range names {
		item := news.Item{GUID: name, URL: "https://ward.example/" + name, Title: "NHS trusts cannot fill digital posts in " + name,
			Published: at, Summary: "NHS trusts have advertised two hundred posts for data analysts and developers in " + name + " and filled a third of them."}
		if len(name) > 5 && name[:5] == "page " {
			item.Link = item.URL
		}
		poll.Items = append(poll.Items, item)
	}
	if _, err := d.Store.SavePoll(t.Context(), poll); err != nil {
		t.Fatal(err)
	}
}

// due takes what is due.
func (d *desk) due(t testing.TB) []Taken {
	t.Helper()
	taken, err := d.TakeDue(t.Context())
	if err != nil {
		t.Fatalf("TakeDue() at %v = %v", d.clock.Now(), err)
	}
	return taken
}

// told are the names of what an issue tells, in no order.
func told(k store.KeptIssue) map[string]int {
	names := map[string]int{}
	for _, section := range k.Issue.Sections {
		for _, story := range section.Stories {
			names[story.URL[len("https://ward.example/"):]]++
		}
	}
	return names
}
