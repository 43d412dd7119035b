package pgqueue

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/robfig/cron/v3"

	"github.com/wardround/wardround/jobs"
)

const (
	// jobTimeout is how long a job works before it is put back for whichever node is
	// free: a long round goes on where it stood, and a mail that is on its way is
	// finished.
	jobTimeout = 10 * time.Minute
	// rescueAfter is when a job of a node that died is begun again by another. It is
	// longer than jobTimeout, so that no job is taken from a node that lives.
	rescueAfter = 12 * time.Minute
	// pollEvery is how often the queue is looked at unasked. New jobs are announced,
	// so this only counts when an announcement is lost.
	pollEvery = 10 * time.Second
	// stopWithin is how long a node that stops waits for what it began: a relay may
	// take ten minutes to answer the end of a message.
	stopWithin = 11 * time.Minute
	// conns are the queue's own connections: two jobs, a listener and one to spare.
	conns = 4
)

// Node is one of several processes that share the work of a database.
type Node struct {
	Log    *slog.Logger
	Daemon *jobs.Daemon
	DSN    string // of the database, postgres://...
	// JobTimeout is how long a job works before it is put back; default ten minutes.
	JobTimeout time.Duration
	// RescueAfter is when a dead node's job is begun again, give or take half a
	// minute; default two minutes more than JobTimeout.
	RescueAfter time.Duration
}

// Run works until ctx ends and then returns when what was begun is finished. It
// begins with whatever fell due while no node ran.
func (n *Node) Run(ctx context.Context) error {
	pool, err := open(ctx, n.DSN)
	if err != nil {
		return fmt.Errorf("open queue: %w", err)
	}
	defer pool.Close()
	if err := migrate(ctx, pool); err != nil {
		return fmt.Errorf("make the queue's tables: %w", err)
	}
	client, err := n.client(pool)
	if err != nil {
		return fmt.Errorf("open queue: %w", err)
	}
	// The client must outlive ctx, to note what became of the jobs in hand.
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("start queue: %w", err)
	}
	err = n.Daemon.Wake(ctx, n.nudge(ctx, client, fetchQueue), n.nudge(ctx, client, mailQueue))
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	return errors.Join(err, client.StopAndCancel(stopping))
}

func open(ctx context.Context, dsn string) (*pgxpool.Pool, error) {
	cfg, err := pgxpool.ParseConfig(dsn)
	if err != nil {
		return nil, err
	}
	cfg.MaxConns = conns
	return pgxpool.NewWithConfig(ctx, cfg)
}

func (n *Node) client(pool *pgxpool.Pool) (*river.Client[pgx.Tx], error) {
	workers := river.NewWorkers()
	if err := river.AddWorkerSafely(workers, &worker{daemon: n.Daemon}); err != nil {
		return nil, err
	}
	cfg := &river.Config{
		Logger:               n.Log.With("part", "queue"),
		Workers:              workers,
		JobTimeout:           n.JobTimeout,
		RescueStuckJobsAfter: n.RescueAfter,
		FetchPollInterval:    pollEvery,
		// One job of each kind is enough for a node; the tables' locks allow no more.
		Queues: map[string]river.QueueConfig{fetchQueue: {MaxWorkers: 1}, mailQueue: {MaxWorkers: 1}},
	}
	if cfg.JobTimeout == 0 {
		cfg.JobTimeout = jobTimeout
	}
	if cfg.RescueStuckJobsAfter == 0 {
		cfg.RescueStuckJobsAfter = cfg.JobTimeout + rescueAfter - jobTimeout
	}
	return river.NewClient(riverpgxv5.New(pool), cfg)
}

// nudge puts a job into the queue. The first of a node is its own; those by the clock
// are one a minute, whichever node is first.
func (n *Node) nudge(ctx context.Context, client *river.Client[pgx.Tx], queue string) cron.Job {
	first := make(chan struct{}, 1)
	first <- struct{}{}
	return cron.FuncJob(func() {
		now := time.Now()
		at := now.Truncate(time.Minute)
		select {
		case <-first:
			at = now
		default:
		}
		_, err := client.Insert(ctx, look{At: at.UnixNano(), Queue: queue}, nil)
		if err != nil && ctx.Err() == nil {
			n.Log.Error("the queue takes no job", "queue", queue, "err", err)
		}
	})
}
