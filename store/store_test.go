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

func TestNextSliceIsAsWideAsWhatIsMissingNeeds(t *testing.T) {
	tests := map[string]struct {
		width          int64
		found, missing int
		want           int64
	}{
		"a common word":                     {2000, 200, 800, 10_000},
		"a rare word":                       {2000, 2, 24, 30_000},
		"hardly any":                        {2000, 1, 999, 32_000},
		"none":                              {2000, 0, 26, 32_000},
		"one is missing":                    {2000, 25, 1, 4000},
		"enough, but older ones might come": {2000, 30, -4, 4000},
	}
	for name, tt := range tests {
		if got := nextWidth(tt.width, tt.found, tt.missing); got != tt.want {
			t.Errorf("%s: nextWidth(%d, %d, %d) = %d, want %d", name, tt.width, tt.found, tt.missing, got, tt.want)
		}
	}
}
