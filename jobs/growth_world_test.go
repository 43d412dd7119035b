//go:build unix

package jobs

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/wardround/wardround/news"
)

const (
	// growthPerDay is how many articles a day brings: five from each of two hundred
	// sources. A million are nearly three years of it.
	growthPerDay = 1000
	// growthRelevant is how many of them are about the beat.
	growthRelevant = 30
)

// vocabulary are made-up words, as common as those of English (Zipf): the commoner
// the shorter.
type vocabulary struct{ drawn []string }

func newVocabulary() *vocabulary {
	zipf := rand.NewZipf(rand.New(rand.NewPCG(11, 11)), 1.1, 8, 60_000)
	v := &vocabulary{drawn: make([]string, 1<<20)}
	for i := range v.drawn {
		v.drawn[i] = madeUp(int(zipf.Uint64()))
	}
	return v
}

// madeUp is the word of a rank.
func madeUp(rank int) string {
	syllables := []string{"ba", "do", "fi", "gor", "hu", "kel", "lo", "mar", "ni", "por", "rus", "sal", "to", "vel", "wic", "ya"}
	var b strings.Builder
	for rank++; rank > 0; rank /= len(syllables) {
		b.WriteString(syllables[rank%len(syllables)])
	}
	return b.String() + "k" // an end that no stemmer takes off
}

// text is n words.
func (v *vocabulary) text(random *rand.Rand, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(v.drawn[random.IntN(len(v.drawn))])
	}
	return b.String()
}

// grown is article number n of a store that grows, the same one each time.
type grown struct {
	n      int
	title  string
	body   []news.Block
	source news.Source
}

func (v *vocabulary) article(n int) grown {
	random := rand.New(rand.NewPCG(uint64(n), 5))
	number := random.IntN(200)
	a := grown{n: n, title: v.text(random, 8), source: news.Source{Name: fmt.Sprint("Source ", number),
		URL: fmt.Sprintf("https://source%d.example/feed", number), Kind: news.KindFeed}}
	// Half of the articles have up to 170 words, a tenth more than 370.
	words := int(min(1500, max(40, 170*math.Exp(0.6*random.NormFloat64()))))
	for ; words > 0; words -= 40 {
		a.body = append(a.body, news.Block{Kind: news.Paragraph, Text: v.text(random, min(words, 40))})
	}
	return a
}

// relevant makes the article one about the beat, of an event of its own; every tenth of
// these promises something. It opens with words of English: made-up ones would all be
// telling, and articles that have nothing to do with each other one story.
func (a grown) relevant() grown {
	random := rand.New(rand.NewPCG(uint64(a.n), 7))
	name := func(n int) string { return strings.ToUpper(madeUp(n)[:1]) + madeUp(n)[1:] }
	place, firm, person := name(a.n*7+300), name(a.n*11+5000), name(a.n*13+9000)
	about := []string{"data analysts", "software developers", "clinical informatics posts", "a digital academy", "electronic records training"}[a.n%5]
	a.title = fmt.Sprintf("%s NHS trust and %s at odds over %s", place, firm, about)
	lead := fmt.Sprintf("%s NHS trust %s %s for %s with %s, %s %s, for a digital workforce of %d people.",
		place, prose(random, 3), prose(random, 3), about, firm, prose(random, 5), person, a.n%991+100)
	if a.n%10 == 0 {
		words := english()
		lead += fmt.Sprintf(" NHS England will publish its %s %s %s %s by %d November 2030.", firm,
			words[random.IntN(len(words))], words[random.IntN(len(words))], []string{"guidance", "plan", "strategy", "review", "standard"}[a.n%7%5], a.n%30+1)
	}
	opening := []news.Block{{Kind: news.Paragraph, Text: lead}}
	for range 3 { // 120 words, as many as stories are told apart by
		opening = append(opening, news.Block{Kind: news.Paragraph, Text: prose(random, 40)})
	}
	a.body = append(opening, a.body...)
	return a
}

// english are words that any reporting may have, by the list that cluster has of them.
var english = sync.OnceValue(func() []string {
	text, err := os.ReadFile("../cluster/ordinary.txt")
	if err != nil {
		panic(err)
	}
	return strings.Fields(string(text))
})

// prose is n English words, every other one of those that hold sentences together.
func prose(random *rand.Rand, n int) string {
	between := strings.Fields("the of and to in for that is was with on as by at from has it have be which will not an or had are this its but were")
	words := make([]string, n)
	for i := range words {
		from := between
		if i%2 == 1 {
			from = english()
		}
		words[i] = from[random.IntN(len(from))]
	}
	return strings.Join(words, " ")
}

func (a grown) url() string { return fmt.Sprintf("https://grown.example/%d", a.n) }

func (a grown) text() string {
	blocks := make([]string, len(a.body))
	for i, b := range a.body {
		blocks[i] = b.Text
	}
	return strings.Join(blocks, "\n")
}

func (a grown) bodyJSON() string {
	kept, err := json.Marshal(a.body)
	if err != nil {
		panic(err)
	}
	return string(kept)
}

func (a grown) item(at time.Time) news.Item {
	return news.Item{GUID: a.url(), URL: a.url(), Title: a.title, Published: at, Body: a.body}
}

// growthQueries are 200 searches whose words stand in one article of ten to one of
// ten thousand, by a sample of articles: 120 words, 50 pairs of words and 30 phrases.
func (v *vocabulary) growthQueries(sample int) []string {
	count := map[string]int{}
	for n := range sample {
		seen := map[string]bool{}
		words := strings.Fields(v.article(n).text())
		for i, word := range words {
			seen[word] = true
			if n < sample/4 && i > 0 {
				seen[`"`+words[i-1]+" "+word+`"`] = true
			}
		}
		for word := range seen {
			count[word]++
		}
	}
	singles, phrases := byCount(count, false, sample), byCount(count, true, sample/4)
	queries := spread(singles, 120)
	for i, word := range spread(singles[:len(singles)/2], 50) { // a rare one beside a common one finds nothing
		queries = append(queries, word+" "+singles[i])
	}
	return append(queries, spread(phrases, 30)...)
}

// byCount are the words, or the phrases, of the wanted frequency, the most frequent first.
func byCount(count map[string]int, phrases bool, of int) []string {
	words := slices.Collect(maps.Keys(count))
	words = slices.DeleteFunc(words, func(w string) bool {
		return strings.HasPrefix(w, `"`) != phrases || count[w]*10 > of || count[w]*10_000 < of
	})
	slices.SortFunc(words, func(a, b string) int { return cmp.Or(count[b]-count[a], strings.Compare(a, b)) })
	return words
}

// spread picks n of the words evenly by the logarithm of their rank.
func spread(words []string, n int) []string {
	picked := make([]string, n)
	for i := range picked {
		rank := math.Pow(float64(len(words)), (float64(i)+0.5)/float64(n))
		picked[i] = words[min(int(rank), len(words)-1)]
	}
	return picked
}
