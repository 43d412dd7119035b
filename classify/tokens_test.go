package classify

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func words(text string) []string {
	var out []string
	for _, t := range tokenise(nil, text) {
		out = append(out, text[t.start:t.end])
	}
	return out
}

func TestTokenise(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want []string
	}{
		"hyphens and dashes part words":       {"long-term plan – up‑skilling", []string{"long", "term", "plan", "up", "skilling"}},
		"the s of a possessive is dropped":    {"the trust's and NHS’s plans", []string{"the", "trust", "and", "NHS", "plans"}},
		"an s of its own stays":               {"band s of 'S'", []string{"band", "s", "of", "S"}},
		"an ampersand joins capitals":         {"IM&T and A & E, R&D", []string{"IM&T", "and", "A", "E", "R&D"}},
		"curly quotes are no part of a word":  {"‘imminent’, “says”", []string{"imminent", "says"}},
		"no-break spaces part words":          {"10\u00a0year\u2009plan", []string{"10", "year", "plan"}},
		"soft hyphens stay inside words":      {"work\u00adforce \u200bplan", []string{"work\u00adforce", "plan"}},
		"other alphabets are words":           {"Gofal Cymdeithasol Ŵyl Ärzte", []string{"Gofal", "Cymdeithasol", "Ŵyl", "Ärzte"}},
		"broken UTF-8 is no part of a word":   {"a\xffb \xc3", []string{"a", "b"}},
		"markup left over parts words":        {"<b>digital</b>&nbsp;skills", []string{"b", "digital", "b", "nbsp", "skills"}},
		"nothing gives nothing":               {" .,;–\u00a0", nil},
		"figures with a comma are two words":  {"10,500 staff", []string{"10", "500", "staff"}},
		"a possessive at the start is a word": {"'s-Hertogenbosch", []string{"s", "Hertogenbosch"}},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, words(c.text)); diff != "" {
				t.Errorf("tokenise(%q) (-want +got):\n%s", c.text, diff)
			}
		})
	}
}

func TestTokenHashes(t *testing.T) {
	one := func(s string) token { return tokenise(nil, s)[0] }
	if one("Digital").fold != one("dIGITAL").fold {
		t.Error("the hash of a word depends on its case")
	}
	if one("Ŵyl").fold != one("ŵYL").fold {
		t.Error("the hash of a word outside ASCII depends on its case")
	}
	if one("work\u00adforce").fold != one("workforce").fold {
		t.Error("a soft hyphen changes the hash")
	}
	if one("It").acronym || one("Ŵ").acronym || !one("IT").acronym || !one("DDaT").acronym || !one("IM&T").acronym {
		t.Error("only words with two capitals are acronyms")
	}
	if byCase("IT") == byCase("It") || byCase("IT") == one("IT").fold {
		t.Error("the hash by case does not tell cases apart")
	}
}

func TestSpells(t *testing.T) {
	for _, c := range []struct {
		text, word string
		exact      bool
		want       bool
	}{
		{"Digital", "digital", false, true},
		{"DIGI\u00adTAL", "digital", false, true},
		{"digit", "digital", false, false},
		{"digitals", "digital", false, false},
		{"DDaT", "DDaT", true, true},
		{"DDAT", "DDaT", true, false},
	} {
		if got := spells(c.text, c.word, c.exact); got != c.want {
			t.Errorf("spells(%q, %q, %v) = %v, want %v", c.text, c.word, c.exact, got, c.want)
		}
	}
}

func FuzzTokenise(f *testing.F) {
	f.Add("NHS’s long-term IM&T plan")
	f.Add("\u00ad\u200b\xff&&A&")
	f.Fuzz(func(t *testing.T, text string) {
		last := int32(0)
		for _, tok := range tokenise(nil, text) {
			if tok.start < last || tok.end <= tok.start || int(tok.end) > len(text) {
				t.Fatalf("tokenise(%q): word at %d to %d after %d", text, tok.start, tok.end, last)
			}
			last = tok.end
		}
		end := 0
		for _, s := range sentences(text) {
			if s.start < end || s.end <= s.start || s.end > len(text) {
				t.Fatalf("sentences(%q): %v after %d", text, s, end)
			}
			if utf8.ValidString(text) && !utf8.ValidString(text[s.start:s.end]) {
				t.Fatalf("sentences(%q): %v cuts a letter", text, s)
			}
			end = s.end
		}
	})
}

func TestSentences(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a full stop before a capital":       {"One plan. Two plans.", "One plan.|Two plans."},
		"not after a title":                  {"Dr. Holm spoke. Prof. Vale did not.", "Dr. Holm spoke.|Prof. Vale did not."},
		"not after an initial":               {"A report by J. Holm is out.", "A report by J. Holm is out."},
		"not inside a number or an address":  {"It grew 3.5 per cent at ward.example today.", "It grew 3.5 per cent at ward.example today."},
		"quotes close with their sentence":   {"‘It is imminent.’ She left.", "‘It is imminent.’|She left."},
		"questions and exclamations":         {"Why now? Because! Well", "Why now?|Because!|Well"},
		"a small letter goes on":             {"e.g. analysts and so on. etc. more", "e.g. analysts and so on. etc. more"},
		"lines end sentences":                {"Related news\nTags: pay", "Related news|Tags: pay"},
		"figures can begin a sentence":       {"It closed. 3 Comments. End", "It closed.|3 Comments.|End"},
		"blank text has none":                {" \n ", ""},
		"no-break space after the full stop": {"It is out.\u00a0HSJ said so.", "It is out.|HSJ said so."},
	} {
		t.Run(name, func(t *testing.T) {
			var got []string
			for _, s := range sentences(c.text) {
				got = append(got, strings.Trim(c.text[s.start:s.end], "\u00a0"))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("sentences(%q) (-want +got):\n%s", c.text, diff)
			}
		})
	}
}
