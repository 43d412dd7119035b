package web

import (
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"
)

// piece is a part of a text; Mark says that it is what was looked for.
type piece struct {
	Text string
	Mark bool
}

// markPhrases marks every whole-word occurrence of the phrases in text.
func markPhrases(text string, phrases []string) []piece {
	sort.SliceStable(phrases, func(i, j int) bool { return len(phrases[i]) > len(phrases[j]) }) // the longest first
	var pieces []piece
	from := 0
	for at := 0; at < len(text); {
		n := 0
		if atWordStart(text, at) {
			n = phraseAt(text[at:], phrases)
		}
		if n == 0 {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		pieces = appendPiece(pieces, text[from:at], false)
		pieces = appendPiece(pieces, text[at:at+n], true)
		at += n
		from = at
	}
	return appendPiece(pieces, text[from:], false)
}

// phraseAt returns the length of the first phrase that text begins with.
func phraseAt(text string, phrases []string) int {
	for _, p := range phrases {
		if p != "" && len(text) >= len(p) && strings.EqualFold(text[:len(p)], p) && !startsInWord(text[len(p):]) {
			return len(p)
		}
	}
	return 0
}

func atWordStart(text string, at int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	return at == 0 || !isWord(before)
}

func startsInWord(text string) bool {
	r, _ := utf8.DecodeRuneInString(text)
	return text != "" && isWord(r)
}

func isWord(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) }

func appendPiece(pieces []piece, text string, mark bool) []piece {
	if text == "" {
		return pieces
	}
	return append(pieces, piece{text, mark})
}

// markStems marks the words of text that share their stem with one of words, as
// the full-text index does for English endings.
func markStems(text string, words []string) []piece {
	stems := make(map[string]bool, len(words))
	for _, w := range words {
		stems[stem(w)] = true
	}
	var pieces []piece
	plain := 0
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		if !isWord(r) {
			at += size
			continue
		}
		end := at + strings.IndexFunc(text[at:]+" ", func(r rune) bool { return !isWord(r) })
		if stems[stem(text[at:end])] {
			pieces = appendPiece(pieces, text[plain:at], false)
			pieces = appendPiece(pieces, text[at:end], true)
			plain = end
		}
		at = end
	}
	return appendPiece(pieces, text[plain:], false)
}

// endings are those that most forms of an English word differ by.
var endings = []string{"ings", "ing", "ers", "ies", "ed", "es", "er", "s", "y", "e"}

func stem(word string) string {
	word = strings.ToLower(word)
	for _, end := range endings {
		if rest, found := strings.CutSuffix(word, end); found && len(rest) >= 3 {
			return rest
		}
	}
	return word
}

// searchedWords are the words of a query.
func searchedWords(query string) []string {
	return strings.FieldsFunc(query, func(r rune) bool { return !isWord(r) })
}
