package fetch

import (
	"context"
	"fmt"
	"time"

	"github.com/wardround/wardround/news"
)

// Taken says what [Fetcher.TakeIn] stored, and under which source it is listed.
type Taken struct {
	Source news.Source
	Saved  news.PollSaved
}

// TakeIn stores a document that [Fetcher.Read] gave: the items of a feed, which
// then want their pages, or one page as a whole. Of req only Since and All count.
func (f *Fetcher) TakeIn(ctx context.Context, doc Document, req PollRequest) (Taken, error) {
	now := f.now()
	// Its identity is not the address, which may be a configured source's own.
	src := news.Source{Name: ByHand, URL: "urn:wardround:command:" + firstOf(doc.URL, digestOf(doc.Target)), Kind: news.KindFeed, Origin: news.FromCommand}
	poll := news.Poll{Source: src, At: now, Outcome: news.OutcomeNew}
	poll.State = news.SourceState{URL: src.URL, FirstRead: now, LastRead: now, LastTry: now, Outcome: news.OutcomeNew}
	switch {
	case doc.Feed != nil:
		poll.Items = f.identify(src, doc.Feed.Items)
		if !req.All {
			since := req.Since
			if since <= 0 {
				since = FirstReadWindow
			}
			poll.Fresh = now.Add(-since)
		}
	case doc.Page != nil:
		poll.Items = []news.Item{pageItem(src, *doc.Page, now)}
	default:
		return Taken{}, fmt.Errorf("take in %s: nothing was read", doc.Target)
	}
	saved, err := f.store.SavePoll(ctx, poll)
	if err != nil {
		return Taken{}, fmt.Errorf("take in %s: %w", doc.Target, err)
	}
	taken := Taken{src, saved}
	if doc.Page == nil {
		return taken, nil
	}
	return taken, f.savePageOf(ctx, poll.Items[0].URL, doc, now)
}

// ByHand is the name of the source of what an operator names on the command line.
const ByHand = "by hand"

// pageItem is the item that stands for a page no feed listed.
func pageItem(src news.Source, page news.Page, now time.Time) news.Item {
	item := news.Item{Title: page.Title, Authors: page.Authors, Summary: page.Standfirst, Body: page.Body, Publisher: page.Publisher}
	item.URL = firstOf(page.URL, "urn:wardround:"+digestOf(src.URL, page.Title))
	if canonical, err := CanonicalURL(item.URL); err == nil {
		item.URL = canonical
	}
	item.GUID, item.Link = item.URL, item.URL
	item.Title = firstOf(item.Title, joinBlocks(page.Body, titleFromText), item.URL)
	return item
}

// savePageOf stores the page of the article at address.
func (f *Fetcher) savePageOf(ctx context.Context, address string, doc Document, now time.Time) error {
	page := *doc.Page
	article, err := f.store.ArticleByURL(ctx, address)
	if err != nil {
		return fmt.Errorf("article of page: %w", err)
	}
	page.URL, page.Comments = address, f.withTopics(page.Comments)
	state := news.PageDone
	if page.Quality == news.QualityFailed {
		state = news.PageFailed
	}
	if err := f.store.SavePage(ctx, f.withRaw(ScrapedPage{Article: article.ID, Page: page, State: state, At: now}, doc.received)); err != nil {
		return fmt.Errorf("save page: %w", err)
	}
	return nil
}
