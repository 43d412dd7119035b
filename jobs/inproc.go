package jobs

import (
	"context"
	"errors"
	"sync"
	"time"

	"github.com/robfig/cron/v3"

	"github.com/wardround/wardround/deliver"
	"github.com/wardround/wardround/news"
)

// Daemon runs everything on time in one process.
//
// There are two lanes, so that a long round of fetching never delays a mail:
// one polls, the other takes slots and sends. Cron only wakes the lanes; what
// is due stands in the store. A wake-up that finds its lane at work is dropped,
// and the next minute looks again.
type Daemon struct {
	Steps *Steps
	Fetch Schedule

	stops int       // runs of sending in a row that the relay ended
	quiet time.Time // no mail is offered before
	held  bool      // whether it was logged that the mail is held
	ended string    // why the relay ended the last run, once that concerns the operator
}

// pauses are how long the relay is left alone after it ended a run, the last one
// ever after: a wrong password each minute gets an account locked.
var pauses = []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, 30 * time.Minute, time.Hour}

// briefly is how many ends in a row, with six minutes of pauses, are nobody's
// business: relays restart.
const briefly = 2

// Run works until ctx ends and then returns when what was begun is finished. It
// begins with whatever fell due while no daemon ran.
func (d *Daemon) Run(ctx context.Context) error {
	clock := cron.New(cron.WithParser(cronParser))
	fetching := newLane(func() { d.round(ctx) })
	mailing := newLane(func() { d.issues(ctx) })
	clock.Schedule(d.Fetch, fetching)
	for _, edition := range d.Steps.Editions {
		schedule, err := ParseSchedule(edition.Schedule, edition.Location)
		if err != nil {
			return err
		}
		clock.Schedule(schedule, mailing)
	}
	clock.Schedule(cron.Every(time.Minute), mailing)
	go fetching.Run()
	go mailing.Run()
	clock.Start()
	<-ctx.Done()
	<-clock.Stop().Done()
	fetching.close()
	mailing.close()
	return nil
}

// Once does whatever is due, polls, slots and retries, and returns. It reports
// whether all of it went well.
func (d *Daemon) Once(ctx context.Context) (well bool) {
	fetched := d.round(ctx)
	return d.issues(ctx) && fetched
}

// round polls what is due. Trouble with a source is the source's, not ours.
func (d *Daemon) round(ctx context.Context) (well bool) {
	started := time.Now()
	round, err := d.Steps.Round(ctx, RoundRequest{})
	switch {
	case errors.Is(err, ErrBusy):
		d.Steps.Log.Info("another process is fetching")
		return true
	case errors.Is(err, context.Canceled):
		return true
	case err != nil:
		d.Steps.Log.Error("fetch", "err", err)
		return false
	}
	for _, r := range round.Poll.Results {
		if r.Err != nil {
			d.Steps.Log.Warn("source not read", "source", r.Source.Name, "outcome", string(r.Outcome), "reason", r.Reason,
				"health", string(news.HealthOf(r.Source, r.State, d.Steps.Now()).State))
		}
	}
	d.Steps.Log.Info("fetched", append(round.Facts(), "took", time.Since(started).Round(time.Millisecond))...)
	return d.retain(ctx)
}

// retain forgets, once a day, what has been kept for its time. It is part of the
// lane of fetching, so that no mail waits for it.
func (d *Daemon) retain(ctx context.Context) (well bool) {
	did, err := d.Steps.Retain(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		d.Steps.Log.Error("retention", "err", err)
		return false
	}
	if did {
		d.Steps.Log.Info("kept what is to be kept, forgot the rest")
	}
	return true
}

// issues takes the slots that are due and sends what is outstanding.
func (d *Daemon) issues(ctx context.Context) (well bool) {
	well = true
	taken, err := d.Steps.TakeDue(ctx)
	if errors.Is(err, ErrHeld) {
		if !d.held { // once a process, not once a minute
			d.Steps.Log.Warn("no mail is sent", "err", err)
		}
		d.held = true
		return false
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		d.Steps.Log.Error("take slot", "err", err)
		well = false
	}
	for _, t := range taken {
		log := d.Steps.Log.With("edition", t.Slot.Edition, "slot", t.Slot.Key)
		if t.Reason != "" {
			log.Warn("slot missed", "why", t.Reason)
			continue
		}
		log.Info("issue written", "issue", t.Issue.Issue.Number, "state", t.Issue.State, "stories", t.Issue.Issue.Stories())
	}
	sent, relay := d.send(ctx)
	if err := d.Steps.Alarm(ctx, relay); err != nil && !errors.Is(err, context.Canceled) {
		d.Steps.Log.Error("alarm", "err", err)
		well = false
	}
	return sent && well
}

// send offers what is outstanding, unless the relay is being left alone. relay
// says why it ended the last runs, once that concerns the operator.
func (d *Daemon) send(ctx context.Context) (well bool, relay string) {
	now := d.Steps.Now()
	if now.Before(d.quiet) && d.quiet.Sub(now) <= pauses[len(pauses)-1] { // a clock set back ends a pause
		return true, d.ended
	}
	counts, err := d.Steps.Send(ctx)
	if counts.Stopped == "" {
		d.stops, d.ended = 0, ""
	} else if ctx.Err() == nil {
		pause := pauses[min(d.stops, len(pauses)-1)]
		d.stops, d.quiet = d.stops+1, now.Add(pause)
		if counts.Refused || d.stops > briefly {
			d.ended = counts.Stopped
		}
		d.Steps.Log.Warn("the relay is left alone", "for", pause)
	}
	if counts != (deliver.Counts{}) {
		d.Steps.Log.Info("sent mail", "counts", counts.String())
	}
	if err != nil && !errors.Is(err, context.Canceled) {
		d.Steps.Log.Error("send", "err", err)
		return false, d.ended
	}
	return counts.Done(), d.ended
}

// lane runs one kind of work, one at a time.
type lane struct {
	work   func()
	mu     sync.Mutex
	closed bool
}

func newLane(work func()) *lane { return &lane{work: work} }

// Run does the work unless it is being done. It makes lane a cron.Job.
func (l *lane) Run() {
	if !l.mu.TryLock() {
		return
	}
	defer l.mu.Unlock()
	if !l.closed {
		l.work()
	}
}

// close returns when nothing is being done, and nothing is done from then on.
func (l *lane) close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.closed = true
}
