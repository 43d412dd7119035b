package track

import (
	"testing"

	"github.com/wardround/wardround/news"
)

func TestTitleNamesTheActNeverAQuantityOrAPronoun(t *testing.T) {
	r := rules(t)
	const headline = "Trusts agree market premium"
	for text, want := range map[string]string{
		"The NHS Delivery Office will publish a framework later this year.":                                   "NHS Delivery Office to publish a framework",
		"The Guild will open the Register of Informatics Practitioners by the end of December 2026.":          "Guild to open the Register of Informatics Practitioners",
		"Twenty thousand NHS staff will be trained to use artificial intelligence safely within 12 months.":   "Twenty thousand NHS staff to be trained to use artificial intelligence safely",
		"Trusts will be asked for staffing figures in the coming weeks.":                                      "Trusts to be asked for staffing figures",
		"The digital skills framework, first due in December 2026, will now be published in summer 2027.":     "Digital skills framework to be published",
		"The cap is to take effect from February 2027.":                                                       "Cap to take effect (" + headline + ")",
		"NHS England has committed to offering every trust a rostering tool by April 2027.":                   "NHS England committed to offering every trust a rostering tool",
		"The department expects 5,000 people to have joined by the end of 2027.":                              "Department expects 5,000 people to have joined",
		"Ministers are confident that single sign-on will reach every ward by June 2027.":                     "Single sign-on to reach every ward",
		"NHS England wants every worker to have been trained by March 2027.":                                  "NHS England wants every worker to have been trained",
		"Some £6.4m has been earmarked to run it in 2027/28.":                                                 "Some £6.4m to run it",
		"Expect the medicines record regulations by June 2027.":                                               "Medicines record regulations",
		"It commits the government to filling 9,000 vacancies by March 2029.":                                 "The government committed to filling 9,000 vacancies",
		"The figures that trusts supplied will be published by 20 December.":                                  "Figures that trusts supplied to be published",
		"It closes soon, and the final framework will be published in February 2027.":                         "Final framework to be published (" + headline + ")",
		"The Long View is due by the end of April 2027.":                                                      "Long View",
		"The register, due by the end of April 2027, covers all staff.":                                       headline,
		"The shared care record is due by the end of April 2027.":                                             "Shared care record",
		"That is due by the end of April 2027.":                                                               headline,
		"It will be paid by the end of January 2027, the trust says.":                                         headline,
		"We have forty places and will have 150 by 2027.":                                                     "150 places (" + headline + ")",
		"We have forty funded training places and will have up to 150 by 2027.":                               "Up to 150 funded training places",
		"Medical school training places are to double to 15,000 by 2031 under the plan.":                      "Medical school training places to double to 15,000",
		"We met in May 2026 and will have 150 by 2027.":                                                       headline,
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

func TestATitleOfASentenceThatPointsComesFromTheSentenceBefore(t *testing.T) {
	r := rules(t)
	const headline = "So farewell then"
	for text, want := range map[string]string{
		"As the Gazette wrote, the NHS Delivery Office has told trusts that its team has a place in the Long View, for everyone. That is due by the end of April 2027.": "Long View",
		"The trust has written a digital skills strategy. It will be published by June 2027.":                                                                           "Digital skills strategy to be published",
		"The board wants a mentoring scheme for the new service. It is to start by June 2027.":                                                                          "Mentoring scheme to start",
		"The board wants a mentoring scheme for a new portal. That is due in June 2027.":                                                                                "New portal (" + headline + ")",
		"Analysts in band five get a premium of £2,000. It will be paid by the end of January 2027.":                                                                    "Analysts in band five get a premium of £2,000",
		"Ada Moor said that she was glad. It will be paid by the end of January 2027.":                                                                                  headline,
		"It was long awaited there. It will be paid by the end of January 2027.":                                                                                        headline,
		"Is the trust to have a digital strategy? It will be paid by the end of January 2027.":                                                                          headline,
		"The trust has a digital strategy. It will publish a register of analysts by June 2027.":                                                                        "Publish a register of analysts",
	} {
		t.Run(text, func(t *testing.T) {
			list := r.Follow(one(r, "2026-11-20", headline, text), "2026-11-21")
			if len(list) != 1 || list[0].Title != want {
				t.Errorf("Follow = %+v, want one promise titled %q", list, want)
			}
		})
	}
}

func TestATitleTakesNoWordsThatMayNotBeQuoted(t *testing.T) {
	r := rules(t)
	for name, a := range map[string]news.Article{
		"a passage before": {MaxSnippet: -1, Body: []news.Block{{Text: "The trust has written a digital skills strategy.", NoQuote: true}, {Text: "It will be published by June 2027."}}},
		"a long sentence":  {MaxSnippet: 40, Body: []news.Block{{Text: "The trust has written a digital skills strategy. It will be published by June 2027."}}},
		"another section":  {MaxSnippet: -1, Body: []news.Block{{Text: "The trust has written a digital skills strategy."}, {Text: "Pay", Kind: news.Subhead}, {Text: "It will be published by June 2027."}}},
	} {
		a.Title = "So farewell then"
		if got := r.Follow(r.Statements(a, "2026-11-20"), "2026-11-21"); len(got) != 1 || got[0].Title != a.Title {
			t.Errorf("%s: Follow = %+v, want one promise titled by the headline", name, got)
		}
	}
}
