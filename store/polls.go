package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"sync"

	"github.com/wardround/wardround/news"
)

// polls are those that wait for their turn to be written. Many sources answer at
// once, and what waits while one transaction is under way goes together into the
// next: two hundred small commits cost a tenth of a round, most of it for merging
// what each has left in the full-text index.
type polls struct {
	mu      sync.Mutex
	waiting []*pollWrite
}

func (p *polls) join(w *pollWrite) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.waiting = append(p.waiting, w)
}

// leave reports false when w is being written already.
func (p *polls) leave(w *pollWrite) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	i := slices.Index(p.waiting, w)
	if i >= 0 {
		p.waiting = slices.Delete(p.waiting, i, i+1)
	}
	return i >= 0
}

// all takes everything that waits.
func (p *polls) all() []*pollWrite {
	p.mu.Lock()
	defer p.mu.Unlock()
	waiting := p.waiting
	p.waiting = nil
	return waiting
}

// SavePoll records one read of a source, its state and its items, in one
// transaction, which it may share with the polls of other sources. One that fails
// spoils no other. The rules of identity are those of fetch.Store.
func (s *Store) SavePoll(ctx context.Context, poll news.Poll) (news.PollSaved, error) {
	w := &pollWrite{poll: poll, ctx: ctx, done: make(chan struct{})}
	s.polls.join(w)
	select {
	case s.db.turn <- struct{}{}:
		s.writePolls(ctx) // if w is not among them, who had the turn before has written it
		<-s.db.turn
	case <-w.done:
	case <-ctx.Done():
		if s.polls.leave(w) {
			return news.PollSaved{}, fmt.Errorf("%s: %w", w.name(), ctx.Err())
		}
	}
	<-w.done
	if w.err != nil {
		return news.PollSaved{}, w.err // nothing of it was kept
	}
	return w.saved, nil
}

func (w *pollWrite) name() string { return "save poll of " + w.poll.Source.URL }

// writePolls writes the polls that wait: together, or else each by itself, so that
// an error is that of its own poll.
func (s *Store) writePolls(ctx context.Context) {
	batch := s.polls.all()
	if len(batch) > 1 && s.together(ctx, batch...) == nil {
		finish(batch)
		return
	}
	for _, w := range batch {
		w.err = s.together(w.ctx, w)
		finish([]*pollWrite{w})
	}
}

func finish(batch []*pollWrite) {
	for _, w := range batch {
		close(w.done)
	}
}

// together writes polls in one transaction.
func (s *Store) together(ctx context.Context, batch ...*pollWrite) error {
	return transact(ctx, s.db, batch[0].name(), func(tx *sql.Tx) error {
		// The transaction ends with ctx all the same. For each statement whose own
		// context may end the driver of SQLite starts a goroutine.
		ctx := context.WithoutCancel(ctx)
		rows := newBatch(tx)
		rows.kept, rows.givenNumber = s.often, s.dialect.GivenNumber
		for _, w := range batch {
			if err := w.write(ctx, rows); err != nil {
				return err
			}
		}
		for _, w := range batch {
			if err := w.texts(ctx, s); err != nil {
				return err
			}
		}
		return nil
	})
}
