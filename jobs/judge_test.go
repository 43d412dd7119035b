package jobs

import (
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// A round that reads no pages judges as it saves. What is judged later must come to
// the same.
func TestARoundWithoutPagesJudgesAsOneThatJudgesLater(t *testing.T) {
	t.Parallel()
	w, address := startWorld(t)
	open := func(name string) *desk {
		d := worldDesk(t, filepath.Join(t.TempDir(), name), w, address)
		d.Sources = d.Sources[:6]
		return d
	}
	atOnce, later := open("at-once.db"), open("later.db")
	request := everything
	request.NoScrape = true
	round, err := atOnce.Round(t.Context(), request)
	if err != nil || round.Poll.New() < 40 || round.Judged != round.Poll.New() {
		t.Fatalf("Round() = %v, %v; want all of 40 new articles or more judged", round.Facts(), err)
	}
	if n, err := atOnce.Judge(t.Context()); n != 0 || err != nil {
		t.Errorf("Judge() after it = %d, %v; want nothing left", n, err)
	}
	later.Fetcher.Poll(t.Context(), later.Sources, everything.Poll)
	if n, err := later.Judge(t.Context()); n != round.Judged || err != nil {
		t.Errorf("Judge() = %d, %v; want %d", n, err, round.Judged)
	}
	if diff := cmp.Diff(kept(t, later.Store), kept(t, atOnce.Store)); diff != "" {
		t.Errorf("what is kept (-judged later +judged at once):\n%s", diff)
	}
}
