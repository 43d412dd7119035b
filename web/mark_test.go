package web

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// shown writes pieces with what is marked in brackets.
func shown(pieces []piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Mark {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestPhrasesAreMarkedAsWholeWords(t *testing.T) {
	tests := map[string]struct{ text, phrases, want string }{
		"case does not matter":     {"Band Pay rises", "band pay", "[Band Pay] rises"},
		"the longest wins":         {"digital staff pay", "digital|digital staff", "[digital staff] pay"},
		"not inside a word":        {"disbanded bandwidth", "band", "disbanded bandwidth"},
		"at both ends, twice":      {"pay and pay", "pay", "[pay] and [pay]"},
		"beside punctuation":       {"“Pay”, he said", "pay", "“[Pay]”, he said"},
		"nothing looked for":       {"pay", "", "pay"},
		"letters of several bytes": {"café naïve café", "café", "[café] naïve [café]"},
	}
	for name, tt := range tests {
		if got := shown(markPhrases(tt.text, strings.Split(tt.phrases, "|"))); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

func TestSearchedWordsAreMarkedInOtherForms(t *testing.T) {
	tests := map[string]struct{ title, query, want string }{
		"plural":         {"Nurses wait", "nurse", "[Nurses] wait"},
		"other endings":  {"Training for trained staff", "train", "[Training] for [trained] staff"},
		"a phrase":       {"Band pay, again", `"band pay"`, "[Band] [pay], again"},
		"short words":    {"As it is", "a", "As it is"},
		"no word at all": {"Pay", "…", "Pay"},
	}
	for name, tt := range tests {
		if got := shown(markStems(tt.title, searchedWords(tt.query))); got != tt.want {
			t.Errorf("%s: %s, want %s", name, got, tt.want)
		}
	}
}

// FuzzMark: marking neither loses nor changes a byte of the text.
func FuzzMark(f *testing.F) {
	f.Add("Band pay rises", "band pay|x")
	f.Add("İstanbul \xff pay", "i|pay\xff")
	f.Fuzz(func(t *testing.T, text, words string) {
		for _, pieces := range [][]piece{markPhrases(text, strings.Split(words, "|")), markStems(text, strings.Split(words, "|"))} {
			all := ""
			for _, p := range pieces {
				all += p.Text
			}
			if all != text {
				t.Errorf("%q became %q", text, all)
			}
		}
	})
}

func TestForeignTextIsHarmless(t *testing.T) {
	tests := map[string]struct{ text, want string }{
		"direction marks":    {"a\u202eb\u200bc", "abc"},
		"blanks and lines":   {" a\n\t b ", "a b"},
		"broken encoding":    {"a\xffb", "ab"},
		"an endless word":    {strings.Repeat("a", 100), strings.Repeat("a", 59) + "…"},
		"an endless text":    {strings.Repeat("ab ", 200), strings.TrimSpace(strings.Repeat("ab ", 67)[:199]) + "…"},
		"nothing in the end": {"\u200b", ""},
	}
	for name, tt := range tests {
		if got := clean(tt.text, titleRunes); got != tt.want || !utf8.ValidString(got) {
			t.Errorf("%s: %q, want %q", name, got, tt.want)
		}
	}
	for raw, want := range map[string]string{"https://a.example/x": "https://a.example/x", "javascript:alert(1)": "", "https://u:p@a.example/": "", "//a.example": "", "https://": ""} {
		if got := safeLink(raw); got != want {
			t.Errorf("safeLink(%q) = %q, want %q", raw, got, want)
		}
	}
}

func TestNotesOfAnArticle(t *testing.T) {
	got := sourceNote(news.Article{Kind: news.KindPress, Quality: news.QualityWall})
	if want := "press release, subscribers only"; got != want {
		t.Errorf("note %q, want %q", got, want)
	}
}
