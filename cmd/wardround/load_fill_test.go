package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
	"github.com/wardround/wardround/store/sqlite"
)

const (
	loadArticles = 100_000
	loadPerPoll  = 250
	loadSources  = 60
	loadPerDay   = 100 // so that the archive is of nearly three years
	loadEvents   = 6   // of a poll that one or two other publishers tell too
)

// loadTopics are names of the embedded beat's topics.
var loadTopics = []string{"digital-workforce-plan", "agenda-for-change-pay", "ddat-profession", "digital-skills-training"}

// loadWords are common in the made-up articles, so that searches for them are costly.
var loadWords = strings.Fields("workforce digital trust staff plan band pay developer training contract board minister review data nurse region")

// fillForLoad makes a store of so many made-up articles, an eighth of them
// relevant, by the ways a round takes.
func fillForLoad(t *testing.T, path string, now time.Time) {
	t.Helper()
	s, err := sqlite.Open(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	f := filler{random: rand.New(rand.NewPCG(5, 5)), start: now.Add(-loadArticles * 24 * time.Hour / loadPerDay), ours: map[string]bool{}}
	f.rare = rand.NewZipf(f.random, 1.1, 8, 60_000)
	for n := 0; n < loadArticles; n += loadPerPoll {
		if _, err := s.SavePoll(t.Context(), f.poll(n)); err != nil {
			t.Fatal(err)
		}
		if err := f.judge(t.Context(), s, now); err != nil {
			t.Fatal(err)
		}
	}
}

type filler struct {
	random *rand.Rand
	rare   *rand.Zipf
	start  time.Time
	latest []event         // that the next sources tell too
	ours   map[string]bool // addresses of what tells one, or promises
}

// event is something that several publishers tell, each in an order and with words of its own.
type event struct {
	title  string
	facts  []string
	untold int // by so many publishers yet
}

// event is made of names and figures that no other has.
func (f *filler) event() event {
	name := func() string {
		parts := strings.Fields("bar mel wick tor han ley quin dale os rud fen gar thorpe ash by")
		word := ""
		for range 4 {
			word += parts[f.random.IntN(len(parts))]
		}
		return strings.ToUpper(word[:1]) + word[1:]
	}
	place, body, person := name(), name(), name()+" "+name()
	posts, cost := 100+f.random.IntN(900), 1+f.random.IntN(90)
	return event{
		title: fmt.Sprintf("%s trust cuts %d digital posts at %s", place, posts, body),
		facts: []string{
			fmt.Sprintf("%s University Hospitals Trust has cut %d digital posts at its %s centre.", place, posts, body),
			fmt.Sprintf("The move saves £%d.%d million, %s told the board.", cost, f.random.IntN(9), person),
			fmt.Sprintf("%s, who runs the %s centre, said %d developers had left since April.", person, body, posts/3),
			fmt.Sprintf("A contract with %s Systems ended in the same month.", name()),
		},
		untold: 2 + f.random.IntN(2),
	}
}

// tell adds what the latest events are to a poll, and a few new ones.
func (f *filler) tell(poll *news.Poll) {
	for range loadEvents {
		f.latest = append(f.latest, f.event())
	}
	var rest []event
	for i, e := range f.latest {
		item := &poll.Items[i]
		f.random.Shuffle(len(e.facts), func(a, b int) { e.facts[a], e.facts[b] = e.facts[b], e.facts[a] })
		item.Title = e.title
		item.Body[0].Text = strings.Join(e.facts, " ") + " " + f.text(20)
		f.ours[item.URL] = true
		if e.untold--; e.untold > 0 {
			rest = append(rest, e)
		}
	}
	f.latest = rest
}

func loadSource(n int) news.Source {
	return news.Source{Name: fmt.Sprintf("Source %d", n), URL: fmt.Sprintf("http://127.0.0.1:9/%d", n), Kind: news.KindFeed}
}

// poll is what a source lists from the n-th article on.
func (f *filler) poll(n int) news.Poll {
	source := loadSource(n / loadPerPoll % loadSources)
	at := f.start.Add(time.Duration(n+loadPerPoll) * 24 * time.Hour / loadPerDay)
	poll := news.Poll{Source: source, At: at, Outcome: news.OutcomeNew, State: news.SourceState{URL: source.URL,
		FirstRead: f.start, LastTry: at, LastRead: at, LastNew: at, Outcome: news.OutcomeNew}}
	for i := range loadPerPoll { // without a link, so that nothing asks for a page
		url := fmt.Sprintf("https://gazette%d.example/%d", n%loadSources, n+i)
		title := f.text(7)
		poll.Items = append(poll.Items, news.Item{GUID: url, URL: url, Title: strings.ToUpper(title[:1]) + title[1:], Published: at.Add(-time.Hour),
			Summary: f.text(40), Body: []news.Block{{Kind: news.Paragraph, Text: f.promise(url, at) + f.text(100)}, {Kind: news.Paragraph, Text: f.text(100)}}})
	}
	f.tell(&poll)
	return poll
}

// text is made of words few of which are common and many rare.
func (f *filler) text(words int) string {
	var b strings.Builder
	for i := range words {
		if i > 0 {
			b.WriteByte(' ')
		}
		if f.random.IntN(4) == 0 {
			b.WriteString(loadWords[min(f.random.IntN(len(loadWords)), f.random.IntN(len(loadWords)))])
		} else {
			fmt.Fprintf(&b, "w%sen", string(rune('a'+f.rare.Uint64()%26))+fmt.Sprint(f.rare.Uint64()))
		}
	}
	b.WriteByte('.')
	return b.String()
}

// promise is, in one article of three hundred, a sentence that promises: some hundred
// promises, as a beat gathers in three years.
func (f *filler) promise(url string, at time.Time) string {
	if f.random.IntN(300) > 0 {
		return ""
	}
	f.ours[url] = true
	return fmt.Sprintf("NHS England said it will publish the %s workforce plan by %s. ",
		strings.ToUpper(string(rune('A'+f.random.IntN(26))))+fmt.Sprintf("orth%dton", f.random.IntN(40)),
		at.AddDate(0, f.random.IntN(14), 0).Format("January 2006"))
}

// judge gives each article that has none a verdict with reasons of the usual size.
func (f *filler) judge(ctx context.Context, s *store.Store, now time.Time) error {
	articles, err := s.ToJudge(ctx, loadPerPoll)
	if err != nil {
		return err
	}
	verdicts, hashes := make([]news.Verdict, len(articles)), map[int64]string{}
	for i, a := range articles {
		v := news.Verdict{Article: a.ID, Level: news.NotOurs, Score: float64(f.random.IntN(39)), Threshold: 40, Missing: []string{"people"}, Why: "no word on people"}
		if f.random.IntN(8) == 0 || f.ours[a.URL] {
			v = news.Verdict{Article: a.ID, Relevant: true, Level: news.Core, Score: 40 + float64(f.random.IntN(60)), Threshold: 40,
				Topics: []string{loadTopics[f.random.IntN(len(loadTopics))]}, Why: "workforce in the headline and in the text, with digital"}
		}
		for range 12 {
			word := loadWords[f.random.IntN(len(loadWords))]
			v.Matches = append(v.Matches, news.Match{Term: word, Text: word, Group: "people", Zone: news.ZoneBody, Start: f.random.IntN(500),
				Weight: f.random.Float64(), Rule: "topics.yaml:120", Sentence: a.Title})
		}
		verdicts[i], hashes[a.ID] = v, a.Hash
	}
	return s.SaveVerdicts(ctx, now, verdicts, hashes)
}
