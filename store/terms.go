package store

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// fold takes accents off, so that both databases find cafe and café alike.
func fold(text string) string {
	if isASCII(text) || norm.NFD.IsNormalString(text) && !strings.ContainsFunc(text, isAccent) {
		return text // as most texts are, curly quotes and all
	}
	var b strings.Builder
	b.Grow(len(text))
	for _, r := range norm.NFD.String(text) {
		if !isAccent(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// isAccent reports a mark without width. The first of them is U+0300.
func isAccent(r rune) bool { return r >= 0x300 && unicode.Is(unicode.Mn, r) }

func isASCII(s string) bool {
	for i := range len(s) {
		if s[i] >= 0x80 {
			return false
		}
	}
	return true
}

// QuoteTerms turns what a person typed into a full-text query that cannot fail
// in either database:
// every word is quoted, a phrase in double quotes stays a phrase, and all must match.
func QuoteTerms(typed string) string {
	if len(typed) > maxTyped {
		typed = typed[:maxTyped]
	}
	typed = fold(typed)
	var terms []string
	for i, part := range strings.Split(typed, `"`) {
		if i%2 == 1 { // inside quotation marks
			if strings.ContainsFunc(part, isWordRune) {
				terms = append(terms, `"`+part+`"`)
			}
			continue
		}
		for _, word := range strings.Fields(part) {
			if strings.ContainsFunc(word, isWordRune) {
				terms = append(terms, `"`+word+`"`)
			}
		}
	}
	return strings.ToValidUTF8(strings.ReplaceAll(strings.Join(terms, " "), "\x00", ""), "")
}

// maxTyped bounds a search in bytes. FTS5 takes quadratic time to read a query:
// 10,000 words took half a second, which nobody types and anybody may send.
const maxTyped = 2000

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }
