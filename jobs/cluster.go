package jobs

import "context"

// FetchAlone does what the fetching lane of [Daemon.Run] does, if no other process
// fetches. So one node at a time asks publishers, whatever their number.
func (d *Daemon) FetchAlone(ctx context.Context) { d.round(ctx) } // Steps.Round has the lock

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
