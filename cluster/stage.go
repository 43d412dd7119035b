package cluster

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wardround/wardround/internal/yamlfile"
)

// Stage is where an affair stands in an article. Two articles on different stages
// are never one story: "announced" and "dropped" share nearly every word.
type Stage string

// The stages. What is told of an affair is most often none of them.
const (
	NoStage   Stage = ""          // nothing says where the affair stands
	Announced Stage = "announced" // it is to come
	Delayed   Stage = "delayed"   // it comes later than was said, or nobody says when
	Dropped   Stage = "dropped"   // it does not come
	Published Stage = "published" // it is there
)

// stagePhrase is one phrase that tells a stage, as lower-case words.
type stagePhrase struct {
	stage Stage // NoStage: a phrase that speaks of the past, such as "long-delayed"
	words []string
}

func (w *Words) addStages(file *yamlfile.File, in wordsFile) {
	for _, list := range []struct {
		key     string
		stage   Stage
		phrases []string
	}{
		{"past", NoStage, in.Stages.Past}, {"dropped", Dropped, in.Stages.Dropped}, {"delayed", Delayed, in.Stages.Delayed},
		{"announced", Announced, in.Stages.Announced}, {"published", Published, in.Stages.Published},
	} {
		for i, phrase := range list.phrases {
			words := plainWords(phrase)
			if len(words) == 0 {
				file.Add("$.stages."+list.key+"["+itoa(i)+"]", "a phrase needs a word")
				continue
			}
			w.stages[words[0]] = append(w.stages[words[0]], stagePhrase{list.stage, words})
		}
	}
	// The longest phrase at a place counts, so that "to be published" is no "published".
	for _, phrases := range w.stages {
		slices.SortStableFunc(phrases, func(a, b stagePhrase) int { return len(b.words) - len(a.words) })
	}
}

// plainWords lists the words of a text in lower case, such as "it's", "u-turn" and
// "2026". A pattern for this took a third of the time of a signature.
func plainWords(text string) []string {
	text = strings.ToLower(strings.ReplaceAll(text, "’", "'"))
	words := make([]string, 0, len(text)/6)
	start, end := -1, 0 // of the word being read
	for i, r := range text {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
			continue
		}
		if gap := text[end:i]; start >= 0 && gap != "" && gap != "'" && gap != "-" {
			words = append(words, text[start:end])
			start = -1
		}
		if start < 0 {
			start = i
		}
		end = i + utf8.RuneLen(r)
	}
	if start >= 0 {
		words = append(words, text[start:end])
	}
	return words
}

func itoa(i int) string { return strconv.Itoa(i) }

// strength orders stages that stand in one sentence: a plan dropped was announced
// once, and a new date tells of a delay.
var strength = map[Stage]int{Dropped: 4, Delayed: 3, Published: 2, Announced: 1}

// stage reads where the affair stands: in the headline or, when that says nothing,
// in the first sentence. It returns the phrase that tells it. Later sentences
// retell what came before.
func (w *Words) stage(title, opening string) (Stage, string) {
	if s, phrase := w.stageIn(title); s != NoStage {
		return s, phrase
	}
	return w.stageIn(firstSentence(opening))
}

func (w *Words) stageIn(text string) (Stage, string) {
	words := plainWords(text)
	best, phrase := NoStage, ""
	for i := 0; i < len(words); {
		n := 1
		for _, p := range w.stages[words[i]] {
			if len(p.words) <= len(words)-i && slices.Equal(p.words, words[i:i+len(p.words)]) {
				if strength[p.stage] > strength[best] {
					best, phrase = p.stage, strings.Join(p.words, " ")
				}
				n = len(p.words)
				break
			}
		}
		i += n
	}
	return best, phrase
}

// sentenceEnd is good enough for the first sentence of a report.
var sentenceEnd = regexp.MustCompile(`[\p{Ll}\d)%"”][.?!]["”]?\s+["“]?\p{Lu}`)

func firstSentence(text string) string {
	if at := sentenceEnd.FindStringIndex(text); at != nil {
		return text[:at[0]+1]
	}
	return text[:min(len(text), 400)]
}

// freshDays is for how long two neighbouring stages may be two words for one
// event: "to be published today" and "published", a date "postponed again" and
// "scrapped". They are told on one day or the next.
const freshDays = 1

// guarded returns why two stages at a distance of days are never one story, or "".
func guarded(a, b Stage, days int) string {
	if a == b || a == NoStage || b == NoStage {
		return ""
	}
	near := a == Announced && b == Published || a == Delayed && b == Dropped
	if (near || a == Published && b == Announced || a == Dropped && b == Delayed) && days <= freshDays {
		return ""
	}
	if strength[b] < strength[a] { // in one order, whichever came first
		a, b = b, a
	}
	return string(a) + " is not " + string(b)
}
