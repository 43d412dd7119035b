package main

import (
	"context"

	"github.com/wardround/wardround/cluster"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/web"
)

// promisesOfSite follows promises for the pages.
func (a *app) promisesOfSite(b *beat) func(context.Context, news.Day) ([]news.Promise, error) {
	steps := &jobs.Steps{Log: a.logger(warn), Store: a.kept, Rules: a.promiseRules(b), Names: a.cfg.Promises.Names, Lexicon: b.lexicon,
		SourcesNow: a.sources, Editions: a.cfg.EditionList(), Now: a.now()}
	return func(ctx context.Context, day news.Day) ([]news.Promise, error) {
		list, err := steps.NumberedPromises(ctx, day)
		return steps.OnBeat(list), err
	}
}

// siteStories looks stories up for the pages.
type siteStories struct{ shelf jobs.Shelf }

func (s siteStories) Since(ctx context.Context, from news.Day, limit int) ([]web.Story, error) {
	kept, err := s.shelf.Since(ctx, from, jobs.ShelfLimit{Stories: limit})
	stories := make([]web.Story, len(kept))
	for i, k := range kept {
		stories[i] = web.Story{Number: k.Number, Reports: reports(k.Members)}
	}
	return stories, err
}

func (s siteStories) Story(ctx context.Context, number int64) (story web.Story, found bool, err error) {
	kept, err := s.shelf.Numbered(ctx, number)
	if err != nil || len(kept) == 0 {
		return story, false, err
	}
	story = web.Story{Number: number, Reports: reports(kept[0].Members)}
	before, err := s.shelf.Earlier(ctx, kept[0].Members)
	if err != nil {
		return story, false, err
	}
	story.Earlier, story.Stage = reports(before.Members), string(before.Stage)
	return story, true, nil
}

func reports(members []cluster.Member) []web.Report {
	list := make([]web.Report, len(members))
	for i, m := range members {
		list[i] = web.Report{Article: m.Article, Title: m.Title, URL: m.URL, Publisher: m.Publisher, Day: m.Day,
			Role: string(m.Role), Of: m.Of, Why: m.Why}
	}
	return list
}
