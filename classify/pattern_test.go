package classify

import (
	"slices"
	"strings"
	"testing"
)

func readings(t *testing.T, term string) []string {
	t.Helper()
	phrases, err := speller{}.expand(term)
	if err != nil {
		t.Fatalf("expand(%q): %v", term, err)
	}
	var out []string
	for _, p := range phrases {
		all := []string{""}
		for _, forms := range p {
			var longer []string
			for _, head := range all {
				for _, f := range forms {
					longer = append(longer, strings.TrimSpace(head+" "+f.text))
				}
			}
			all = longer
		}
		out = append(out, all...)
	}
	return out
}

func TestExpand(t *testing.T) {
	for name, c := range map[string]struct {
		term   string
		has    []string
		hasNot []string
	}{
		"singular and plural":               {"data analyst", []string{"data analyst", "data analysts"}, []string{"data analysted"}},
		"plural of y":                       {"vacancy", []string{"vacancies"}, []string{"vacancys"}},
		"plural of s":                       {"redundancies", []string{"redundancies"}, []string{"redundanciess"}},
		"plural of ch":                      {"switch", []string{"switches"}, nil},
		"alternatives":                      {"workforce (plan|strategy)", []string{"workforce plan", "workforce strategies"}, []string{"workforce"}},
		"an empty alternative":              {"10 year (health|) plan", []string{"10 year plan", "10 year health plan"}, nil},
		"alternatives of several words":     {"(chief|head of) data", []string{"head of data", "chief data"}, nil},
		"a hyphen stands, parts or joins":   {"up-skill", []string{"up skill", "upskill", "upskills"}, nil},
		"-ise and -ize":                     {"professionalise~", []string{"professionalize", "professionalised", "professionalizing", "professionalisation", "professionalism"}, nil},
		"short words keep their s":          {"rise", []string{"rise"}, []string{"rize"}},
		"endings":                           {"recruit~", []string{"recruits", "recruited", "recruiting", "recruiter", "recruitment"}, nil},
		"endings after e":                   {"retrain~ merge~", []string{"retrained merged", "retraining merging"}, nil},
		"endings after y":                   {"apply~", []string{"applied", "applying", "applies"}, nil},
		"endings that double the consonant": {"cut~", []string{"cutting", "cuts"}, []string{"cuting"}},
		"acronyms keep their case":          {"DDaT role", []string{"DDaT role", "DDaTs role", "DDaT roles"}, []string{"ddat role"}},
		"a possessive is dropped":           {"king's fund", []string{"king fund"}, nil},
		"an ampersand stays":                {"IM&T", []string{"IM&T"}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			got := readings(t, c.term)
			for _, want := range c.has {
				if !slices.Contains(got, want) {
					t.Errorf("expand(%q) = %q, want it to hold %q", c.term, got, want)
				}
			}
			for _, not := range c.hasNot {
				if slices.Contains(got, not) {
					t.Errorf("expand(%q) holds %q", c.term, not)
				}
			}
		})
	}
}

func TestExpandMistakes(t *testing.T) {
	wide := strings.TrimSuffix(strings.Repeat("a|b|c|d|e|f|g|h|", 8), "|")
	for name, c := range map[string]struct{ term, want string }{
		"open bracket":    {"digital (plan", "not closed"},
		"closing bracket": {"digital plan)", "bracket is missing"},
		"bare bar":        {"plan|strategy", "bracket is missing"},
		"nested":          {"a (b (c|d)|e)", "do not nest"},
		"no words":        {"–", "no words"},
		"too many":        {"(" + wide + ") (" + wide + ")", "split it"},
		"too long":        {strings.Repeat("word ", 11), "at most 10"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := (speller{}).expand(c.term); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("expand(%q) error = %v, want one with %q", c.term, err, c.want)
			}
		})
	}
}

func FuzzExpand(f *testing.F) {
	f.Add("digital (skill|literacy) train~")
	f.Add("up-skill (a||b) IM&T's")
	f.Fuzz(func(t *testing.T, term string) {
		phrases, err := speller{}.expand(term)
		if err != nil {
			return
		}
		for _, p := range phrases {
			if len(p) == 0 || p.readings() == 0 {
				t.Fatalf("expand(%q) has an empty reading", term)
			}
			for _, form := range slices.Concat(p...) {
				if toks := tokenise(nil, form.text); len(toks) != 1 {
					t.Fatalf("expand(%q): %q is %d words to the matcher", term, form.text, len(toks))
				}
			}
		}
	})
}
