package storetest

import (
	"errors"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// testVerdicts: which articles are to be judged, and which verdicts count.
func testVerdicts(t *testing.T, open opener) {
	gazette := source("gazette")
	t.Run("a verdict comes back whole", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		v := news.Verdict{Article: a.ID, Relevant: true, Level: news.Peripheral, Score: 42.5, Threshold: 40,
			Topics: []string{"pay", "plans"}, Missing: []string{"place"}, Why: "pay", Lexicon: "one",
			Matches: []news.Match{
				{Text: "Pay", Group: "people", Zone: news.ZoneTitle, Start: 1, End: 4, Weight: 2.5},
				{Text: "tenders", Group: "product", Zone: news.ZoneBody, Block: 3, Start: 40, End: 47, Weight: -1.4},
				{Text: "pay", Topic: "pay", Zone: news.ZoneBody, Block: 3, Start: 2, End: 5, Weight: 0.1},
			},
			Parts: []news.Part{{Name: "title", Value: 42.5}}}
		k.must(k.SaveVerdicts(t.Context(), monday, []news.Verdict{v}, map[int64]string{a.ID: a.Hash}))
		got, err := k.Verdict(t.Context(), a.ID)
		k.must(err)
		same(t, "verdict", got, v)
		found, err := k.Find(t.Context(), store.Query{})
		k.must(err)
		same(t, "found", found[0].Verdict, v)
		found, err = k.Find(t.Context(), store.Query{Brief: true})
		k.must(err)
		brief := v
		brief.Matches = nil
		same(t, "found for a list", found[0].Verdict, brief)
		same(t, "text found for a list", found[0].Article.Summary, "")
		same(t, "by topic", k.find(store.Query{Topic: "pay"}), []int64{a.ID})
		k.judge(a.ID, irrelevant)
		same(t, "by a topic it lost", k.find(store.Query{Topic: "pay"}), []int64(nil))
		if _, err := k.Verdict(t.Context(), 99); !errors.Is(err, store.ErrNotFound) {
			t.Errorf("Verdict(99): %v, want ErrNotFound", err)
		}
	})
	again := map[string]func(k *kit, a news.Article){
		"its page arrives":       func(k *kit, a news.Article) { k.page(a.ID, monday, "Whole.") },
		"its page fails":         func(k *kit, a news.Article) { k.page(a.ID, monday, "", failed) },
		"its source edits it":    func(k *kit, a news.Article) { k.poll(pollOf(gazette, monday, item(1, title("Edited")))) },
		"the page moves":         func(k *kit, a news.Article) { k.page(a.ID, monday, "Whole.", canonical(movedTo)) },
		"the lexicon is another": func(k *kit, _ news.Article) { _, err := k.JudgeAgain(k.Context(), monday, "two"); k.must(err) },
	}
	for name, change := range again {
		t.Run("an article is judged again when "+name, func(t *testing.T) {
			k := open(t)
			a := k.take(monday, item(1))
			same(t, "before", k.toJudge(), []int64{a.ID})
			k.judge(a.ID)
			same(t, "judged", k.toJudge(), []int64(nil))
			change(k, a)
			same(t, "after", k.toJudge(), []int64{a.ID})
			k.judge(a.ID)
			same(t, "judged again", k.toJudge(), []int64(nil))
		})
		if name == "the lexicon is another" {
			continue // the text is the same: a verdict under way is right
		}
		t.Run("a verdict under way does not count when "+name, func(t *testing.T) {
			k := open(t)
			a := k.take(monday, item(1))
			change(k, a)
			k.judge(a.ID, score(70))
			change := map[int64]string{a.ID: a.Hash}
			stale := news.Verdict{Article: a.ID, Score: 10, Lexicon: "one"}
			k.must(k.SaveVerdicts(t.Context(), monday, []news.Verdict{stale}, change))
			v, err := k.Verdict(t.Context(), a.ID)
			k.must(err)
			same(t, "score", v.Score, 70.0)
		})
		t.Run("it stays to be judged after a verdict on the text before when "+name, func(t *testing.T) {
			k := open(t)
			a := k.take(monday, item(1))
			change(k, a)
			stale := news.Verdict{Article: a.ID, Score: 10, Lexicon: "one"}
			k.must(k.SaveVerdicts(t.Context(), monday, []news.Verdict{stale}, map[int64]string{a.ID: a.Hash}))
			same(t, "to judge", k.toJudge(), []int64{a.ID})
		})
	}
	t.Run("one article merged away does not cost the others their verdicts", func(t *testing.T) {
		k := open(t)
		one, two := k.take(monday, item(1)), k.take(monday, item(2))
		k.page(two.ID, monday, "Two.", canonical(one.URL))
		one = k.article(one.ID)
		verdicts := []news.Verdict{{Article: two.ID, Topics: []string{"pay"}}, {Article: one.ID, Topics: []string{"pay"}}}
		k.must(k.SaveVerdicts(t.Context(), monday, verdicts, map[int64]string{one.ID: one.Hash, two.ID: two.Hash}))
		same(t, "to judge", k.toJudge(), []int64(nil))
	})
	t.Run("a new lexicon judges what it has not judged, not the known", func(t *testing.T) { judgeAgain(t, open(t)) })
}

func failed(p *news.ScrapedPage) {
	p.State, p.Page.Quality = news.PageFailed, news.QualityFailed
}

func judgeAgain(t *testing.T, k *kit) {
	k.poll(pollOf(source("gazette"), monday.Add(-day), item(1)))
	k.poll(pollOf(source("gazette"), monday, item(2), item(3)))
	k.poll(firstRead(pollOf(source("courier"), monday, item(4, published(monday.Add(-day)))), monday.Add(-hour)))
	old, two, three := k.at(item(1).URL).ID, k.at(item(2).URL).ID, k.at(item(3).URL).ID
	k.judge(old)
	k.judge(two)
	k.judge(three, func(v *news.Verdict) { v.Lexicon = "two" })
	n, err := k.JudgeAgain(k.Context(), monday, "two")
	k.must(err)
	same(t, "marked", n, 1)
	same(t, "to judge", k.toJudge(), []int64{two})
	n, err = k.JudgeAgain(k.Context(), monday.Add(-30*day), "three")
	k.must(err)
	same(t, "marked without the known", n, 3)
	some, err := k.ToJudge(t.Context(), 2)
	k.must(err)
	same(t, "oldest first", ids(some), []int64{old, two})
}
