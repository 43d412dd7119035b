package fetch

import (
	"context"
	"fmt"

	"github.com/wardround/wardround/news"
)

// scrapeOne reads one page and saves what it gave.
func (f *Fetcher) scrapeOne(ctx context.Context, wanted WantedPage) ScrapeResult {
	look := f.look(ctx, wanted)
	if ctx.Err() != nil {
		return ScrapeResult{Article: wanted.Article.ID, URL: wanted.Article.URL, State: news.PageWanted, Reason: "the run was ended"}
	}
	result := ScrapeResult{Article: wanted.Article.ID, URL: wanted.Article.URL, Title: wanted.Article.Title, Reason: look.reason}
	if wanted.Revisit && !look.betters(wanted.Article) {
		result.State, result.Quality = wanted.Article.State, wanted.Article.Quality
		put := PostponedPage{Article: wanted.Article.ID, Tried: look.tried, Revisit: true, Gone: look.gone}
		if look.later {
			put.Until = look.until(f.now(), wanted)
		}
		if err := f.store.PostponePage(ctx, put); err != nil {
			result.Err = fmt.Errorf("postpone revisit: %w", err)
		}
		return result
	}
	if look.later && (wanted.Tries+1 < maxTries || !look.tried) {
		result.State = news.PageWanted
		postponed := PostponedPage{Article: wanted.Article.ID, Until: look.until(f.now(), wanted), Tried: look.tried, Reason: look.reason}
		if err := f.store.PostponePage(ctx, postponed); err != nil {
			result.Err = fmt.Errorf("postpone page: %w", err)
		}
		return result
	}
	page := standIn(wanted.Article, look)
	page.Comments = f.withTopics(page.Comments)
	saved := f.withRaw(ScrapedPage{Article: wanted.Article.ID, Page: page, State: news.PageDone, At: f.now()}, look.received)
	if page.Quality == news.QualityFailed || look.page.Quality == "" {
		saved.State = news.PageFailed
	}
	result.State, result.Quality, result.Reason = saved.State, page.Quality, page.Reason
	result.Title = firstOf(page.Title, result.Title)
	if err := f.store.SavePage(ctx, saved); err != nil {
		result.Err = fmt.Errorf("save page: %w", err)
	}
	return result
}

// betters reports whether what a revisit gave may take the place of what the first
// look gave: a whole page, or one that is no less than before.
func (l look) betters(article news.Article) bool {
	quality := l.page.Quality
	return len(l.page.Body) > 0 && (quality == news.QualityFull || quality == article.Quality)
}
