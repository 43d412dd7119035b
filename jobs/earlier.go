package jobs

import (
	"context"
	"slices"

	"github.com/wardround/wardround/cluster"
)

// Before is the story that tells an affair at an earlier stage, the lead first, and
// why it is taken for that.
type Before struct {
	Members []cluster.Member
	Stage   cluster.Stage
	Why     cluster.Link
}

// Earlier finds the story that tells a story's affair at an earlier stage; no members
// when there is none. It is looked up each time and kept only in issues, so that it
// follows every change of the stories.
func (s Shelf) Earlier(ctx context.Context, story []cluster.Member) (Before, error) {
	inside := make(map[int64]bool, len(story))
	for _, m := range story {
		inside[m.Article] = true
	}
	var others []*cluster.Signature
	for _, m := range story {
		from, to, ok := m.EarlierWindow()
		if !ok || m.Role == cluster.RoleCopy {
			continue
		}
		near, err := s.Store.Near(ctx, asKept(m.Signature), from, to, nearest)
		if err != nil {
			return Before{}, err
		}
		found, err := decode(near.Signatures)
		if err != nil {
			return Before{}, err
		}
		others = append(others, slices.DeleteFunc(found, func(f *cluster.Signature) bool { return inside[f.Article] })...)
	}
	article, why := cluster.Earlier(story, others)
	if article == nil {
		return Before{}, nil
	}
	stories, err := s.Of(ctx, article.Article)
	if err != nil || len(stories) == 0 {
		return Before{}, err
	}
	return Before{Members: stories[0].Members, Stage: article.Stage, Why: why}, nil
}
