package classify

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
)

// Bounds of one written term. A phrase that needs more is two phrases.
const (
	maxReadings = 1500 // word sequences one term may stand for
	maxWords    = 10
)

// form is one word of a reading. exact words are acronyms, matched by case.
type form struct {
	text  string
	exact bool
}

// wording is one phrase that a term stands for: all forms of each of its words.
type wording [][]form

// readings is how many word sequences p stands for, or a number above maxReadings.
func (p wording) readings() int {
	n := 1
	for _, forms := range p {
		if n *= len(forms); n > maxReadings {
			break
		}
	}
	return n
}

// speller spells the words of terms, each once: a beat writes most of its words in
// dozens of terms.
type speller map[string]spelling

// spelling is one written word: with its hyphens taken apart, and joined.
type spelling struct {
	apart, joined wording
	hyphened      bool
}

// expand returns every phrase a written term stands for:
//
//	(a|b c|)     one of these; an empty one makes it optional
//	long-term    "long term", "long-term" and "longterm"
//	recruit~     with its endings: recruits, recruited, recruiting, recruiter ...
//	IT, IM&T     two capitals or more: an acronym, matched by case; plural s allowed
//
// Words in lower case match any case, in singular and plural, -ise and -ize.
func (s speller) expand(term string) ([]wording, error) {
	phrases, err := alternatives(term)
	if err != nil {
		return nil, err
	}
	var out []wording
	readings := 0
	for _, text := range phrases {
		for _, p := range s.hyphens(strings.Fields(text)) {
			if len(p) > maxWords {
				return nil, fmt.Errorf("term has %d words; at most %d", len(p), maxWords)
			}
			if readings += p.readings(); readings > maxReadings {
				return nil, fmt.Errorf("term stands for more than %d phrases; split it", maxReadings)
			}
			out = append(out, p)
		}
	}
	if len(out) == 0 {
		return nil, errors.New("term has no words")
	}
	return out, nil
}

// alternatives resolves the brackets of term, which do not nest.
func alternatives(term string) ([]string, error) {
	open := strings.IndexByte(term, '(')
	if open < 0 {
		if strings.ContainsAny(term, ")|") {
			return nil, errors.New("a bracket is missing: alternatives are written (one|two)")
		}
		return []string{term}, nil
	}
	length := strings.IndexByte(term[open:], ')')
	if length < 0 {
		return nil, errors.New("a bracket is not closed")
	}
	inside := term[open+1 : open+length]
	if strings.ContainsAny(inside, "(") || strings.ContainsAny(term[:open], ")|") {
		return nil, errors.New("brackets do not nest: write the alternatives as two terms")
	}
	rest, err := alternatives(term[open+length+1:])
	if err != nil {
		return nil, err
	}
	var out []string
	for _, option := range strings.Split(inside, "|") {
		for _, tail := range rest {
			out = append(out, term[:open]+option+tail)
		}
	}
	if len(out) > maxReadings {
		return nil, fmt.Errorf("term stands for more than %d phrases; split it", maxReadings)
	}
	return out, nil
}

// hyphens returns the phrase with every hyphenated word taken apart and, in a
// second reading, joined. What stands apart in the text as "long term" or
// "long-term" gives the same words.
func (s speller) hyphens(words []string) []wording {
	var apart, joined wording
	hyphen := false
	for _, w := range words {
		word := s.spell(w)
		apart, joined = append(apart, word.apart...), append(joined, word.joined...)
		hyphen = hyphen || word.hyphened
	}
	switch {
	case len(apart) == 0:
		return nil
	case !hyphen:
		return []wording{apart}
	}
	return []wording{apart, joined}
}

func (s speller) spell(w string) spelling {
	if known, ok := s[w]; ok {
		return known
	}
	whole := unhyphened.Replace(w)
	s[w] = spelling{apart: pieces(w), joined: pieces(whole), hyphened: whole != w}
	return s[w]
}

// unhyphened takes hyphens out of a word.
var unhyphened = strings.NewReplacer("-", "", "\u2011", "")

// pieces cuts a written word as the tokeniser cuts a text; the last piece keeps
// the mark for its endings.
func pieces(w string) wording {
	stem, inflected := strings.CutSuffix(w, "~")
	var out wording
	tokens := tokenise(nil, stem)
	for i, t := range tokens {
		piece := stem[t.start:t.end]
		if inflected && i == len(tokens)-1 {
			piece += "~"
		}
		out = append(out, forms(piece))
	}
	return out
}

