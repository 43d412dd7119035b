package storetest

import (
	"errors"
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

// signature is one of the article with these keys, and links to others.
func (k *kit) signature(article int64, day news.Day, keys []int64, linked ...int64) store.Signature {
	sig := store.Signature{Article: article, Story: article, Day: day, Words: "w1", Data: []byte{1}}
	for _, key := range keys {
		sig.Keys = append(sig.Keys, store.StoryKey{Hash: key, Weight: float64(key * key)})
	}
	for _, other := range linked {
		sig.Links = append(sig.Links, store.StoryLink{Article: other, Score: 0.5})
	}
	return sig
}

// sign keeps a signature.
func (k *kit) sign(article int64, day news.Day, keys []int64, linked ...int64) {
	k.Helper()
	k.save(k.signature(article, day, keys, linked...))
}

func (k *kit) save(sig store.Signature) {
	k.Helper()
	a, err := k.Article(k.Context(), sig.Article)
	k.must(err)
	k.placing(func(p *store.Placing) error {
		if err := p.Forget(k.Context(), sig.Article); err != nil {
			return err
		}
		return p.Save(k.Context(), sig, a.Hash)
	})
}

func (k *kit) placing(work func(*store.Placing) error) {
	k.Helper()
	k.must(k.PlaceStories(k.Context(), work))
}

// near lists what is near to a signature.
func (k *kit) near(sig store.Signature, limit int) []int64 {
	k.Helper()
	near, err := k.Near(k.Context(), sig, sig.Day.Add(-10), sig.Day.Add(10), limit)
	k.must(err)
	var ids []int64
	for _, s := range near.Signatures {
		ids = append(ids, s.Article)
	}
	return ids
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
		a, err := k.Article(k.Context(), id)
		k.must(err)
		k.placing(func(p *store.Placing) error {
			return errors.Join(p.Forget(k.Context(), id), p.Done(k.Context(), id, a.Hash))
		})
		same(k.T, "waiting once dropped", len(k.waiting()), 0)
		stories, err := k.StoriesOf(k.Context(), []int64{id})
		k.must(err)
		same(k.T, "stories of it", len(stories), 0)
	})
	t.Run("a text that changed while it was signed waits still", func(t *testing.T) {
		k := open(t)
		id := k.relevant(1)
		k.placing(func(p *store.Placing) error {
			return p.Save(k.Context(), k.signature(id, "2026-11-16", nil), "another hash")
		})
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
	t.Run("near are those of the days that share most by weight, the nearest first", func(t *testing.T) {
		k := open(t)
		one, two, far, gone := k.relevant(1), k.relevant(2), k.relevant(3), k.relevant(4)
		k.sign(one, "2026-11-10", []int64{-7, 1, 2})
		k.sign(two, "2026-11-16", []int64{-7, 8})
		k.sign(far, "2026-10-01", []int64{-7, 8})
		k.sign(gone, "2026-11-16", []int64{-7, 8})
		k.sign(gone, "2026-11-16", []int64{3})
		asked := k.signature(k.relevant(5), "2026-11-16", []int64{-7, 8, 9, 1, 2})
		same(k.T, "near", k.near(asked, 10), []int64{two, one})
		same(k.T, "nearest", k.near(asked, 1), []int64{two})
		same(k.T, "near to nothing", len(k.near(k.signature(one, "2026-11-16", nil), 10)), 0)
		same(k.T, "near to itself", len(k.near(k.signature(gone, "2026-11-16", []int64{3}), 10)), 0)
	})
	t.Run("a key that leads to too many is told, so that it takes in no more", func(t *testing.T) {
		k := open(t)
		for n := range 24 {
			k.sign(k.relevant(n+1), "2026-11-16", []int64{5, int64(100 + n)})
		}
		asked := k.signature(k.relevant(99), "2026-11-16", []int64{5, 100})
		near, err := k.Near(k.Context(), asked, "2026-11-06", "2026-11-26", 3)
		k.must(err)
		same(k.T, "full", near.Full, []int64{5})
		same(k.T, "rows read", near.Read, 25)
		same(k.T, "the one that shares more comes first", near.Signatures[0].Keys == nil && len(near.Signatures) == 3, true)
	})
	t.Run("a copy goes where the article goes that stands for it, and waits when that is gone", func(t *testing.T) {
		k := open(t)
		model, copied, told := k.relevant(1), k.relevant(2), k.relevant(3)
		k.sign(model, "2026-11-16", []int64{5})
		for _, id := range []int64{copied, told} {
			sig := k.signature(id, "2026-11-16", nil)
			sig.Story, sig.CopyOf = model, model
			k.save(sig)
		}
		k.tell(told, model)
		k.placing(func(p *store.Placing) error { return p.SetStory(k.Context(), model, 77) })
		stories, err := k.StoriesOf(k.Context(), []int64{model})
		k.must(err)
		same(k.T, "in the story of the model", numbersOf(stories), []int64{model, copied})
		same(k.T, "waiting", len(k.waiting()), 0)
		k.placing(func(p *store.Placing) error { return p.Forget(k.Context(), model) })
		same(k.T, "waiting without the model", k.waiting(), []int64{copied, told})
	})
	t.Run("links, stories and told stories hang together", func(t *testing.T) {
		k := open(t)
		a, b, c, d, alone := k.relevant(1), k.relevant(2), k.relevant(3), k.relevant(4), k.relevant(5)
		k.sign(a, "2026-11-16", nil)
		k.sign(b, "2026-11-16", nil, a)
		for _, id := range []int64{c, d, alone} {
			k.sign(id, "2026-11-16", nil)
		}
		k.placing(func(p *store.Placing) error {
			return errors.Join(p.SetStory(k.Context(), c, a), p.SetStory(k.Context(), c, b))
		})
		k.tell(b, d)
		k.placing(func(p *store.Placing) error {
			linked, ok, err := p.Linked(k.Context(), []int64{a}, 4)
			same(k.T, "linked", numbersOf(linked), []int64{a, b, c, d})
			same(k.T, "complete", ok, true)
			_, ok, tooMany := p.Linked(k.Context(), []int64{a}, 3)
			same(k.T, "complete within three", ok, false)
			told, tellErr := p.Told(k.Context(), []int64{a, b, c, d})
			same(k.T, "told", told, map[int64]int64{b: b, d: d})
			links, linkErr := p.Links(k.Context(), a)
			same(k.T, "links", links, []store.StoryLink{{Article: b, Score: 0.5}})
			return errors.Join(err, tooMany, tellErr, linkErr)
		})
		if none, err := k.ToldRefs(k.Context(), "weekly", nil); err != nil || len(none) != 0 {
			t.Errorf("ToldRefs() of no articles = %v, %v", none, err)
		}
		if none, err := k.StoriesOf(k.Context(), nil); err != nil || len(none) != 0 {
			t.Errorf("StoriesOf() no articles = %v, %v", none, err)
		}
		refs, err := k.ToldRefs(k.Context(), "weekly", []int64{a, b, d})
		k.must(err)
		same(k.T, "references", refs, map[int64]string{b: "1.1", d: "1.1"})
		lead, err := k.ArticleByRef(k.Context(), "1.1")
		k.must(err)
		same(k.T, "article of the reference", lead.ID, b)
		stories, err := k.StoriesSince(k.Context(), "2026-11-01", 2, 10)
		k.must(err)
		same(k.T, "stories with two articles", numbersOf(stories), []int64{b, c})
		one, err := k.StoryNumbered(k.Context(), stories[0].Story)
		k.must(err)
		none, err := k.StoryNumbered(k.Context(), 1<<40)
		k.must(err)
		if len(one) == 0 || one[0].Story != stories[0].Story || len(none) != 0 {
			k.Errorf("story %d: %d articles; no story: %d", stories[0].Story, len(one), len(none))
		}
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
