package classify

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

func TestExplain(t *testing.T) {
	lex := load(t, gardens())
	in := article("Millbrook allotment rent to rise", "The rent of a garden doubles, said the town hall. "+strings.Repeat("A fee for every garden and its plot rent, said one who has known all of it for a very long time. ", 3),
		"Related news", "Plot rent frozen in the next town")
	in.URL = "https://millbrook.example/rent"
	in.Comments = []news.Comment{{Text: "Plot rent is too high."}}
	out := article("Pub raises fee for its beer garden", "The beer garden of the Mill pub costs rent.")
	for name, a := range map[string]news.Article{"explain-in.txt": in, "explain-out.txt": out, "explain-empty.txt": {}} {
		t.Run(name, func(t *testing.T) {
			got := Explain(a, lex.Judge(a), ExplainOptions{})
			for line := range strings.Lines(got) {
				if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > columns {
					t.Errorf("line of %d columns: %q", n, line)
				}
			}
			golden(t, name, got)
		})
	}
}

func TestExplainPaintsWithoutChangingTheText(t *testing.T) {
	a := article("Millbrook allotment rent to rise", "The rent of a garden doubles.")
	v := load(t, gardens()).Judge(a)
	tones := map[Tone]bool{}
	painted := Explain(a, v, ExplainOptions{All: true, Paint: func(tone Tone, text string) string {
		tones[tone] = true
		return "<" + text + ">"
	}})
	if got, want := strings.NewReplacer("<", "", ">", "").Replace(painted), Explain(a, v, ExplainOptions{All: true}); got != want {
		t.Errorf("painted text differs:\n%s\nwant\n%s", got, want)
	}
	if !tones[ToneIn] || !tones[ToneHeading] || !tones[TonePhrase] {
		t.Errorf("tones used: %v", tones)
	}
}

func TestExplainIsSafeForATerminal(t *testing.T) {
	a := article("Millbrook \x1b[31m\u202eallotment rent", "The rent\x07 of a garden.")
	got := Explain(a, load(t, gardens()).Judge(a), ExplainOptions{})
	if strings.ContainsAny(got, "\x1b\x07\u202e") {
		t.Errorf("control characters reach the terminal: %q", got)
	}
}
