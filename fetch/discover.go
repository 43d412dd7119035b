package fetch

import (
	"bytes"
	"context"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"github.com/PuerkitoBio/goquery"
	"github.com/andybalholm/cascadia"
	"github.com/wardround/wardround/news"
)

// Discovery looks at the links a page names, then at where feeds usually are.
const (
	discoverWindow = 512 << 10 // bytes of a page that may name its feed
	maxCandidates  = 6         // requests one discovery may cost
)

var usualPlaces = []string{"/feed/", "/rss", "/rss.xml", "/feed.xml", "/atom.xml"}

var feedTypes = []string{"application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"}

// discover asks a site for its feed and remembers where it is.
func (r *reading) discover(ctx context.Context, home *url.URL) {
	if r.err = r.askRobots(ctx, home); r.err != nil {
		return
	}
	r.answer, r.err = r.get(ctx, home, acceptFeed)
	if r.err != nil || r.answer.status != http.StatusOK || r.isFeed() {
		return
	}
	page := r.answer
	places := candidates(page)
	page.shrink(nameWindow)
	for _, candidate := range places {
		u, err := url.Parse(candidate)
		if err != nil || r.askRobots(ctx, u) != nil {
			continue
		}
		a, err := r.get(ctx, u, acceptFeed)
		if err != nil {
			continue // the next place may be the right one
		}
		r.answer = a
		if a.status == http.StatusOK && r.isFeed() {
			r.state.CurrentURL = candidate
			if a.moved {
				r.state.CurrentURL = a.url.String()
			}
			return
		}
		a.done()
	}
	r.answer = page
}

// isFeed reports whether the answer has a feed in it.
func (r *reading) isFeed() bool {
	_, err := r.parseFeed()
	return err == nil
}

// candidates returns where the feed of a page may be, the likeliest first.
func candidates(page *answer) []string {
	found := feedLinks(page)
	for _, place := range usualPlaces {
		if u, err := page.url.Parse(place); err == nil && !slices.Contains(found, u.String()) {
			found = append(found, u.String())
		}
	}
	return found[:min(len(found), maxCandidates)]
}

// feedLinks returns the feeds a page names in its head. Feeds of comments come
// last: they are named beside the one that is wanted.
func feedLinks(page *answer) []string {
	doc, base, err := parsePage(page, discoverWindow)
	if err != nil {
		return nil // no page, so it names nothing
	}
	var found, comments []string
	doc.Find("link[rel][href]").Each(func(_ int, s *goquery.Selection) {
		rel, kind := strings.ToLower(s.AttrOr("rel", "")), strings.ToLower(s.AttrOr("type", ""))
		if !slices.Contains(strings.Fields(rel), "alternate") || !slices.Contains(feedTypes, kind) {
			return
		}
		link := httpLink(base, s.AttrOr("href", ""))
		switch {
		case link == "" || slices.Contains(found, link) || slices.Contains(comments, link):
		case strings.Contains(strings.ToLower(link+s.AttrOr("title", "")), "comment"):
			comments = append(comments, link)
		default:
			found = append(found, link)
		}
	})
	return append(found, comments...)
}

// parsePage parses up to limit bytes of a page, and returns what its links are
// relative to.
func parsePage(page *answer, limit int) (*goquery.Document, *url.URL, error) {
	text := decodeDocument(page.body[:min(len(page.body), limit)], page.header.Get("Content-Type"))
	doc, err := goquery.NewDocumentFromReader(bytes.NewReader([]byte(text)))
	if err != nil {
		return nil, nil, fmt.Errorf("parse page: %w", err)
	}
	return doc, resolveBase(page.url, doc.Find("base[href]").AttrOr("href", "")), nil
}

