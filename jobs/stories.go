package jobs

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

const (
	// nearest is how many articles one article is compared with: those that share
	// most of its telling tokens. A story has rarely more than ten.
	nearest = 16
	// mostLinked bounds one regrouping, whose work grows with the cube.
	mostLinked = 150
	// regroupFor is how far back stories follow a change of the beat's words.
	regroupFor = 60 * day
)

// Group finds the story of every relevant article that was judged since, and
// returns how many articles it placed.
func (s *Steps) Group(ctx context.Context) (int, error) {
	if s.Words == nil {
		return 0, nil
	}
	const batch = 100
	if err := s.Store.GroupAgain(ctx, s.Words.Version(), news.DayOf(s.Now().Add(-regroupFor), time.UTC)); err != nil {
		return 0, err
	}
	done := map[int64]string{} // text that was placed; one that changes meanwhile comes again
	for {
		waiting, err := s.Store.ToGroup(ctx, batch)
		if err != nil {
			return len(done), err
		}
		var touched []int64
		for _, g := range waiting {
			if hash, again := done[g.Article.ID]; again && hash == g.Article.Hash {
				continue
			}
			near, err := s.place(ctx, g)
			if err != nil {
				return len(done), err
			}
			done[g.Article.ID] = g.Article.Hash
			touched = append(touched, near...)
		}
		if len(touched) == 0 {
			return len(done), nil
		}
		if err := s.Regroup(ctx, touched); err != nil {
			return len(done), err
		}
	}
}

// place keeps an article's signature and its links, and returns the articles whose
// stories that may change.
func (s *Steps) place(ctx context.Context, g store.ToGroup) ([]int64, error) {
	before, err := s.Store.StoriesOf(ctx, []int64{g.Article.ID})
	if err != nil {
		return nil, err
	}
	touched := []int64{g.Article.ID}
	for _, member := range before {
		touched = append(touched, member.Article)
	}
	if !g.Relevant {
		return touched, s.Store.DropSignature(ctx, g.Article.ID)
	}
	sig := s.Words.Sign(g.Article)
	from, to := sig.Window()
	kept := store.Signature{Article: sig.Article, Day: sig.Day, Words: s.Words.Version(), Keys: sig.Hashes()}
	near, err := s.Store.NearSignatures(ctx, kept.Keys, from, to, nearest+1) // itself may be among them
	if err != nil {
		return nil, err
	}
	others, err := decode(near)
	if err != nil {
		return nil, err
	}
	for _, other := range others {
		if other.Article == sig.Article {
			continue
		}
		if link := cluster.Compare(&sig, other); link.Same() {
			kept.Links = append(kept.Links, store.StoryLink{Article: other.Article, Score: link.Score})
			touched = append(touched, other.Article)
		}
	}
	if kept.Data, err = json.Marshal(sig); err != nil {
		return nil, fmt.Errorf("signature of article %d: %w", sig.Article, err)
	}
	return touched, s.Store.SaveSignature(ctx, kept, g.Article.Hash)
}

func decode(kept []store.Signature) ([]*cluster.Signature, error) {
	all := make([]*cluster.Signature, len(kept))
	for i, k := range kept {
		all[i] = new(cluster.Signature)
		if err := json.Unmarshal(k.Data, all[i]); err != nil {
			return nil, fmt.Errorf("signature of article %d: %w", k.Article, err)
		}
	}
	return all, nil
}

// Regroup forms anew the stories of these articles and of all that hang together
// with them. What an issue told together stays together.
func (s *Steps) Regroup(ctx context.Context, articles []int64) error {
	decisions, decided, err := s.decisions(ctx)
	if err != nil {
		return err
	}
	seen := map[int64]bool{}
	for _, article := range articles {
		if seen[article] {
			continue
		}
		seen[article] = true
		with := []int64{article}
		for _, group := range decided { // the operator's word ties what nothing links
			if slices.Contains(group, article) {
				with = append(with, group...)
			}
		}
		linked, err := s.Store.Linked(ctx, with, mostLinked)
		if err != nil {
			return err
		}
		members, err := decode(linked)
		if err != nil {
			return err
		}
		ids := make([]int64, len(members))
		for i, m := range members {
			ids[i], seen[m.Article] = m.Article, true
		}
		ties := cluster.Ties{}
		if ties.Told, err = s.Store.ToldStories(ctx, ids); err != nil {
			return err
		}
		decisions(&ties)
		if err := s.Store.SaveStories(ctx, storyNumbers(cluster.Batch(members, ties))); err != nil {
			return err
		}
	}
	return nil
}

// storyNumbers gives each story the number of its first article in the store.
func storyNumbers(stories [][]*cluster.Signature) map[int64]int64 {
	of := map[int64]int64{}
	for _, story := range stories {
		first := story[0].Article
		for _, m := range story {
			first = min(first, m.Article)
		}
		for _, m := range story {
			of[m.Article] = first
		}
	}
	return of
}

// decisions reads what the operator decided, and which articles of the store each
// decision is about.
func (s *Steps) decisions(ctx context.Context) (tie func(*cluster.Ties), about [][]int64, err error) {
	if s.Decisions == nil {
		return func(*cluster.Ties) {}, nil, nil
	}
	decisions, err := s.Decisions()
	if err != nil {
		return nil, nil, err
	}
	ids := map[string]int64{}
	for _, url := range decisions.URLs() {
		a, err := s.Store.ArticleByURL(ctx, url)
		switch {
		case err == nil:
			ids[url] = a.ID
		case !errors.Is(err, store.ErrNotFound): // an address may be of a source not read yet
			return nil, nil, err
		}
	}
	for _, d := range slices.Concat(decisions.Join, decisions.Part) {
		var group []int64
		for _, url := range d.URLs {
			if id := ids[url]; id != 0 {
				group = append(group, id)
			}
		}
		about = append(about, group)
	}
	return func(t *cluster.Ties) { decisions.Tie(t, func(url string) int64 { return ids[url] }) }, about, nil
}
