package web

import (
	"net/url"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// times says how often: "once", "twice", "3 times".
func times(n int) string {
	switch n {
	case 1:
		return "once"
	case 2:
		return "twice"
	}
	return count(n, "time", "times")
}

// count writes a number with its noun: "1 story", "1,204 stories".
func count(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0 && digits[i-1] != '-'; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits + " " + many
}

// dayWords writes a day as readers say it this year.
func (s *Site) dayWords(d news.Day) string {
	if strings.HasPrefix(string(d), s.now().In(s.zone).Format("2006")) {
		return d.Short()
	}
	return d.Long()
}

// Limits of foreign text on a page.
const (
	titleRunes = 200
	wordRunes  = 60
)

// clean drops what has no shape of its own, direction marks above all, and cuts
// what would break a line. What is left is escaped by the template.
func clean(text string, most int) string {
	words := strings.FieldsFunc(strings.ToValidUTF8(text, ""), unicode.IsSpace)
	for i, w := range words {
		w = strings.Map(func(r rune) rune {
			if unicode.In(r, unicode.Cc, unicode.Cf, unicode.Co, unicode.Cs) && r != '\u200d' {
				return -1
			}
			return r
		}, w)
		if utf8.RuneCountInString(w) > wordRunes {
			w = string([]rune(w)[:wordRunes-1]) + "…"
		}
		words[i] = w
	}
	runes := []rune(strings.Join(words, " "))
	if len(runes) <= most {
		return string(runes)
	}
	return strings.TrimSpace(string(runes[:most-1])) + "…"
}

// capital begins words with a capital.
func capital(text string) string {
	r, n := utf8.DecodeRuneInString(text)
	return string(unicode.ToUpper(r)) + text[n:]
}

// sentence begins a reason with a capital and ends it with a full stop.
func sentence(text string) string { return strings.TrimRight(capital(text), ".") + "." }

// safeLink returns an address that may be linked, or "".
func safeLink(raw string) string {
	u, err := url.Parse(strings.TrimSpace(raw))
	if err != nil || u.User != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return ""
	}
	return u.String()
}

// sourceNote says what sort of text an article is and how much of it was read.
func sourceNote(a news.Article) string {
	var notes []string
	switch a.Kind {
	case news.KindPress:
		notes = append(notes, "press release")
	case news.KindSponsored:
		notes = append(notes, "sponsored")
	case news.KindOpinion:
		notes = append(notes, "opinion")
	case news.KindOfficial:
		notes = append(notes, "official publication")
	}
	switch a.Quality {
	case news.QualityWall:
		notes = append(notes, "subscribers only")
	case news.QualityTeaser:
		notes = append(notes, "only its opening is free to read")
	case news.QualityChallenge, news.QualityFailed, news.QualityFeed:
		notes = append(notes, "page not read by us")
	}
	return strings.Join(notes, ", ")
}
