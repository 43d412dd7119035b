package classify

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// span is a stretch of a text in byte offsets, half-open.
type span struct{ start, end int }

// abbreviations end in a full stop without ending a sentence.
var abbreviations = map[string]bool{
	"dr": true, "mr": true, "mrs": true, "ms": true, "prof": true, "st": true, "rev": true, "hon": true,
	"e.g": true, "i.e": true, "vs": true, "cf": true, "approx": true, "inc": true, "ltd": true, "dept": true,
	"jan": true, "feb": true, "aug": true, "sept": true, "oct": true, "nov": true, "dec": true, "fig": true, "vol": true,
}

// longestAbbreviation bounds how far back from a full stop is looked.
const longestAbbreviation = 8

// sentences appends the sentences of text to out. It cuts where a full stop,
// question or exclamation mark, closing quotes included, is followed by a space
// and something that can begin a sentence. Lines end sentences too. The spans cover
// the text without the blanks between sentences.
func sentences(out []span, text string) []span {
	start := 0
	add := func(end int) {
		s := span{start, end}
		for s.start < s.end && isSpace(text[s.start]) {
			s.start++
		}
		for s.end > s.start && isSpace(text[s.end-1]) {
			s.end--
		}
		if s.start < s.end {
			out = append(out, s)
		}
		start = end
	}
	for i := 0; i < len(text); i++ {
		if !mayEnd[text[i]] {
			continue
		}
		switch text[i] {
		case '\n':
			add(i + 1)
		case '.', '?', '!':
			end := closing(text, i+1)
			if ends(text, start, i, end) {
				add(end)
			}
			i = end - 1 // a run of marks is one mark
		}
	}
	add(len(text))
	return out
}

// mayEnd are the bytes that a sentence may end at: looking them up takes half the time
// of comparing with each.
var mayEnd = [256]bool{'\n': true, '.': true, '?': true, '!': true}

// closing passes over quotation marks and brackets that close at i.
func closing(text string, i int) int {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !strings.ContainsRune(`"'”’)]».?!`, r) {
			return i
		}
		i += size
	}
	return i
}

// ends reports whether the mark at stop, with its quotes up to end, ends the
// sentence that began at start.
func ends(text string, start, stop, end int) bool {
	if end == len(text) {
		return true
	}
	next, size := utf8.DecodeRuneInString(text[end:])
	if !unicode.IsSpace(next) {
		return false
	}
	for end += size; end < len(text); end += size {
		next, size = utf8.DecodeRuneInString(text[end:])
		if !unicode.IsSpace(next) {
			break
		}
	}
	if unicode.IsLower(next) {
		return false
	}
	if text[stop] != '.' {
		return true
	}
	start = max(start, stop-longestAbbreviation-1)
	last := strings.TrimLeft(text[start+strings.LastIndexAny(text[start:stop], " \t(\n")+1:stop], `"'(`)
	if abbreviations[strings.ToLower(last)] {
		return false
	}
	return len(last) != 1 || !unicode.IsUpper(rune(last[0])) // "J. Smith"
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
