package postgres

import (
	"context"
	"database/sql"
	"database/sql/driver"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5/stdlib"
)

// lockSpace keeps our advisory locks apart from other programs' in the same
// database: the letters "ward".
const lockSpace = `2002875972`

// sessionLock gives locks that the database frees when their holder's
// connection ends, by kill -9 too. Holding one ends with that connection.
func sessionLock(db *sql.DB) func(context.Context, string) (context.Context, func(), bool, error) {
	return func(ctx context.Context, name string) (context.Context, func(), bool, error) {
		conn, err := db.Conn(ctx)
		if err != nil {
			return ctx, nil, false, fmt.Errorf("lock %s: %w", name, err)
		}
		var held bool
		err = conn.QueryRowContext(ctx, `SELECT pg_try_advisory_lock(`+lockSpace+`, hashtext($1))`, name).Scan(&held)
		if err != nil || !held {
			return ctx, nil, false, errors.Join(err, conn.Close())
		}
		holding, lost := context.WithCancel(ctx)
		watching, stop := context.WithCancel(context.WithoutCancel(ctx))
		done := make(chan struct{})
		go func() {
			defer close(done)
			watch(watching, conn)
			lost()
		}()
		return holding, func() {
			stop()
			<-done
			// A connection that cannot unlock is broken, and the database has freed the lock.
			_, _ = conn.ExecContext(context.WithoutCancel(ctx), `SELECT pg_advisory_unlock(`+lockSpace+`, hashtext($1))`, name)
			// Whatever became of that, no lock goes back to the pool with its connection.
			_ = conn.Raw(func(any) error { return driver.ErrBadConn })
			_ = conn.Close()
		}, true, nil
	}
}

// watch returns when ctx ends or the connection is lost. Nothing listens on it, so
// no notification comes: the waiting ends with the connection.
func watch(ctx context.Context, conn *sql.Conn) {
	for ctx.Err() == nil {
		err := conn.Raw(func(c any) error {
			pg, ok := c.(*stdlib.Conn)
			if !ok {
				return driver.ErrBadConn
			}
			_, err := pg.Conn().WaitForNotification(ctx)
			return err
		})
		if err != nil {
			return
		}
	}
}
