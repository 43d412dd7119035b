package track

import (
	"testing"

	"github.com/wardround/wardround/news"
)

func TestADropThatIsDeniedIsNone(t *testing.T) {
	r := rules(t)
	for _, text := range []string{
		"The department has denied reports that its digital skills plan has been scrapped.",
		"Claims that the digital skills plan has been dropped are untrue, the department said.",
		"There is no truth in reports that the digital skills plan has been axed.",
		"The digital skills plan has not been scrapped, the minister said.",
	} {
		if got := one(r, "2026-05-14", "", text); len(got) != 0 {
			t.Errorf("%s: Statements = %+v, want none", text, got)
		}
	}
}

func TestWhatIsDoneAWeekLateIsDone(t *testing.T) {
	r := rules(t)
	got := one(r, "2026-06-08", "", "Fellgate Hospitals has published its response on the rebanding of service-desk staff, a week late.")
	if len(got) != 1 || got[0].Signal != news.SignalKept {
		t.Errorf("Statements = %+v, want one report that it was done", got)
	}
}

func TestOnePlacesPromiseIsNotAnothers(t *testing.T) {
	r := rules(t)
	for name, tt := range map[string]struct {
		headline, later string
		promises        int
	}{
		"of another nation":        {"", "NHS England will no longer publish a digital skills plan for health staff.", 2},
		"by the headline":          {"Scotland drops its skills plan", "The digital skills plan for health staff has been scrapped.", 2},
		"of the same":              {"", "The Welsh Government will no longer publish a digital skills plan for health staff.", 1},
		"of no place that is told": {"", "The digital skills plan for health staff has been scrapped.", 1},
		"of both":                  {"", "The digital skills plan for health staff in England and Wales has been scrapped.", 1},
	} {
		first := one(r, "2025-03-20", "", "The Welsh Government will publish a digital skills plan for health staff by August 2025.")
		later := one(r, "2025-05-12", tt.headline, tt.later)
		if len(first) != 1 || len(later) != 1 {
			t.Fatalf("%s: Statements = %+v and %+v, want one each", name, first, later)
		}
		later[0].Article = 2
		if got := r.Follow(append(first, later...), "2025-06-01"); len(got) != tt.promises {
			t.Errorf("%s: Follow = %d promises, want %d", name, len(got), tt.promises)
		}
	}
}

func TestAnotherNounAfterTheSameWordIsAnotherThing(t *testing.T) {
	r := rules(t)
	for later, promises := range map[string]int{
		"The digital skills passport for trusts will be in use by the end of 2028, the department said.":            2,
		"The digital skills strategy for trusts will be published by the end of 2028, the department said.":         1,
		"The digital skills passport of the skills plan for trusts will be in use by the end of 2028, it was said.": 1,
	} {
		list := append(one(r, "2025-06-10", "", "The department will publish a digital skills plan for trusts by December 2026."), one(r, "2026-05-18", "", later)...)
		list[len(list)-1].Article = 2
		if got := r.Follow(list, "2026-06-01"); len(list) != 2 || len(got) != promises {
			t.Errorf("%s: Follow of %d = %d promises, want %d", later, len(list), len(got), promises)
		}
	}
}

func TestWhatAPublisherUnderstandsChangesNoStatus(t *testing.T) {
	r := rules(t)
	got := one(r, "2026-03-05", "", "Plans for a national rostering tool have been quietly shelved, Carewire understands.")
	if len(got) != 1 || got[0].Signal != news.SignalDrop || !got[0].Secondary {
		t.Errorf("Statements = %+v, want one drop at second hand", got)
	}
}

func TestWhenSomethingIsDue(t *testing.T) {
	r := rules(t)
	for text, want := range map[string]string{
		"The department has delayed the go-live of its record until October or November.":               "2026-10-01..2026-11-30",
		"Trusts have six months to comply with the standard.":                                           "2026-03-11..2026-09-11",
		"Trusts have to report how many fax machines are left by the end of May.":                       "2026-03-11..2026-05-31",
		"The trust will not meet the December target for its record and now expects to finish in 2027.": "2027-01-01..2027-12-31",
		"The board intends to have merged its teams by the end of the second quarter of 2026/27.":       "2026-03-11..2026-09-30",
		"Release 7 of the standard has missed its January date and is now likely to be issued in July.": "2026-07-01..2026-07-31",
		"A procurement framework for scribes follows in the third quarter.":                             "2026-10-01..2026-12-31",
	} {
		got := one(r, "2026-03-11", "", text)
		if len(got) != 1 || string(got[0].From)+".."+string(got[0].To) != want {
			t.Errorf("%s: Statements = %+v, want one due %s", text, got, want)
		}
	}
}

func TestNobodyPromisesByThese(t *testing.T) {
	r := rules(t)
	for _, text := range []string{
		"The register must be open to nurses by the summer or it would be worthless, said Ann Pike, chair of the Informatics Alliance.",
		"Three years ago ministers told us a plan would be published within months.",
		"We reported on 9 March that the trust would close its help desk in December.",
		"My guess is that the plan will be forgotten by Christmas.",
		"Staff have 30 days to respond to the consultation.",
		"Comments must reach the team by 13 April.",
		"The trust has filled 11 of the 40 digital posts it said it would fill by April.",
		"Release 6 of the standard was withdrawn in January after errors were found.",
		"The Society of Informatics Managers wants it backdated to April.",
		`The peer said that "in due course" was where reports went to die.`,
	} {
		if got := one(r, "2026-03-11", "", text); len(got) != 0 {
			t.Errorf("%s: Statements = %+v, want none", text, got)
		}
	}
}
