package track

import "testing"

func TestWhatIsBroughtUpBesideTheBeat(t *testing.T) {
	r := rules(t)
	for text, want := range map[string]bool{
		"The trust will open a second café at the community hospital by September 2026.": true,
		"The council will build another car park in 2027.":                               true,
		"The trust will publish a plan for its data staff by May 2027.":                  false, // a noun of the beat
		"The final framework will be published in February 2027.":                        false, // pointed to
		"It will be paid by the end of January 2027, the trusts' employers say.":         false,
		"Trusts will be asked for staffing figures in the coming weeks.":                 false, // nothing new
	} {
		found := one(r, "2026-06-23", "", text)
		if len(found) != 1 || found[0].Beside != want {
			t.Errorf("Statements(%q) = %+v, want one, beside: %v", text, found, want)
		}
	}
}
