package jobs

import (
	"context"
	"fmt"
	"time"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

const (
	// nearest is how many articles one article is compared with: those that share
	// most of its telling tokens. A story has rarely more than ten.
	nearest = 16
	// regroupFor is how far back stories follow a change of the beat's words.
	regroupFor = 60 * day
	// placedAtOnce is how many articles share a commit. Others wait for it: so many
	// take a tenth of a second.
	placedAtOnce = 200
)

// Group finds the story of every relevant article that was judged since, and
// returns how many articles it placed.
func (s *Steps) Group(ctx context.Context) (int, error) {
	if s.Words == nil {
		return 0, nil
	}
	if err := s.Store.GroupAgain(ctx, s.Words.Version(), news.DayOf(s.Now().Add(-regroupFor), time.UTC)); err != nil {
		return 0, err
	}
	decided, err := s.decisions(ctx)
	if err != nil {
		return 0, err
	}
	done := map[int64]string{} // text that was placed; one that changes meanwhile comes again
	for {
		all, err := s.Store.ToGroup(ctx, placedAtOnce)
		if err != nil {
			return len(done), err
		}
		var waiting []store.ToGroup
		for _, g := range all {
			if hash, again := done[g.Article.ID]; !again || hash != g.Article.Hash {
				waiting = append(waiting, g)
			}
		}
		if len(waiting) == 0 {
			return len(done), nil
		}
		err = s.Store.PlaceStories(ctx, func(tx *store.Placing) error {
			return s.placing(tx, decided).all(ctx, waiting)
		})
		if err != nil {
			return len(done), err
		}
		for _, g := range waiting {
			done[g.Article.ID] = g.Article.Hash
		}
	}
}

func (s *Steps) placing(tx *store.Placing, decided decided) *placing {
	return &placing{Placing: tx, words: s.Words, decided: decided}
}

// placing finds the places of a few hundred articles, in one transaction: a round
// that is cut off leaves nothing half placed.
type placing struct {
	*store.Placing
	words   *cluster.Words
	decided decided
	before  map[int64]store.Signature // of articles that were placed once
	told    map[int64]int64           // of these, the story that an issue told
	touched []int64                   // articles whose stories may change

	compared int // pairs of articles, for who wants to know the work
	read     int // rows of the index
}

func (p *placing) all(ctx context.Context, waiting []store.ToGroup) error {
	ids := make([]int64, len(waiting))
	for i, g := range waiting {
		ids[i] = g.Article.ID
	}
	kept, err := p.Kept(ctx, ids)
	if err != nil {
		return err
	}
	p.before = make(map[int64]store.Signature, len(kept))
	again := make([]int64, len(kept))
	for i, k := range kept {
		p.before[k.Article], again[i] = k, k.Article
	}
	if p.told, err = p.Told(ctx, again); err != nil {
		return err
	}
	for _, g := range waiting {
		if err := p.place(ctx, g); err != nil {
			return err
		}
	}
	return p.regroup(ctx)
}

// place keeps an article's signature and its links.
func (p *placing) place(ctx context.Context, g store.ToGroup) error {
	id := g.Article.ID
	before, again := p.before[id]
	if !g.Relevant {
		if err := p.leave(ctx, before, again); err != nil {
			return err
		}
		return p.Done(ctx, id, g.Article.Hash)
	}
	sig := p.words.Sign(g.Article)
	kept := asKept(&sig)
	kept.Words, kept.Data = p.words.Version(), sig.Encode()
	if again && before.Words == kept.Words && string(before.Data) == string(kept.Data) {
		return p.Done(ctx, id, g.Article.Hash) // judged anew, but the text says the same
	}
	if err := p.leave(ctx, before, again); err != nil {
		return err
	}
	if again {
		kept.Story = before.Story
	}
	if err := p.link(ctx, &sig, &kept); err != nil {
		return err
	}
	if again || len(kept.Links) > 0 || p.decided.names(id) {
		p.touched = append(p.touched, id)
	}
	return p.Save(ctx, kept, g.Article.Hash)
}

// leave takes an article that was placed before out of the stories.
func (p *placing) leave(ctx context.Context, before store.Signature, again bool) error {
	if !again {
		return nil
	}
	rest, err := p.Links(ctx, before.Article)
	if err != nil {
		return err
	}
	for _, link := range rest { // their stories may fall apart
		p.touched = append(p.touched, link.Article)
	}
	if before.Story != before.Article {
		p.touched = append(p.touched, before.Story)
	}
	return p.Forget(ctx, before.Article)
}

// link finds what an article is one story with. A text that is there already goes
// with the article that has it, and is neither compared nor found again: so a
// thousand copies of a release cost no more than a thousand articles.
func (p *placing) link(ctx context.Context, sig *cluster.Signature, kept *store.Signature) error {
	from, to := sig.Window()
	near, err := p.Near(ctx, *kept, from, to, nearest)
	if err != nil {
		return err
	}
	p.read += near.Read
	others, err := decode(near.Signatures)
	if err != nil {
		return err
	}
	p.compared += len(others)
	_, wasTold := p.told[sig.Article]
	for i, other := range others {
		free := !wasTold && !p.decided.names(sig.Article) && !p.decided.names(other.Article)
		if free && cluster.Twins(sig, other) {
			kept.Story, kept.CopyOf = near.Signatures[i].Story, other.Article
			kept.Keys, kept.Links = nil, nil
			return nil
		}
		if link := cluster.Compare(sig, other); link.Same() {
			kept.Links = append(kept.Links, store.StoryLink{Article: other.Article, Score: link.Score})
		}
	}
	full := map[int64]bool{}
	for _, key := range near.Full {
		full[key] = true
	}
	keys := kept.Keys[:0:0]
	for _, key := range kept.Keys {
		if !full[key.Hash] {
			keys = append(keys, key)
		}
	}
	kept.Keys = keys
	return nil
}

// asKept is a signature as the store looks it up: a story by itself, as yet.
func asKept(sig *cluster.Signature) store.Signature {
	kept := store.Signature{Article: sig.Article, Story: sig.Article, Day: sig.Day}
	for _, key := range sig.Keys() {
		kept.Keys = append(kept.Keys, store.StoryKey{Hash: key.Hash, Weight: key.Weight})
	}
	return kept
}

func decode(kept []store.Signature) ([]*cluster.Signature, error) {
	all := make([]*cluster.Signature, len(kept))
	for i, k := range kept {
		var err error
		if all[i], err = cluster.Decode(k.Data); err != nil {
			return nil, fmt.Errorf("article %d: %w", k.Article, err)
		}
	}
	return all, nil
}
