package pgqueue

import (
	"context"
	"encoding/json"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"

	"github.com/wardround/wardround/jobs"
)

const (
	// soon is when a job that was cut short is begun again: the gap between two pages.
	soon = time.Second
	// busyPause is when one is begun again whose work another process is at.
	busyPause = 5 * time.Second
)

// errCut says that a job was ended before its work was: the node stops, its time was
// over, or the database was away.
var errCut = errors.New("cut short")

// outcome is what the queue is told of a job: done, or to be begun again. What goes
// wrong with a publisher stands in the tables and is no failure here.
func outcome(ctx context.Context, err error) error {
	switch {
	case ctx.Err() != nil, errors.Is(err, context.Canceled), errors.Is(err, errCut):
		return river.JobSnooze(soon)
	case errors.Is(err, jobs.ErrBusy):
		return river.JobSnooze(busyPause)
	}
	return err
}

// planner does plan.
type planner struct {
	river.WorkerDefaults[plan]
	daemon *jobs.Daemon
}

func (w *planner) Work(ctx context.Context, _ *river.Job[plan]) error {
	servers, err := w.daemon.Plan(ctx)
	if err != nil {
		return outcome(ctx, err)
	}
	ask := asker{river.ClientFromContext[pgx.Tx](ctx)}
	return outcome(ctx, ask.read(ctx, servers))
}

// reader does read.
type reader struct {
	river.WorkerDefaults[read]
	daemon *jobs.Daemon
	most   time.Duration // after which no further page is begun
}

func (w *reader) Work(ctx context.Context, job *river.Job[read]) error {
	got, err := w.daemon.ReadServer(ctx, job.Args.Server, time.Now().Add(w.most))
	if err != nil {
		return outcome(ctx, err)
	}
	ask := asker{river.ClientFromContext[pgx.Tx](ctx)}
	before := begunBefore(job.JobRow)
	if before { // what it found then was told to nobody
		if got.Next, err = w.daemon.Plan(ctx); err != nil {
			return outcome(ctx, err)
		}
	}
	err = ask.readAgain(ctx, got.Next)
	if got.New || before {
		err = errors.Join(err, ask.understand(ctx))
	}
	if err == nil && got.Left {
		err = errCut
	}
	return outcome(ctx, err)
}

// begunBefore reports whether a job was cut short once, failed, or was that of a node
// that died.
func begunBefore(job *rivertype.JobRow) bool {
	var noted struct{ Snoozes int }
	err := json.Unmarshal(job.Metadata, &noted) // River's own count of how often it was put back
	return err != nil || noted.Snoozes > 0 || job.Attempt > 1
}

// thinker does understand.
type thinker struct {
	river.WorkerDefaults[understand]
	daemon *jobs.Daemon
}

func (w *thinker) Work(ctx context.Context, _ *river.Job[understand]) error {
	return outcome(ctx, w.daemon.Understand(ctx))
}

// postman does mail.
type postman struct {
	river.WorkerDefaults[mail]
	daemon *jobs.Daemon
	most   time.Duration
}

// Timeout is longer than that of other jobs.
func (w *postman) Timeout(*river.Job[mail]) time.Duration { return w.most }

func (w *postman) Work(ctx context.Context, _ *river.Job[mail]) error {
	w.daemon.MailAlone(ctx) // what goes wrong is logged there, and the next minute looks again
	return outcome(ctx, nil)
}

// asker puts jobs into the queue.
type asker struct{ client *river.Client[pgx.Tx] }

// read asks for servers to be read, unless they are about to be.
func (a asker) read(ctx context.Context, servers []string) error {
	_, err := a.put(ctx, servers, false)
	return err
}

// readAgain asks for servers to be read from now on. Where a job for one is at work it
// may be past what is new; then a second one is made, which waits for it. When that is
// there too, one of the two has yet to begin.
func (a asker) readAgain(ctx context.Context, servers []string) error {
	there, err := a.put(ctx, servers, false)
	if err != nil {
		return err
	}
	_, err = a.put(ctx, there, true)
	return err
}

// put returns the servers for which there was such a job already.
func (a asker) put(ctx context.Context, servers []string, second bool) (there []string, err error) {
	if len(servers) == 0 {
		return nil, nil
	}
	params := make([]river.InsertManyParams, len(servers))
	for i, server := range servers {
		params[i].Args = read{Server: server, Second: second}
	}
	results, err := a.client.InsertMany(ctx, params)
	for i, result := range results {
		if result.UniqueSkippedAsDuplicate {
			there = append(there, servers[i])
		}
	}
	return there, err
}

// understand asks for what was read by now to be understood, as readAgain does.
func (a asker) understand(ctx context.Context) error {
	result, err := a.client.Insert(ctx, understand{}, nil)
	if err == nil && result.UniqueSkippedAsDuplicate {
		_, err = a.client.Insert(ctx, understand{Second: true}, nil)
	}
	return err
}
