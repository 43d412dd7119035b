package track

import (
	"math"
	"strings"

	"github.com/wardround/wardround/news"
)

// weights of keys. A name of the beat or a proper name says most; a word of the
// headline only helps along.
const (
	weightName      = 4.0
	weightMention   = 1.0
	weightProgramme = 2.5
	weightProper    = 2.0
	weightShare     = 3.0
	weightNumber    = 1.5
	weightWord      = 1.0
	weightPair      = 1.5
	weightQuiet     = 0.25
	weightTitle     = 0.3
	weightTitleName = 1.2 // a programme that only the headline names
)

// linkAt is the likeness from which two statements speak of one thing. A wrong
// link makes a false "moved", so it errs towards opening another promise.
const linkAt = 0.27

// bag is weighted keys by their bare word.
type bag map[string]float64

// weighed is a word of a bag, by its number: two bags are compared by going along both.
type weighed struct {
	key       int32
	weight    float64
	programme bool
}

func (r *Rules) bag(s news.Statement) bag {
	b := make(bag, len(s.Keys))
	for _, k := range s.Keys {
		if k[0] == '!' || k[0] == '?' {
			continue
		}
		word, w := r.weigh(k)
		b[word] = math.Max(b[word], w)
	}
	return b
}

func (r *Rules) weigh(key string) (string, float64) {
	switch {
	case key[0] == '@':
		return key, weightName
	case key[0] == '+':
		return "@" + key[1:], weightMention
	case key[0] == '=':
		return key, weightProgramme
	case key[0] == '#' && strings.HasSuffix(key, "%"):
		return key, weightShare
	case key[0] == '#':
		return key, weightNumber
	case key[0] == '^':
		if r.quiet[key[1:]] {
			return key[1:], weightQuiet
		}
		return key[1:], weightProper
	case strings.HasPrefix(key, "~="):
		return key[1:], weightTitleName
	case key[0] == '~':
		return key[1:], weightTitle
	case strings.Contains(key, "_"):
		return key, weightPair
	case r.quiet[key]:
		return key, weightQuiet
	}
	return key, weightWord
}

// likeness compares two statements, 0 to 1: what they share against what each says,
// raised when the same act is promised for the same day.
func (r *Rules) likeness(a, b *linked) float64 {
	if clash(a, b) {
		return 0
	}
	if named := shared(a.names, b.names); named != "" {
		return 1
	}
	if len(a.names) > 0 && len(b.names) > 0 || mentions(a, b) || mentions(b, a) {
		return 0
	}
	common, specific, own := 0.0, 0.0, 0.0
	for i, k := 0, 0; i < len(a.words) && k < len(b.words); {
		switch x, y := a.words[i], b.words[k]; {
		case x.key < y.key:
			i++
		case x.key > y.key:
			k++
		default:
			i, k = i+1, k+1
			common += x.weight * y.weight
			if x.weight >= weightWord && y.weight >= weightWord {
				specific += min(x.weight, y.weight)
				if !x.programme {
					own += min(x.weight, y.weight)
				}
			}
		}
	}
	if own < 1 && (a.To == "" || a.To != b.To) {
		return 0 // only the programme's name: it holds many promises
	}
	if specific < 1.5 && !(specific >= 1 && toldAgain(a, b)) {
		return 0
	}
	return common/math.Sqrt(a.norm*b.norm) + agreement(a, b)
}

// agreement raises likeness when two statements promise the same act for the same
// day, and lowers it when they differ in stage, day or number.
func agreement(a, b *linked) float64 {
	like := 0.0
	hard := a.To != "" && b.To != "" && a.Grain == news.GrainHard && b.Grain == news.GrainHard
	switch {
	case hard && a.To == b.To || toldAgain(a, b):
		like += 0.15
	case hard && a.Signal != news.SignalSlip && b.Signal != news.SignalSlip && near(a.Reported, b.Reported) && (a.NamedFrom > b.NamedTo || b.NamedFrom > a.NamedTo):
		like -= 0.25 // nobody moves a date in three days: two things
	case hard && a.Article != 0 && a.Article == b.Article:
		like -= 0.2 // one article that names two days mostly promises two things
	}
	switch {
	case a.consults && b.consults:
		like += 0.25
	case a.consults != b.consults:
		like -= 0.35 // a consultation on a thing is not the thing
	case a.Action == b.Action && a.Action != "other":
		like += 0.05
	}
	if (len(a.shares) > 0) != (len(b.shares) > 0) && a.To != b.To {
		like -= 0.2
	}
	if b.Signal == news.SignalKept && a.Signal != news.SignalKept {
		a, b = b, a
	}
	if a.Signal == news.SignalKept && b.Signal != news.SignalKept && (len(b.numbers) > 0 || b.Action == "fund" || b.Action == "recruit") && shared(a.numbers, b.numbers) == "" {
		like -= 0.4 // a number that was promised is not reached by a publication
	}
	return like
}

