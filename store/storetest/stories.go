package storetest

import (
	"slices"
	"testing"

	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// relevant takes in item n, judges it relevant and returns its number.
func (k *kit) relevant(n int) int64 {
	k.Helper()
	a := k.take(monday, item(n))
	k.page(a.ID, monday, "Text.")
	k.judge(a.ID)
	return a.ID
}

// sign keeps a signature of the article with these keys, and links to others.
func (k *kit) sign(article int64, day news.Day, keys []int64, linked ...int64) {
	k.Helper()
	a, err := k.Article(k.Context(), article)
	k.must(err)
	sig := store.Signature{Article: article, Day: day, Words: "w1", Keys: keys, Data: []byte(`{}`)}
	for _, other := range linked {
		sig.Links = append(sig.Links, store.StoryLink{Article: other, Score: 0.5})
	}
	k.must(k.SaveSignature(k.Context(), sig, a.Hash))
}

func numbersOf(all []store.Signature) []int64 {
	var ids []int64
	for _, s := range all {
		ids = append(ids, s.Article)
	}
	slices.Sort(ids)
	return ids
}

func (k *kit) waiting() []int64 {
	k.Helper()
	all, err := k.ToGroup(k.Context(), 100)
	k.must(err)
	var ids []int64
	for _, g := range all {
		ids = append(ids, g.Article.ID)
	}
	return ids
}

// testStories: which articles are placed among stories, and which hang together.
func testStories(t *testing.T, open opener) {
	t.Run("an article waits from its verdict until it is signed, and again when it is judged anew", func(t *testing.T) {
		k := open(t)
		id := k.relevant(1)
		same(k.T, "waiting", k.waiting(), []int64{id})
		k.sign(id, "2026-11-16", []int64{1, 2})
		same(k.T, "waiting once signed", len(k.waiting()), 0)
		k.judge(id)
		same(k.T, "waiting after another verdict", k.waiting(), []int64{id})
		k.must(k.DropSignature(k.Context(), id))
		same(k.T, "waiting once dropped", len(k.waiting()), 0)
		stories, err := k.StoriesOf(k.Context(), []int64{id})
		k.must(err)
		same(k.T, "stories of it", len(stories), 0)
	})
	t.Run("a text that changed while it was signed waits still", func(t *testing.T) {
		k := open(t)
		id := k.relevant(1)
		k.must(k.SaveSignature(k.Context(), store.Signature{Article: id, Day: "2026-11-16", Data: []byte(`{}`)}, "another hash"))
		same(k.T, "waiting", k.waiting(), []int64{id})
	})
	t.Run("other words bring the recent ones back", func(t *testing.T) {
		k := open(t)
		old, recent := k.relevant(1), k.relevant(2)
		k.sign(old, "2026-01-01", nil)
		k.sign(recent, "2026-11-16", nil)
		k.must(k.GroupAgain(k.Context(), "w1", "2026-11-01"))
		same(k.T, "waiting by the same words", len(k.waiting()), 0)
		k.must(k.GroupAgain(k.Context(), "w2", "2026-11-01"))
		same(k.T, "waiting by other words", k.waiting(), []int64{recent})
	})
	t.Run("near are those of the days that share most keys", func(t *testing.T) {
		k := open(t)
		one, two, far := k.relevant(1), k.relevant(2), k.relevant(3)
		k.sign(one, "2026-11-10", []int64{-7})
		k.sign(two, "2026-11-16", []int64{-7, 8})
		k.sign(far, "2026-10-01", []int64{-7, 8})
		near, err := k.NearSignatures(k.Context(), []int64{-7, 8, 9}, "2026-11-06", "2026-11-20", 10)
		k.must(err)
		same(k.T, "near", numbersOf(near), []int64{one, two})
		near, err = k.NearSignatures(k.Context(), []int64{-7, 8, 9}, "2026-11-06", "2026-11-20", 1)
		k.must(err)
		same(k.T, "nearest", numbersOf(near), []int64{two})
		near, err = k.NearSignatures(k.Context(), nil, "2026-11-06", "2026-11-20", 1)
		k.must(err)
		same(k.T, "near to nothing", len(near), 0)
	})
	t.Run("links, stories and told stories hang together", func(t *testing.T) {
		k := open(t)
		a, b, c, d, alone := k.relevant(1), k.relevant(2), k.relevant(3), k.relevant(4), k.relevant(5)
		k.sign(a, "2026-11-16", nil)
		k.sign(b, "2026-11-16", nil, a)
		for _, id := range []int64{c, d, alone} {
			k.sign(id, "2026-11-16", nil)
		}
		k.must(k.SaveStories(k.Context(), map[int64]int64{c: a}))
		k.must(k.SaveStories(k.Context(), map[int64]int64{c: b, b: b}))
		k.tell(b, d)
		linked, err := k.Linked(k.Context(), []int64{a}, 100)
		k.must(err)
		same(k.T, "linked", numbersOf(linked), []int64{a, b, c, d})
		told, err := k.ToldStories(k.Context(), []int64{a, b, c, d})
		k.must(err)
		same(k.T, "told", told, map[int64]int64{b: b, d: b})
		refs, err := k.ToldRefs(k.Context(), "weekly", []int64{a, b, d})
		k.must(err)
		same(k.T, "references", refs, map[int64]string{b: "1.1", d: "1.1"})
		lead, err := k.ArticleByRef(k.Context(), "1.1")
		k.must(err)
		same(k.T, "article of the reference", lead.ID, b)
		stories, err := k.StoriesSince(k.Context(), "2026-11-01", 2, 10)
		k.must(err)
		same(k.T, "stories with two articles", numbersOf(stories), []int64{b, c})
	})
}

// tell freezes an issue with one story: lead, and other as its other report.
func (k *kit) tell(lead, other int64) {
	k.Helper()
	_, err := k.Freeze(k.Context(), store.KeptIssue{State: news.IssueFrozen, Frozen: monday, Expires: monday.Add(day),
		Issue: news.Issue{Version: 1, Number: 1, Edition: "weekly", Slot: news.Slot{Edition: "weekly", Key: "k", At: monday},
			Sections: []news.Section{{Stories: []news.Story{{Ref: "1.1", Article: lead, Revision: 1,
				Also: []news.Also{{Article: other, Revision: 1}}}}}}}}, nil)
	k.must(err)
}
