package track

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// sentence is one sentence of a block, with its place.
type sentence struct {
	block      int
	start, end int
	text       string
	open       bool // it begins inside a quotation that an earlier sentence opened
}

// abbreviations end with a dot without ending a sentence.
var abbreviations = map[string]bool{
	"dr": true, "mr": true, "mrs": true, "ms": true, "prof": true, "st": true, "no": true, "vs": true, "e.g": true,
	"i.e": true, "etc": true, "rt": true, "hon": true, "sir": true, "jr": true, "inc": true, "ltd": true, "approx": true,
}

// sentences cuts the text of one block. A full stop inside a number, after an
// abbreviation or an initial, or before a small letter ends nothing.
func sentences(text string, block int) []sentence {
	var out []sentence
	start, quote := 0, false
	open := false
	cut := func(end int) {
		a, b := start, end
		for a < b && (text[a] == ' ' || text[a] == '\n' || text[a] == '\t') {
			a++
		}
		for b > a && (text[b-1] == ' ' || text[b-1] == '\n' || text[b-1] == '\t') {
			b--
		}
		if b > a {
			out = append(out, sentence{block: block, start: a, end: b, text: text[a:b], open: open})
		}
		start, open = end, quote
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		i += size
		switch r {
		case '“':
			quote = true
		case '”':
			quote = false
		case '"':
			quote = !quote
		case '.', '!', '?', '…':
			end, closed := afterQuote(text, i)
			if !endsSentence(text, i-size, end) {
				continue
			}
			if closed {
				quote = false
			}
			i = end
			cut(end)
		}
	}
	cut(len(text))
	return out
}

// afterQuote steps over closing quotation marks and brackets at i.
func afterQuote(text string, i int) (end int, closed bool) {
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		switch r {
		case '”', '"':
			closed = true
		case '’', '\'', ')', ']', '.', '!', '?':
		default:
			return i, closed
		}
		i += size
	}
	return i, closed
}

func endsSentence(text string, stop, end int) bool {
	if end >= len(text) {
		return true
	}
	next := strings.TrimLeft(text[end:], " \u00a0\n\t")
	if len(next) == len(text[end:]) { // no space: "GOV.UK", "2.4"
		return false
	}
	r, _ := utf8.DecodeRuneInString(next)
	if unicode.IsLower(r) {
		return false
	}
	if text[stop] != '.' {
		return true
	}
	word := text[:stop]
	if cut := strings.LastIndexAny(word, " (\n"); cut >= 0 {
		word = word[cut+1:]
	}
	if abbreviations[strings.ToLower(word)] {
		return false
	}
	initial, size := utf8.DecodeRuneInString(word)
	return !(size == len(word) && unicode.IsUpper(initial))
}
