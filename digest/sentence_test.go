package digest

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestSentencesEndWhereAReaderWouldSay(t *testing.T) {
	for text, want := range map[string][]string{
		"":                                      nil,
		"No stop":                               {"No stop"},
		"One. Two! Three?":                      {"One.", "Two!", "Three?"},
		"Dr. Ada Fell met Mrs. Lowe. They won.": {"Dr. Ada Fell met Mrs. Lowe.", "They won."},
		"J. Marsh left. A. B. Fen stayed.":      {"J. Marsh left.", "A. B. Fen stayed."},
		"It costs 3.5 million. It is a lot.":    {"It costs 3.5 million.", "It is a lot."},
		"No. 7 is open. The answer is no. Go.":  {"No. 7 is open.", "The answer is no.", "Go."},
		"“We wait.” Trusts wait too.":           {"“We wait.”", "Trusts wait too."},
		"“Why wait?” asked the chair. Silence.": {"“Why wait?” asked the chair.", "Silence."},
		"See e.g. the plan. Then rest.":         {"See e.g. the plan.", "Then rest."},
		"Wait... and see. Done.":                {"Wait... and see.", "Done."},
		"  Spaced.   Out.  ":                    {"Spaced.", "Out."},
		"wardline.example is a site. So.":       {"wardline.example is a site.", "So."},
		"Pay rose 3 per cent (again.) Unions…":  {"Pay rose 3 per cent (again.)", "Unions…"},
		"Bands 4 to 6. 90 places. £12 each.":    {"Bands 4 to 6.", "90 places.", "£12 each."},
	} {
		var got []string
		for _, s := range sentences(text) {
			got = append(got, text[s.start:s.end])
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("sentences(%q) (-want +got):\n%s", text, diff)
		}
	}
}

func TestStandsAlone(t *testing.T) {
	for s, want := range map[string]bool{
		"Six trusts will share one guide.":                          true,
		"From May an analyst will be regraded.":                     true,
		"This week six trusts chose one guide.":                     true,
		"90 places are open to bands 4 to 6.":                       true,
		"“Six trusts are enough,” said Ada Fell of the union.":      true,
		"Ada Fell told Wardline: “Six trusts are enough.”":          true,
		"He will share one guide with trusts.":                      false,
		"It's the plan that trusts have waited for.":                false,
		"But six trusts will share one guide.":                      false,
		"In it, the board sets out six steps.":                      false,
		"According to her, six trusts share it.":                    false,
		"“Six trusts are enough to begin with.”":                    false,
		"“Six trusts are enough,” he said on Tuesday.":              false,
		"“Six trusts are enough, and we begin now.":                 false,
		"We will share one guide with trusts.":                      false,
		"Sign up here for our weekly letter.":                       false,
		"six trusts will share one guide.":                          false,
		"Six trusts will share one guide":                           false,
		"Six trusts will share one...":                              false,
		"The launch of his report was late.":                        false,
		"Ada Fell said her report was late.":                        true,
		"Too short.":                                                false,
		"The evidence that trusts gave us has not gone to waste.":   false,
		"The evidence of six trusts has not gone to waste.'":        false,
		"The evidence of six trusts has not gone to waste.’":        false,
		"A trust said: ‘The evidence has not gone to waste.’":       true,
		"A trust said: ‘They gave us evidence.’":                    true,
		"The guide is at https://wardline.example/guide.":           false,
		"Write to desk@wardline.example for the guide.":             false,
		"Six trusts (of nine will share one guide.":                 false,
		"However, the six trusts disagree about it.":                false,
		"These six trusts will share one guide.":                    false,
		"The trusts said it would be shared in time.":               true,
		"Later the trusts said that they would share the guide.":    false,
		"Trusts that share a guide grade alike, the report argues.": true,
	} {
		if got := standsAlone(s); got != want {
			t.Errorf("standsAlone(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestASubjectThatNothingMakesKnownPointsBack(t *testing.T) {
	const title = "Pay panel agrees to review job profiles for digital roles"
	for s, want := range map[string]bool{
		"The review will look at forty roles.":                   false, // the headline names it
		"The digital chapter will cover numbers and skills.":     true,
		"The second attempt has taken two years.":                true,
		"The board blames pay that trails the city.":             false,
		"The guide that six trusts wrote will be used from May.": false,
		"The Larkfield Institute will count posts.":              false,
		"The 40 posts will be graded again.":                     false,
		"Six trusts will share one guide.":                       false,
		"The end.":                                               false,
	} {
		if got := pointsBack(s, title); got != want {
			t.Errorf("pointsBack(%q) = %v, want %v", s, got, want)
		}
	}
}

func TestRepeats(t *testing.T) {
	const title = "Six trusts to grade data jobs from one guide"
	for s, want := range map[string]bool{
		"Six trusts to grade data jobs from one guide.":                     true,
		"Six trusts are to grade data jobs from one guide.":                 true,
		"From May an analyst at one of six trusts keeps the same grade.":    false,
		"Data jobs of six trusts will be graded by a guide that Ada wrote.": false,
	} {
		if got := repeats(s, title); got != want {
			t.Errorf("repeats(%q) = %v, want %v", s, got, want)
		}
	}
}

func FuzzSentences(f *testing.F) {
	for _, s := range []string{"One. Two.", "Dr. A. B. “C.” D", "…!?.", " ", "\xff. A", "a.\u00a0B."} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		end := 0
		var kept strings.Builder
		for _, s := range sentences(text) {
			if s.start < end || s.end <= s.start || s.end > len(text) {
				t.Fatalf("sentences(%q): span %v after %d", text, s, end)
			}
			if strings.TrimSpace(text[end:s.start]) != "" {
				t.Fatalf("sentences(%q) lost %q", text, text[end:s.start])
			}
			end = s.end
			kept.WriteString(text[s.start:s.end])
			standsAlone(text[s.start:s.end])
		}
		if strings.TrimSpace(text[end:]) != "" {
			t.Fatalf("sentences(%q) lost %q", text, text[end:])
		}
	})
}
