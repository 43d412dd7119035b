package track

import (
	"testing"
)

func TestTitleNamesTheActNeverAQuantityOrAPronoun(t *testing.T) {
	r := rules(t)
	const headline = "Trusts agree market premium"
	for text, want := range map[string]string{
		"The NHS Delivery Office will publish a framework later this year.":                                   "NHS Delivery Office to publish a framework",
		"The Guild will open the Register of Informatics Practitioners by the end of December 2026.":          "Guild to open the Register of Informatics Practitioners",
		"Twenty thousand NHS staff will be trained to use artificial intelligence safely within 12 months.":   "Twenty thousand NHS staff to be trained to use artificial intelligence safely",
		"Trusts will be asked for staffing figures in the coming weeks.":                                      "Trusts to be asked for staffing figures",
		"The register, due by the end of April 2027, covers all staff.":                                       headline,
		"The shared care record is due by the end of April 2027.":                                             "Shared care record",
		"That is due by the end of April 2027.":                                                               headline,
		"It will be paid by the end of January 2027, the trust says.":                                         headline,
		"We have forty places and will have 150 by 2027.":                                                     headline,
		"The aim remains 20,000 within the year.":                                                             headline,
		"The trust will accept it from December 2026.":                                                        headline,
		"Fenside Integrated Care Board is to close 46 of its 140 digital, data and analytics posts by March.": "Fenside Integrated Care Board to close 46 of its 140 digital, data …",
		"They will ask for registration in adverts for senior posts from February 2027.":                      "Ask for registration in adverts for senior posts",
	} {
		t.Run(text, func(t *testing.T) {
			list := r.Follow(one(r, "2026-11-20", headline, text), "2026-11-21")
			if len(list) != 1 {
				t.Fatalf("Follow = %d promises, want 1", len(list))
			}
			if list[0].Title != want {
				t.Errorf("title %q, want %q", list[0].Title, want)
			}
		})
	}
}

func TestTitleWithoutHeadlineIsTheSentence(t *testing.T) {
	r := rules(t)
	s := one(r, "2026-11-20", "", "That is due by the end of April 2027.")
	if got := r.Follow(s, "2026-11-21")[0].Title; got != "That is due by the end of April 2027." {
		t.Errorf("title %q, want the sentence", got)
	}
}
