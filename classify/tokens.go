package classify

import (
	"math/bits"
	"unicode"
	"unicode/utf8"
)

// token is one word of a text: the hash of it in lower case, byte offsets, and
// whether it holds two capitals or more; those are looked up as acronyms too.
type token struct {
	fold       uint64
	start, end int32
	acronym    bool
}

// A word is hashed eight bytes at a time, the last step being of seven or fewer,
// or none. Setting bit 5 of each byte folds the case of ASCII letters and leaves
// digits as they are.
const (
	hashFold = 0x2020202020202020
	hashMix  = 0x9e3779b97f4a7c15
)

// Classes of ASCII bytes. A letter or digit makes a word; '&' joins two ("IM&T").
const (
	classOther = 0
	classLower = 1 // letters in lower case, digits
	classUpper = 2
	classWide  = 4 // byte of a rune outside ASCII
)

var (
	byteClass [256]uint8
	byteFold  [256]uint8
)

func init() {
	for b := range 256 {
		c := byte(b)
		byteFold[b] = c
		switch {
		case c >= 'a' && c <= 'z', c >= '0' && c <= '9':
			byteClass[b] = classLower
		case c >= 'A' && c <= 'Z':
			byteClass[b], byteFold[b] = classUpper, c+'a'-'A'
		case c >= utf8.RuneSelf:
			byteClass[b] = classWide
		}
	}
}

// tokenise appends the words of text to dst. Hyphens and dashes part words; the
// s of a possessive is dropped; soft hyphens and zero-width marks inside a word
// are passed over, and so are HTML entities between words. Text is read eight bytes at a time: most words end within the
// first eight, so that there is no loop whose end is guessed wrong.
func tokenise(dst []token, text string) []token {
	for i := 0; i < len(text); {
		if c := text[i]; byteClass[c] == classOther {
			if i++; c == '&' {
				i += entity(text[i:])
			}
			continue
		}
		var x uint64
		if i+8 <= len(text) {
			x = eight(text[i : i+8]) // by hand: eightFrom is too long to be inlined
		} else {
			x = eightFrom(text, i)
		}
		word, upper := letters(x)
		t := token{start: int32(i)}
		if n := bits.TrailingZeros64(^word&highBits) >> 3; n < 8 { // bytes before the first that ends the word
			kept := uint64(1)<<(8*n) - 1
			upper &= kept
			t.acronym = upper&(upper-1) != 0
			t.fold = hashStep(0, (x|hashFold)&kept)
			t.end = int32(i + n)
		} else {
			t = longWord(text, i, x, upper)
		}
		start := i
		i = int(t.end)
		if i < len(text) && (text[i] >= utf8.RuneSelf || text[i] == '&' && joins(text, i, start)) {
			if t, i = wideWord(text, start); i == start { // a rune that is no letter
				_, size := utf8.DecodeRuneInString(text[i:])
				i += size
				continue
			}
		}
		if i-start == 1 && possessive(text, t) {
			continue
		}
		dst = append(dst, t)
	}
	return dst
}

// longWord reads a word of ASCII whose first eight bytes are x, upper its capitals.
func longWord(text string, start int, x, upper uint64) token {
	h := hashStep(0, x|hashFold)
	capitals := bits.OnesCount64(upper)
	for i := start + 8; ; i += 8 {
		x := eightFrom(text, i)
		word, upper := letters(x)
		n := bits.TrailingZeros64(^word&highBits) >> 3
		if n < 8 {
			kept := uint64(1)<<(8*n) - 1
			capitals += bits.OnesCount64(upper & kept)
			return token{fold: hashStep(h, (x|hashFold)&kept), start: int32(start), end: int32(i + n), acronym: capitals >= 2}
		}
		capitals += bits.OnesCount64(upper)
		h = hashStep(h, x|hashFold)
	}
}

const highBits = 0x8080808080808080

// letters marks, in the high bit of each byte, letters and digits of ASCII, and
// of those the capitals. Adding 0x80-c to a byte below 0x80 sets its high bit
// from c on, and never carries into the next byte.
func letters(x uint64) (word, upper uint64) {
	const each = 0x0101010101010101
	low := x &^ highBits
	folded := low | hashFold
	letter := (folded + (0x80-'a')*each) &^ (folded + (0x80-'z'-1)*each)
	digit := (low + (0x80-'0')*each) &^ (low + (0x80-'9'-1)*each)
	return (letter | digit) & highBits &^ x, letter & highBits &^ x &^ (x << 2) // 0x20 parts the cases
}

