package store

import (
	"context"
	"database/sql"
	"errors"
	"testing"
)

func TestAWriterThatWaitsForItsTurnEndsWithItsContext(t *testing.T) {
	db := newHandle(new(sql.DB), Dialect{}, 1)
	db.turn <- struct{}{} // another transaction is under way
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	err := inTx(ctx, db, "write", func(*sql.Tx) error { t.Error("it wrote out of turn"); return nil })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("inTx = %v, want the context's error", err)
	}
	if len(db.turn) != 1 {
		t.Error("it gave up a turn it did not have")
	}
}
