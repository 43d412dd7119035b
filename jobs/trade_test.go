package jobs

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// trade makes up reports of 150 words at a steady pace. Words are as common as in
// English (Zipf); every fourth report is a further one of an event before.
type trade struct {
	random *rand.Rand
	words  *rand.Zipf
	start  time.Time
	perDay int
	n      int
	flood  string // "copies" and "variants" of one text in place of news
}

// known is how many of the commonest words a beat lists as such. The first one that
// it does not list is in one of a hundred articles.
const known = 1500

func newTrade(perDay int) *trade {
	random := rand.New(rand.NewPCG(7, 7))
	return &trade{random: random, words: rand.NewZipf(random, 1.1, 8, 60_000), start: monday.AddDate(-1, 0, 0), perDay: perDay}
}

// day is when the next report is made. The pace is worked out first: a million days
// are more than a [time.Duration] holds.
func (t *trade) day() time.Time {
	pace := day / time.Duration(t.perDay)
	return t.start.Add(time.Duration(t.n) * pace)
}

func (t *trade) next() (item news.Item) {
	event, seed := t.n, uint64(t.n)
	if t.random.IntN(4) == 0 {
		event = max(0, t.n-1-t.random.IntN(t.perDay)) // of the last day
	}
	if t.flood == "copies" || t.flood == "variants" {
		event, seed = 1, 1
	}
	at := t.day()
	t.n++
	id := fmt.Sprint(t.n)
	return news.Item{GUID: id, URL: "https://trade.example/" + id, Title: "Trade news on " + name(event), Published: at,
		Publisher: fmt.Sprint("Publisher ", t.random.IntN(40)), Summary: t.text(event, seed)}
}

func name(n int) string {
	syllables := []string{"ba", "den", "fil", "gor", "hus", "kel", "lo", "mar", "nim", "por", "rust", "sal", "tor", "vel", "wick", "yar"}
	var b strings.Builder
	for range 4 {
		b.WriteString(syllables[n%16])
		n /= 16
	}
	return strings.ToUpper(b.String()[:1]) + b.String()[1:]
}

// text tells of an event: who, where and how much it is follows from the event.
func (t *trade) text(event int, seed uint64) string {
	words := rand.NewZipf(rand.New(rand.NewPCG(seed, 3)), 1.1, 8, 60_000)
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s of the %s trust pays £%dm to %s and hires %d people from %d March. ", name(event*7+1), name(event*13+5),
		name(event%3000+9), event%89+1, name(event*31+2), event%997+100, event%28+1)
	for i := range 130 {
		if t.flood == "variants" && i%3 == 0 { // the same news, with every third word another
			fmt.Fprintf(&b, "%s ", strings.ToLower(name(int(t.words.Uint64())+70_000)))
			continue
		}
		if rank := int(words.Uint64()); rank >= known {
			fmt.Fprintf(&b, "%s ", strings.ToLower(name(rank+70_000)))
		} else {
			b.WriteString("the ")
		}
	}
	if t.flood == "copies" {
		fmt.Fprintf(&b, "Copied by outlet %d.", t.n)
	}
	return b.String()
}

// take takes in the next n reports of the trade, each with a verdict.
func (d *desk) take(t testing.TB, trade *trade, n int) {
	t.Helper()
	source := news.Source{Name: "Trade", URL: "https://trade.example/feed", Kind: news.KindFeed}
	at := trade.day()
	poll := news.Poll{Source: source, At: at, Outcome: news.OutcomeNew,
		State: news.SourceState{URL: source.URL, FirstRead: trade.start.AddDate(-1, 0, 0), LastRead: at, Outcome: news.OutcomeNew}}
	for range n {
		poll.Items = append(poll.Items, trade.next())
	}
	if _, err := d.Store.SavePoll(t.Context(), poll); err != nil {
		t.Fatal(err)
	}
	d.judgeAll(t)
}

func (d *desk) group(t testing.TB) {
	t.Helper()
	if _, err := d.Group(t.Context()); err != nil {
		t.Fatal(err)
	}
}
