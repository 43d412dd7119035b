package fetch

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/net/html/atom"
)

// The functions of this file put a block's measures into named buckets, which
// features are made of.

// extTagGroup folds the tags that behave alike.
func extTagGroup(b *extBlock) string {
	switch b.node.DataAtom {
	case atom.P:
		if n := b.node.Parent; n != nil {
			switch n.DataAtom {
			case atom.Blockquote:
				return "quote"
			case atom.Li:
				return "li"
			}
		}
		return "p"
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		return "h"
	case atom.Li, atom.Dd, atom.Dt:
		return "li"
	case atom.Td, atom.Th, atom.Tr, atom.Caption:
		return "td"
	case atom.Blockquote:
		return "quote"
	case atom.Figcaption, atom.Figure:
		return "fig"
	case atom.Div, atom.Section, atom.Article, atom.Main, atom.Body:
		return "div"
	case atom.Pre:
		return "pre"
	}
	return "other"
}

func extSize(words int) string {
	switch {
	case words <= 1:
		return "1"
	case words <= 3:
		return "3"
	case words <= 6:
		return "6"
	case words <= 10:
		return "10"
	case words <= 18:
		return "18"
	case words <= 35:
		return "35"
	case words <= 60:
		return "60"
	}
	return "max"
}

func extShort(words int) string {
	switch {
	case words <= 6:
		return "s"
	case words <= 18:
		return "m"
	}
	return "l"
}

func extLinky(b *extBlock) string {
	switch {
	case b.linkW == 0:
		return "none"
	case b.linkW >= b.words:
		return "all"
	case b.linkW*2 >= b.words:
		return "most"
	case b.linkW*4 >= b.words:
		return "some"
	}
	return "few"
}

func extPart(before, total int) string {
	switch {
	case total == 0:
		return "none"
	case before == 0:
		return "start"
	case before >= total:
		return "end"
	case before*10 < total:
		return "10"
	case before*2 < total:
		return "50"
	case before*10 < total*9:
		return "90"
	}
	return "99"
}

func extEnding(s string) string {
	s = strings.TrimRight(s, `"'”’)] `)
	r, _ := utf8.DecodeLastRuneInString(s)
	switch {
	case strings.ContainsRune(".!?", r):
		return "stop"
	case r == ':':
		return "colon"
	case r == '…':
		return "dots"
	case r == ',' || r == ';' || r == '-' || r == '–' || r == '—':
		return "open"
	}
	return "none"
}

func extOpening(s string) string {
	r, _ := utf8.DecodeRuneInString(s)
	switch {
	case unicode.IsUpper(r):
		return "upper"
	case unicode.IsLower(r):
		return "lower"
	case unicode.IsDigit(r):
		return "digit"
	case strings.ContainsRune(`"'“‘`, r):
		return "quote"
	}
	return "sign"
}

// extKey folds a text to its letters and digits, for comparing.
func extKey(s string) string {
	var b strings.Builder
	for _, r := range strings.ToLower(s) {
		if unicode.IsLetter(r) || unicode.IsNumber(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func extShareName(part, total int) string {
	switch {
	case part*10 >= total*9:
		return "90"
	case part*10 >= total*7:
		return "70"
	case part*2 >= total:
		return "50"
	case part*4 >= total:
		return "25"
	}
	return "0"
}
