package classify

import (
	"os"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
)

// finder compiles a lexicon whose only topic holds terms, and returns what of a text it finds.
func finder(t testing.TB, terms ...string) func(text string) []string {
	t.Helper()
	fsys := gardens()
	list := "- any: [\"" + strings.Join(terms, "\", \"") + "\"]\n        why: test\n"
	fsys["topics.yaml"] = &fstest.MapFile{Data: []byte("topics:\n  - name: t\n    terms:\n      " + list)}
	lex := load(t, fsys)
	return func(text string) []string {
		var out []string
		for _, m := range lex.Judge(article("", text)).Matches {
			if m.Group == "t" {
				out = append(out, m.Text)
			}
		}
		return out
	}
}

func TestMatchesWholePhrases(t *testing.T) {
	for name, c := range map[string]struct {
		terms []string
		text  string
		want  []string
	}{
		"whole words only":                  {[]string{"cat"}, "A concatenated cat. Catalogue", []string{"cat"}},
		"any case":                          {[]string{"digital plan"}, "DIGITAL Plan", []string{"DIGITAL Plan"}},
		"plural":                            {[]string{"data analyst"}, "data analysts' pay", []string{"data analysts"}},
		"possessive":                        {[]string{"king fund"}, "the King’s Fund", []string{"King’s Fund"}},
		"hyphen in the text":                {[]string{"long-term plan"}, "its long-term plan", []string{"long-term plan"}},
		"hyphen missing in the text":        {[]string{"long-term plan"}, "its long term plan", []string{"long term plan"}},
		"joined in the text":                {[]string{"up-skill~"}, "upskilling and up-skilling. Up skilling", []string{"upskilling", "Up skilling"}},
		"-ize":                              {[]string{"digitise~"}, "digitizing", []string{"digitizing"}},
		"acronyms by case":                  {[]string{"IT"}, "it is IT that counts", []string{"IT"}},
		"acronyms in plural":                {[]string{"CIO"}, "CIOs met", []string{"CIOs"}},
		"acronym inside a word":             {[]string{"AFC"}, "AFCB and AFCW", nil},
		"acronym and word in one phrase":    {[]string{"NHS plan"}, "the NHS Plan, the nhs plan", []string{"NHS Plan"}},
		"a comma does not part":             {[]string{"digital data and technology"}, "digital, data and technology", []string{"digital, data and technology"}},
		"a full stop parts":                 {[]string{"digital plan"}, "It is digital. Plan ahead", nil},
		"a bracket parts":                   {[]string{"plan DDaT"}, "a plan (DDaT)", nil},
		"no-break space":                    {[]string{"long term"}, "long\u00a0term", []string{"long\u00a0term"}},
		"the longer phrase displaces":       {[]string{"plan", "workforce plan"}, "a workforce plan", []string{"workforce plan"}},
		"overlapping phrases share nothing": {[]string{"a b", "b c d"}, "a b c d", []string{"b c d"}},
		"once a sentence":                   {[]string{"plan"}, "a plan is a plan", []string{"plan"}},
		"again in the next sentence":        {[]string{"plan"}, "A plan. The plan.", []string{"plan", "plan"}},
		"soft hyphen":                       {[]string{"workforce"}, "work\u00adforce", []string{"work\u00adforce"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, finder(t, c.terms...)(c.text)); diff != "" {
				t.Errorf("%q in %q (-want +got):\n%s", c.terms, c.text, diff)
			}
		})
	}
}

func TestNeighboursDecide(t *testing.T) {
	lex := load(t, gardens())
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"a required neighbour near":      {"the TR of every allotment", true},
		"no required neighbour":          {"the TR of the house", false},
		"the neighbour too far":          {"the TR of a house that stands beside one allotment", false},
		"a forbidden neighbour":          {"the football TR of the allotment", false},
		"a neighbour in another block":   {"the TR\nan allotment", false},
		"the expansion counts as well":   {"an allotment tenants’ register", true},
		"a neighbour of a group is near": {"a charge for a garden", true},
		"and one of no group":            {"a charge for a shed", false},
	} {
		t.Run(name, func(t *testing.T) {
			v := lex.Judge(article("", strings.Split(c.text, "\n")...))
			got := slices.ContainsFunc(v.Matches, func(m news.Match) bool { return m.Group == "clubs" || m.Term == "charge" })
			if got != c.want {
				t.Errorf("%q: found %v, want %v", c.text, got, c.want)
			}
		})
	}
}

