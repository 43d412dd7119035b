package fetch

import (
	"context"
	"errors"
	"fmt"
	"net/url"
	"time"

	"github.com/wardround/wardround/news"
)

// scrapeOne reads one page and saves what it gave.
func (f *Fetcher) scrapeOne(ctx context.Context, wanted WantedPage) ScrapeResult {
	look := f.look(ctx, wanted)
	if ctx.Err() != nil {
		return ScrapeResult{Article: wanted.Article.ID, URL: wanted.Article.URL, State: news.PageWanted, Reason: "the run was ended"}
	}
	result := ScrapeResult{Article: wanted.Article.ID, URL: wanted.Article.URL, Title: wanted.Article.Title, Reason: look.reason}
	if look.ours != nil {
		result.State, result.Err = news.PageWanted, look.ours
		return result
	}
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

// admitPage says whether a page may be asked for, and how long after another of its
// host: a redirect to another host has that host's rules to obey.
func (f *Fetcher) admitPage(ctx context.Context, u *url.URL) (delay time.Duration, err error) {
	if err := f.mayAsk(ctx, u); err != nil {
		return 0, err
	}
	rules, err := f.robots.rules(ctx, u, true)
	if err != nil {
		return 0, err
	}
	return rules.delay, rules.admit(u)
}

// lookFailed says what an error means for a page.
func lookFailed(err error) look {
	var p *problem
	if !errors.As(err, &p) || p.kind == problemTurn {
		return look{ours: err} // or the run has ended
	}
	l := look{reason: p.reason, tried: p.kind != problemWait, notBefore: p.until}
	switch p.kind {
	case problemNetwork, problemConnect, problemOurNetwork, problemWait:
		l.later = true
	}
	return l
}

// betters reports whether what a revisit gave may take the place of what the first
// look gave: a whole page, or one that is no less than before.
func (l look) betters(article news.Article) bool {
	quality := l.page.Quality
	return len(l.page.Body) > 0 && (quality == news.QualityFull || quality == article.Quality)
}
