package pgqueue

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"os"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/wardround/wardround/classify"
	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/fetch"
	"go.uber.org/goleak"

	"github.com/wardround/wardround/internal/testkit"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/store/postgres"
)

// cluster is the server of this package's tests; nil where there is none.
var cluster *testkit.Postgres

func TestMain(m *testing.M) {
	if os.Getenv(childTask) != "" {
		child()
		return
	}
	var err error
	cluster, err = testkit.StartPostgres()
	if err != nil && (!errors.Is(err, testkit.ErrNoPostgres) || os.Getenv("CI") != "") {
		log.Fatalf("start PostgreSQL: %v", err)
	}
	goleak.VerifyTestMain(m, goleak.IgnoreCurrent(), goleak.Cleanup(func(status int) {
		if cluster != nil {
			if err := cluster.Close(); err != nil {
				log.Fatalf("stop PostgreSQL: %v", err)
			}
		}
		os.Exit(status)
	}))
}

var databases atomic.Int64

// newDatabase makes an empty database and returns its name.
func newDatabase(t *testing.T) string {
	t.Helper()
	if cluster == nil {
		t.Skip(testkit.ErrNoPostgres)
	}
	name := fmt.Sprintf("nodes_%d", databases.Add(1))
	if err := cluster.Create(t.Context(), name, "template0"); err != nil {
		t.Fatal(err)
	}
	return name
}

// monday is a slot of the test edition, 07:30 on the London wall in winter.
var monday = time.Date(2026, 11, 23, 7, 30, 0, 0, time.UTC)

// gap is between two pages of a host: long enough to be seen.
const gap = 100 * time.Millisecond

// task is what a node of the tests has to do.
type task struct {
	DSN     string
	Now     time.Time // what its clock says at first; it runs on
	Sources []news.Source
	World   string // the address all hosts stand for
	CA      []byte
	Port    int // of the relay; 0: none
	Readers int
}

func (todo task) edition() (news.Edition, error) {
	zone, err := time.LoadLocation("Europe/London")
	e := news.Edition{Name: "weekly", Title: "Ward weekly", Schedule: "30 7 * * 1", Location: zone, MaxStories: 30,
		From: "Ward weekly <digest@wardround.example>", WhenEmpty: news.EmptySkip}
	for i := range todo.Readers {
		e.Recipients = append(e.Recipients, news.Recipient{Address: fmt.Sprintf("r%d@readers.example", i)})
	}
	return e, err
}

var lexicon = sync.OnceValues(func() (*classify.Lexicon, error) { return classify.Load(seeds.FS) })

// open makes the steps of a node; shut closes what they use.
func (todo task) open(ctx context.Context) (steps *jobs.Steps, shut func() error, err error) {
	kept, err := postgres.Open(ctx, todo.DSN)
	if err != nil {
		return nil, nil, err
	}
	words, errWords := lexicon()
	edition, errZone := todo.edition()
	if err := errors.Join(errWords, errZone); err != nil {
		return nil, nil, errors.Join(err, kept.Close())
	}
	began := time.Now()
	now := func() time.Time { return todo.Now.Add(time.Since(began)) }
	logs := slog.New(slog.DiscardHandler)
	roots := x509.NewCertPool()
	roots.AppendCertsFromPEM(todo.CA)
	fetcher := fetch.New(logs, kept, fetch.Options{Now: now, RootCAs: roots, PageGap: gap, Parallel: 16, Turn: kept.Turn,
		Resolve: func(context.Context, string, string) (string, error) { return todo.World, nil }})
	steps = &jobs.Steps{Log: logs, Store: kept, Fetcher: fetcher, Lexicon: words, Sources: todo.Sources, Now: now}
	for _, topic := range words.Topics() {
		steps.Topics = append(steps.Topics, digest.Topic{Name: topic.Name, Title: topic.Title})
	}
	if todo.Port != 0 {
		steps.Editions = []news.Edition{edition}
		mailer := &jobs.Mailer{Store: kept, Editions: steps.Editions}
		relay := deliver.Relay{Host: "127.0.0.1", Port: todo.Port, TLS: deliver.TLSNone}
		steps.Sender = deliver.New(logs, kept, relay, mailer.Build, deliver.Options{Now: now, Lease: 3 * time.Second, UnknownAfter: 5 * time.Second})
	}
	return steps, func() error { fetcher.Close(); return kept.Close() }, nil
}

// run is the whole life of a node.
func (todo task) run(ctx context.Context) error {
	steps, shut, err := todo.open(ctx)
	if err != nil {
		return err
	}
	hourly, err := jobs.ParseSchedule("@hourly", time.UTC)
	if err != nil {
		return errors.Join(err, shut())
	}
	node := &Node{Log: steps.Log, Daemon: &jobs.Daemon{Steps: steps, Fetch: hourly}, DSN: todo.DSN, JobTimeout: 20 * time.Second, RescueAfter: 21 * time.Second}
	err = node.Run(ctx)
	return errors.Join(err, shut())
}

// start runs n nodes at once; stop ends them and waits.
func (todo task) start(t *testing.T, n int) (stop func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	var wg sync.WaitGroup
	for range n {
		wg.Go(func() {
			if err := todo.run(ctx); err != nil && !errors.Is(err, context.Canceled) {
				t.Errorf("Run() = %v", err)
			}
		})
	}
	stop = func() { cancel(); wg.Wait() }
	t.Cleanup(stop)
	return stop
}

// within waits until ok, for as long as it may take at most.
func within(t *testing.T, limit time.Duration, what string, ok func() bool) {
	t.Helper()
	for deadline := time.Now().Add(limit); !ok(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("%s: not within %v", what, limit)
		}
	}
}
