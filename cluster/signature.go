package cluster

import (
	"cmp"
	"hash/fnv"
	"math"
	"slices"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// openingWords is how much of a body is read for the event: a news report tells
// all of it at the top, and goes on to other matters.
const openingWords = 130

// Signature is what is kept of an article to find its story: everything that
// [Compare], [Group] and [Told] need, and nothing that changes with other articles.
type Signature struct {
	Article   int64
	URL       string
	Title     string
	Publisher string
	Day       news.Day
	Seen      time.Time // settles who was first among articles of one day
	Tokens    []Token   // sorted by text
	Sketch    []uint32  // sorted
	Anchors   []uint32
	Stage     Stage
	StageBy   string     // the phrase that tells the stage
	Cites     []Citation // whom it has the news from
	Own       bool       // it says that the news is its own
	Kind      news.ArticleKind
	Open      bool // its whole text is there to read
	Length    int  // of the text, in bytes

	norm float64 // of Tokens as a vector
}

// Token is one telling thing of an opening. Text is its kind and its stem, such as
// "w palantir" and "£ £3.4bn".
type Token struct {
	Text   string
	Weight float64 // a whole number of [weightGrain]
	Ending string  // what the stem lacks to the word as written, of a name both, parted by a space; for who reads
}

// Sign takes the signature of an article. The article's day is read in UTC when it
// states an instant: windows are days wide, so that an hour does not matter.
func (w *Words) Sign(a news.Article) Signature {
	publisher := a.Publisher
	if publisher == "" {
		publisher = a.Source
	}
	text := a.Text()
	if text == "" {
		text = a.Summary
	}
	opening := firstWords(text, openingWords)
	s := Signature{
		Article: a.ID, URL: a.URL, Title: a.Title, Publisher: w.outlet(publisher), Day: a.Day(time.UTC), Seen: a.FirstSeen,
		Sketch: sketch(firstWords(text, sketchText)), Kind: voice(a.Kind, a.Title),
		Open: a.Quality == news.QualityFull || a.Quality == "", Length: len(text),
	}
	if s.Day.IsZero() {
		s.Day = news.DayOf(a.FirstSeen, time.UTC)
	}
	body := tokenise(opening)
	for _, t := range append(tokenise(a.Title), body...) {
		if weight := w.of(t); weight > 0 {
			s.Tokens = append(s.Tokens, Token{t.String(), ungrain(grain(weight)), t.ending})
		}
	}
	s.Tokens = heaviest(s.Tokens)
	s.norm = norm(s.Tokens)
	s.Anchors = anchors(body)
	s.Stage, s.StageBy = w.stage(a.Title, opening)
	s.Cites, s.Own = w.cited(text, s.Publisher)
	return s
}

// firstWords returns the first n words of text, with what stands between them.
func firstWords(text string, n int) string {
	inWord := false
	for i, r := range text {
		space := r == ' ' || r == '\n' || r == '\t'
		if inWord && space {
			if n--; n == 0 {
				return text[:i]
			}
		}
		inWord = !space
	}
	return text
}

// heaviest sorts tokens by text, and keeps each text once with its highest weight.
func heaviest(tokens []Token) []Token {
	slices.SortFunc(tokens, func(a, b Token) int {
		return cmp.Or(strings.Compare(a.Text, b.Text), cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Ending, b.Ending))
	})
	return slices.CompactFunc(tokens, func(a, b Token) bool { return a.Text == b.Text })
}

// norm is the length of a vector of weights.
func norm(tokens []Token) float64 {
	sum := 0.0
	for _, t := range tokens {
		if !isName(t.Text) { // its words are there already
			sum += t.Weight * t.Weight
		}
	}
	return math.Sqrt(sum)
}

// specific is the weight from which a token is telling by itself.
const specific = nowAndThen

// maxKeys is how many keys of one article an index holds. An opening of 130 words
// has 30 to 60; of two reports of one event the heaviest 24 share three or more.
const maxKeys = 24

// Key is a specific token as an inverted index keeps it: a number takes a fraction
// of the space. Two articles that share none are never one story.
type Key struct {
	Hash   int64
	Weight float64
}

// Keys are the most telling tokens of an article, the heaviest first.
func (s *Signature) Keys() []Key {
	var tokens []Token
	for _, t := range s.Tokens {
		if t.Weight >= specific && !isName(t.Text) { // the words of a name are keys by themselves
			tokens = append(tokens, t)
		}
	}
	slices.SortFunc(tokens, func(a, b Token) int {
		return cmp.Or(cmp.Compare(b.Weight, a.Weight), strings.Compare(a.Text, b.Text))
	})
	keys := make([]Key, min(len(tokens), maxKeys))
	for i := range keys {
		h := fnv.New64a()
		h.Write([]byte(tokens[i].Text)) // never fails
		keys[i] = Key{int64(h.Sum64()), tokens[i].Weight}
	}
	return keys
}

// Window returns the first and the last day of articles that may be one story
// with this one.
func (s *Signature) Window() (from, to news.Day) {
	return s.Day.Add(-windowDays), s.Day.Add(windowDays)
}
