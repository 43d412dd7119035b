package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// Tone names what a piece of an explanation is, for a caller that paints it.
type Tone string

// Tones of an explanation.
const (
	ToneIn      Tone = "in"      // the verdict of a relevant article
	ToneOut     Tone = "out"     // the verdict of another
	ToneHeading Tone = "heading" // a section
	TonePhrase  Tone = "phrase"  // words found in the article
	ToneFaint   Tone = "faint"   // address, words beside a part
)

// ExplainOptions says how an explanation is written.
type ExplainOptions struct {
	// All shows every sentence. Default: the weightiest six.
	All bool
	// Paint styles a piece of text; it must not change what is printed. Default: none.
	Paint func(tone Tone, text string) string
}

// Layout of an explanation.
const (
	columns = 80
	shown   = 6  // sentences: with the score, about one screen
	named   = 36 // column of the words beside a part of the score
	placed  = 13 // column of a sentence, after its zone
)

// Explain says on a terminal of 80 columns why an article is in or out: the
// verdict, what would turn it, the parts of the score with the words they come
// from, and the sentences that hold those, each word with weight and rule.
func Explain(a news.Article, v news.Verdict, o ExplainOptions) string {
	if o.Paint == nil {
		o.Paint = func(_ Tone, text string) string { return text }
	}
	e := &explainer{paint: o.Paint, all: o.All}
	e.verdict(a, v)
	e.score(v)
	e.sentences(v.Matches)
	e.aside(a, v.Matches)
	return e.b.String()
}

type explainer struct {
	b     strings.Builder
	paint func(Tone, string) string
	all   bool
}

func (e *explainer) line(format string, args ...any) {
	fmt.Fprintf(&e.b, format, args...)
	e.b.WriteByte('\n')
}

func (e *explainer) heading(text string) { e.line("\n%s", e.paint(ToneHeading, text)) }

func (e *explainer) verdict(a news.Article, v news.Verdict) {
	e.wrap("", "", printable(a.Title))
	if a.URL != "" {
		e.line("%s", e.paint(ToneFaint, printable(a.URL)))
	}
	tone, word := ToneOut, "OUT"
	if v.Relevant {
		tone, word = ToneIn, "IN, "+string(v.Level)
	}
	e.line("\n%s  score %.1f of 100, in from %g", e.paint(tone, word), v.Score, v.Threshold)
	e.wrap("why      ", "         ", printable(v.Why))
	if len(v.Topics) > 0 {
		e.wrap("topics   ", "         ", strings.Join(v.Topics, ", "))
	}
	if len(v.Missing) > 0 {
		e.wrap("missing  ", "         ", strings.Join(v.Missing, ", "))
	}
	e.wrap("margin   ", "         ", margin(v))
}

// margin says how far the score is from the threshold and what would have turned
// the verdict.
func margin(v news.Verdict) string {
	if v.Relevant {
		gap := fmt.Sprintf("%.1f above: ", v.Score-v.Threshold)
		carry := carrying(v)
		if len(carry) == 1 {
			return gap + "without " + carry[0] + " it would be out"
		}
		return gap + "out only without " + strings.Join(carry, " and ")
	}
	gap := fmt.Sprintf("%.1f below: ", v.Threshold-v.Score)
	if len(v.Missing) > 0 {
		return gap + "all required evidence must be found, whatever the score"
	}
	against, worst := 0.0, news.Part{}
	for _, p := range v.Parts {
		if p.Value < 0 {
			against -= p.Value
			if p.Value < worst.Value {
				worst = p
			}
		}
	}
	switch {
	case v.Score-worst.Value >= v.Threshold:
		return gap + fmt.Sprintf("it would be in, but %s", worst.Name)
	case v.Score+against >= v.Threshold:
		return gap + "it would be in without all that counts against it"
	}
	return gap + fmt.Sprintf("%.1f count against it; it needs more evidence, or nearer the top", against)
}

// carrying names the fewest parts without which a relevant article would be out.
func carrying(v news.Verdict) []string {
	parts := slices.Clone(v.Parts)
	slices.SortStableFunc(parts, func(a, b news.Part) int { return cmp.Compare(b.Value, a.Value) })
	var out []string
	left := v.Score
	for _, p := range parts {
		if left < v.Threshold {
			break
		}
		left -= p.Value
		out = append(out, strconv.Quote(p.Name))
	}
	return out
}

// score lists the parts, each with the weightiest words it was counted from.
func (e *explainer) score(v news.Verdict) {
	if len(v.Parts) == 0 {
		return
	}
	e.line("")
	list := gather(v.Matches)
	for _, p := range v.Parts {
		line := fmt.Sprintf("%7.1f  %s", p.Value, p.Name)
		words := wordsOf(list, p)
		if room := columns - max(named, utf8.RuneCountInString(line)+2); words != "" && room > 10 {
			line += strings.Repeat(" ", max(named-utf8.RuneCountInString(line), 2)) + e.paint(ToneFaint, short(words, room))
		}
		e.line("%s", line)
	}
	e.line("  -----\n%7.1f", v.Score)
}

// wordsOf lists the phrases of a part, weightiest first.
func wordsOf(list []phrase, p news.Part) string {
	if p.Group == "" {
		return ""
	}
	list = slices.DeleteFunc(slices.Clone(list), func(ph phrase) bool { return ph.weights[p.Group] == 0 })
	slices.SortStableFunc(list, func(a, b phrase) int {
		return cmp.Compare(abs(b.weights[p.Group]), abs(a.weights[p.Group]))
	})
	var out []string
	for _, ph := range list {
		out = append(out, printable(ph.text))
	}
	return strings.Join(out, ", ")
}

// phrase is what an article says, in all its places, and all it counted for.
type phrase struct {
	text    string
	weights map[string]float64 // by group, over all places
}

// gather puts the matches of one phrase together, in the order of the article.
func gather(matches []news.Match) []phrase {
	at := map[string]int{}
	var out []phrase
	for _, m := range matches {
		key := strings.TrimSuffix(strings.ToLower(m.Text), "s")
		i, ok := at[key]
		if !ok {
			i = len(out)
			at[key] = i
			out = append(out, phrase{m.Text, map[string]float64{}})
		}
		out[i].weights[m.Group] += m.Weight
	}
	return out
}
