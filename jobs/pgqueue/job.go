package pgqueue

import (
	"context"
	"time"

	"github.com/riverqueue/river"

	"github.com/wardround/wardround/jobs"
)

// The two lanes of a daemon, as queues: a long round never delays a mail.
const (
	fetchQueue = "wardround_fetch"
	mailQueue  = "wardround_mail"
)

// look asks a node to look whether there is something to do in one lane.
type look struct {
	Queue string `json:"queue"`
	At    int64  `json:"at"` // Unix nanoseconds: what makes a job one and the same
}

// Kind names the job in the queue's tables.
func (look) Kind() string { return "wardround_look" }

// InsertOpts merges what several nodes ask at the same minute.
func (l look) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: l.Queue, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

type worker struct {
	river.WorkerDefaults[look]
	daemon *jobs.Daemon
}

// Work does one lane's work. What goes wrong in it is logged there and stands in the
// tables, so that the next look tries again: to the queue the job is done. One that
// was cut short is put back.
func (w *worker) Work(ctx context.Context, job *river.Job[look]) error {
	if job.Args.Queue == fetchQueue {
		w.daemon.FetchAlone(ctx)
	} else {
		w.daemon.MailAlone(ctx)
	}
	if ctx.Err() != nil {
		return river.JobSnooze(time.Second) // the gap between two pages of a host
	}
	return nil
}
