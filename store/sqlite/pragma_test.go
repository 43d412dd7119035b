package sqlite

import (
	"database/sql"
	"path/filepath"
	"testing"

	"github.com/wardround/wardround/store"
)

// TestEveryConnectionHasThePragmas holds eight connections of each handle open
// at once: a pragma set once would only reach the first.
func TestEveryConnectionHasThePragmas(t *testing.T) {
	for _, handle := range []struct{ synchronous, number string }{{"NORMAL", "1"}, {"FULL", "2"}} {
		t.Run(handle.synchronous, func(t *testing.T) {
			db, err := sql.Open("sqlite", dsn(filepath.Join(t.TempDir(), "a b?.db"), handle.synchronous))
			if err != nil {
				t.Fatal(err)
			}
			defer db.Close()
			for range 8 {
				conn, err := db.Conn(t.Context())
				if err != nil {
					t.Fatal(err)
				}
				defer conn.Close()
				for pragma, want := range map[string]string{"journal_mode": "wal", "synchronous": handle.number,
					"foreign_keys": "1", "busy_timeout": "10000"} {
					var got string
					if err := conn.QueryRowContext(t.Context(), "PRAGMA "+pragma).Scan(&got); err != nil || got != want {
						t.Errorf("%s: %q, %v; want %q", pragma, got, err, want)
					}
				}
			}
		})
	}
}

func TestQuoteTerms(t *testing.T) {
	for typed, want := range map[string]string{
		"":                     ``,
		"  nurse  pay ":        `"nurse" "pay"`,
		"nurse-led":            `"nurse-led"`,
		`"workforce plan" pay`: `"workforce plan" "pay"`,
		`open "phrase here`:    `"open" "phrase here"`,
		`a "..." b`:            `"a" "b"`,
		"... - !":              ``,
		"a\x00b \x00":          `"ab"`,
		"pay AND":              `"pay" "AND"`,
	} {
		if got := store.QuoteTerms(typed); got != want {
			t.Errorf("store.QuoteTerms(%q) = %q, want %q", typed, got, want)
		}
	}
}
