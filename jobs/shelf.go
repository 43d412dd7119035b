package jobs

import (
	"context"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// Shelf looks stories up in a store.
type Shelf struct{ Store *store.Store }

// KeptStory is one story: its number and its articles, the lead first.
type KeptStory struct {
	Number  int64
	Members []cluster.Member
}

// ShelfLimit bounds a list of stories.
type ShelfLimit struct {
	Stories int
	Alone   bool // also stories that one article tells
}

// Since returns the stories with an article of this day or a later one, the
// latest first.
func (s Shelf) Since(ctx context.Context, from news.Day, limit ShelfLimit) ([]KeptStory, error) {
	least := 2
	if limit.Alone {
		least = 1
	}
	kept, err := s.Store.StoriesSince(ctx, from, least, limit.Stories)
	if err != nil {
		return nil, err
	}
	return shelve(kept)
}

// Of returns the story of an article; none when it has none.
func (s Shelf) Of(ctx context.Context, article int64) ([]KeptStory, error) {
	kept, err := s.Store.StoriesOf(ctx, []int64{article})
	if err != nil {
		return nil, err
	}
	return shelve(kept)
}

// Numbered returns the story of a number; none when there is none.
func (s Shelf) Numbered(ctx context.Context, number int64) ([]KeptStory, error) {
	kept, err := s.Store.StoryNumbered(ctx, number)
	if err != nil {
		return nil, err
	}
	return shelve(kept)
}

// Near returns articles that are not in the story but share telling tokens with it.
func (s Shelf) Near(ctx context.Context, story KeptStory) ([]*cluster.Signature, error) {
	inside := map[int64]bool{}
	for _, m := range story.Members {
		inside[m.Article] = true
	}
	var near []*cluster.Signature
	for _, m := range story.Members {
		from, to := m.Window()
		kept, err := s.Store.Near(ctx, asKept(m.Signature), from, to, nearest)
		if err != nil {
			return nil, err
		}
		found, err := decode(kept.Signatures)
		if err != nil {
			return nil, err
		}
		for _, f := range found {
			if !inside[f.Article] {
				inside[f.Article] = true
				near = append(near, f)
			}
		}
	}
	return near, nil
}

// shelve makes stories of signatures that stand story by story.
func shelve(kept []store.Signature) ([]KeptStory, error) {
	members, err := decode(kept)
	if err != nil {
		return nil, err
	}
	var stories []KeptStory
	for i := 0; i < len(kept); {
		j := i
		for j < len(kept) && kept[j].Story == kept[i].Story {
			j++
		}
		stories = append(stories, KeptStory{Number: kept[i].Story, Members: cluster.Told(members[i:j])})
		i = j
	}
	return stories, nil
}
