package fetch

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPlainText(t *testing.T) {
	for in, want := range map[string]string{
		"":                                  "",
		"  two   blanks\n":                  "two blanks",
		"<p>One</p><p>Two</p>":              "One Two",
		"a<br/>b":                           "a b",
		"in<b>line</b> mark<i>up</i>":       "inline markup",
		"&pound;9 &amp; more":               "£9 & more",
		"5 < 6 & 7 > 3":                     "5 < 6 & 7 > 3",
		"<500 beds":                         "<500 beds",
		"List<String> of things":            "List<String> of things",
		"<script>x</script>safe":            "safe",
		"<style>p{}</style>safe":            "safe",
		"safe<!-- hidden":                   "safe",
		"safe<!-- hidden --> still":         "safe still",
		"<object>inside</object> out":       "inside out",
		"soft\u00adhyphen zero\u200bwidth":  "softhyphen zerowidth",
		"<p>unclosed <b>tags":               "unclosed tags",
		`<a href="javascript:x()">link</a>`: "link",
	} {
		if got := plainText(in); got != want {
			t.Errorf("plainText(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestCutWordsEndsAtABlankAndSaysSo(t *testing.T) {
	if got := cutWords("short", 10); got != "short" {
		t.Errorf("cutWords = %q", got)
	}
	got := cutWords(strings.Repeat("wörter ", 20), 50)
	if len(got) > 50 || !strings.HasSuffix(got, "wörter…") || !utf8.ValidString(got) {
		t.Errorf("cutWords = %q of %d bytes", got, len(got))
	}
}

func TestPeople(t *testing.T) {
	for in, want := range map[string]string{
		"ann@one.example (Ann Author)":   "Ann Author",
		"Ann Author (ann@one.example)":   "Ann Author",
		"Ann Author <ann@one.example>":   "Ann Author",
		"ann@one.example":                "ann@one.example",
		"Ann Author (mailto:a@one.test)": "Ann Author (mailto:a@one.test)",
		" Ann\n Author ":                 "Ann Author",
		"":                               "",
	} {
		if got := strings.Join(people(in), "|"); got != want {
			t.Errorf("people(%q) = %q, want %q", in, got, want)
		}
	}
	if got := people("A", "B", "A"); len(got) != 2 {
		t.Errorf("people = %v, want each once", got)
	}
}
