package digest

import (
	"strings"
	"unicode/utf8"
)

// textWidth is the longest line of the plain text, but for an address, which
// stands alone on its line however long it is.
const textWidth = 72

// wrap fills lines of at most [textWidth] characters. Two hyphens alone on a line
// would end the mail for programs that know a signature, so they become a dash.
func wrap(s string) string {
	var b strings.Builder
	width := 0
	for _, w := range strings.Fields(s) {
		n := utf8.RuneCountInString(w)
		switch {
		case width == 0:
		case width+1+n > textWidth:
			b.WriteByte('\n')
			width = 0
		default:
			b.WriteByte(' ')
			width++
		}
		b.WriteString(w)
		width += n
	}
	lines := strings.Split(b.String(), "\n")
	for i, l := range lines {
		if l == "--" {
			lines[i] = "–"
		}
	}
	return strings.Join(lines, "\n")
}

// tidy removes blanks at line ends and blank lines beyond one, so that a
// template may be laid out for its reader. The signature mark keeps its blank.
func tidy(s string) string {
	var out []string
	blank := true
	for _, l := range strings.Split(strings.ReplaceAll(s, "\r", ""), "\n") {
		l = strings.TrimRight(l, " \t")
		if l == "--" {
			l = "-- "
		}
		if l == "" && blank {
			continue
		}
		blank = l == ""
		out = append(out, l)
	}
	return strings.TrimRight(strings.Join(out, "\n"), "\n") + "\n"
}
