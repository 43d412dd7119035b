package web

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestATimelineMarksDaysMonthsOrYearsAsItsLengthAsks(t *testing.T) {
	for name, tt := range map[string]struct {
		first, last news.Day
		want        string
	}{
		"one day":         {"2026-11-20", "2026-11-20", "20 November"},
		"one month":       {"2026-11-20", "2026-12-20", "20 November, 20 December"},
		"over New Year":   {"2026-11-20", "2027-03-10", "Dec 2026, Jan 2027, Feb, Mar"},
		"most of a year":  {"2026-02-10", "2026-11-28", "Mar 2026, May, Jul, Sep, Nov"},
		"a year and more": {"2025-06-10", "2026-08-28", "Jul 2025, Oct, Jan 2026, Apr, Jul"},
		"two years":       {"2025-06-10", "2027-07-28", "Jul 2025, Jan 2026, Jul, Jan 2027, Jul"},
		"four years":      {"2023-06-10", "2027-07-28", "2024, 2025, 2026, 2027"},
		"twelve years":    {"2015-06-10", "2027-07-28", "2018, 2021, 2024, 2027"},
	} {
		t.Run(name, func(t *testing.T) {
			var labels []string
			for _, m := range timeMarks(tt.first, tt.last, func(d news.Day) string { return string(d) }) {
				labels = append(labels, m.Label)
				if news.Day(m.X) < tt.first || news.Day(m.X) > tt.last {
					t.Errorf("a mark at %s, outside of %s to %s", m.X, tt.first, tt.last)
				}
			}
			if got := strings.Join(labels, ", "); got != tt.want {
				t.Errorf("marks from %s to %s: %s; want %s", tt.first, tt.last, got, tt.want)
			}
		})
	}
}
