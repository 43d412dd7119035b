package fetch

import (
	"context"
	"fmt"
	"net/url"
	"time"

	"github.com/wardround/wardround/news"
)

// received is a page as a server gave it.
type received struct {
	url, contentType, robots string
	etag, lastModified       string
	body                     []byte
}

func receive(a *answer) received {
	return received{
		url: a.url.String(), contentType: a.header.Get("Content-Type"), robots: joinHeader(a.header, "X-Robots-Tag"),
		etag: a.header.Get("Etag"), lastModified: a.header.Get("Last-Modified"), body: a.body,
	}
}

// extract takes the article out of a page as received.
func (f *Fetcher) extract(r received) news.Page {
	return Extract(PageInput{
		URL: r.url, ContentType: r.contentType, Body: r.body, Robots: r.robots, Sites: f.sites(), Zone: f.opts.Zone,
	})
}

// withRaw adds where a page was received from and its validators, and what was
// received if it is to be kept.
func (f *Fetcher) withRaw(page ScrapedPage, r received) ScrapedPage {
	page.RawURL, page.ETag, page.Modified = r.url, r.etag, r.lastModified
	if f.opts.KeepPages > 0 {
		page.Raw, page.ContentType, page.Robots = r.body, r.contentType, r.robots
	}
	return page
}

// Rescraped is what reading kept pages anew came to.
type Rescraped struct {
	Pages   int // read again
	Changed int // whose title, standfirst, text or quality is another now
}

// Rescrape reads the pages that were received since the instant again, with
// today's rules and without asking anybody, and saves what they give. A page
// that gives nothing now leaves its article as it is: the text that is there
// came from the same bytes, and was readable once.
func (f *Fetcher) Rescrape(ctx context.Context, since time.Time) (Rescraped, error) {
	const batch = 50 // pages in memory at a time
	var done Rescraped
	for after := int64(0); ; {
		pages, err := f.store.KeptPages(ctx, since, after, batch)
		if err != nil || len(pages) == 0 {
			return done, err
		}
		for _, kept := range pages {
			after = kept.Article.ID
			if err := ctx.Err(); err != nil {
				return done, err
			}
			changed, err := f.rescrapeOne(ctx, kept)
			if err != nil {
				return done, fmt.Errorf("rescrape article %d: %w", kept.Article.ID, err)
			}
			done.Pages++
			if changed {
				done.Changed++
			}
		}
	}
}

// rescrapeOne reads one kept page and reports whether it says something else now.
func (f *Fetcher) rescrapeOne(ctx context.Context, kept KeptPage) (bool, error) {
	page := f.extract(received{url: kept.URL, contentType: kept.ContentType, robots: kept.Robots, body: kept.Raw})
	if at, err := url.Parse(kept.URL); err == nil && kept.URL != "" {
		page.URL = canonicalPage(page.URL, at)
		page.Publisher = publisherAt(page.Publisher, page.URL)
	} else {
		page.URL = kept.Article.URL // read from a file
	}
	old := kept.Article
	if len(page.Body) == 0 && len(old.Body) > 0 {
		return false, nil
	}
	page.Comments = f.withTopics(page.Comments)
	state := news.PageDone
	if page.Quality == news.QualityFailed {
		state = news.PageFailed
	}
	changed := page.Quality != old.Quality || page.Title != "" && page.Title != old.Title ||
		(news.Article{Standfirst: page.Standfirst, Body: page.Body}).Text() != old.Text()
	return changed, f.store.SavePage(ctx, ScrapedPage{Article: old.ID, Page: page, State: state, At: f.now(), Again: true})
}
