package track

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is one word or number of a sentence. Offsets are bytes of the block.
type token struct {
	low        string // lower case, straight apostrophes, without a possessive 's
	start, end int
	capital    bool // begins with a capital letter
	upper      bool // all capitals
	possessive bool
	brk        bool // a comma, semicolon, colon, dash or bracket stands before it
	quoted     bool // inside quotation marks
}

// joins says whether r may stand inside a word: 2023/24, GOV.UK, 6:30pm, re-run.
func joins(r rune) bool {
	switch r {
	case '\'', '’', '-', '‑', '/', '.', ':', ',', '&':
		return true
	}
	return false
}

func isWord(r rune) bool {
	if r < utf8.RuneSelf {
		return plainWord[r]
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || r == '£' || r == '€'
}

// plainWord says of the characters of ASCII, which most are, whether they are of a word.
var plainWord = func() (is [utf8.RuneSelf]bool) {
	for r := range is {
		is[r] = unicode.IsLetter(rune(r)) || unicode.IsDigit(rune(r)) || r == '%' || r == '$'
	}
	return is
}()

// tokens cuts text, which begins at byte base of its block.
func tokens(text string, base int) []token {
	out := make([]token, 0, len(text)/5)
	brk, quoted := false, false
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) {
			switch r {
			case ',', ';', ':', '(', ')', '–', '—', '[', ']':
				brk = true
			case '-':
				brk = brk || i > 0 && text[i-1] == ' '
			case '“', '‘':
				quoted = true
			case '”', '’':
				quoted = false
			case '"':
				quoted = !quoted
			case '\'':
				quoted = !quoted
			}
			i += size
			continue
		}
		end := wordEnd(text, i)
		out = append(out, makeToken(text[i:end], base+i))
		last := &out[len(out)-1]
		last.brk, last.quoted = brk, quoted
		brk = false
		i = end
	}
	return out
}

func wordEnd(text string, i int) int {
	var before rune
	for i < len(text) {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !isWord(r) && !(joins(r) && insideWord(before, r, text[i+size:])) {
			break
		}
		before = r
		i += size
	}
	return i
}

// insideWord says whether the joint r between before and rest is part of the word.
func insideWord(before, r rune, rest string) bool {
	next, _ := utf8.DecodeRuneInString(rest)
	if !isWord(next) {
		return false
	}
	if r == ',' || r == ':' || r == '/' { // 28,000 and 6:30 and 2023/24, but not "said:he"
		return unicode.IsDigit(before) && unicode.IsDigit(next)
	}
	return true
}

// straight makes of what typesetters put into words what keyboards have.
var straight = strings.NewReplacer("’", "'", "‑", "-")

func makeToken(word string, start int) token {
	r, _ := utf8.DecodeRuneInString(word)
	t := token{start: start, end: start + len(word), capital: unicode.IsUpper(r), upper: strings.IndexFunc(word, unicode.IsLower) < 0}
	low := strings.ToLower(word)
	if strings.ContainsAny(low, "’‑") {
		low = straight.Replace(low)
	}
	if cut, ok := strings.CutSuffix(low, "'s"); ok && cut != "" {
		low, t.possessive = cut, true
	}
	t.low = low
	return t
}

// number returns the value of a token of digits, or of a number word.
func (t token) number() (int, bool) {
	if n, ok := numberWords[t.low]; ok {
		return n, true
	}
	return digits(t.low)
}

func digits(s string) (int, bool) {
	if s == "" || len(s) > 6 {
		return 0, false
	}
	n := 0
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return 0, false
		}
		n = n*10 + int(c-'0')
	}
	return n, true
}

var numberWords = map[string]int{
	"a": 1, "an": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8,
	"nine": 9, "ten": 10, "eleven": 11, "twelve": 12, "fifteen": 15, "eighteen": 18, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}
