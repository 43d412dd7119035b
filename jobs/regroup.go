package jobs

import (
	"context"
	"errors"
	"slices"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/store"
)

// mostLinked bounds one regrouping, whose work grows with the cube.
const mostLinked = 150

// Regroup forms anew the stories of these articles and of all that hang together
// with them. What an issue told together stays together.
func (s *Steps) Regroup(ctx context.Context, articles []int64) error {
	decided, err := s.decisions(ctx)
	if err != nil {
		return err
	}
	return s.Store.PlaceStories(ctx, func(tx *store.Placing) error {
		p := s.placing(tx, decided)
		p.touched = slices.Clone(articles)
		return p.regroup(ctx)
	})
}

// regroup forms anew the stories of the articles that were touched.
func (p *placing) regroup(ctx context.Context) error {
	slices.Sort(p.touched)
	seen := map[int64]bool{}
	crowds := map[int64]bool{} // stories that are too large to be formed anew
	for _, article := range p.touched {
		if seen[article] {
			continue
		}
		seen[article] = true
		if len(crowds) > 0 {
			if story, err := p.leader(ctx, article); err != nil {
				return err
			} else if crowds[story] {
				if err := p.SetStory(ctx, article, story); err != nil {
					return err
				}
				continue
			}
		}
		linked, ok, err := p.Linked(ctx, p.decided.with(article), mostLinked)
		if err != nil {
			return err
		}
		if !ok {
			story, err := p.leader(ctx, article)
			if err == nil && story != 0 {
				crowds[story] = true
				err = p.SetStory(ctx, article, story)
			}
			if err != nil {
				return err
			}
			continue
		}
		for _, m := range linked {
			seen[m.Article] = true
		}
		if err := p.form(ctx, linked); err != nil {
			return err
		}
	}
	return nil
}

// form makes stories of articles that hang together.
func (p *placing) form(ctx context.Context, linked []store.Signature) error {
	members, err := decode(linked)
	if err != nil {
		return err
	}
	ids := make([]int64, len(linked))
	now := make(map[int64]int64, len(linked))
	for i, m := range linked {
		ids[i], now[m.Article] = m.Article, m.Story
	}
	var ties cluster.Ties
	if ties.Told, err = p.Told(ctx, ids); err != nil {
		return err
	}
	p.decided.tie(&ties)
	p.compared += len(members) * (len(members) - 1) / 2
	for article, story := range storyNumbers(cluster.Batch(members, ties), ties.Told) {
		if story == now[article] {
			continue
		}
		if err := p.SetStory(ctx, article, story); err != nil {
			return err
		}
	}
	return nil
}

// leader returns the story of what an article is most like among those before it, 0
// when there is none or an issue told the article. So an affair that hundreds write of grows by what
// each new report says, without being formed anew each time; only there does a
// story depend on what came before.
func (p *placing) leader(ctx context.Context, article int64) (int64, error) {
	links, err := p.Links(ctx, article)
	if err != nil {
		return 0, err
	}
	links = slices.DeleteFunc(links, func(l store.StoryLink) bool { return l.Article > article }) // these follow it
	links = links[:min(len(links), nearest)]
	ids := []int64{article}
	for _, link := range links {
		ids = append(ids, link.Article)
	}
	var ties cluster.Ties
	if ties.Told, err = p.Told(ctx, ids); err != nil || ties.Told[article] != 0 {
		return 0, err
	}
	p.decided.tie(&ties)
	for _, link := range links {
		if ties.Apart(article, link.Article) {
			continue
		}
		kept, err := p.Kept(ctx, []int64{link.Article})
		if err != nil || len(kept) == 0 {
			return 0, err
		}
		return kept[0].Story, nil
	}
	return 0, nil
}

// storyNumbers gives each story the number under which an issue told it, or else
// that of its first article. A story that the operator parted has that of the part
// with the article of that number, and the other part its own.
func storyNumbers(stories [][]*cluster.Signature, told map[int64]int64) map[int64]int64 {
	of, taken := map[int64]int64{}, map[int64]bool{}
	number := func(story []*cluster.Signature, wanted []int64) bool {
		at := slices.IndexFunc(wanted, func(n int64) bool { return n != 0 && !taken[n] })
		if at < 0 {
			return false
		}
		taken[wanted[at]] = true
		for _, m := range story {
			of[m.Article] = wanted[at]
		}
		return true
	}
	var others [][]*cluster.Signature
	for _, story := range stories {
		own := slices.IndexFunc(story, func(m *cluster.Signature) bool { return told[m.Article] == m.Article })
		if own < 0 || !number(story, []int64{story[own].Article}) {
			others = append(others, story)
		}
	}
	for _, story := range others {
		var before, ids []int64
		for _, m := range story {
			before, ids = append(before, told[m.Article]), append(ids, m.Article)
		}
		slices.Sort(before)
		slices.Sort(ids)
		number(story, append(before, ids...))
	}
	return of
}

// decided is what the operator joined and parted, as articles of the store.
type decided struct {
	tie    func(*cluster.Ties)
	groups [][]int64 // the articles of each decision
}

func (d decided) names(article int64) bool {
	return slices.ContainsFunc(d.groups, func(group []int64) bool { return slices.Contains(group, article) })
}

// with returns an article with those that the operator's word ties it to, though
// nothing may link them.
func (d decided) with(article int64) []int64 {
	all := []int64{article}
	for _, group := range d.groups {
		if slices.Contains(group, article) {
			all = append(all, group...)
		}
	}
	slices.Sort(all)
	return slices.Compact(all)
}

// decisions reads what the operator decided.
func (s *Steps) decisions(ctx context.Context) (decided, error) {
	d := decided{tie: func(*cluster.Ties) {}}
	if s.Decisions == nil {
		return d, nil
	}
	decisions, err := s.Decisions()
	if err != nil {
		return d, err
	}
	ids := map[string]int64{}
	for _, url := range decisions.URLs() {
		a, err := s.Store.ArticleByURL(ctx, url)
		switch {
		case err == nil:
			ids[url] = a.ID
		case !errors.Is(err, store.ErrNotFound): // an address may be of a source not read yet
			return d, err
		}
	}
	for _, decision := range slices.Concat(decisions.Join, decisions.Part) {
		var group []int64
		for _, url := range decision.URLs {
			if id := ids[url]; id != 0 {
				group = append(group, id)
			}
		}
		d.groups = append(d.groups, group)
	}
	d.tie = func(t *cluster.Ties) { decisions.Tie(t, func(url string) int64 { return ids[url] }) }
	return d, nil
}
