package sqlite_test

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/wardround/wardround/store"
)

// A report that nobody could read holds addresses; nothing shows it again.
func TestReportsOfUnknownMailAreForgottenWithTheAddresses(t *testing.T) {
	path := filepath.Join(t.TempDir(), "wardround.db")
	s := open(t, path)
	if _, err := s.SaveBounce(t.Context(), store.BounceReport{Raw: []byte("ann@ward.example"), Received: benchStart, Class: "unknown", Reason: "whatever"}); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite", path)
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	whole := func() (n int) {
		t.Helper()
		if err := db.QueryRow(`SELECT count(report) FROM bounces WHERE words = 'whatever'`).Scan(&n); err != nil {
			t.Fatal(err)
		}
		return n
	}
	if _, err := s.ForgetAddresses(t.Context(), benchStart, benchStart); err != nil || whole() != 1 {
		t.Errorf("before its time %d reports are whole, %v; want 1", whole(), err)
	}
	if _, err := s.ForgetAddresses(t.Context(), benchStart.AddDate(0, 0, 1), benchStart); err != nil || whole() != 0 {
		t.Errorf("a day later %d reports are whole, %v; want none", whole(), err)
	}
}