// CheckSource reports what is wrong with the address and the selectors of a
// source, before it is ever asked for.
func CheckSource(src news.Source) error {
	u, err := url.Parse(src.URL)
	if err != nil || u.Hostname() == "" || u.Scheme != "http" && u.Scheme != "https" {
		return fmt.Errorf("url %q: not an http or https address", src.URL)
	}
	if src.Kind == news.KindPage && src.Link == "" && src.List == "" {
		return fmt.Errorf("a source of kind page needs a selector: list or link")
	}
	for _, selector := range []string{src.List, src.Link} {
		if selector == "" {
			continue
		}
		if _, err := cascadia.ParseGroup(selector); err != nil {
			return fmt.Errorf("selector %q: %w", selector, err)
		}
	}
	return nil
}

// listPage reads a source without a feed: each entry of its list that has a link
// is an item.
func listPage(src news.Source, page *answer, zone *time.Location) (Feed, error) {
	doc, base, err := parsePage(page, maxPageBytes)
	if err != nil {
		return Feed{}, err
	}
	list, link := src.List, src.Link
	if list == "" {
		list, link = src.Link, ""
	} else if link == "" {
		link = "a[href]"
	}
	feed := Feed{Title: cleanLine(doc.Find("title").First().Text()), Home: page.url.String()}
	doc.Find(list).EachWithBreak(func(_ int, entry *goquery.Selection) bool {
		anchor := entry
		if link != "" && !entry.Is(link) {
			anchor = entry.Find(link).First()
		}
		if titled := entry.Find(headings).First().Find("a[href]").First(); src.Link == "" && titled.Length() > 0 {
			anchor = titled // an image or a category may come before it
		}
		item := FeedItem{}
		item.Link = httpLink(base, anchor.AttrOr("href", ""))
		item.Title = listTitle(entry, anchor)
		if item.Link == "" || item.Title == "" {
			return true
		}
		item.URL, _ = CanonicalURL(item.Link) // absolute http(s): no error
		if stated, ok := entry.Find("time[datetime]").Attr("datetime"); ok {
			if t, ok := ParseTime(stated, zone); ok {
				item.Published = t
			}
		}
		feed.Items = append(feed.Items, item)
		return len(feed.Items) < maxItems
	})
	if len(feed.Items) == 0 {
		return Feed{}, &problem{reason: fmt.Sprintf("nothing with a link and a title matches %q", firstOf(src.List, src.Link))}
	}
	return feed, nil
}

// headings are elements that hold an entry's title, where a list has any.
const headings = "h1,h2,h3,h4,h5,h6"

// listTitle is the heading of an entry: its link may say "Read more" only.
func listTitle(entry, anchor *goquery.Selection) string {
	return firstOf(cleanLine(entry.Find(headings).First().Text()), cleanLine(anchor.Text()), cleanLine(anchor.AttrOr("title", anchor.AttrOr("aria-label", ""))))
}

// CheckSelector says what is wrong with a CSS selector.
func CheckSelector(selector string) error {
	if _, err := cascadia.ParseGroup(selector); err != nil {
		return fmt.Errorf("selector %q: %w", selector, err)
	}
	return nil
}

// FeedPlaces returns where the feeds of the site at address may be, the likeliest
// first, itself if it is a feed. It makes one request.
func (f *Fetcher) FeedPlaces(ctx context.Context, address string) ([]string, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, fmt.Errorf("discover %s: %w", address, err)
	}
	if err := f.loadBlocked(ctx); err != nil {
		return nil, fmt.Errorf("discover %s: %w", address, err)
	}
	page, err := f.client.get(ctx, request{url: u, accept: acceptFeed, limit: maxFeedBytes})
	if err != nil {
		return nil, fmt.Errorf("discover %s: %w", address, err)
	}
	defer page.done()
	if page.status != http.StatusOK {
		return nil, fmt.Errorf("discover %s: the server answers %d %s", address, page.status, http.StatusText(page.status))
	}
	at := &reading{f: f, answer: page, now: f.now()}
	if at.isFeed() {
		return []string{page.url.String()}, nil
	}
	return candidates(page), nil
}
