package cluster

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// strangers reports whether each of two headlines holds a name that the other report
// does not know: the same supplier won the same sort of contract in two towns. A report
// of one event may leave out whom the other's headline names, hardly ever both.
func strangers(a, b *Signature) bool {
	return knowsNot(b, headlineNames(a)) && knowsNot(a, headlineNames(b))
}

func knowsNot(s *Signature, names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool {
		_, known := s.token(name)
		return !known
	})
}

// headlineNames lists the telling words with a capital in a headline, as tokens. The
// first word has one anyhow, and so has what follows a colon. Where Most Words Have One
// it tells nothing.
func headlineNames(s *Signature) []string {
	if inCapitals(s.Title) {
		return nil
	}
	var names []string
	title := openers.ReplaceAllStringFunc(s.Title, strings.ToLower)
	for _, t := range tokenise(title) {
		if t.kind != wordToken || !t.caps {
			continue
		}
		if kept, ok := s.token(t.String()); ok && kept.Weight >= specific {
			names = append(names, t.String())
		}
	}
	return names
}

// inCapitals reports whether Most Words of a headline have a capital, as some publishers
// write. Small words and the first do not count.
func inCapitals(title string) bool {
	words, capitals := 0, 0
	for i, word := range strings.Fields(title) {
		if i == 0 || len(word) < 4 {
			continue
		}
		words++
		if first, _ := utf8.DecodeRuneInString(word); unicode.IsUpper(first) {
			capitals++
		}
	}
	return 2*capitals > words
}

var openers = regexp.MustCompile(`(?:^|[:.?!]\s)\W*\w+`)

// token finds a token of the signature by its text.
func (s *Signature) token(text string) (Token, bool) {
	i, ok := slices.BinarySearchFunc(s.Tokens, text, func(t Token, text string) int { return strings.Compare(t.Text, text) })
	if !ok {
		return Token{}, false
	}
	return s.Tokens[i], true
}
