package track

import (
	"maps"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// What is followed for several days at once is what each day by itself gives, whatever
// the operator decided: linking is shared between them, and nothing else may be.
func TestDaysFollowedTogetherAreThoseFollowedAlone(t *testing.T) {
	r := rules(t)
	list, found := r.History(), devStatements(t, r)
	for _, id := range slices.Sorted(maps.Keys(found)) {
		list = append(list, found[id])
	}
	days := []news.Day{"2019-01-01", "2023-09-01", "2024-03-18", "2024-03-18", "2025-06-30", "2030-01-01"}
	refresh := titled(t, r.Follow(list, "2030-01-01"), "NHS digital workforce plan")
	other := r.Follow(list, "2030-01-01")[0]
	for name, decisions := range map[string][]decisionDef{
		"by rule":    nil,
		"as decided": {{ID: refresh.ID, Merge: []string{other.ID}, Split: []string{refresh.Statements[1].ID}}},
	} {
		r.decisions = decisions
		for i, together := range r.FollowDays(list, days...) {
			alone := r.Follow(list, days[i])
			if diff := cmp.Diff(alone, together); diff != "" {
				t.Errorf("%s, %s: alone (-), together (+):\n%.2000s", name, days[i], diff)
			}
			if i > 1 && len(together) == 0 {
				t.Errorf("%s, %s: nothing to follow", name, days[i])
			}
		}
	}
}
