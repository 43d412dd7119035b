package classify

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// wrap writes text in lines of at most 80 columns.
func (e *explainer) wrap(first, rest, text string) {
	line, width := first, utf8.RuneCountInString(first)
	fresh := true
	for _, w := range strings.Fields(text) {
		n := utf8.RuneCountInString(w)
		if !fresh && width+1+n > columns {
			e.line("%s", line)
			line, width, fresh = rest, utf8.RuneCountInString(rest), true
		}
		if !fresh {
			line, width = line+" ", width+1
		}
		line, width, fresh = line+w, width+n, false
	}
	if strings.TrimSpace(line) != "" {
		e.line("%s", line)
	}
}

// printable takes out what a terminal would act on: control characters and marks
// that turn the direction of text.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsControl(r):
			return ' '
		case unicode.Is(unicode.Cf, r) || r == utf8.RuneError:
			return -1
		}
		return r
	}, s)
}

func short(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n-1]) + "…"
}
