package jobs

import (
	"testing"
	"time"
)

func TestAFirstLookBackIsAWholeIntervalWheneverItIsTaken(t *testing.T) {
	schedule, err := ParseSchedule("30 7 * * 1", london(t))
	if err != nil {
		t.Fatal(err)
	}
	monday := time.Date(2026, 11, 16, 7, 30, 0, 0, time.UTC)
	for name, at := range map[string]time.Time{
		"at the slot":              monday,
		"an hour after it":         monday.Add(time.Hour),
		"on Saturday":              monday.AddDate(0, 0, 5),
		"a second before the slot": monday.Add(-time.Second),
	} {
		if got := interval(schedule, at); got != 7*24*time.Hour {
			t.Errorf("%s: %s, want a week", name, got)
		}
	}
}
