package storetest

import (
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testPhrases: words that stand side by side, in this order.
func testPhrases(t *testing.T, open opener) {
	k := open(t)
	one := k.take(monday, item(1, title("Notices"), summary("The harbour ferry plan slips again. Pilot-led care goes on."))).ID
	two := k.take(monday.Add(hour), item(2, title("Notices"), summary("A plan for the ferry: harbour, and harbour ferry again."))).ID
	three := k.take(monday.Add(2*hour), item(3, title("Notices"), summary("The plan is harbour. The ferry is not. A pilot led the care."))).ID
	for name, tt := range map[string]struct {
		text string
		want []int64
	}{
		"two words":                       {`"harbour ferry"`, []int64{two, one}},
		"the other way round":             {`"ferry harbour"`, []int64{two}},
		"three words":                     {`"harbour ferry plan"`, []int64{one}},
		"each two of them, not all three": {`"ferry harbour ferry"`, nil},
		"words that stand apart":          {`"plan ferry"`, nil},
		"other forms":                     {`"plans slipped"`, []int64{one}},
		"two phrases":                     {`"harbour ferry" "ferry again"`, []int64{two}},
		"a phrase and words":              {`again "harbour ferry" plan`, []int64{two, one}},
		"a phrase and a word of others":   {`"harbour ferry" pilot`, []int64{one}},
		"a phrase of one word":            {`"pilot"`, []int64{three, one}},
		"such a word in a phrase":         {`"pilot-led care"`, []int64{one}},
		"no phrase":                       {`harbour ferry plan`, []int64{three, two, one}},
		"the same phrase twice":           {`"harbour ferry" "harbour ferry"`, []int64{two, one}},
		"marks between the words":         {`"harbour, ferry!"`, []int64{two, one}},
	} {
		t.Run(name, func(t *testing.T) {
			same(t, "newest first", k.find(store.Query{Text: tt.text}), tt.want)
			same(t, "by rank", len(k.find(store.Query{Text: tt.text, ByRank: true})), len(tt.want))
		})
	}
	k.judge(one)
	same(t, "among relevant ones", k.find(store.Query{Text: `"harbour ferry"`, Relevant: true}), []int64{one})
}

// testRelevantSearch: a search among relevant articles goes by their latest verdicts,
// whether text or verdict came first.
func testRelevantSearch(t *testing.T, open opener) {
	k := open(t)
	finds := func(what string, want ...int64) {
		t.Helper()
		same(t, what, k.find(store.Query{Text: "plan", Relevant: true}), want)
		same(t, what+", best match", k.find(store.Query{Text: "plan", Relevant: true, ByRank: true}), want)
	}
	a := k.take(monday, item(1, title("A plan"))).ID
	finds("without a verdict")
	k.judge(a, irrelevant)
	finds("not relevant")
	k.judge(a)
	finds("relevant by a later verdict", a)
	k.page(a, monday, "What the plan says now.")
	finds("after another text", a)
	k.judge(a, irrelevant)
	finds("relevant no more")
	k.page(a, monday.Add(hour), "What the plan says at last.")
	finds("after another text of what is relevant no more")

	poll := pollOf(source("gazette"), monday.Add(hour), item(2, title("Another plan")))
	poll.Judge = func(a news.Article) news.Verdict {
		return news.Verdict{Article: a.ID, Relevant: true, Level: news.Core}
	}
	k.poll(poll)
	finds("judged as it is listed", k.at(item(2).URL).ID)
}
