package store

import (
	"context"
	"time"

	"github.com/wardround/wardround/news"
)

// A publisher that moves to another system often gives all it ever published a new
// id and a new address, and lists it again. That is a flood: many items that nobody
// has listed, most of the list, and most of them dated well before the source was
// read last. Its old items are kept as known, like those of a first read; what is
// dated since then passes.
const (
	floodLeast = 5                  // fewer are an editor who files late
	floodAge   = 7 * 24 * time.Hour // as old as a first read takes in
)

// flood finds the old items of a flood. It asks the store only when there may be one.
func (w *pollWrite) flood(ctx context.Context, known []sighted) error {
	unknown := 0
	for _, k := range known {
		if k.article == 0 {
			unknown++
		}
	}
	if unknown < floodLeast || 2*unknown <= len(known) || w.poll.State.FirstRead.Equal(w.poll.At) {
		return nil
	}
	before, err := sourceState(ctx, w.tx, w.poll.Source.URL)
	if err != nil || before.LastRead.IsZero() {
		return err
	}
	old := 0
	limit := before.LastRead.Add(-floodAge)
	for i, k := range known {
		if k.article == 0 && isOld(w.poll.Items[i], limit) {
			old++
		}
	}
	if old >= floodLeast && 2*old > unknown {
		w.floodLimit, w.saved.Flood = limit, old
	}
	return nil
}

func isOld(item news.Item, limit time.Time) bool {
	return !item.Published.IsZero() && item.Published.Before(limit)
}
