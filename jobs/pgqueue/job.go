package pgqueue

import (
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// The queues: reading, which waits for others, delays neither what comes of it nor a mail.
const (
	readQueue = "wardround_read"
	deskQueue = "wardround_desk"
	mailQueue = "wardround_mail"
)

// attempts is how often a job is begun that fails on our side: at once, and after 1,
// 16 and 81 seconds, which outlasts a restart of the database. After that the next
// time of the schedule finds the same work in the tables.
const attempts = 4

// alive are the states in which a job stands for its work. One that is done does not:
// the same work may come again.
var alive = []rivertype.JobState{
	rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled,
}

// once are the options of a job of which one by the same arguments lives.
func once(queue string) river.InsertOpts {
	return river.InsertOpts{Queue: queue, MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: alive}}
}

// atOnce are the options of a job that several nodes ask for at the same minute.
func atOnce(queue string) river.InsertOpts {
	return river.InsertOpts{Queue: queue, MaxAttempts: attempts, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

// plan asks what is to be read.
type plan struct {
	At int64 `json:"at"` // Unix nanoseconds: what makes a job one and the same
}

func (plan) Kind() string                 { return "wardround_plan" }
func (plan) InsertOpts() river.InsertOpts { return atOnce(deskQueue) }

// read asks for what one server has for us.
type read struct {
	Server string `json:"server"`
	Second bool   `json:"second"` // waits for another of this server: see asker.readAgain
}

func (read) Kind() string                 { return "wardround_read" }
func (read) InsertOpts() river.InsertOpts { return once(readQueue) }

// understand asks what was read to be judged, placed and followed.
type understand struct {
	Second bool `json:"second"` // as in read
}

func (understand) Kind() string                 { return "wardround_understand" }
func (understand) InsertOpts() river.InsertOpts { return once(deskQueue) }

// mail asks for slots that are due, and for what is outstanding to be sent.
type mail struct {
	At int64 `json:"at"` // as in plan
}

func (mail) Kind() string                 { return "wardround_mail" }
func (mail) InsertOpts() river.InsertOpts { return atOnce(mailQueue) }
