package classify

import (
	"os"
	"slices"
	"testing"
)

// namedThing is something that the founding articles name: what each of its forms
// must count for, and what none may.
type namedThing struct {
	forms []string
	want  []string
	never []string
}

var namedThings = map[string]namedThing{
	"the digital workforce plan": {
		forms: []string{
			"the digital workforce plan is late", "the Digital Workforce Plan", "DIGITAL WORKFORCE PLAN", "digital-workforce plans",
			"a digital workforce strategy", "digital workforce strategies", "the digital workforce roadmap",
			"the digital and technology workforce plan", "a plan focusing on the digital workforce in the NHS",
			"a separate workforce plan for digital and technology", "a plan for the digital workforce",
			"a strategy for the digital workforce", "a plan for the digital, data and technology workforce",
			"the digital\u00a0workforce\u00a0plan", "the digital work\u00adforce plan", "‘digital workforce plan’",
		},
		want: []string{"digital-workforce-plan"}, never: []string{"workforce-planning-general"},
	},
	"the NHS Long Term Workforce Plan": {
		forms: []string{
			"the NHS Long Term Workforce Plan", "its long-term workforce plan", "NHS England’s Long‑Term Workforce Plan",
			"NHS England's long-awaited long-term workforce plan", "the LTWP", "the 10 year workforce plan",
		},
		want: []string{"workforce-planning-general"}, never: []string{"digital-workforce-plan"},
	},
	"DDaT, its four expansions": {
		forms: []string{
			"digital, data and technology professions", "data, digital and technology professions",
			"digital data and technology professions", "digital data analytics technology professions",
			"digital data analytics technology (DDaT) professions", "digital, data and technology (DDaT) roles",
			"data, digital and technology (DDaT) professionals", "digital data analytics and technology professions",
		},
		want: []string{"ddat-profession", "digital", "people"},
	},
	"DDaT": {
		forms: []string{"DDaT professionals", "the DDaT profession", "DDAT", "DDaT’s place", "DDaT-led"},
		want:  []string{"ddat-profession", "digital", "people"},
	},
	"clinical digital professions": {
		forms: []string{"clinical digital professions", "a clinical digital profession", "Clinical Digital Professions"},
		want:  []string{"ddat-profession"},
	},
	"Agenda for Change": {
		forms: []string{
			"Agenda for Change is not fit for digital roles", "agenda for change bands", "Agenda for Change (AFC) is not fit for NHS staff",
			"Agenda for Change (AfC) pay", "AfC bands", "NHS AfC contracts", "AFC pay bands", "paid on AFC", "Agenda-for-Change staff",
		},
		want: []string{"agenda-for-change-pay", "people"}, never: []string{"football", "sanitation"},
	},
	"NHS Digital Academy": {
		forms: []string{"the NHS Digital Academy", "NHS digital academy", "the NHS’ Digital Academy"},
		want:  []string{"digital-skills-training", "place"},
	},
	"Digital Learning Solutions": {
		forms: []string{"the Digital Learning Solutions platform", "digital learning solutions"},
		want:  []string{"digital-skills-training"},
	},
	"digital skills assessment tool": {
		forms: []string{"a digital skills assessment tool", "Digital Skills Assessment Tools", "the digital self-assessment tool"},
		want:  []string{"digital-skills-training"},
	},
	"digital literacy": {
		forms: []string{"digital literacy", "digitally literate", "digital skills", "upskill our workforce in digital", "up-skilling in digital"},
		want:  []string{"digital-skills-training"},
	},
	"digital ICS programme": {
		forms: []string{"their digital ICS programme", "the Digital ICS programme", "digital ICS programmes"},
		want:  []string{"digital-leadership"},
	},
	"NHS App": {
		forms: []string{"the NHS App", "NHS app", "nhs apps", "the NHS App’s users"},
		want:  []string{"place", "product"},
	},
	"10 year health plan": {
		forms: []string{"the 10 year health plan", "the 10-Year Health Plan", "the ten-year health plan", "10\u00a0Year Health Plan", "the 10-year plan"},
		want:  []string{"national-programmes"}, never: []string{"digital-workforce-plan", "workforce-planning-general"},
	},
	"chief information officer and its kin": {
		forms: []string{
			"the job of the chief information officer", "chief information officers", "CIOs", "a CIO", "a chief clinical information officer",
			"CCIOs", "the chief nursing information officer", "CNIO", "chief digital and information officer", "the CDIO",
			"a director of informatics", "its director of digital", "a digital director",
		},
		want: []string{"digital-leadership", "digital", "people"},
	},
	"NHS England": {
		forms: []string{"NHS England", "NHSE", "nhse drops it", "NHS England’s", "NHSE’s", "nhs england"},
		want:  []string{"place"},
	},
	"Health Education England": {forms: []string{"Health Education England", "HEE", "HEE’s"}, want: []string{"place"}},
	"NHS Providers":            {forms: []string{"NHS Providers", "nhs providers"}, want: []string{"place"}},
	"NHS Confederation":        {forms: []string{"NHS Confederation", "the NHS Confed"}, want: []string{"place"}},
	"HSJ":                      {forms: []string{"HSJ reported it", "the Health Service Journal"}, want: []string{"place"}},
	"integrated care systems":  {forms: []string{"89% of ICSs in care", "integrated care systems of a hospital"}, want: []string{"place"}},
	"a trust board":            {forms: []string{"trust board leaders"}, want: []string{"place", "people"}},
	"recruitment and retention of DDaT": {
		forms: []string{"DDaT recruitment and retention", "struggle to appoint DDaT professionals", "digital skills are in shortage"},
		want:  []string{"recruitment-retention"},
	},
	"agency workers and cuts": {
		forms: []string{"use of agency workers in digital teams", "staff reductions in digital"},
		want:  []string{"workforce-cuts-and-agency"},
	},
	// What only sounds like one of them.
	"a football club":        {forms: []string{"AFC Larkfield won the cup", "AFCB", "the AFC Asian Cup"}, never: []string{"agenda-for-change-pay"}},
	"a water network":        {forms: []string{"the Agenda for Change water network"}, never: []string{"agenda-for-change-pay"}},
	"the pronoun":            {forms: []string{"it is what it is", "It is late"}, never: []string{"digital"}},
	"software robots":        {forms: []string{"a digital workforce of RPA bots"}, never: []string{"digital-workforce-plan"}},
	"another IT":             {forms: []string{"pop music and the charts in the IT Crowd"}, never: []string{"people"}},
	"those who pay better":   {forms: []string{"analysts leave for banks that pay more", "what a supermarket offers an engineer"}, never: []string{"bank"}},
	"we, and who":            {forms: []string{"we thank us, and who knows"}, never: []string{"abroad"}},
	"a list of three things": {forms: []string{"workforce, digital and estates"}, never: []string{"digital-workforce-plan"}},
}

func TestNamedThings(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	for name, thing := range namedThings {
		for _, form := range thing.forms {
			t.Run(name+"/"+form, func(t *testing.T) {
				var got []string
				for _, m := range lex.Judge(article("", form)).Matches {
					got = append(got, m.Group)
				}
				for _, want := range thing.want {
					if !slices.Contains(got, want) {
						t.Errorf("%q counts for %v, want %s", form, got, want)
					}
				}
				for _, never := range thing.never {
					if slices.Contains(got, never) {
						t.Errorf("%q counts for %v, never for %s", form, got, never)
					}
				}
			})
		}
	}
}
