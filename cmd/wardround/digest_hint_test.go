package main

import (
	"strings"
	"testing"

	"github.com/wardround/wardround/deliver"
)

func TestWhatIsUnsentComesWithTheNextStep(t *testing.T) {
	for want, counts := range map[string]deliver.Counts{
		"deliveries retry":       {Sent: 3, Failed: 1},
		"wardround check --live": {Stopped: "connect: 535 no", Refused: true},
		"run it again later":     {Sent: 3, Retry: 1, Stopped: "MAIL FROM: 421 busy"},
	} {
		if got := unsentHint(counts); !strings.Contains(got, want) {
			t.Errorf("unsentHint(%v) = %q, want %q in it", counts, got, want)
		}
	}
	if got := unsentHint(deliver.Counts{Failed: 3, Stopped: "end of message: 554 no", Refused: true}); strings.Contains(got, "nothing is lost") {
		t.Errorf("of mail that was refused for good it says %q", got)
	}
}
