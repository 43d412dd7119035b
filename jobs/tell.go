package jobs

import (
	"context"
	"slices"
	"time"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/digest"
	"github.com/wardround/wardround/news"
)

// tell makes one candidate of all candidates that are one story: the article that
// a reader is best sent to, with every other report of it. A story that an earlier
// issue told says so, and names only what has come since.
func (s *Steps) tell(ctx context.Context, edition news.Edition, candidates []digest.Candidate, until time.Time) ([]digest.Candidate, error) {
	ids := make([]int64, len(candidates))
	at := make(map[int64]digest.Candidate, len(candidates))
	for i, c := range candidates {
		ids[i], at[c.Article.ID] = c.Article.ID, c
	}
	kept, err := s.Store.StoriesOf(ctx, ids)
	if err != nil {
		return nil, err
	}
	members, err := decode(kept)
	if err != nil {
		return nil, err
	}
	stories := map[int64][]*cluster.Signature{}
	storyOf := map[int64]int64{}
	var everyone []int64
	for i, m := range members {
		if m.Seen.Before(until) {
			stories[kept[i].Story] = append(stories[kept[i].Story], m)
			storyOf[m.Article] = kept[i].Story
			everyone = append(everyone, m.Article)
		}
	}
	refs, err := s.Store.ToldRefs(ctx, edition.Name, everyone)
	if err != nil {
		return nil, err
	}
	var out []digest.Candidate
	done := map[int64]bool{}
	for _, c := range candidates { // best first, and so stay the stories
		story, ok := storyOf[c.Article.ID]
		if !ok {
			out = append(out, c)
			continue
		}
		if !done[story] {
			done[story] = true
			members := cluster.Told(stories[story])
			c := tellStory(members, at, refs, edition.Location)
			if c.Before, err = s.before(ctx, edition, members); err != nil {
				return nil, err
			}
			out = append(out, c)
		}
	}
	return out, nil
}

// tellStory makes one candidate of a story. The first of its members that is a
// candidate leads; at least one is.
func tellStory(members []cluster.Member, at map[int64]digest.Candidate, refs map[int64]string, zone *time.Location) digest.Candidate {
	lead := slices.IndexFunc(members, func(m cluster.Member) bool { _, ok := at[m.Article]; return ok })
	c := at[members[lead].Article]
	if len(members) > 1 {
		c.Role, c.Of = string(members[lead].Role), members[lead].Of
	}
	for i, m := range members {
		if ref := refs[m.Article]; ref != "" {
			if c.Since == "" || ref < c.Since {
				c.Since = ref
			}
			continue
		}
		other, isCandidate := at[m.Article]
		if isCandidate {
			c.Verdict = together(c.Verdict, other.Verdict)
		}
		if i == lead {
			continue
		}
		also := news.Also{Article: m.Article, Publisher: m.Publisher, Title: m.Title, URL: m.URL, Day: m.Day,
			Role: string(m.Role), Of: m.Of}
		if isCandidate {
			also.Revision, also.Day = other.Article.Revision, other.Article.Day(zone)
		}
		c.Also = append(c.Also, also)
	}
	return c
}

// before is what the edition's readers are told of an affair's earlier stage.
func (s *Steps) before(ctx context.Context, edition news.Edition, story []cluster.Member) (*news.Before, error) {
	before, err := Shelf{s.Store}.Earlier(ctx, story)
	if err != nil || len(before.Members) == 0 {
		return nil, err
	}
	lead := before.Members[0]
	refs, err := s.Store.ToldRefs(ctx, edition.Name, []int64{lead.Article})
	if err != nil {
		return nil, err
	}
	return &news.Before{Ref: refs[lead.Article], Article: lead.Article, Publisher: lead.Publisher, Title: lead.Title,
		URL: lead.URL, Day: lead.Day}, nil
}

// together weighs a story: what its strongest report says of relevance, and the
// topics of all, those of the lead first.
func together(a, b news.Verdict) news.Verdict {
	if b.Level == news.Core {
		a.Level = news.Core
	}
	a.Score = max(a.Score, b.Score)
	a.Topics = slices.Clone(a.Topics)
	for _, topic := range b.Topics {
		if !slices.Contains(a.Topics, topic) {
			a.Topics = append(a.Topics, topic)
		}
	}
	return a
}
