package cluster

import (
	"cmp"
	"hash/fnv"
	"maps"
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
// [Compare] and [Group] need, and nothing that changes with other articles.
type Signature struct {
	Article   int64              `json:"article"`
	URL       string             `json:"url"`
	Title     string             `json:"title"`
	Publisher string             `json:"publisher"`
	Day       news.Day           `json:"day,omitempty"`
	Seen      time.Time          `json:"seen"` // settles who was first among articles of one day
	Tokens    map[string]float64 `json:"tokens"`
	Norm      float64            `json:"norm"` // of Tokens as a vector
	Sketch    []uint32           `json:"sketch,omitempty"`
	Anchors   []string           `json:"anchors,omitempty"`
	Stage     Stage              `json:"stage,omitempty"`
	StageBy   string             `json:"stage_by,omitempty"` // the phrase that tells the stage
	Cites     []Citation         `json:"cites,omitempty"`    // whom it has the news from
	Own       bool               `json:"own,omitempty"`      // it says that the news is its own
	Kind      news.ArticleKind   `json:"kind,omitempty"`
	Open      bool               `json:"open"` // its whole text is there to read
	Length    int                `json:"length"`
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
		Tokens: map[string]float64{}, Sketch: sketch(plainWords(text)), Kind: a.Kind,
		Open: a.Quality == news.QualityFull || a.Quality == "", Length: len(text),
	}
	if s.Day.IsZero() {
		s.Day = news.DayOf(a.FirstSeen, time.UTC)
	}
	body := tokenise(opening)
	for _, t := range append(tokenise(a.Title), body...) {
		if weight := w.of(t); weight > 0 {
			s.Tokens[t.String()] = max(weight, s.Tokens[t.String()])
		}
	}
	s.Norm = norm(s.Tokens)
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

// norm is the length of a vector of weights.
func norm(tokens map[string]float64) float64 {
	sum := 0.0
	for _, k := range slices.Sorted(maps.Keys(tokens)) { // floating-point sums depend on their order
		if !strings.HasPrefix(k, nameMark) { // its words are there already
			sum += tokens[k] * tokens[k]
		}
	}
	return math.Sqrt(sum)
}

// specific is the weight from which a token is telling by itself.
const specific = nowAndThen

// maxKeys is how many keys of one article an index holds. A longer list finds the
// same candidates, since an article has few tokens beyond it that others share.
const maxKeys = 40

// Hashes are the keys as numbers, which an index keeps in a fraction of the space.
func (s *Signature) Hashes() []int64 {
	keys := s.Keys()
	out := make([]int64, len(keys))
	for i, k := range keys {
		h := fnv.New64a()
		h.Write([]byte(k)) // never fails
		out[i] = int64(h.Sum64())
	}
	return out
}

// Window returns the first and the last day of articles that may be one story
// with this one.
func (s *Signature) Window() (from, to news.Day) {
	return s.Day.Add(-windowDays), s.Day.Add(windowDays)
}

// Keys are the specific tokens of an article, for an inverted index: two articles
// that share none are never one story.
func (s *Signature) Keys() []string {
	var keys []string
	for k, weight := range s.Tokens {
		if weight >= specific {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b string) int {
		return cmp.Or(cmp.Compare(s.Tokens[b], s.Tokens[a]), strings.Compare(a, b))
	})
	return keys[:min(len(keys), maxKeys)]
}
