package demo

import (
	"strings"
	"testing"
	"time"
)

func TestFillCountsFromTheArticlesOwnDay(t *testing.T) {
	day := time.Date(2026, 8, 31, 9, 40, 0, 0, time.UTC) // a Monday
	tests := map[string]string{
		"no placeholder":             "no placeholder",
		"on {{day}}":                 "on 31 August",
		"{{day -31}} to {{day +1}}":  "31 July to 1 September",
		"{{weekday -1}}":             "Sunday",
		"{{month +0}} {{month +1}}":  "August September",
		"by {{monthyear +6}}":        "by February 2027",
		"{{year}}, {{year +1}}":      "2026, 2027",
		"{{ day +2 }} and { braces}": "2 September and { braces}",
	}
	for text, want := range tests {
		got, err := fill(text, day)
		if err != nil || got != want {
			t.Errorf("fill(%q) = %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestFillRefusesWhatItDoesNotKnow(t *testing.T) {
	tests := map[string]string{
		"{{season}}":          "not known",
		"{{day two}}":         "not a number",
		"{{day +1":            "not closed",
		"{{}} and {{day +1}}": "not known",
	}
	for text, want := range tests {
		if got, err := fill(text, time.Now()); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("fill(%q) = %q, %v, want error with %q", text, got, err, want)
		}
	}
}
