package track

import (
	"slices"
	"testing"

	"github.com/wardround/wardround/news"
)

func TestANameOfTheBeatMeansNothingElsewhere(t *testing.T) {
	r := rules(t)
	for name, tt := range map[string]struct {
		headline, text string
		named          bool
	}{
		"at home":                  {"", "NHS England will publish the digital workforce plan in May 2027.", true},
		"another nation":           {"", "The Welsh Government will publish a digital workforce plan in May 2027.", false},
		"another in the headline":  {"Wales plans for its digital staff", "The digital workforce plan will be published in May 2027.", false},
		"both":                     {"England and Wales plan for digital staff", "The digital workforce plan for England will be published in May 2027, and that of Wales later.", true},
		"a trust's own":            {"", "The trust will publish the digital workforce plan for the trust in May 2027.", false},
		"a trust's, by possessive": {"", "The trust's digital workforce plan will be published in May 2027.", false},
	} {
		got := one(r, "2026-11-20", tt.headline, tt.text)
		if len(got) != 1 || slices.Contains(got[0].Keys, "@digital-workforce-plan") != tt.named ||
			slices.Contains(got[0].Keys, "@ten-year-workforce-plan") { // a shorter name inside it
			t.Errorf("%s: Statements = %+v, want one that names the plan: %t", name, got, tt.named)
		}
	}
}

func TestNotBeforeADayIsNoDayToBeDoneBy(t *testing.T) {
	r := rules(t)
	for _, text := range []string{
		"NHS England will not publish its pay review of digital roles before 2028.",
		"The pay review is not expected before 2028.",
	} {
		got := one(r, "2026-11-20", "", text)
		if len(got) != 1 || got[0].Signal != news.SignalSlip || got[0].From != "2028-01-01" || got[0].To != "2028-12-31" || got[0].Basis != news.BasisRead {
			t.Errorf("%s: Statements = %+v, want moved into 2028, by our reading", text, got)
		}
	}
}

func TestWhatFollowsIfNothingIsDoneIsNoPromise(t *testing.T) {
	r := rules(t)
	if got := one(r, "2026-11-20", "", "Ministers must publish the digital workforce plan by Christmas, or trusts will lose more analysts."); len(got) != 0 {
		t.Errorf("Statements = %+v, want none", got)
	}
}

func TestWhatIsNotConfirmedChangesNoStatus(t *testing.T) {
	r := rules(t)
	got := one(r, "2026-11-20", "", "The NHS digital workforce plan was published on Tuesday, which was not confirmed last night.")
	if len(got) != 1 || !got[0].Secondary {
		t.Errorf("Statements = %+v, want one at second hand", got)
	}
}

func TestWhatWasToldEarlierIsNotPromisedNow(t *testing.T) {
	r := rules(t)
	if got := one(r, "2026-11-20", "", "Carewire said on 2 November that the digital skills register would open in May 2027."); len(got) != 0 {
		t.Errorf("Statements = %+v, want none", got)
	}
}
