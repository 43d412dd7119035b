package jobs

import (
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/seeds"
	"github.com/wardround/wardround/track"
)

// printed is the issue of one slot of a store that knows the history alone.
func printed(t *testing.T, at time.Time) string {
	t.Helper()
	d := newDesk(t, at, edition(t, "weekly", 1))
	rules, err := track.Load(seeds.FS)
	if err != nil {
		t.Fatal(err)
	}
	d.Rules = rules
	issue, err := d.Preview(t.Context(), d.Editions[0], at)
	if err != nil {
		t.Fatal(err)
	}
	mail, err := digest.Render(issue, digest.RenderOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return strings.Join(strings.Fields(mail.Text), " ")
}

func TestIssuesOfTheTrueTimeline(t *testing.T) {
	for name, tt := range map[string]struct {
		at   time.Time
		want []string
	}{
		"18 March 2024: promised again, and the tool falls due": {time.Date(2024, 3, 18, 7, 30, 0, 0, time.UTC), []string{
			"PROMISED AGAIN: NHS digital workforce plan", "Now: “imminent”, interim national director of transformation, NHS England",
			"said about 12 March", "Our reading, not theirs: by 12 April", "Left open: money and a later merger with the Long Term Workforce Plan.", "Before: “later this year”", "That ran out on 31 December 2023", "Disputed: reported otherwise, second-hand (Digital Health News",
			"DUE IN 13 DAYS: Digital skills assessment tool", "31 March",
		}},
		"5 May 2025: dropped at the end of April, folded into its neighbour": {time.Date(2025, 5, 5, 7, 30, 0, 0, time.UTC), []string{
			"1 dropped, 1 moved, 1 past its date", "DROPPED: NHS digital workforce plan", "Reported given up, or made part of something else",
			"folded into the refresh of the Long Term Workforce Plan", "Before: “imminent”", "That ran out on 12 April 2024",
			"First: “later this year”", "That ran out on 31 December 2023",
			"MOVED: 10 Year Workforce Plan (refresh of the Long Term Workforce Plan)", "in autumn 2025",
		}},
	} {
		t.Run(name, func(t *testing.T) {
			text := printed(t, tt.at)
			for _, want := range tt.want {
				if !strings.Contains(text, want) {
					t.Errorf("the issue lacks %q:\n%s", want, text)
				}
			}
			for _, accusing := range []string{"broken", "failed to", "lied", "Diwakar"} {
				if strings.Contains(text, accusing) {
					t.Errorf("the issue says %q:\n%s", accusing, text)
				}
			}
		})
	}
}
