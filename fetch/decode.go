package fetch

import (
	"bytes"
	"encoding/binary"
	"regexp"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/transform"
)

// declarationWindow is how far into a document its encoding may be declared.
// XML wants the declaration first; some servers put kilobytes of blanks there.
const declarationWindow = 8 << 10

var declared = regexp.MustCompile(`(?i)<\?xml[^>]{0,200}?encoding\s*=\s*["']\s*([A-Za-z0-9._:-]+)`)

// decodeDocument returns the document as valid UTF-8 without a byte order mark.
// The encoding is, in this order, that of the byte order mark, that of a wide
// encoding that shows in the first bytes, the one the server named, the one the
// XML declaration names, UTF-8 if the bytes are valid, and windows-1252. Bytes
// that are not what they are said to be are read as windows-1252 one by one, so
// that one stray quotation mark does not cost a feed.
func decodeDocument(body []byte, contentType string) string {
	if s, ok := decodeWide(body); ok {
		return s
	}
	if rest, marked := bytes.CutPrefix(body, []byte("\xef\xbb\xbf")); marked {
		return decodeLoose(rest)
	}
	for _, label := range []string{headerCharset(contentType), declaredCharset(body)} {
		if s, ok := decodeLabel(body, label); ok {
			return s
		}
	}
	return decodeLoose(body)
}

// decodeWide reads UTF-16 and UTF-32, which show by their byte order mark or by
// the zero bytes beside the first '<' or '{'.
func decodeWide(body []byte) (string, bool) {
	head := func(prefix string) bool { return bytes.HasPrefix(body, []byte(prefix)) }
	switch {
	case head("\x00\x00\xfe\xff"), head("\x00\x00\x00<"), head("\x00\x00\x00{"):
		return decode32(body, binary.BigEndian), true
	case head("\xff\xfe\x00\x00"), head("<\x00\x00\x00"), head("{\x00\x00\x00"):
		return decode32(body, binary.LittleEndian), true
	case head("\xfe\xff"), head("\x00<"), head("\x00{"), head("\x00 "), head("\x00\n"), head("\x00\r"):
		return decode16(body, binary.BigEndian), true
	case head("\xff\xfe"), head("<\x00"), head("{\x00"), head(" \x00"), head("\n\x00"), head("\r\x00"):
		return decode16(body, binary.LittleEndian), true
	}
	return "", false
}

func decode16(body []byte, order binary.ByteOrder) string {
	units := make([]uint16, 0, len(body)/2)
	for ; len(body) >= 2; body = body[2:] {
		units = append(units, order.Uint16(body))
	}
	return strings.TrimPrefix(string(utf16.Decode(units)), "\ufeff")
}

func decode32(body []byte, order binary.ByteOrder) string {
	var b strings.Builder
	b.Grow(len(body) / 4)
	for ; len(body) >= 4; body = body[4:] {
		r := order.Uint32(body)
		if r > utf8.MaxRune {
			r = utf8.RuneError
		}
		b.WriteRune(rune(r))
	}
	return strings.TrimPrefix(b.String(), "\ufeff")
}

// headerCharset returns the charset parameter of a Content-Type. It is found
// by hand, because one bad parameter makes mime.ParseMediaType drop them all.
func headerCharset(contentType string) string {
	_, rest, found := strings.Cut(strings.ToLower(contentType), "charset")
	if !found {
		return ""
	}
	rest, found = strings.CutPrefix(strings.TrimLeft(rest, " \t"), "=")
	if !found {
		return ""
	}
	return strings.Trim(strings.SplitN(rest, ";", 2)[0], " \t\"'")
}

func declaredCharset(body []byte) string {
	m := declared.FindSubmatch(body[:min(len(body), declarationWindow)])
	if m == nil {
		return ""
	}
	return string(m[1])
}

// decodeLabel decodes body as the encoding called label. It reports false when
// there is no label, when it is unknown, or when it says UTF-8 or ASCII, which
// decodeLoose reads better. charset maps ISO-8859-1 to windows-1252, as the
// web does.
func decodeLabel(body []byte, label string) (string, bool) {
	encoding, name := charset.Lookup(label)
	if encoding == nil || name == "utf-8" || strings.HasPrefix(name, "utf-16") || name == "replacement" {
		return "", false // a wide label on bytes without zeros is wrong
	}
	if name == "windows-1252" && utf8.Valid(body) && hasMultibyte(body) && strings.EqualFold(label, "us-ascii") {
		return "", false // a default nobody chose: text/xml without charset
	}
	out, _, err := transform.Bytes(encoding.NewDecoder(), body)
	if err != nil {
		return "", false
	}
	return mapC1(strings.ToValidUTF8(string(out), "\ufffd")), true
}

func hasMultibyte(body []byte) bool {
	for _, c := range body {
		if c >= utf8.RuneSelf {
			return true
		}
	}
	return false
}

// decodeLoose reads UTF-8 and takes each byte that is not UTF-8 for
// windows-1252.
func decodeLoose(body []byte) string {
	if utf8.Valid(body) {
		return mapC1(string(body))
	}
	var b strings.Builder
	b.Grow(len(body) + len(body)/8)
	for len(body) > 0 {
		r, size := utf8.DecodeRune(body)
		if r == utf8.RuneError && size == 1 {
			r = charmap.Windows1252.DecodeByte(body[0])
		}
		b.WriteRune(r)
		body = body[size:]
	}
	return mapC1(b.String())
}

// mapC1 mends the control characters U+0080 to U+009F, which no text means.
// Where they are part of text that was encoded in UTF-8 twice, as in "â\u0080\u0099"
// for ’, it is decoded once more; others are the windows-1252 characters that
// were meant.
func mapC1(s string) string {
	if !hasC1(s) {
		return s
	}
	var b strings.Builder
	b.Grow(len(s))
	for len(s) > 0 {
		r, size := utf8.DecodeRuneInString(s)
		switch once, taken := decodeTwice(s); {
		case taken > 0:
			r, size = once, taken
		case r >= 0x80 && r <= 0x9f:
			r = charmap.Windows1252.DecodeByte(byte(r))
		}
		b.WriteRune(r)
		s = s[size:]
	}
	return b.String()
}

// hasC1 reports that UTF-8 text s has a character from U+0080 to U+009F.
func hasC1[Text string | []byte](s Text) bool {
	for i := 1; i < len(s); i++ {
		if s[i-1] == 0xc2 && s[i] <= 0x9f {
			return true
		}
	}
	return false
}

// decodeTwice decodes the character s begins with, if it was encoded twice and
// a control character among its bytes shows it, and returns its length in s;
// else 0. Without one, as in "Ã©", the letters may be meant.
func decodeTwice(s string) (r rune, taken int) {
	var raw [utf8.UTFMax]byte
	n, control := 0, false
	for _, c := range s {
		if c < 0x80 || c > 0xff || n == len(raw) {
			break
		}
		raw[n] = byte(c)
		n++
		control = control || c <= 0x9f
		if r, size := utf8.DecodeRune(raw[:n]); r != utf8.RuneError && size == n {
			if control {
				return r, 2 * n // each of its bytes is two bytes of s
			}
			return 0, 0
		}
	}
	return 0, 0
}
