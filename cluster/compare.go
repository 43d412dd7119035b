package cluster

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

const (
	// windowDays is how far apart two reports of one event are. Most come within a
	// week; explainers come up to ten days later.
	windowDays = 10

	// threshold is the score from which two articles are one story. Of the pairs in
	// testdata/stories.jsonl within the window, nine tenths of those of one story lie
	// above 0.09, and all others below 0.05.
	threshold = 0.09

	// samePublisher lowers the score of two articles of one publisher, which tells an
	// event once: another article with the same people is on another matter.
	samePublisher = 0.5

	// leastNorm is the vector length a short text is taken for. Openings of 130 words
	// have 25 to 35, a feed's summary 15; without it three words would weigh like ten.
	leastNorm = 20

	// fading is the number of days that halve a score: news of one subject that is
	// as much alike a week later is more often another event. Articles without a day
	// may lie as far apart as the window is wide.
	fading = 10

	// What is shared must be more than chance: two names or numbers at least, or one
	// and as much in rare and middling words. One person speaks on many matters.
	leastPoints    = 20
	hardPoints     = 10 // a name, number or sum
	softPoints     = 5  // a rare word
	middlingPoints = 2  // a word that a few in a hundred articles have

	rounding = 0.01 // two weights multiplied miss the square of a constant by less
)

// Link is the comparison of two articles, with its reasons.
type Link struct {
	A      int64    `json:"a"`
	B      int64    `json:"b"`
	Score  float64  `json:"score"`            // 0 to 1
	Shared []Shared `json:"shared,omitempty"` // heaviest first
	Copy   string   `json:"copy,omitempty"`   // "same text", "spun text", or ""
	Guard  string   `json:"guard,omitempty"`  // why they are never one story, whatever they share
	Days   int      `json:"days"`
}

// Shared is one token that two articles have in common, and what it added.
type Shared struct {
	Token  string  `json:"token"`
	Weight float64 `json:"weight"`
	Ending string  `json:"-"` // see [Token]: of the two the first by alphabet
}

// Same reports whether the two articles by themselves are one story.
func (l Link) Same() bool { return l.Guard == "" && l.Score >= threshold }

// String says why, in one line.
func (l Link) String() string {
	words := l.words()
	more := max(0, len(words)-mostWords)
	words = words[:len(words)-more]
	if more > 0 {
		words = append(words, fmt.Sprintf("and %d more", more))
	}
	out := fmt.Sprintf("score %.2f", l.Score)
	if l.Copy != "" {
		out += ", " + l.Copy
	}
	if len(words) > 0 {
		out += "; both have " + strings.Join(words, ", ")
	}
	if l.Guard != "" {
		out += "; kept apart: " + l.Guard
	}
	return out
}

// mostWords is how many shared words a line names: the heaviest decide.
const mostWords = 8

// words lists what is shared as a reader would write it, without the words of a name
// that is there already.
func (l Link) words() []string {
	named := map[string]bool{}
	for _, s := range l.Shared {
		if key, ok := strings.CutPrefix(s.Token, string(nameToken)+" "); ok {
			a, b, _ := strings.Cut(key, " ")
			named[a], named[b] = true, true
		}
	}
	var words []string
	for _, s := range l.Shared {
		if key, ok := strings.CutPrefix(s.Token, string(wordToken)+" "); !ok || !named[key] {
			words = append(words, tokenWords(s.Token, s.Ending))
		}
	}
	return words
}

// tokenWords shows a token as a reader would write it.
func tokenWords(t, ending string) string {
	k, key, _ := strings.Cut(t, " ")
	switch []rune(k)[0] {
	case rune(shareToken):
		return key + "%"
	case rune(nameToken):
		first, second, _ := strings.Cut(key, " ")
		end, of, _ := strings.Cut(ending, " ")
		return `"` + first + end + " " + second + of + `"`
	}
	return key + ending
}

