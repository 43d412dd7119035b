package digest

import (
	"html"
	"net/url"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Limits of foreign text in a mail.
const (
	headlineRunes = 160 // about three lines on a telephone
	wordRunes     = 48  // a longer "word" is no word, and would not fit a line of text
	nameRunes     = 60  // publisher, topic
	reasonRunes   = 160
	introRunes    = 400 // of an edition's introduction

	// correctionRunes leaves room for what was said and what is right.
	correctionRunes = 400

	// foreignBytes is as much of a foreign text as is looked at. Sixty words take
	// under 600; a megabyte of nested entities would take hours to undo.
	foreignBytes = 2048

	// mostRounds is how often what was hidden in a text is uncovered. Feeds escape
	// twice or three times; a text that needs more than this is an attack on our
	// time, and nothing of it is shown.
	mostRounds = 40
)

var (
	hiddenCode = regexp.MustCompile(`(?is)<(script|style|template)\b.*?</(script|style|template)\s*>|<!--.*?-->`)
	markup     = regexp.MustCompile(`</?[A-Za-z!][^<>]*>`)
	fmtErrors  = regexp.MustCompile(`%!\w?\([^()]*\)?|\((?:MISSING|EXTRA [^()]*|BADINDEX)\)`)
	ampersands = regexp.MustCompile(`&(?:amp;|#38;|#x26;)+`)
	brackets   = regexp.MustCompile(`\(\(([A-Za-z_ ]*)\)\)`)
	scheme     = regexp.MustCompile(`(?i)\bhttps?://`)

	// templating is what template languages and Go's fmt leave behind. A reader
	// who sees it takes the mail for broken, so its signs are thinned out.
	templating = strings.NewReplacer("{{", "{", "}}", "}", "{%", "{", "%}", "}", "<%", "<", "%>", ">",
		"${", "{", "[[", "[", "]]", "]", "<no value>", "", "<nil>", "", "[object Object]", "")

	// twiceEncoded undoes UTF-8 that was read as Windows-1252 and encoded again:
	// the few sequences that English news shows.
	twiceEncoded = strings.NewReplacer("â€™", "’", "â€˜", "‘", "â€œ", "“", "â€\u009d", "”", "â€”", "—", "â€“", "–",
		"â€¦", "…", "Â£", "£", "Â ", " ", "Â\u00a0", " ", "Ã©", "é", "Ã¨", "è", "Ã¼", "ü", "Ã¶", "ö", "Ã¤", "ä")
)

// suspicious holds a character of everything that plain looks for but blanks and
// invisible characters. Most text has none, and nothing else to be looked at.
const suspicious = "<>&{}[]$%(âÂÃ"

// plain makes foreign text harmless and readable: no markup, no entities, no
// control, direction or zero-width characters, no template syntax, one line.
// What is left still has to be escaped where it is written.
func plain(s string) string {
	s = strings.ToValidUTF8(s[:min(len(s), foreignBytes)], "")
	if !strings.ContainsAny(s, suspicious) {
		return strings.Join(strings.Fields(strings.Map(visible, s)), " ")
	}
	for range mostRounds {
		before := s
		s = ampersands.ReplaceAllString(s, "&")
		s = strings.Map(visible, twiceEncoded.Replace(html.UnescapeString(s)))
		s = hiddenCode.ReplaceAllString(s, " ")
		s = markup.ReplaceAllString(s, " ")
		s = templating.Replace(s)
		s = fmtErrors.ReplaceAllString(s, "")
		s = brackets.ReplaceAllString(s, "($1)")
		s = strings.Join(strings.Fields(s), " ")
		if s == before {
			return s
		}
	}
	return ""
}

// visible drops what has no shape of its own and makes every blank a space.
func visible(r rune) rune {
	switch {
	case unicode.IsSpace(r):
		return ' '
	case r == utf8.RuneError, r == '\u00ad', r == '\u034f', r == '\u061c', r == '\u115f', r == '\u1160', r == '\u3164', r == '\uffa0':
		return -1
	case r == '\u200d':
		return r // joins emoji and Indic letters
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs):
		return -1
	}
	return r
}

// headline returns a title fit for a mail: [plain], without the scheme of an
// address, cut at a word.
func headline(s string) string {
	return clip(scheme.ReplaceAllString(plain(s), ""), headlineRunes)
}

// clip cuts s at a word so that it has at most n characters, the ellipsis
// included, and shortens words that would not fit a line.
func clip(s string, n int) string {
	words := strings.Fields(s)
	for i, w := range words {
		if utf8.RuneCountInString(w) > wordRunes {
			words[i] = string([]rune(w)[:wordRunes-1]) + "…"
		}
	}
	s = strings.Join(words, " ")
	runes := []rune(s)
	if len(runes) <= n {
		return s
	}
	cut := string(runes[:n])
	if i := strings.LastIndexByte(cut, ' '); i > 0 {
		cut = cut[:i]
	} else {
		cut = string(runes[:n-1])
	}
	return strings.TrimRight(cut, " ,;:.-–—(“‘\"'&") + "…"
}

// safeURL returns an address that may be linked, or "": http or https, with a
// host in ASCII and no user name. Characters that end a link in plain text or
// differ between HTML and text are percent-encoded, so that both parts of a
// mail carry the same address.
func safeURL(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.User != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	if strings.ContainsFunc(u.Host, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"'<>()\^{|}%`+"`", r) }) {
		return ""
	}
	return encodeURL(u.String())
}

func encodeURL(s string) string {
	const hex = "0123456789ABCDEF"
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		c := s[i]
		stray := c == '%' && (i+2 >= len(s) || !isHex(s[i+1]) || !isHex(s[i+2]))
		if c <= ' ' || c > '~' || stray || strings.IndexByte("\"'<>()\\^`{|}", c) >= 0 {
			b.Write([]byte{'%', hex[c>>4], hex[c&15]})
			continue
		}
		b.WriteByte(c)
	}
	return b.String()
}

func isHex(c byte) bool {
	return '0' <= c && c <= '9' || 'a' <= c && c <= 'f' || 'A' <= c && c <= 'F'
}