// unvaried words have one form only.
var unvaried = map[string]bool{
	"a": true, "an": true, "and": true, "as": true, "at": true, "by": true, "for": true, "from": true, "in": true,
	"into": true, "of": true, "on": true, "or": true, "our": true, "the": true, "their": true, "to": true, "with": true,
	"is": true, "are": true, "be": true, "not": true, "no": true, "long": true, "new": true, "other": true,
}

// forms returns the spellings of one written word.
func forms(word string) []form {
	if exact(word) {
		word = strings.TrimSuffix(word, "~") // acronyms have no endings
		out := []form{{word, true}}
		if last := word[len(word)-1]; last != 's' {
			out = append(out, form{word + "s", true})
		}
		return out
	}
	word = strings.ToLower(word)
	stem, inflected := strings.CutSuffix(word, "~")
	if inflected {
		word = stem
	}
	out := []string{word}
	if !unvaried[word] && len(word) > 2 && isWord(word) {
		out = append(out, plural(word))
	}
	if inflected {
		out = append(out, inflections(word)...)
	}
	var all []form
	seen := map[string]bool{}
	for _, w := range out {
		for _, s := range []string{w, otherSpelling(w)} {
			if s != "" && !seen[s] {
				seen[s] = true
				all = append(all, form{s, false})
			}
		}
	}
	return all
}

// exact reports whether the word is written with two capitals or more.
func exact(word string) bool {
	n := 0
	for _, r := range word {
		if unicode.IsUpper(r) {
			n++
		}
	}
	return n >= 2
}

func isWord(w string) bool {
	for _, r := range w {
		if !unicode.IsLetter(r) {
			return false
		}
	}
	return true
}

// plural returns the regular plural of an English noun; what is one already
// stays as it is.
func plural(w string) string {
	n := len(w)
	switch {
	case strings.HasSuffix(w, "ss"), strings.HasSuffix(w, "x"), strings.HasSuffix(w, "ch"), strings.HasSuffix(w, "sh"):
		return w + "es"
	case strings.HasSuffix(w, "s"):
		return w
	case strings.HasSuffix(w, "y") && n > 2 && !strings.ContainsRune("aeiou", rune(w[n-2])):
		return w[:n-1] + "ies"
	}
	return w + "s"
}

// inflections returns the endings of a verb and the nouns made of it. Some are
// no words; those never occur.
func inflections(w string) []string {
	n := len(w)
	if n < 3 {
		return nil
	}
	base := w
	switch {
	case strings.HasSuffix(w, "e"):
		base = w[:n-1]
	case strings.HasSuffix(w, "y") && !strings.ContainsRune("aeiou", rune(w[n-2])):
		return []string{w + "ing", w[:n-1] + "ied", w[:n-1] + "ier", w[:n-1] + "ication"}
	case doubles(w):
		base = w + w[n-1:]
	}
	out := []string{base + "ed", base + "ing", base + "er", base + "ers", base + "ation", base + "ations"}
	if base != w {
		out = append(out, w+"d", w+"r", w+"rs")
	}
	if strings.HasSuffix(w, "is") || strings.HasSuffix(w, "ise") {
		out = append(out, strings.TrimSuffix(w, "e")+"m")
	}
	return append(out, w+"ment", w+"ments", w+"able")
}

// doubles reports whether the last consonant is doubled before an ending: cut, cutting.
func doubles(w string) bool {
	n := len(w)
	return n <= 4 && strings.ContainsRune("bdgmnprt", rune(w[n-1])) &&
		strings.ContainsRune("aeiou", rune(w[n-2])) && !strings.ContainsRune("aeiou", rune(w[n-3]))
}

// otherSpelling turns -ise into -ize and back; "" when the word has neither.
// Short words ("size", "rise") are no such verbs.
func otherSpelling(w string) string {
	for _, end := range []string{"e", "es", "ed", "er", "ers", "ing", "ation", "ations"} {
		for _, pair := range [2][2]string{{"is", "iz"}, {"iz", "is"}} {
			if stem, ok := strings.CutSuffix(w, pair[0]+end); ok && len(stem) >= 4 {
				return stem + pair[1] + end
			}
		}
	}
	return ""
}
