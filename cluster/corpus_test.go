package cluster

import (
	"bufio"
	"encoding/json"
	"math/rand/v2"
	"os"
	"slices"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/seeds"
)

// labelled is one article of testdata/stories.jsonl, re-told in our own words, or of
// testdata/invented.jsonl, on events that never were.
type labelled struct {
	ID, URL, Publisher, Published, Title, Text, Cluster string
}

// words are the beat's own, read once.
var words = sync.OnceValues(func() (*Words, error) {
	data, err := seeds.FS.ReadFile("stories.yaml")
	if err != nil {
		return nil, err
	}
	return ParseWords("stories.yaml", data)
})

func beat(t testing.TB) *Words {
	t.Helper()
	w, err := words()
	if err != nil {
		t.Fatal(err)
	}
	return w
}

func corpus(t testing.TB) (articles []*Signature, gold map[int64]string) {
	t.Helper()
	return labelledArticles(t, "stories.jsonl")
}

func labelledArticles(t testing.TB, name string) (articles []*Signature, gold map[int64]string) {
	t.Helper()
	words := beat(t)
	file, err := os.Open("testdata/" + name)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	gold = map[int64]string{}
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var l labelled
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		day, err := news.ParseDay(l.Published)
		if err != nil {
			t.Fatal(err)
		}
		s := words.Sign(news.Article{ID: int64(len(articles)) + 1, URL: l.URL, Publisher: l.Publisher, PublishedDay: day,
			Title: l.Title, Body: []news.Block{{Kind: news.Paragraph, Text: l.Text}}})
		articles, gold[s.Article] = append(articles, &s), l.Cluster
	}
	if err := lines.Err(); err != nil {
		t.Fatal(err)
	}
	return articles, gold
}

// storyOf maps each article to the first article of its story.
func storyOf(stories [][]*Signature) map[int64]int64 {
	of := map[int64]int64{}
	for _, story := range stories {
		for _, s := range story {
			of[s.Article] = story[0].Article
		}
	}
	return of
}

// TestCorpus holds the figures. The invented events were written before the weights
// were last changed: near misses are the same sums at another trust, the same record
// delayed, a warning in the week of a contract. What is wrong there is one comment
// that speaks of two events.
func TestCorpus(t *testing.T) {
	for _, test := range []struct {
		file          string
		bcubed, pairs float64
		wrongAtMost   int
	}{
		{"stories.jsonl", 0.92, 0.85, 0},  // 0.942, 0.919
		{"invented.jsonl", 0.93, 0.87, 4}, // 0.947, 0.901
	} {
		t.Run(test.file, func(t *testing.T) {
			articles, gold := labelledArticles(t, test.file)
			bcubed, pairs, wrong := score(articles, gold, storyOf(Batch(articles, Ties{})))
			t.Logf("B-cubed %.3f, pairwise %.3f, wrong pairs %d", bcubed, pairs, wrong)
			if bcubed < test.bcubed || pairs < test.pairs || wrong > test.wrongAtMost {
				t.Errorf("B-cubed %.3f, pairwise %.3f, wrong pairs %d; want at least %.2f, %.2f, and at most %d",
					bcubed, pairs, wrong, test.bcubed, test.pairs, test.wrongAtMost)
			}
		})
	}
}

// score compares stories with those that people made: B-cubed and pairwise F1, and
// the pairs that were put together wrongly.
func score(articles []*Signature, gold map[int64]string, of map[int64]int64) (bcubed, pairs float64, wrong int) {
	var precision, recall float64
	var right, ours, theirs int
	for i, a := range articles {
		var both, inOurs, inTheirs float64
		for j, b := range articles {
			us, them := of[a.Article] == of[b.Article], gold[a.Article] == gold[b.Article]
			if us {
				inOurs++
			}
			if them {
				inTheirs++
			}
			if us && them {
				both++
			}
			if j < i {
				right, ours, theirs = right+one(us && them), ours+one(us), theirs+one(them)
				wrong += one(us && !them)
			}
		}
		precision, recall = precision+both/inOurs, recall+both/inTheirs
	}
	n := float64(len(articles))
	return harmonic(precision/n, recall/n), harmonic(float64(right)/float64(ours), float64(right)/float64(theirs)), wrong
}

func harmonic(p, r float64) float64 { return 2 * p * r / (p + r) }

func TestStoriesDoNotDependOnOrder(t *testing.T) {
	articles, _ := corpus(t)
	want := storyOf(Batch(articles, Ties{}))
	random := rand.New(rand.NewPCG(1, 2))
	for range 10 {
		random.Shuffle(len(articles), func(i, j int) { articles[i], articles[j] = articles[j], articles[i] })
		if diff := cmp.Diff(want, storyOf(Batch(articles, Ties{}))); diff != "" {
			t.Fatalf("stories in another order (-first +shuffled):\n%s", diff)
		}
	}
}

func TestBatchFindsWhatGroupFinds(t *testing.T) {
	articles, _ := corpus(t)
	if diff := cmp.Diff(storyOf(Group(articles, Ties{})), storyOf(Batch(articles, Ties{}))); diff != "" {
		t.Errorf("the index loses pairs (-all pairs +index):\n%s", diff)
	}
}

func TestCompareIsSymmetric(t *testing.T) {
	articles, _ := corpus(t)
	for i, a := range articles {
		for _, b := range articles[:i] {
			x, y := Compare(a, b), Compare(b, a)
			x.A, x.B = y.A, y.B
			if diff := cmp.Diff(x, y); diff != "" {
				t.Fatalf("Compare(%d, %d) differs from its reverse:\n%s", a.Article, b.Article, diff)
			}
		}
	}
}

func TestOperatorAndToldStoriesWin(t *testing.T) {
	articles, _ := corpus(t)
	first := Batch(articles, Ties{})
	at := slices.IndexFunc(first, func(s []*Signature) bool { return len(s) > 2 })
	a, b := first[at][0].Article, first[at][1].Article
	other := first[(at+1)%len(first)][0].Article

	t.Run("parted articles are two stories", func(t *testing.T) {
		var ties Ties
		ties.Part(a, b)
		if of := storyOf(Batch(articles, ties)); of[a] == of[b] {
			t.Errorf("articles %d and %d are still one story", a, b)
		}
	})
	t.Run("joined articles are one story", func(t *testing.T) {
		var ties Ties
		ties.Join(a, other)
		if of := storyOf(Batch(articles, ties)); of[a] != of[other] {
			t.Errorf("articles %d and %d are still two stories", a, other)
		}
	})
	t.Run("parted articles stay so when an issue told both in one story", func(t *testing.T) {
		ties := Ties{Told: map[int64]int64{a: 1, b: 1, other: 1}}
		ties.Part(a, b)
		if of := storyOf(Batch(articles, ties)); of[a] == of[b] {
			t.Errorf("articles %d and %d are still one story", a, b)
		}
	})
	t.Run("stories told apart stay apart, told together stay together", func(t *testing.T) {
		ties := Ties{Told: map[int64]int64{a: 1, b: 2, other: 1}}
		of := storyOf(Batch(articles, ties))
		if of[a] == of[b] || of[a] != of[other] {
			t.Errorf("story of %d is %d, of %d is %d, of %d is %d", a, of[a], b, of[b], other, of[other])
		}
	})
}