func TestNamedTermsNeedACapital(t *testing.T) {
	fsys := gardens()
	fsys["topics.yaml"] = &fstest.MapFile{Data: []byte("topics:\n  - {name: t, terms: [{any: [reading], named: true, why: a town}]}\n")}
	lex := load(t, fsys)
	for text, want := range map[string]int{"reading on": 0, "in Reading": 1} {
		got := 0
		for _, m := range lex.Judge(article("", text)).Matches {
			if m.Group == "t" {
				got++
			}
		}
		if got != want {
			t.Errorf("%q: %d matches, want %d", text, got, want)
		}
	}
}

func TestMatchSpans(t *testing.T) {
	a := article("Millbrook’s rent", "Nothing here.", "Ŵy said: “The allotment rent” is due.")
	a.Standfirst = "A fee for every garden"
	texts := map[news.Zone]func(m news.Match) string{
		news.ZoneTitle:      func(news.Match) string { return a.Title },
		news.ZoneStandfirst: func(news.Match) string { return a.Standfirst },
		news.ZoneLead:       func(m news.Match) string { return a.Body[m.Block].Text },
	}
	v := load(t, gardens()).Judge(a)
	if len(v.Matches) < 5 {
		t.Fatalf("%d matches, want the title, standfirst and body ones", len(v.Matches))
	}
	for _, m := range v.Matches {
		if got := texts[m.Zone](m)[m.Start:m.End]; got != m.Text {
			t.Errorf("%s block %d [%d:%d] = %q, match says %q", m.Zone, m.Block, m.Start, m.End, got, m.Text)
		}
		if !strings.Contains(m.Sentence, m.Text) || !strings.Contains(m.Rule, ".yaml:") {
			t.Errorf("match %+v: want its sentence and its rule", m)
		}
	}
}

func FuzzJudge(f *testing.F) {
	lex := load(f, os.DirFS("../seeds"))
	f.Add("Digital workforce plan", "NHS England said data analysts’ pay was too low.\n2 comments. AFC!", "https://a.example/")
	f.Add("", "\xff\u00ad(IT)\nTags: DDaT, CNIO", "%zz")
	f.Fuzz(func(t *testing.T, title, body, url string) {
		a := article(title, strings.Split(body, "\n")...)
		a.URL = url
		checkVerdict(t, lex.Judge(a))
		lex.CommentTopics(body)
	})
}

// checkVerdict holds what is true of every verdict.
func checkVerdict(t *testing.T, v news.Verdict) {
	t.Helper()
	tenths := 0
	for _, p := range v.Parts {
		tenths += int(p.Value*10 + 1000.5)
		tenths -= 1000
	}
	if want := int(v.Score*10 + 0.5); tenths != want {
		t.Errorf("parts %v add up to %d tenths, score is %d", v.Parts, tenths, want)
	}
	if v.Score < 0 || v.Score > 100 || v.Relevant != (v.Score >= v.Threshold) || v.Relevant == (v.Level == news.NotOurs) {
		t.Errorf("score %v, threshold %v, relevant %v, level %s contradict", v.Score, v.Threshold, v.Relevant, v.Level)
	}
	if v.Relevant && len(v.Missing) > 0 || v.Relevant != (len(v.Topics) > 0) || !v.Relevant && len(v.Topics) > 0 || v.Why == "" {
		t.Errorf("relevant %v, missing %v, topics %v, why %q contradict", v.Relevant, v.Missing, v.Topics, v.Why)
	}
	for _, m := range v.Matches {
		if still := m.Zone == news.ZoneComment || m.Zone == news.ZoneFurniture; still && m.Weight != 0 {
			t.Errorf("%s weighs %v in %s", m.Text, m.Weight, m.Zone)
		}
	}
}
