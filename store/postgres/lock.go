package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"fmt"
	"sync"
	"time"

	"github.com/wardround/wardround/store"
)

// lockSpace keeps our advisory locks apart from other programs' in the same
// database: the letters "ward".
const lockSpace = `2002875972`

const (
	// watchEvery is how often it is looked whether the locks' connection lives.
	watchEvery = time.Second
	// lockPatience is how long the database may take to answer about a lock. It
	// answers in a millisecond; after so long it is gone, and the locks with it.
	lockPatience = 5 * time.Second
)

// locks are those of one process, all of them on one connection: the database frees
// them when it ends, by kill -9 too. Holding any of them ends with it.
type locks struct {
	db *sql.DB

	mu    sync.Mutex // held while the connection is used
	conn  *sql.Conn  // nil while nothing is held
	stop  func()     // of the watch over conn
	holds map[*hold]bool
}

// hold is one lock that is held.
type hold struct {
	name   string
	shared bool
	end    context.CancelFunc // of the work under it
}

// take takes a lock if nobody's hold is in its way. To the database those of one
// connection never are in each other's; here they are.
func (l *locks) take(ctx context.Context, name string, kind store.LockKind) (context.Context, func(), bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	shared := kind == store.Shared
	for h := range l.holds {
		if h.name == name && !(h.shared && shared) {
			return ctx, nil, false, nil
		}
	}
	if err := l.open(ctx); err != nil {
		return ctx, nil, false, fmt.Errorf("lock %s: %w", name, err)
	}
	held, err := l.ask(ctx, `SELECT pg_try_advisory_lock`+suffix(shared), name)
	if err != nil {
		l.lose()
		return ctx, nil, false, fmt.Errorf("lock %s: %w", name, err)
	}
	if !held {
		l.close()
		return ctx, nil, false, nil
	}
	holding, end := context.WithCancel(ctx)
	h := &hold{name: name, shared: shared, end: end}
	l.holds[h] = true
	return holding, func() { l.release(h) }, true, nil
}

func suffix(shared bool) string {
	if shared {
		return `_shared(` + lockSpace + `, hashtext($1))`
	}
	return `(` + lockSpace + `, hashtext($1))`
}

// ask asks the database about a lock, to the end: a query that is broken off would
// take the connection, and all locks, with it.
func (l *locks) ask(ctx context.Context, query, name string) (yes bool, err error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lockPatience)
	defer cancel()
	err = l.conn.QueryRowContext(ctx, query, name).Scan(&yes)
	return yes, err
}

func (l *locks) release(h *hold) {
	l.mu.Lock()
	defer l.mu.Unlock()
	h.end()
	if !l.holds[h] {
		return // it was lost, or released before
	}
	delete(l.holds, h)
	if _, err := l.ask(context.Background(), `SELECT pg_advisory_unlock`+suffix(h.shared), h.name); err != nil {
		l.lose()
		return
	}
	l.close()
}

// open gets a connection unless there is one, and watches it.
func (l *locks) open(ctx context.Context) error {
	if l.conn != nil {
		return nil
	}
	conn, err := l.db.Conn(ctx)
	if err != nil {
		return err
	}
	watching, stop := context.WithCancel(context.Background())
	l.conn, l.stop = conn, stop
	go l.watch(watching)
	return nil
}

// watch ends all holding when the connection is lost.
func (l *locks) watch(ctx context.Context) {
	tick := time.NewTicker(watchEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			l.look(ctx)
		}
	}
}

func (l *locks) look(ctx context.Context) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if ctx.Err() != nil {
		return // another connection stands in its place
	}
	ping, cancel := context.WithTimeout(context.Background(), lockPatience)
	defer cancel()
	if err := l.conn.PingContext(ping); err != nil {
		l.lose()
	}
}

// lose gives up the connection and everything held on it.
func (l *locks) lose() {
	for h := range l.holds {
		h.end()
	}
	clear(l.holds)
	// Whatever became of it, no lock goes back to the pool with it.
	_ = l.conn.Raw(func(any) error { return driver.ErrBadConn })
	l.close()
}

// close lets go of the connection when nothing is held on it.
func (l *locks) close() {
	if len(l.holds) > 0 {
		return
	}
	l.stop()
	_ = l.conn.Close() // it goes back to the pool, which finds out about a broken one
	l.conn = nil
}
