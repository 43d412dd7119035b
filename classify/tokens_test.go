package classify

import (
	"os"
	"strings"
	"testing"
	"unicode"
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
		"markup left over parts words":        {"<b>digital</b>&nbsp;skills", []string{"b", "digital", "b", "skills"}},
		"entities are no words":               {"digital&nbsp;workforce &#8211; plan &amp; pay", []string{"digital", "workforce", "plan", "pay"}},
		"an ampersand is no entity":           {"R &D; A&E; &; &a b;", []string{"R", "D", "A&E", "a", "b"}},
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

// plainTokens is tokenise as one would write it down, byte by byte: what the fast
// one must agree with, and the yardstick of its speed.
func plainTokens(dst []token, text string) []token {
	const offset, prime = 14695981039346656037, 1099511628211 // FNV-1a
	for i := 0; i < len(text); {
		h, start, capitals := uint64(offset), i, 0
		for i < len(text) {
			c := text[i]
			class := byteClass[c]
			if class == classWide {
				size, r := wide(text, i, start)
				if size == 0 {
					break
				}
				if !ignorable(r) {
					h = (h ^ uint64(unicode.ToLower(r))) * prime
				}
				i += size
				continue
			}
			if class == classOther && (c != '&' || !joins(text, i, start)) {
				break
			}
			if class == classUpper {
				capitals++
			}
			h = (h ^ uint64(byteFold[c])) * prime
			i++
		}
		if i == start {
			if c := text[i]; c < utf8.RuneSelf {
				if i++; c == '&' {
					i += entity(text[i:])
				}
				continue
			}
			_, size := utf8.DecodeRuneInString(text[i:])
			i += size
			continue
		}
		if t := (token{h, int32(start), int32(i), capitals >= 2}); i-start > 1 || !possessive(text, t) {
			dst = append(dst, t)
		}
	}
	return dst
}

// agree holds the fast tokeniser to the plain one: the same words, and the same
// words are the same hash.
func agree(t *testing.T, text string) {
	t.Helper()
	fast, plain := tokenise(nil, text), plainTokens(nil, text)
	if len(fast) != len(plain) {
		t.Fatalf("%d words in %q, want %d", len(fast), text, len(plain))
	}
	byHash, byPlain := map[uint64]uint64{}, map[uint64]uint64{}
	for i, f := range fast {
		p := plain[i]
		if f.start != p.start || f.end != p.end || f.acronym != p.acronym {
			t.Fatalf("word %d of %q is %+v, want %+v", i, text, f, p)
		}
		if other, ok := byHash[f.fold]; ok && other != p.fold {
			t.Fatalf("word %d of %q has the hash of another", i, text)
		}
		if other, ok := byPlain[p.fold]; ok && other != f.fold {
			t.Fatalf("word %d of %q has two hashes", i, text)
		}
		byHash[f.fold], byPlain[p.fold] = p.fold, f.fold
	}
}

func TestFastTokeniserAgreesWithThePlainOne(t *testing.T) {
	for _, it := range corpus(t, "corpus.jsonl") {
		agree(t, it.Title+"\n"+it.Text)
	}
}

// Words of every length, in every case, at every distance from the end of the text.
func TestHashDependsOnLettersAlone(t *testing.T) {
	for n := 1; n <= 40; n++ {
		word := strings.Repeat("informatics", 4)[:n]
		for _, spelling := range []string{word, strings.ToUpper(word), word[:n/2] + "\u00ad" + word[n/2:]} {
			for _, after := range []string{"", ".", " and much more text than a word"} {
				if n == 1 && spelling != word || spelling[0] == 0xc2 {
					continue // a soft hyphen alone is no part of a word
				}
				if got := tokenise(nil, spelling+after)[0].fold; got != hashWord(word) {
					t.Errorf("%q before %q: another hash than %q", spelling, after, word)
				}
			}
		}
	}
}

func TestPassAllocatesNothing(t *testing.T) {
	lex := load(t, os.DirFS("../seeds"))
	pages := corpus(t, "corpus.jsonl")
	var tokens []token
	var hits []hit
	pass := func() {
		for _, it := range pages {
			tokens = tokenise(tokens[:0], it.Text)
			hits = lex.phrases.match(hits[:0], it.Text, tokens)
		}
	}
	pass() // makes room
	if n := testing.AllocsPerRun(5, pass); n > 0 {
		t.Errorf("%v allocations in a pass over %d pages", n, len(pages))
	}
}

func FuzzTokenise(f *testing.F) {
	f.Add("NHS’s long-term IM&T plan")
	f.Add("\u00ad\u200b\xff&&A&")
	f.Fuzz(func(t *testing.T, text string) {
		agree(t, text)
		last := int32(0)
		for _, tok := range tokenise(nil, text) {
			if tok.start < last || tok.end <= tok.start || int(tok.end) > len(text) {
				t.Fatalf("tokenise(%q): word at %d to %d after %d", text, tok.start, tok.end, last)
			}
			last = tok.end
		}
		end := 0
		for _, s := range sentences(nil, text) {
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
			for _, s := range sentences(nil, c.text) {
				got = append(got, strings.Trim(c.text[s.start:s.end], "\u00a0"))
			}
			if diff := cmp.Diff(c.want, strings.Join(got, "|")); diff != "" {
				t.Errorf("sentences(%q) (-want +got):\n%s", c.text, diff)
			}
		})
	}
}
