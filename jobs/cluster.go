package jobs

import (
	"context"
	"slices"
	"time"
)

// What follows is the work of [Daemon.Run] in parts, for several nodes to share. Each
// part may be done by any of them, at any time, and more than once.

// Plan names the servers of which something is to be read now. It also forgets, once a
// day, what was kept for its time.
func (d *Daemon) Plan(ctx context.Context) ([]string, error) {
	if err := d.Steps.CheckClock(ctx); err != nil {
		return nil, err
	}
	sources, err := d.Steps.polled(ctx)
	if err != nil {
		return nil, err
	}
	due, err := d.Steps.Fetcher.Due(ctx, sources)
	if err != nil {
		return nil, err
	}
	wanted, err := d.Steps.Fetcher.Wanted(ctx)
	if err != nil {
		return nil, err
	}
	for _, server := range wanted {
		if !slices.Contains(due, server) {
			due = append(due, server)
		}
	}
	d.retain(ctx)
	return due, nil
}

// ServerRead is what reading one server came to.
type ServerRead struct {
	New  bool     // there is something to understand
	Left bool     // it has more pages, for another time
	Next []string // other servers that have pages of what it listed
}

// ReadServer does of [Steps.Round] what concerns one server: it polls the sources there
// that are due and scrapes the pages that are wanted, none of them after until. It is
// [ErrBusy] while another process reads the same server, or all of them.
func (d *Daemon) ReadServer(ctx context.Context, server string, until time.Time) (ServerRead, error) {
	if err := d.Steps.CheckClock(ctx); err != nil {
		return ServerRead{}, err
	}
	began := time.Now()
	round, next, err := d.Steps.readServer(ctx, server, until)
	if err != nil {
		return ServerRead{}, err
	}
	d.warn(round)
	got := ServerRead{New: round.Poll.New() > 0 || len(round.Scrape.Results) > 0, Left: round.Scrape.Left > 0, Next: next}
	for _, r := range round.Poll.Results {
		got.New = got.New || r.Saved.Updated > 0
	}
	log := d.Steps.Log.With("server", server, "took", time.Since(began).Round(time.Millisecond).String())
	if got.New {
		log.Info("fetched", round.Facts()...)
	} else {
		log.Debug("fetched", round.Facts()...)
	}
	return got, nil
}

// Understand judges what was read, places it among the stories, and follows what it
// promises. It is [ErrBusy] while another node does.
func (d *Daemon) Understand(ctx context.Context) error {
	ctx, unlock, held, err := d.Steps.Store.Hold(ctx, "understand")
	if err != nil {
		return err
	}
	if !held {
		return ErrBusy
	}
	defer unlock()
	judged, placed, err := d.Steps.understand(ctx)
	if judged+placed > 0 {
		d.Steps.Log.Info("understood", "judged", judged, "placed", placed)
	}
	return err
}

// MailAlone does what the mailing lane of [Daemon.Run] does, if no other node does:
// the relay's rate and connections are those of all nodes together.
func (d *Daemon) MailAlone(ctx context.Context) {
	ctx, unlock, held, err := d.Steps.Store.Hold(ctx, "mail")
	if err != nil && ctx.Err() == nil {
		d.Steps.Log.Error("lock of the mail", "err", err)
	}
	if held {
		defer unlock()
		d.issues(ctx)
	}
}
