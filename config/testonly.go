package config

import (
	"fmt"
	"net/netip"
	"os"
	"strings"
	"time"

	"github.com/wardround/wardround/internal/yamlfile"
)

const (
	envTestNets = "WARDROUND_TEST_ALLOW_NETS"
	envTestNow  = "WARDROUND_TEST_NOW"
)

// Test holds what only tests may set, by environment and never in a file. Use of
// any of it is to be logged as a warning.
type Test struct {
	AllowNets []netip.Prefix // private networks that may be reached, at any port
	Shift     time.Duration  // what is added to the clock
	Used      []string       // the variables that are set
}

// Now returns the clock the program runs on.
func (t Test) Now() func() time.Time {
	if t.Shift == 0 {
		return time.Now
	}
	return func() time.Time { return time.Now().Add(t.Shift) }
}

func testSettings() (Test, error) {
	var t Test
	if nets := os.Getenv(envTestNets); nets != "" {
		t.Used = append(t.Used, envTestNets)
		for one := range strings.SplitSeq(nets, ",") {
			prefix, err := netip.ParsePrefix(strings.TrimSpace(one))
			if err != nil {
				return Test{}, fmt.Errorf("%s: %w", envTestNets, err)
			}
			t.AllowNets = append(t.AllowNets, prefix.Masked())
		}
	}
	if now := os.Getenv(envTestNow); now != "" {
		t.Used = append(t.Used, envTestNow)
		shift, err := parseShift(now)
		if err != nil {
			return Test{}, fmt.Errorf("%s: %w", envTestNow, err)
		}
		t.Shift = shift
	}
	return t, nil
}

// parseShift reads an instant, from which the clock then runs on, or +DURATION.
func parseShift(s string) (time.Duration, error) {
	if rest, ok := strings.CutPrefix(s, "+"); ok {
		return yamlfile.ParseDuration(rest)
	}
	instant, err := time.Parse(time.RFC3339, s)
	if err != nil {
		return 0, fmt.Errorf("%q: want an instant such as 2026-11-23T07:30:00Z, or +DURATION", s)
	}
	return time.Until(instant), nil
}
