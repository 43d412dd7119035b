package main

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"path/filepath"
	"strings"

	"github.com/wardround/wardround/fetch"
	"github.com/wardround/wardround/jobs"
	"github.com/wardround/wardround/news"
	"github.com/wardround/wardround/store"
)

// fetchTargets takes in the named feeds, pages and files.
func fetchTargets(ctx context.Context, a *app, steps *jobs.Steps, o fetchCommand, targets []string) error {
	var found []store.Found
	var failed []error
	for _, target := range targets {
		more, err := fetchTarget(ctx, a, steps, o, target)
		found = append(found, more...)
		if err != nil {
			failed = append(failed, err)
		}
	}
	err := errors.Join(failed...)
	if len(failed) == len(targets) && ctx.Err() == nil {
		return unreachableError("nothing was taken in; is the address right, and this machine connected?", err)
	}
	if err := printTargets(a, found, o.format); err != nil {
		return err
	}
	if err == nil || ctx.Err() != nil {
		return err
	}
	return partlyError("the others were taken in", "%w", err)
}

func fetchTarget(ctx context.Context, a *app, steps *jobs.Steps, o fetchCommand, target string) ([]store.Found, error) {
	poll, err := o.pollRequest()
	if err != nil {
		return nil, err
	}
	doc, err := steps.Fetcher.Read(ctx, target)
	if err != nil {
		return nil, err
	}
	if doc.Page != nil && doc.Page.Publisher == "" {
		doc.Page.Publisher = publisher(doc)
	}
	if o.published != "" && doc.Page != nil {
		doc.Page.Published = news.Day(o.published)
	}
	if o.dryRun {
		return judgeDocument(steps, doc), nil
	}
	taken, err := steps.Fetcher.TakeIn(ctx, doc, poll)
	if err != nil {
		return nil, err
	}
	if doc.Feed != nil && !o.noScrape {
		if scraped := steps.Fetcher.Scrape(ctx, fetch.ScrapeRequest{}); scraped.Err != nil {
			return nil, scraped.Err
		}
	}
	if _, err := steps.Judge(ctx); err != nil {
		return nil, err
	}
	if _, err := steps.Track(ctx); err != nil {
		return nil, err
	}
	return a.kept.Find(ctx, store.Query{Listed: taken.Source.URL, Limit: 50})
}

// judgeDocument judges what was read without keeping it.
func judgeDocument(steps *jobs.Steps, doc fetch.Document) []store.Found {
	if doc.Page != nil {
		return []store.Found{judgeNow(steps, pageArticle(*doc.Page))}
	}
	var found []store.Found
	for _, entry := range doc.Feed.Items {
		found = append(found, judgeNow(steps, itemArticle(entry.Item)))
	}
	return found
}

func judgeNow(steps *jobs.Steps, article news.Article) store.Found {
	return store.Found{Article: article, Verdict: steps.Lexicon.Judge(jobs.AsJudged(article)), Judged: true}
}

// pageArticle is a page as an article that is not kept.
func pageArticle(page news.Page) news.Article {
	return news.Article{URL: page.URL, Publisher: page.Publisher, Title: page.Title,
		Standfirst: page.Standfirst, Authors: page.Authors, PublishedDay: page.Published, Body: page.Body,
		Comments: page.Comments, Quality: page.Quality, Kind: page.Kind, MaxSnippet: page.MaxSnippet,
		State: news.PageDone, Evidence: page.Evidence, Reason: page.Reason}
}

// itemArticle is an item as an article that is not kept.
func itemArticle(item news.Item) news.Article {
	return news.Article{URL: item.URL, Publisher: item.Publisher, Title: item.Title, Authors: item.Authors,
		Published: item.Published, Summary: item.Summary, Body: item.Body, Quality: news.QualityFeed,
		MaxSnippet: -1, State: news.PageDone}
}

// publisher is the host a page came from, else its file.
func publisher(doc fetch.Document) string {
	if u, err := url.Parse(doc.Page.URL); err == nil && u.Hostname() != "" {
		return strings.TrimPrefix(u.Hostname(), "www.")
	}
	if doc.Target == "-" {
		return "standard input"
	}
	return filepath.Base(doc.Target)
}

// printTargets shows each article that was named, relevant or not.
func printTargets(a *app, found []store.Found, format string) error {
	if format != "table" {
		return articleListing(a, found).print(a, format)
	}
	relevant := 0
	for _, f := range found {
		printFound(a, f)
		if f.Verdict.Relevant {
			relevant++
		}
	}
	fmt.Fprintf(a.out, "%s, %d relevant.\n", count(len(found), "article", "articles"), relevant)
	if len(found) == 1 && found[0].Article.ID != 0 {
		fmt.Fprintf(a.out, "Why: wardround explain %d\n", found[0].Article.ID)
	}
	return nil
}

// printDryRun shows what a dry run found relevant by the feeds' own text.
func printDryRun(a *app, steps *jobs.Steps, round jobs.Round, format string) error {
	var found []store.Found
	total := 0
	for _, r := range round.Poll.Results {
		for _, item := range r.Items {
			total++
			article := itemArticle(item)
			article.Source, article.Publisher = r.Source.Name, r.Source.Name
			if f := judgeNow(steps, article); f.Verdict.Relevant {
				found = append(found, f)
			}
		}
	}
	if format != "table" {
		return errors.Join(articleListing(a, found).print(a, format), roundStatus(round))
	}
	printTrouble(a, round)
	for _, f := range found {
		printFound(a, f)
	}
	fmt.Fprintf(a.out, "Dry run, nothing kept: %s, %d relevant by the feeds' own text.\n",
		count(total, "item", "items"), len(found))
	return roundStatus(round)
}
