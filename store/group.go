package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"time"
)

// group lets several senders share the disk's syncs: what they write while one
// commit is on its way to the disk goes there together with the next. A write
// still returns only when it is on disk, and alone fails or holds.
type group struct {
	db     *sql.DB
	mu     sync.Mutex
	queue  []*write
	busy   bool
	shared atomic.Bool          // the last batch was of more than one
	kept   map[string]*sql.Stmt // used by lead alone
	asked  []string             // to be kept, before the next transaction
}

// writer runs the statements of one write. Each is read by the database once
// and kept: reading it again each time took a third of all work.
type writer struct {
	g  *group
	tx *sql.Tx
}

func (w writer) statement(ctx context.Context, query string) (*sql.Stmt, error) {
	if s, ok := w.g.kept[query]; ok {
		return w.tx.StmtContext(ctx, s), nil
	}
	w.g.asked = append(w.g.asked, query)
	return w.tx.PrepareContext(ctx, query) // closed with the transaction
}

func (w writer) exec(ctx context.Context, query string, args ...any) (sql.Result, error) {
	s, err := w.statement(ctx, query) //nolint:sqlclosecheck // the transaction closes it
	if err != nil {
		return nil, err
	}
	return s.ExecContext(ctx, args...)
}

func (w writer) query(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	s, err := w.statement(ctx, query) //nolint:sqlclosecheck // the transaction closes it
	if err != nil {
		return nil, err
	}
	return s.QueryContext(ctx, args...)
}

// keep prepares what was asked for. A transaction holds the only connection, so
// it is done between two of them.
func (g *group) keep(ctx context.Context) error {
	for _, query := range g.asked {
		if g.kept[query] != nil {
			continue
		}
		s, err := g.db.PrepareContext(ctx, query) //nolint:sqlclosecheck // kept until close
		if err != nil {
			return err
		}
		g.kept[query] = s
	}
	g.asked = nil
	return nil
}

// close lets go of what is kept. Nothing is written by then.
func (g *group) close() error {
	var all []error
	for _, s := range g.kept {
		all = append(all, s.Close())
	}
	return errors.Join(all...)
}

// write is one unit of work and where its end is told. Its work may fail with
// [ErrLeaseLost] as long as it has written nothing by then.
type write struct {
	ctx  context.Context
	work func(context.Context, writer) error
	err  error
	done chan struct{}
}

// do runs work in a transaction and returns when that is on disk.
func (g *group) do(ctx context.Context, operation string, work func(context.Context, writer) error) error {
	if err := ctx.Err(); err != nil {
		return fmt.Errorf("%s: %w", operation, err)
	}
	// The end of one sender must not undo what others have written with it.
	w := &write{ctx: context.WithoutCancel(ctx), work: work, done: make(chan struct{})}
	g.mu.Lock()
	g.queue = append(g.queue, w)
	if !g.busy {
		g.busy = true
		go g.lead()
	}
	g.mu.Unlock()
	<-w.done
	if w.err != nil {
		return fmt.Errorf("%s: %w", operation, w.err)
	}
	return nil
}

// gather is how long a commit waits for others to join it when the one before was
// shared. A relay takes longer than that for a message, and a commit for sixteen
// connections costs little more than one for two.
const gather = 400 * time.Microsecond

// lead writes what is queued until nothing is.
func (g *group) lead() {
	for {
		if g.shared.Load() {
			time.Sleep(gather)
		}
		g.mu.Lock()
		batch := g.queue
		g.queue = nil
		if len(batch) == 0 {
			g.busy = false
			g.mu.Unlock()
			return
		}
		g.mu.Unlock()
		g.shared.Store(len(batch) > 1)
		if !g.together(batch) {
			for _, w := range batch { // one of them spoils it for all: each by itself
				w.err = nil
				g.together([]*write{w})
			}
		}
		for _, w := range batch {
			close(w.done)
		}
	}
}

// together runs a batch in one transaction. It is false when that came to
// nothing and each write of it may be tried alone.
func (g *group) together(batch []*write) bool {
	alone := len(batch) == 1
	if err := g.keep(batch[0].ctx); err != nil {
		return fail(batch, err)
	}
	tx, err := g.db.BeginTx(batch[0].ctx, nil)
	if err != nil {
		return fail(batch, err)
	}
	defer tx.Rollback() // after a commit it does nothing
	for _, w := range batch {
		w.err = w.work(w.ctx, writer{g, tx})
		if w.err != nil && !errors.Is(w.err, ErrLeaseLost) {
			return alone // rolled back
		}
	}
	if err := tx.Commit(); err != nil {
		return fail(batch, err)
	}
	return true
}

// fail gives all writes of a batch the same end. A database that does not take
// a transaction would not take each by itself either.
func fail(batch []*write, err error) bool {
	for _, w := range batch {
		w.err = err
	}
	return true
}
