package cluster

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// kind says what a token is; each kind has its own weight.
type kind byte

const (
	wordToken   kind = 'w' // one word, stemmed
	nameToken   kind = 'n' // two adjoining words with capitals
	moneyToken  kind = '£'
	shareToken  kind = '%'
	dateToken   kind = 'd' // day and month
	yearToken   kind = 'y'
	numberToken kind = '#'
)

// isName reports whether the form of a token is that of a name.
func isName(form string) bool { return form[0] == byte(nameToken) }

// token is one telling thing of a text. Key holds its kind, so that the number
// 12 and £12 differ.
type token struct {
	kind   kind
	key    string // for a name: both stems
	caps   bool   // a word with a capital
	ending string // what its stem lacks to the word; of a name both, parted by a space
}

// String is the form a token is kept and explained in: "£ £3.4bn", "w palantir".
func (t token) String() string { return string(rune(t.kind)) + " " + t.key }

var lexeme = regexp.MustCompile(`[£$€]?\d[\d,]*(?:\.\d+)?(?:%|\p{L}{1,2}\b)?|\p{L}[\p{L}\d]*(?:[.'’-][\p{L}\d]+)*`)

var months = map[string]string{
	"january": "1", "february": "2", "march": "3", "april": "4", "may": "5", "june": "6", "july": "7", "august": "8",
	"september": "9", "october": "10", "november": "11", "december": "12",
}

// scales are the words that make a large number, in the short form it is kept in.
var scales = map[string]string{"million": "m", "mn": "m", "m": "m", "billion": "bn", "bn": "bn", "b": "bn", "k": "k",
	"thousand": "k", "trillion": "tn", "tn": "tn"}

// reader walks over the lexemes of one text.
type reader struct {
	text  string
	at    [][]int
	words []string // lower case
	out   []token
	name  string // stem of the capitalised word just before, or ""
	ends  string // what that stem lacks to the word
}

// tokenise cuts text into tokens, in the order they stand.
func tokenise(text string) []token {
	r := &reader{text: text, at: lexeme.FindAllStringIndex(text, -1)}
	r.words = make([]string, len(r.at))
	for i, span := range r.at {
		r.words[i] = strings.ToLower(text[span[0]:span[1]])
	}
	for i := range r.at {
		first, _ := utf8.DecodeRuneInString(r.words[i])
		if unicode.IsLetter(first) {
			r.word(i)
		} else {
			r.number(i)
		}
	}
	return r.out
}

func (r *reader) add(k kind, key string) { r.out = append(r.out, token{kind: k, key: key}) }

// word adds a word, and the name it makes with the word before it.
func (r *reader) word(i int) {
	w := strings.ReplaceAll(r.words[i], "’", "'")
	w = strings.TrimSuffix(w, "'s")
	if everyday[w] {
		r.name = ""
		return
	}
	s := stem(w)
	first, _ := utf8.DecodeRuneInString(r.text[r.at[i][0]:])
	capital := unicode.IsUpper(first)
	ending := strings.TrimPrefix(w, s)
	r.out = append(r.out, token{wordToken, s, capital, ending})
	if !capital {
		r.name = ""
		return
	}
	if r.name != "" && r.joined(i) {
		r.out = append(r.out, token{kind: nameToken, key: r.name + " " + s, ending: r.ends + " " + ending})
	}
	r.name, r.ends = s, ending
}

// joined reports whether only a space parts lexeme i from the one before.
func (r *reader) joined(i int) bool {
	return strings.TrimSpace(r.text[r.at[i-1][1]:r.at[i][0]]) == ""
}

// number adds a sum of money, a share, a day, a year or a plain number.
func (r *reader) number(i int) {
	r.name = ""
	raw := r.words[i]
	digits := strings.TrimFunc(strings.ReplaceAll(raw, ",", ""), func(c rune) bool { return !unicode.IsDigit(c) })
	suffix := strings.TrimLeft(raw, "£$€0123456789.,")
	next := r.word1(i + 1)
	scale := scales[suffix]
	if scale == "" {
		scale = scales[next]
	}
	switch {
	case strings.ContainsAny(raw, "£$€"):
		sign, _ := utf8.DecodeRuneInString(raw)
		r.add(moneyToken, string(sign)+digits+scale)
	case suffix == "p": // pence
		r.add(moneyToken, digits+"p")
	case suffix == "%" || next == "percent" || next == "per" && r.word1(i+2) == "cent":
		r.add(shareToken, digits)
	case months[next] != "" && len(digits) <= 2:
		r.add(dateToken, digits+"/"+months[next])
	case i > 0 && months[r.words[i-1]] != "" && len(digits) <= 2:
		r.add(dateToken, digits+"/"+months[r.words[i-1]])
	case len(raw) == 4 && (digits[:2] == "19" || digits[:2] == "20"):
		r.add(yearToken, digits)
	default:
		r.add(numberToken, digits+scale)
	}
}

func (r *reader) word1(i int) string {
	if i < len(r.words) {
		return r.words[i]
	}
	return ""
}
