package fetch

import (
	"context"
	"net/url"
	"time"
)

// A host that asks for a short pause is waited for within the run, so that one busy
// answer does not cost the news of all its other feeds. Longer pauses, and more of
// them, are left to the next run: people wait for this one.
const (
	longestPause = time.Minute
	patience     = 150 * time.Second // of a run with one host, all pauses together
)

// waitOut waits until the host of a reading that is due may be asked again, if it
// asked for a pause within this process and left is enough for it. It returns how
// long that took. Other hosts get its turn.
func (r *reading) waitOut(ctx context.Context, left time.Duration, turn *slot) time.Duration {
	at, err := url.Parse(r.state.Address())
	if err != nil || r.err != nil || r.skipped || !r.f.waitsFor(r.f.client.servers.of(at)) {
		return 0
	}
	r.now = r.f.now()
	why, err := r.mayNot(ctx, at)
	p := waits(err)
	if why != "" || p == nil {
		return 0
	}
	pause := p.until.Sub(r.now)
	if pause > min(left, longestPause) {
		return 0
	}
	turn.release()
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done(): // whoever asks next notices
	}
	return pause
}

// waitsFor reports whether server asked for a pause since this process began.
func (f *Fetcher) waitsFor(server string) bool {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.now().Before(f.waits[server])
}
