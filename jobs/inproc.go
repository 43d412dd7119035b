package jobs

import (
	"context"
	"errors"
	"fmt"
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

	held bool // whether it was logged that the mail is held
}

// clockWrong reports, and logs, that nothing may be done on the clock's word.
func (d *Daemon) clockWrong(ctx context.Context) bool {
	err := d.Steps.CheckClock(ctx)
	if err != nil && !errors.Is(err, context.Canceled) {
		d.Steps.Log.Error("nothing is read, written or sent", "err", err)
	}
	return err != nil
}

// Run works until ctx ends and then returns when what was begun is finished. It
// begins with whatever fell due while no daemon ran.
func (d *Daemon) Run(ctx context.Context) error {
	fetching := newLane(func() { d.round(ctx) })
	mailing := newLane(func() { d.issues(ctx) })
	err := d.Wake(ctx, fetching, mailing)
	fetching.close()
	mailing.close()
	return err
}

// Wake runs fetching and mailing now and whenever there may be something to do,
// until ctx ends; then it returns when the runs it began have returned.
func (d *Daemon) Wake(ctx context.Context, fetching, mailing cron.Job) error {
	clock := cron.New(cron.WithParser(cronParser))
	clock.Schedule(d.Fetch, fetching)
	for _, edition := range d.Steps.Editions {
		schedule, err := ParseSchedule(edition.Schedule, edition.Location)
		if err != nil {
			return err
		}
		clock.Schedule(schedule, mailing)
	}
	clock.Schedule(cron.Every(time.Minute), mailing)
	var first sync.WaitGroup
	first.Go(fetching.Run)
	first.Go(mailing.Run)
	clock.Start()
	<-ctx.Done()
	<-clock.Stop().Done()
	first.Wait()
	return nil
}

// Once does whatever is due, polls, slots and retries, and returns. It reports
// whether all of it went well and no mail is left for later.
func (d *Daemon) Once(ctx context.Context) (well bool) {
	fetched := d.round(ctx)
	well = d.issues(ctx) && fetched
	next, err := d.Steps.Store.NextDelivery(ctx)
	if err != nil {
		d.Steps.Log.Error("outstanding mail", "err", err)
		return false
	}
	if !next.IsZero() && d.Steps.Sender != nil {
		now := d.Steps.Now()
		rest, wait, err := d.Steps.resting(ctx, now)
		if err != nil {
			d.Steps.Log.Error("outstanding mail", "err", err)
		}
		if next.Before(now) { // it waits for nothing of its own
			next = now
		}
		if wait && next.Before(rest.Until) {
			next = rest.Until
		}
		d.Steps.Log.Warn("mail is outstanding", "next", next.UTC().Format(time.RFC3339))
		return false
	}
	return well
}

// round polls what is due. Trouble with a source is the source's, not ours.
func (d *Daemon) round(ctx context.Context) (well bool) {
	if d.clockWrong(ctx) {
		return ctx.Err() != nil
	}
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
	d.warn(round)
	d.Steps.Log.Info("fetched", append(round.Facts(), "took", time.Since(started).Round(time.Millisecond).String())...)
	return d.retain(ctx)
}

// warn logs which sources could not be read, and why.
func (d *Daemon) warn(round Round) {
	for _, r := range round.Poll.Results {
		if r.Err != nil {
			d.Steps.Log.Warn("source not read", "source", r.Source.Name, "outcome", string(r.Outcome), "reason", r.Reason,
				"health", string(news.HealthOf(r.Source, r.State, d.Steps.Now()).State))
		}
	}
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

// issues takes the slots that are due, sends what is outstanding, and tells the
// operator what is wrong.
func (d *Daemon) issues(ctx context.Context) (well bool) {
	if d.clockWrong(ctx) {
		return ctx.Err() != nil
	}
	wrong := Trouble{}
	taken, err := d.Steps.TakeDue(ctx)
	if errors.Is(err, ErrHeld) {
		if !d.held { // once a process, not once a minute
			d.Steps.Log.Warn("no mail is sent", "err", err)
		}
		d.held = true
		return false
	}
	d.failed(ctx, wrong, "issue not written", err)
	for _, t := range taken {
		log := d.Steps.Log.With("edition", t.Slot.Edition, "slot", t.Slot.Key)
		if t.Reason != "" {
			log.Warn("slot missed", "why", t.Reason)
			continue
		}
		log.Info("issue written", "issue", t.Issue.Issue.Number, "state", t.Issue.State, "stories", t.Issue.Issue.Stories())
	}
	drafts, err := d.Steps.DraftDue(ctx)
	d.failed(ctx, wrong, "draft not written", err)
	for _, r := range drafts {
		d.Steps.Log.Info("issue drafted for review", "edition", r.Draft.Edition, "slot", r.Draft.Slot.Key, "stories", r.Draft.Stories(), "goes", r.Goes)
	}
	sent := d.send(ctx, wrong)
	well = len(wrong) == 0
	fresh, err := d.Steps.Alarm(ctx, wrong)
	if err != nil && !errors.Is(err, context.Canceled) {
		d.Steps.Log.Error("alarm", "err", err)
		return false
	}
	if fresh > 0 { // from a crontab the next run may be long in coming
		sent = d.send(ctx, wrong) && sent
	}
	return sent && well
}

// failed logs a failure of ours and adds it to what is wrong.
func (d *Daemon) failed(ctx context.Context, wrong Trouble, what string, err error) {
	if err == nil || ctx.Err() != nil {
		return
	}
	d.Steps.Log.Error(what, "err", err)
	wrong["error:"+what] = fmt.Sprintf("Our own fault, %s: %v", what, err)
}

// send offers what is outstanding, unless the relay is being left alone, and
// reports whether all of it is sent.
func (d *Daemon) send(ctx context.Context, wrong Trouble) (well bool) {
	_, wait, err := d.Steps.resting(ctx, d.Steps.Now())
	if err == nil && wait {
		return false
	}
	counts, sendErr := d.Steps.Send(ctx)
	if counts != (deliver.Counts{}) {
		d.Steps.Log.Info("sent mail", "counts", counts.String())
	}
	d.failed(ctx, wrong, "mail not sent", errors.Join(err, sendErr))
	return counts.Done()
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
