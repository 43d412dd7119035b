package classify

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// acronyms proposes words of two capitals or more, with what they stand for when
// the sentence says it in either order: "Pay Review Body (PRB)", "PRB (Pay ...)".
func (p *proposer) acronyms(n int, s *segment, sent sentence, tokens []token) {
	for i, t := range tokens {
		word := strings.TrimSuffix(s.text[t.start:t.end], "s")
		if !t.acronym || utf8.RuneCountInString(word) > 8 || utf8.RuneCountInString(word) < 2 || !allLetters(word) {
			continue
		}
		expansion := ""
		if bracketed(s.text, t) {
			expansion = spelledBefore(s.text, tokens[:i], word)
		} else if i+1 < len(tokens) && strings.TrimSpace(s.text[t.end:tokens[i+1].start]) == "(" {
			expansion = spelledAfter(s.text, tokens[i+1:], word)
		}
		// A label has acronyms too; what spells one out is a sentence of somebody.
		if !content(sent) && expansion == "" {
			continue
		}
		short := t
		short.end = t.start + int32(len(word))
		q := p.add(n, s, sent, []token{short}, KindAcronym)
		if q.Expansion == "" {
			q.Expansion = expansion
		}
	}
}

func allLetters(word string) bool {
	return strings.IndexFunc(word, func(r rune) bool { return !unicode.IsLetter(r) }) < 0
}

// bracketed reports whether a bracket opens right before t.
func bracketed(text string, t token) bool { return t.start > 0 && text[t.start-1] == '(' }

// spelledBefore returns the words before an acronym whose initials it is made of.
// Small words may stand between without an initial; "and" may lend one (RaD).
func spelledBefore(text string, tokens []token, acronym string) string {
	letters := []rune(strings.ToLower(acronym))
	k := len(letters)
	i := len(tokens)
	for i > 0 && k > 0 {
		word := fold(text, tokens[i-1])
		r, _ := utf8.DecodeRuneInString(word)
		switch {
		case strings.HasSuffix(string(letters[:k]), word): // an acronym inside another
			k -= utf8.RuneCountInString(word)
		case r == letters[k-1]:
			k--
		case !background.holds[word]:
			return ""
		}
		i--
	}
	if k > 0 {
		return ""
	}
	return text[tokens[i].start:tokens[len(tokens)-1].end]
}

// spelledAfter is spelledBefore for the words that follow in brackets.
func spelledAfter(text string, tokens []token, acronym string) string {
	for n := 1; n <= len(tokens) && n <= 2*len(acronym); n++ {
		if end := int(tokens[n-1].end); end < len(text) && text[end] == ')' {
			if whole := spelledBefore(text, tokens[:n], acronym); whole == text[tokens[0].start:end] {
				return whole
			}
			return ""
		}
	}
	return ""
}
