package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
)

func newStoriesMerge(a *app) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use:   "merge ARTICLE ARTICLE...",
		Short: "Make one story of articles",
		Long: `Make one story of the stories of two or more articles, each named by its number,
its address, or a reference from an issue. The word is kept in stories.yaml
beside the store.

` + exitHelp,
		Example: "  wardround stories merge 412 419",
		Args:    cobra.MinimumNArgs(2),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runStoriesMerge(cmd.Context(), a, args, note)
		},
	}
	cmd.Flags().StringVar(&note, "note", "", "why, kept beside it")
	return cmd
}

func newStoriesSplit(a *app) *cobra.Command {
	var note string
	cmd := &cobra.Command{
		Use:   "split ARTICLE",
		Short: "Take an article out of its story",
		Long: `Take an article out of its story: it is never put together with those articles
again. The article is named by its number, its address, or a reference from an
issue. The word is kept in stories.yaml beside the store.

` + exitHelp,
		Example: "  wardround stories split 419",
		Args:    cobra.ExactArgs(1),
		RunE: func(cmd *cobra.Command, args []string) error {
			return runStoriesSplit(cmd.Context(), a, args[0], note)
		},
	}
	cmd.Flags().StringVar(&note, "note", "", "why, kept beside it")
	return cmd
}

func runStoriesMerge(ctx context.Context, a *app, args []string, note string) error {
	var articles []news.Article
	for _, arg := range args {
		article, err := a.storedArticle(ctx, arg)
		if err != nil {
			return err
		}
		articles = append(articles, article)
	}
	if err := a.decide(ctx, true, articles, note); err != nil {
		return err
	}
	return a.showStory(ctx, articles[0])
}

func runStoriesSplit(ctx context.Context, a *app, arg, note string) error {
	article, err := a.storedArticle(ctx, arg)
	if err != nil {
		return err
	}
	stories, err := (jobs.Shelf{Store: a.kept}).Of(ctx, article.ID)
	if err != nil {
		return err
	}
	if len(stories) == 0 || len(stories[0].Members) < 2 {
		return usageError("wardround stories lists those with several reports", "article %d is alone in its story", article.ID)
	}
	articles := []news.Article{article}
	for _, m := range stories[0].Members {
		if m.Article == article.ID {
			continue
		}
		other, err := a.kept.Article(ctx, m.Article)
		if err != nil {
			return err
		}
		articles = append(articles, other)
	}
	if err := a.decide(ctx, false, articles, note); err != nil {
		return err
	}
	return a.showStory(ctx, article)
}

// storedArticle finds an article of the store by number, reference or address.
func (a *app) storedArticle(ctx context.Context, target string) (news.Article, error) {
	if _, err := a.openStore(ctx); err != nil {
		return news.Article{}, err
	}
	return a.knownArticle(ctx, target)
}

// decide keeps the operator's word and forms the stories it is about anew.
func (a *app) decide(ctx context.Context, join bool, articles []news.Article, note string) error {
	steps, err := a.steps(ctx)
	if err != nil {
		return err
	}
	decisions, err := a.decisions()
	if err != nil {
		return err
	}
	var urls []string
	var ids []int64
	for _, article := range articles {
		urls, ids = append(urls, article.URL), append(ids, article.ID)
	}
	if err := a.saveDecisions(decisions.With(join, urls, note)); err != nil {
		return err
	}
	return steps.Regroup(ctx, ids)
}

func (a *app) showStory(ctx context.Context, article news.Article) error {
	stories, err := (jobs.Shelf{Store: a.kept}).Of(ctx, article.ID)
	if err != nil {
		return err
	}
	if len(stories) == 0 {
		_, err := fmt.Fprintln(a.out, "Kept. The article is not relevant, so it is in no story now.")
		return err
	}
	return storyListing(stories).print(a, "table")
}