// Compare weighs what two articles share. It gives the same for (a, b) and (b, a).
func Compare(a, b *Signature) Link {
	l := Link{A: a.Article, B: b.Article, Days: max(a.Day.Sub(b.Day), b.Day.Sub(a.Day))}
	if a.Day.IsZero() || b.Day.IsZero() {
		l.Days = windowDays
	}
	if l.Days > windowDays {
		l.Guard = fmt.Sprintf("%d days apart", l.Days)
		return l
	}
	l.Score, l.Shared = alike(a, b)
	if l.Score > 0 {
		l.Score *= fading / float64(fading+l.Days)
		if a.Publisher == b.Publisher && a.Publisher != "" {
			l.Score *= samePublisher
		}
	}
	switch l.Copy = copied(a, b); l.Copy {
	case sameText:
		l.Score = 1
	case spunText:
		l.Score = max(l.Score, spunScore)
	default:
		l.Guard = guarded(a.Stage, b.Stage, l.Days)
		if l.Same() && strangers(a, b) {
			l.Guard = "each headline names what the other report does not"
		}
	}
	return l
}

// alike weighs what two articles share, whenever they were published: 0 to 1.
func alike(a, b *Signature) (float64, []Shared) {
	both := shared(a.Tokens, b.Tokens)
	if !enough(both) {
		return 0, both
	}
	sum := 0.0
	for _, s := range both {
		if !isName(s.Token) {
			sum += s.Weight
		}
	}
	return min(1, sum/(max(a.norm, leastNorm)*max(b.norm, leastNorm))), both
}

// shared lists what two sorted lists have in common, the heaviest first.
func shared(a, b []Token) []Shared {
	var out []Shared
	for i, j := 0, 0; i < len(a) && j < len(b); {
		switch order := strings.Compare(a[i].Text, b[j].Text); {
		case order < 0:
			i++
		case order > 0:
			j++
		default:
			out = append(out, Shared{a[i].Text, a[i].Weight * b[j].Weight, min(a[i].Ending, b[j].Ending)})
			i, j = i+1, j+1
		}
	}
	slices.SortFunc(out, func(x, y Shared) int {
		return cmp.Or(cmp.Compare(y.Weight, x.Weight), strings.Compare(x.Token, y.Token))
	})
	return out
}

// company is how many middling words make a number telling that no name is with.
const company = 3

// enough reports whether what is shared is more than chance. Sums and numbers by
// themselves are not: round ones are in the news of one week on quite different
// matters. A name or a rare word must be with them, or some middling words.
func enough(shared []Shared) bool {
	points, names, middling, numbers := 0, 0, 0, 0
	named := map[string]bool{} // words of a shared name: the name counts once
	for _, pass := range []bool{true, false} {
		for _, s := range shared {
			k, key, _ := strings.Cut(s.Token, " ")
			isName := k == string(nameToken)
			if isName != pass || named[key] || isName && overlaps(key, named) {
				continue
			}
			weight := s.Weight + rounding
			switch {
			case weight >= specific*rare:
				points += hardPoints
			case weight >= specific*specific:
				points += softPoints
			case weight >= sometimes*sometimes:
				points += middlingPoints
			}
			switch {
			case !isName && k != string(wordToken):
				numbers += one(weight >= specific*specific)
			case weight >= specific*specific:
				names++
			case weight >= sometimes*sometimes:
				middling++
			}
			if isName {
				a, b, _ := strings.Cut(key, " ")
				named[a], named[b] = true, true
			}
		}
	}
	return points >= leastPoints && (names > 0 || numbers > 0 && middling >= company)
}

func one(b bool) int {
	if b {
		return 1
	}
	return 0
}

// overlaps reports whether a name shares a word with one that was counted: "Amy
// Ann" and "Ann Orr" are one Amy Ann Orr.
func overlaps(name string, named map[string]bool) bool {
	a, b, _ := strings.Cut(name, " ")
	return named[a] || named[b]
}