// toldAgain says whether two reports of the same days give the same loose words for when:
// the days they are read as differ by those between the reports.
func toldAgain(a, b *linked) bool {
	return a.Basis == news.BasisRead && b.Basis == news.BasisRead && a.Phrase != "" && strings.EqualFold(a.Phrase, b.Phrase) && near(a.Reported, b.Reported)
}

// consults says whether a consultation is what is promised.
func consults(s news.Statement) bool {
	for _, k := range s.Keys {
		if k == "consult" || k == "^consult" {
			return true
		}
	}
	return false
}

func near(a, b news.Day) bool { n := a.Sub(b); return n >= -3 && n <= 3 }

func numbers(keys []string) []string {
	var out []string
	for _, k := range keys {
		if k[0] == '#' {
			out = append(out, k)
		}
	}
	return out
}

// mentions says whether a only mentions what b is about: a tool that a plan asks
// for is not the plan.
func mentions(a, b *linked) bool {
	return shared(a.mentioned, b.names) != ""
}

func shared(a, b []string) string {
	for _, x := range a {
		for _, y := range b {
			if x == y {
				return x
			}
		}
	}
	return ""
}

// qualifiers that two statements on one thing cannot differ in.
var qualifiers = [][]string{
	{"draft", "final"}, {"interim", "final"}, {"private", "public"},
	{"phase 1", "phase 2", "phase 3"}, {"phase one", "phase two", "phase three"}, {"first phase", "second phase", "third phase"}, {"wave 1", "wave 2"},
	{"primary", "secondary"},
}

// traits are what of a statement each comparison asks for: they are taken once, for a
// statement is compared with hundreds.
type traits struct {
	qualified []string // by what of each group of qualifiers; "": by none. Nil: by nothing at all
	shares    []string // percentages
	numbers   []string // these, and all others
	mentioned []string // names of the beat that it is not about
	places    []string // it is told of
	heads     []string // nouns for what is promised, with the word before
	consults  bool
}

func traitsOf(s news.Statement) traits {
	t := traits{shares: shares(s.Keys), numbers: numbers(s.Keys), consults: consults(s)}
	sentence := " " + strings.ToLower(s.Sentence) + " "
	for _, k := range s.Keys {
		switch k[0] {
		case '+':
			t.mentioned = append(t.mentioned, "@"+k[1:])
		case '!':
			t.places = append(t.places, k)
		case '?':
			t.heads = append(t.heads, k)
		}
	}
	for i, group := range qualifiers {
		for _, q := range group {
			if strings.Contains(sentence, " "+q+" ") {
				if t.qualified == nil {
					t.qualified = make([]string, len(qualifiers))
				}
				t.qualified[i] = q
			}
		}
	}
	return t
}

// clash says whether two statements differ in a qualifier, in their place or in the share
// they promise.
func clash(a, b *linked) bool {
	if len(a.places) > 0 && len(b.places) > 0 && shared(a.places, b.places) == "" {
		return true
	}
	if otherThings(a.heads, b.heads) {
		return true
	}
	if len(b.qualified) > 0 {
		for i, q := range a.qualified {
			if other := b.qualified[i]; q != "" && other != "" && q != other {
				return true
			}
		}
	}
	return len(a.shares) > 0 && len(b.shares) > 0 && shared(a.shares, b.shares) == ""
}

// otherThings says whether the same word stands before different nouns: a skills passport is
// no skills plan.
func otherThings(a, b []string) bool {
	other := false
	for _, x := range a {
		word, _, _ := strings.Cut(x, " ")
		for _, y := range b {
			if x == y {
				return false
			}
			other = other || strings.HasPrefix(y, word+" ")
		}
	}
	return other
}

func shares(keys []string) []string {
	var out []string
	for _, k := range keys {
		if k[0] == '#' && strings.HasSuffix(k, "%") {
			out = append(out, k)
		}
	}
	return out
}
