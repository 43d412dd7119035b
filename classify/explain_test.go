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

// What would have changed a verdict, for each way in which it can be reached.
func TestMarginSaysWhatWouldTurnTheVerdict(t *testing.T) {
	parts := func(values ...any) (out []news.Part) {
		for i := 0; i < len(values); i += 2 {
			out = append(out, news.Part{Name: values[i].(string), Value: values[i+1].(float64)})
		}
		return out
	}
	for name, c := range map[string]struct {
		v    news.Verdict
		want string
	}{
		"one part carries it": {news.Verdict{Relevant: true, Score: 60, Threshold: 50, Parts: parts("soil", 40.0, "town", 20.0)},
			`10.0 above: without "soil" it would be out`},
		"two parts carry it": {news.Verdict{Relevant: true, Score: 90, Threshold: 50, Parts: parts("town", 35.0, "soil", 39.0, "rent", 16.0)},
			`40.0 above: out only without "soil" and "town"`},
		"a look-alike keeps it out": {news.Verdict{Score: 40, Threshold: 50, Parts: parts("soil", 55.0, "reads like a pub", -15.0)},
			"10.0 below: it would be in, but reads like a pub"},
		"two look-alikes keep it out": {news.Verdict{Score: 40, Threshold: 50, Parts: parts("soil", 52.0, "reads like a pub", -6.0, "reads like a farm", -6.0)},
			"10.0 below: it would be in without all that counts against it"},
		"too little of everything": {news.Verdict{Score: 30, Threshold: 50, Parts: parts("soil", 32.0, "reads like a pub", -2.0)},
			"20.0 below: 2.0 count against it; it needs more evidence, or nearer the top"},
		"evidence is missing": {news.Verdict{Score: 30, Threshold: 50, Missing: []string{"town"}, Parts: parts("soil", 30.0)},
			"20.0 below: all required evidence must be found, whatever the score"},
	} {
		if got := margin(c.v); got != c.want {
			t.Errorf("%s:\n got %s\nwant %s", name, got, c.want)
		}
	}
}

// Of a comment in the store only its topics are kept; they are shown as those of
// a comment, like those of one that was just read.
func TestExplainShowsTopicsOfStoredComments(t *testing.T) {
	a := article("Hospital car park to grow", "It will have more places.")
	a.Comments = []news.Comment{{Topics: []string{"rents"}}, {Text: "Plot rent is too high."}}
	got := Explain(a, load(t, gardens()).Judge(a), ExplainOptions{})
	if want := "\nIn a reader comment (does not count)\n  rents\n"; !strings.HasSuffix(got, want) {
		t.Errorf("explanation does not end in %q:\n%s", want, got)
	}
}

func TestExplainShowsSixSentencesUnlessAll(t *testing.T) {
	a := article("Millbrook allotment rent to rise", "One garden has a rent. Two have a fee. Three gardens are let. A plot rent is due. The garden costs. A fee is due. All rents rise. Every garden thrives.")
	v := load(t, gardens()).Judge(a)
	some, all := Explain(a, v, ExplainOptions{}), Explain(a, v, ExplainOptions{All: true})
	if !strings.Contains(some, "that weigh less (--all)") || strings.Contains(all, "--all") || strings.Count(some, "“") >= strings.Count(all, "“") {
		t.Errorf("some:\n%s\nall:\n%s", some, all)
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
