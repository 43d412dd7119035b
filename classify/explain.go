package classify

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
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
	ToneFaint   Tone = "faint"   // rule, sentence
)

// ExplainOptions says how an explanation is written.
type ExplainOptions struct {
	// All lists every match. Default: the weightiest twelve.
	All bool
	// Paint styles a piece of text; it must not change what is printed. Default: none.
	Paint func(tone Tone, text string) string
}

// Layout of an explanation.
const (
	columns = 80
	shown   = 8 // phrases: with the score, about one screen
)

// Explain says on a terminal of 80 columns why an article is in or out: the
// verdict and how far it is from the threshold, the parts of the score, what is
// missing, and every phrase with zone, weight, rule and sentence.
func Explain(a news.Article, v news.Verdict, o ExplainOptions) string {
	if o.Paint == nil {
		o.Paint = func(_ Tone, text string) string { return text }
	}
	e := &explainer{paint: o.Paint, all: o.All}
	e.verdict(a, v)
	e.score(v)
	e.change(v)
	list := gather(v.Matches)
	e.phrases("Found", list, 1)
	e.phrases("Against", list, -1)
	e.aside(v.Matches)
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
	gap := v.Score - v.Threshold
	where := fmt.Sprintf("%.1f above", gap)
	if gap < 0 {
		where = fmt.Sprintf("%.1f below", -gap)
	}
	tone, word := ToneOut, "OUT"
	if v.Relevant {
		tone, word = ToneIn, "IN, "+string(v.Level)
	}
	e.line("\n%s  score %.1f, %s the threshold of %g", e.paint(tone, word), v.Score, where, v.Threshold)
	e.wrap("why      ", "         ", printable(v.Why))
	if len(v.Topics) > 0 {
		e.wrap("topics   ", "         ", strings.Join(v.Topics, ", "))
	}
	if len(v.Missing) > 0 {
		e.wrap("missing  ", "         ", strings.Join(v.Missing, ", "))
	}
}

func (e *explainer) score(v news.Verdict) {
	if len(v.Parts) == 0 {
		return
	}
	e.heading("Score")
	for _, p := range v.Parts {
		e.line("%7.1f  %s", p.Value, p.Name)
	}
	e.line("  -----\n%7.1f", v.Score)
}

// change says what would have turned the verdict.
func (e *explainer) change(v news.Verdict) {
	var against float64
	var alone []string
	for _, p := range v.Parts {
		if p.Value < 0 {
			against -= p.Value
		} else if v.Relevant && v.Score-p.Value < v.Threshold {
			alone = append(alone, fmt.Sprintf("%q", p.Name))
		}
	}
	switch {
	case v.Relevant && len(alone) == 0:
		e.wrap("", "", "No single part decides: without any one of them it would still be in.")
	case v.Relevant:
		e.wrap("", "", "Without "+strings.Join(alone, " or without ")+" it would be out.")
	case len(v.Missing) > 0:
		e.wrap("", "", "Evidence that is required was not found, so it cannot be in.")
	case v.Score+against >= v.Threshold:
		e.wrap("", "", "Without what counts against it, it would be in.")
	default:
		e.wrap("", "", fmt.Sprintf("It would need %.1f points more.", v.Threshold-v.Score))
	}
}

// phrase is what an article says, in all its places, and all it counted for.
type phrase struct {
	news.Match          // the place where it weighs most
	zones      []string // where it stands
	groups     []string
	weights    map[string]float64 // by group, over all places
	strongest  float64            // of the weights
}

// gather puts the matches of one phrase together, weightiest phrase first.
// Evidence and look-alikes stay apart, as does what counts for nothing.
func gather(matches []news.Match) []phrase {
	type key struct {
		text string
		sign int
	}
	at := map[key]int{}
	var out []phrase
	for _, m := range matches {
		k := key{strings.TrimSuffix(strings.ToLower(m.Text), "s"), cmp.Compare(m.Weight, 0)}
		i, ok := at[k]
		if !ok {
			i = len(out)
			at[k] = i
			out = append(out, phrase{Match: m, weights: map[string]float64{}})
		}
		p := &out[i]
		if zone := zoneName(m.Zone); !slices.Contains(p.zones, zone) {
			p.zones = append(p.zones, zone)
		}
		if _, ok := p.weights[m.Group]; !ok {
			p.groups = append(p.groups, m.Group)
		}
		p.weights[m.Group] += m.Weight
		if abs(p.weights[m.Group]) > abs(p.strongest) {
			p.strongest = p.weights[m.Group]
		}
	}
	slices.SortStableFunc(out, func(a, b phrase) int { return cmp.Compare(abs(b.strongest), abs(a.strongest)) })
	return out
}

func (e *explainer) phrases(heading string, list []phrase, sign int) {
	list = slices.DeleteFunc(slices.Clone(list), func(p phrase) bool { return cmp.Compare(p.strongest, 0) != sign })
	if len(list) == 0 {
		return
	}
	e.heading(heading)
	for i, p := range list {
		if i == shown && !e.all {
			e.line("  and %d more", len(list)-i)
			return
		}
		text := short(printable(p.Text), 44)
		e.line("  %s%s", e.paint(TonePhrase, text), "  "+strings.Join(p.zones, ", "))
		var roles []string
		for _, g := range p.groups {
			roles = append(roles, fmt.Sprintf("%s %+.1f", g, p.weights[g]))
		}
		e.wrap("    ", "    ", strings.Join(roles, ", ")+"  "+p.Rule)
		e.wrap("    ", "    ", quote(p.Match))
	}
}

// quote is the sentence of a match, cut to two lines around it.
func quote(m news.Match) string {
	if m.Sentence == "" {
		return ""
	}
	s, width := printable(m.Sentence), 2*(columns-4)-4
	if at := strings.Index(s, printable(m.Text)); at > width-len(m.Text) {
		from := strings.LastIndexByte(s[:max(at-width/2, 0)], ' ') + 1
		s = "… " + s[from:]
	}
	return "“" + short(s, width) + "”"
}

// aside lists the topics that were found only where nothing counts.
func (e *explainer) aside(matches []news.Match) {
	for _, zone := range []news.Zone{news.ZoneComment, news.ZoneFurniture} {
		var topics []string
		for _, m := range matches {
			if m.Zone == zone && m.Topic != "" && !slices.Contains(topics, m.Topic) {
				topics = append(topics, m.Topic)
			}
		}
		if len(topics) > 0 {
			e.heading("In " + zoneName(zone) + " (does not count)")
			e.wrap("  ", "  ", strings.Join(topics, ", "))
		}
	}
}

// zoneName is a zone as an operator calls it.
func zoneName(z news.Zone) string {
	switch z {
	case news.ZoneTitle:
		return "headline"
	case news.ZoneLead:
		return "opening"
	case news.ZoneSource:
		return "publisher's address"
	case news.ZoneComment:
		return "a reader comment"
	case news.ZoneFurniture:
		return "page furniture"
	}
	return string(z)
}

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
