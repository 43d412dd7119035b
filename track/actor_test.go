package track

import (
	"testing"

	"github.com/wardround/wardround/news"
)

func TestTheBodyThatPromisesIsWhoDoesItNotWhoItIsDoneTo(t *testing.T) {
	r := rules(t)
	for text, want := range map[string]string{
		"NHS England will publish a digital workforce plan in May 2026.":                                "NHS England",
		"Trusts will be asked for staffing figures by May 2026.":                                        "",
		"Trusts will publish their staffing figures by May 2026.":                                       "Trusts",
		"The digital workforce plan will be published by NHS England in May 2026.":                      "NHS England",
		"The digital workforce plan will be published by the NHS Delivery Office in May 2026.":          "the NHS Delivery Office",
		"NHS England's digital workforce plan will be published in May 2026.":                           "NHS England",
		"The NHS digital workforce plan has been pushed back until October 2026.":                       "",
		"NHS England has pushed back the digital workforce plan until October 2026.":                    "NHS England",
		"On Monday NHS England will publish the digital workforce plan, due in May 2026, at a meeting.": "NHS England",
		"The digital workforce plan for the NHS will not be published as a document of its own.":        "",
		"Oakmere University Hospitals NHS Trust will publish its workforce plan in May 2026.":           "Oakmere University Hospitals NHS Trust",
		"Meanwhile Oakmere NHS Trust will publish its workforce plan in May 2026.":                      "Oakmere NHS Trust",
		"The digital workforce plan was scrapped by ministers.":                                         "ministers",
	} {
		got := one(r, "2026-01-10", "", text)
		if len(got) != 1 {
			t.Errorf("%s: %d statements, want 1", text, len(got))
		} else if got[0].Actor != want {
			t.Errorf("%s: actor %q, want %q", text, got[0].Actor, want)
		}
	}
}

func TestASpeakingBodyIsNamedWholeAndNoPersonBesideIt(t *testing.T) {
	r := rules(t)
	for text, want := range map[string]string{
		"The plan will be published in May 2026, the NHS Delivery Office said.":                "the NHS Delivery Office",
		"The plan will be published in May 2026, Fenside Hospitals NHS Trust said.":            "Fenside Hospitals NHS Trust",
		"The plan for the NHS will not be published, the NHS Delivery Office has told trusts.": "the NHS Delivery Office",
		"The plan will be published in May 2026, minister Ada Moor said.":                      "minister",
		"The plan will be published in May 2026, its chief executive, Marian Holt, announced.": "chief executive",
		"Marian Holt, its chief executive, said the plan will be published in May 2026.":       "chief executive",
	} {
		got := one(r, "2026-01-10", "", text)
		if len(got) != 1 {
			t.Errorf("%s: %d statements, want 1", text, len(got))
		} else if got[0].Office != want {
			t.Errorf("%s: office %q (%s), want %q", text, got[0].Office, got[0].Speaker, want)
		}
	}
}

func TestWhoIsArguedWithSaysNothingAndWhatWasSaidIsNoNews(t *testing.T) {
	r := rules(t)
	got := one(r, "2026-10-28", "", "The plan has been put back until May 2027, while the Office argued with trusts over its cost.")
	if len(got) != 1 || got[0].Who() != "" {
		t.Errorf("Statements = %+v, want one by nobody: trusts were argued with", got)
	}
	if got := one(r, "2026-09-20", "", "The Delivery Office had said the plan would be published by the end of September."); len(got) != 0 {
		t.Errorf("Statements = %+v, want none: it is told again", got)
	}
}

func TestABodyThatMovesItsPlanHasPowerOverIt(t *testing.T) {
	r := rules(t)
	got := one(r, "2026-09-20", "", "The NHS Delivery Office has put back its plan for digital staff until October.")
	if len(got) != 1 || got[0].Class != news.ActorOwner {
		t.Errorf("Statements = %+v, want one of an owner", got)
	}
}

func TestWhoSaidTheyWillIsNotTheSpeakerBefore(t *testing.T) {
	r := rules(t)
	before := "Ada Moor, president of the guild, said work goes well. "
	for text, want := range map[string]string{
		"Two trusts have said they will ask for registration from February 2027.": "trusts",
		"She said they will ask for registration from February 2027.":             "president of the guild",
	} {
		got := one(r, "2026-11-18", "", before+text)
		if len(got) != 1 || got[0].Office != want {
			t.Errorf("%s: Statements = %+v, want one by %q", text, got, want)
		}
	}
}
