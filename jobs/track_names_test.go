package jobs

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestWhoPromisedIsNamedOnlyWhereNamesAreAllowed(t *testing.T) {
	d := newDesk(t, monday, edition(t, "weekly", 1))
	promising(t, d, monday.Add(-day), "Ada Moor, chief information officer of NHS England, spoke on Friday. Its digital skills register for trusts will open by 30 November 2026, Moor said.")
	for _, allowed := range []bool{false, true} {
		d.Names = allowed
		list, err := d.Promises(t.Context(), "2026-11-23")
		if err != nil {
			t.Fatal(err)
		}
		said := list[len(list)-1].Statements[0]
		if want := map[bool]string{true: "Ada Moor"}[allowed]; said.Speaker != want || !strings.HasPrefix(said.Office, "chief information officer") {
			t.Errorf("names %t: said by %q, %q, want %q and the office", allowed, said.Speaker, said.Office, want)
		}
		issue, err := d.Preview(t.Context(), d.Editions[0], monday)
		if err != nil {
			t.Fatal(err)
		}
		told, err := json.Marshal(issue.Promises)
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(told), "Ada Moor") != allowed {
			t.Errorf("names %t: the issue tells %s", allowed, told)
		}
	}
}
