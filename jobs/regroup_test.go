package jobs

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// work is what placing the next articles takes: pairs compared and index rows read,
// for each article.
func (d *desk) work(t *testing.T, trade *trade, n int) (compared, read float64) {
	t.Helper()
	d.take(t, trade, n)
	waiting, err := d.Store.ToGroup(t.Context(), n)
	if err != nil {
		t.Fatal(err)
	}
	err = d.Store.PlaceStories(t.Context(), func(tx *store.Placing) error {
		p := d.placing(tx, decided{tie: func(*cluster.Ties) {}})
		defer func() { compared, read = float64(p.compared)/float64(n), float64(p.read)/float64(n) }()
		return p.all(t.Context(), waiting)
	})
	if err != nil {
		t.Fatal(err)
	}
	return compared, read
}

func TestTheWorkForAnArticleDoesNotGrowWithTheStore(t *testing.T) {
	for _, test := range []struct {
		name   string
		perDay int
		flood  string
	}{
		{"a steady trade", 10, ""},
		{"copies of one text", 2000, "copies"},
		{"one story in a thousand wordings", 2000, "variants"},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := newDesk(t, monday, edition(t, "weekly", 1)).grouping(t)
			trade := newTrade(test.perDay)
			trade.flood = test.flood
			d.work(t, trade, 400)
			before, rows := d.work(t, trade, 200)
			d.work(t, trade, 800)
			after, more := d.work(t, trade, 200)
			t.Logf("with 400: %.1f compared, %.0f rows; with 1,400: %.1f, %.0f", before, rows, after, more)
			if before == 0 && rows == 0 {
				t.Fatal("nothing was compared or read")
			}
			if after > 1.5*before || more > 1.5*rows {
				t.Errorf("with 400 articles %.1f compared and %.0f rows read for one, with 1,400 %.1f and %.0f", before, rows, after, more)
			}
		})
	}
}

func TestACrowdIsOneStoryAndCopiesAreListed(t *testing.T) {
	for _, flood := range []string{"copies", "variants"} {
		d := newDesk(t, monday, edition(t, "weekly", 1)).grouping(t)
		trade := newTrade(2000)
		trade.flood = flood
		const n = 400
		d.take(t, trade, n)
		d.group(t)
		stories, err := Shelf{d.Store}.Since(t.Context(), "2025-01-01", ShelfLimit{Stories: 10, Alone: true})
		if err != nil {
			t.Fatal(err)
		}
		if len(stories) != 1 || len(stories[0].Members) != n {
			t.Errorf("%s: %d stories, the first of %d articles", flood, len(stories), len(stories[0].Members))
		}
	}
}

// invented reads the labelled articles of package cluster.
func invented(t *testing.T) []news.Item {
	t.Helper()
	file, err := os.Open("../cluster/testdata/invented.jsonl")
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var items []news.Item
	for lines := bufio.NewScanner(file); lines.Scan(); {
		var l struct{ ID, URL, Publisher, Published, Title, Text string }
		if err := json.Unmarshal(lines.Bytes(), &l); err != nil {
			t.Fatal(err)
		}
		items = append(items, news.Item{GUID: l.ID, URL: l.URL, Title: l.Title, Publisher: l.Publisher, Summary: l.Text,
			Published: news.Day(l.Published).Start(time.UTC)})
	}
	return items
}

func TestAnyOrderOfArrivalGivesTheSameStories(t *testing.T) {
	items := invented(t)
	random := rand.New(rand.NewPCG(4, 4))
	var want []string
	for round := range 5 {
		d := newDesk(t, monday, edition(t, "weekly", 1)).grouping(t)
		source := news.Source{Name: "All", URL: "https://all.example/feed", Kind: news.KindFeed}
		for chunk := range slices.Chunk(items, 1+7*round) { // singly, and in ever larger rounds
			at := monday.Add(-time.Hour)
			source.URL = "https://all.example/" + chunk[0].GUID // a source that lists so much of its past at once is flooded
			poll := news.Poll{Source: source, At: at, Outcome: news.OutcomeNew, Items: chunk,
				State: news.SourceState{URL: source.URL, FirstRead: at.AddDate(-1, 0, 0), LastRead: at, Outcome: news.OutcomeNew}}
			if _, err := d.Store.SavePoll(t.Context(), poll); err != nil {
				t.Fatal(err)
			}
			d.judgeAll(t)
			d.group(t)
		}
		got := d.shelf(t)
		if want == nil {
			want = got
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("round %d (-first +shuffled):\n%s", round, diff)
		}
		random.Shuffle(len(items), func(i, j int) { items[i], items[j] = items[j], items[i] })
	}
	if len(want) < 15 || len(want) > 30 {
		t.Errorf("%d stories of 52 articles on 19 events", len(want))
	}
}

// judgeAll judges every article that waits to be relevant.
func (d *desk) judgeAll(t testing.TB) {
	t.Helper()
	articles, err := d.Store.ToJudge(t.Context(), 1000)
	if err != nil {
		t.Fatal(err)
	}
	hashes := map[int64]string{}
	var verdicts []news.Verdict
	for _, a := range articles {
		hashes[a.ID] = a.Hash
		verdicts = append(verdicts, news.Verdict{Article: a.ID, Relevant: true, Level: news.Core, Score: 60})
	}
	if err := d.Store.SaveVerdicts(t.Context(), monday, verdicts, hashes); err != nil {
		t.Fatal(err)
	}
}

func TestAStoryToldOverTwoIssuesStaysOne(t *testing.T) {
	d := newDesk(t, monday.Add(-7*day), edition(t, "weekly", 1)).known(t).grouping(t)
	d.report(t, monday.Add(-day), second, first)
	d.clock.Set(monday)
	one(t, d.due(t))
	d.report(t, monday.Add(day), third)
	d.clock.Set(monday.Add(7 * day))
	one(t, d.due(t))
	fourth := report{"Salt Marsh Letter", "talks", "Talks on Quillmark at Fenside",
		"Delia Marsh met the 38 clerks of Fenside on the £4.2m Quillmark rosters. NHS digital workforce unions were there."}
	d.report(t, monday.Add(8*day), fourth)
	if diff := cmp.Diff([]string{"clerks+quillmark+roster+talks"}, d.shelf(t)); diff != "" {
		t.Errorf("stories (-want +got):\n%s", diff)
	}
}

func TestStoryNumbers(t *testing.T) {
	story := func(ids ...int64) (s []*cluster.Signature) {
		for _, id := range ids {
			s = append(s, &cluster.Signature{Article: id})
		}
		return s
	}
	for _, test := range []struct {
		name    string
		stories [][]*cluster.Signature
		told    map[int64]int64
		want    string
	}{
		{"the first article gives the number", [][]*cluster.Signature{story(7, 5), story(6)}, nil, "map[5:5 6:6 7:5]"},
		{"a told number stays when an earlier article joins", [][]*cluster.Signature{story(3, 5, 7)}, map[int64]int64{5: 5, 7: 5}, "map[3:5 5:5 7:5]"},
		{"of a told story that was parted one part keeps the number", [][]*cluster.Signature{story(7, 9), story(5)},
			map[int64]int64{5: 5, 7: 5, 9: 5}, "map[5:5 7:7 9:7]"},
	} {
		if got := fmt.Sprint(storyNumbers(test.stories, test.told)); got != test.want {
			t.Errorf("%s: %s, want %s", test.name, got, test.want)
		}
	}
}
