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
	// free: it goes on where it stood. A reader begins no page in the second half, so
	// none is asked for twice.
	jobTimeout = 4 * time.Minute
	// mailTimeout is the same for mail: long enough for a relay that takes ten minutes
	// to answer the end of a message.
	mailTimeout = 11 * time.Minute
	// rescueMargin is how much longer a job may be at work before it counts as that of
	// a node that died. It is well over zero, so that none is taken from a node that lives.
	rescueMargin = time.Minute
	// readers is how many servers a node reads at once, twice as many as fetch.parallel
	// asks for by itself: a server that keeps us waiting counts here, but not there.
	readers = 16
	// pollEvery is how often the queue is looked at unasked. New jobs are announced,
	// so this only counts when an announcement is lost.
	pollEvery = 10 * time.Second
	// stopWithin is how long a node that stops waits for what it began: a relay may
	// take ten minutes to answer the end of a message.
	stopWithin = 11 * time.Minute
	// conns are the queue's own connections. Jobs use them for an instant each.
	conns = 4
)

// Node is one of several processes that share the work of a database.
type Node struct {
	Log    *slog.Logger
	Daemon *jobs.Daemon
	DSN    string // of the database, postgres://...
	// JobTimeout is how long a job works before it is put back; default four minutes,
	// and eleven for mail.
	JobTimeout time.Duration
	// RescueAfter is when a dead node's job is begun again, give or take half a
	// minute; default a minute more than JobTimeout.
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
	plans := n.nudge(ctx, client, func(at int64) river.JobArgs { return plan{at} })
	mails := n.nudge(ctx, client, func(at int64) river.JobArgs { return mail{at} })
	err = n.Daemon.Wake(ctx, plans, mails)
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
	timeout, mailing := n.JobTimeout, n.JobTimeout
	if timeout == 0 {
		timeout, mailing = jobTimeout, mailTimeout
	}
	rescue := n.RescueAfter
	if rescue == 0 {
		rescue = timeout + rescueMargin
	}
	workers := river.NewWorkers()
	if err := errors.Join(
		river.AddWorkerSafely(workers, &planner{daemon: n.Daemon}),
		river.AddWorkerSafely(workers, &reader{daemon: n.Daemon, most: timeout / 2}),
		river.AddWorkerSafely(workers, &thinker{daemon: n.Daemon}),
		river.AddWorkerSafely(workers, &postman{daemon: n.Daemon, most: mailing}),
	); err != nil {
		return nil, err
	}
	return river.NewClient(riverpgxv5.New(pool), &river.Config{
		Logger:               n.Log.With("part", "queue"),
		Workers:              workers,
		JobTimeout:           timeout,
		RescueStuckJobsAfter: rescue,
		FetchPollInterval:    pollEvery,
		Queues:               map[string]river.QueueConfig{readQueue: {MaxWorkers: readers}, deskQueue: {MaxWorkers: 1}, mailQueue: {MaxWorkers: 1}},
	})
}

// nudge puts a job into the queue. The first of a node is its own; those by the clock
// are one a minute, whichever node is first.
func (n *Node) nudge(ctx context.Context, client *river.Client[pgx.Tx], job func(at int64) river.JobArgs) cron.Job {
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
		args := job(at.UnixNano())
		if _, err := client.Insert(ctx, args, nil); err != nil && ctx.Err() == nil {
			n.Log.Error("the queue takes no job", "job", args.Kind(), "err", err)
		}
	})
}