// eightFrom reads eight bytes from i on as one number; past the end stand zeros.
func eightFrom(s string, i int) uint64 {
	if i+8 <= len(s) {
		return eight(s[i : i+8])
	}
	var x uint64
	for k := range len(s) - i {
		x |= uint64(s[i+k]) << (8 * k)
	}
	return x
}

// wideWord reads a word that is not of ASCII letters and digits alone.
func wideWord(text string, start int) (token, int) {
	i, capitals := start, 0
	var buf [64]byte
	folded := buf[:0]
	for i < len(text) {
		c := text[i]
		class := byteClass[c]
		if class == classWide {
			size, r := wide(text, i, start)
			if size == 0 {
				break
			}
			if !ignorable(r) {
				folded = utf8.AppendRune(folded, unicode.ToLower(r))
			}
			i += size
			continue
		}
		if class == classOther && !(c == '&' && joins(text, i, start)) {
			break
		}
		if class == classUpper {
			capitals++
		}
		folded = append(folded, byteFold[c])
		i++
	}
	h := hashWord(string(folded))
	return token{fold: h, start: int32(start), end: int32(i), acronym: capitals >= 2}, i
}

// hashWord is the hash of a whole word in lower case, as plainWord makes it: what
// plainWord sets in each byte, lower case and digits have set already.
func hashWord(word string) uint64 {
	var h uint64
	for i := 0; i <= len(word); i += 8 {
		h = hashStep(h, eightFrom(word, i))
	}
	return h
}

// hashStep mixes the next eight bytes in; the high bits are the best mixed.
func hashStep(h, x uint64) uint64 {
	h = (h ^ x) * hashMix
	return h ^ h>>32
}

// eight reads eight bytes as one number; the compiler makes one load of it.
func eight(s string) uint64 {
	_ = s[7]
	return uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
		uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
}

// byCase is the hash of a word as it stands, for acronyms (FNV-1a, 64 bit). It is
// no relation to the hash of the same word with its case folded.
func byCase(word string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(word) {
		h = (h ^ uint64(word[i])) * 1099511628211
	}
	return h
}

// wide reads a rune outside ASCII inside a word; size 0 when the word ends there.
func wide(text string, i, start int) (size int, r rune) {
	r, size = utf8.DecodeRuneInString(text[i:])
	if ignorable(r) && i > start || wordRune(r) {
		return size, r
	}
	return 0, r
}

// joins reports whether the '&' at i stands inside a word of capitals ("IM&T").
func joins(text string, i, start int) bool {
	return i > start && i+1 < len(text) && byteClass[text[i-1]] == classUpper && byteClass[text[i+1]] == classUpper
}

// entity returns the length of what is left of an HTML entity after its '&', such as
// "nbsp;" or "#8217;"; 0 when there is none. Feeds that escape twice leave them.
func entity(text string) int {
	const longest = 8 // "thetasym" is the longest name in use
	for i := 0; i < len(text) && i <= longest; i++ {
		switch c := text[i]; {
		case c == ';' && i > 1:
			return i + 1
		case byteClass[c] != classLower && byteClass[c] != classUpper && (c != '#' || i > 0):
			return 0
		}
	}
	return 0
}

// possessive reports whether t is the s of "trust's", straight or curly.
func possessive(text string, t token) bool {
	if c := text[t.start]; (c != 's' && c != 'S') || t.start == 0 {
		return false
	}
	r, size := utf8.DecodeLastRuneInString(text[:t.start])
	if r != '\'' && r != '’' {
		return false
	}
	before, _ := utf8.DecodeLastRuneInString(text[:int(t.start)-size])
	return wordRune(before)
}

func wordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) }

// ignorable reports marks that typesetting puts inside words.
func ignorable(r rune) bool {
	return r == '\u00ad' || r == '\u200b' || r == '\u200c' || r == '\u200d' || r == '\u2060' || r == '\ufeff'
}
