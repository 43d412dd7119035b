package fetch

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// Document is one feed or one page, read for its own sake. Exactly one of Feed
// and Page is set.
type Document struct {
	Target string // as named: an address, a file, "-"
	URL    string // where it came from, after redirects; empty for a file
	Feed   *Feed
	Page   *news.Page

	received received // a page's bytes, for TakeIn to keep
}

// Read reads one address, one file, or standard input ("-"), and says whether it
// is a feed or a page. A file of plain text is a page: its first lines may be a
// headline, a byline and a day. An address typed by the operator is not asked of
// robots.txt. The error says in plain words why there is nothing to read.
func (f *Fetcher) Read(ctx context.Context, target string) (Document, error) {
	if IsAddress(target) {
		return f.readAddress(ctx, target)
	}
	body, err := f.readLocal(target)
	if err != nil {
		return Document{}, err
	}
	doc := Document{Target: target}
	if strings.EqualFold(filepath.Ext(target), ".txt") || !hasMarkup(body) {
		page := readText(decodeDocument(body, ""), f.opts.Zone)
		doc.Page = &page
		return doc, nil
	}
	return f.tell(doc, &answer{status: http.StatusOK, header: http.Header{}, body: body, url: &url.URL{}})
}

// IsAddress reports whether [Fetcher.Read] takes target for an address, not a file.
func IsAddress(target string) bool {
	lower := strings.ToLower(target)
	return strings.HasPrefix(lower, "http://") || strings.HasPrefix(lower, "https://")
}

// hasMarkup reports whether a document begins like XML, HTML or JSON.
func hasMarkup(body []byte) bool {
	text := strings.TrimLeft(decodeDocument(body[:min(len(body), 4<<10)], ""), blanks)
	return strings.HasPrefix(text, "<") || strings.HasPrefix(text, "{")
}

func (f *Fetcher) readAddress(ctx context.Context, target string) (Document, error) {
	u, err := url.Parse(target)
	if err != nil {
		return Document{}, fmt.Errorf("read %s: %w", target, err)
	}
	if err := f.loadBlocked(ctx); err != nil {
		return Document{}, fmt.Errorf("read %s: %w", target, err)
	}
	a, err := f.client.get(ctx, request{url: u, accept: acceptFeed, limit: maxFeedBytes, pace: f.pace(0)})
	if err != nil {
		return Document{}, fmt.Errorf("read %s: %w", target, err)
	}
	defer a.done()
	doc := Document{Target: target, URL: a.url.String()}
	if a.status != http.StatusOK {
		reason := fmt.Sprintf("the server answers %d %s", a.status, http.StatusText(a.status))
		if outcome, why := nameDocument(a); outcome == news.OutcomeChallenged {
			reason += ": " + why
		}
		return doc, fmt.Errorf("read %s: %s", target, reason)
	}
	return f.tell(doc, a)
}

// tell fills doc with the feed in the answer, or the page.
func (f *Fetcher) tell(doc Document, a *answer) (Document, error) {
	feed, err := ParseFeed(FeedInput{
		Body: a.body, URL: a.url.String(), ContentType: a.header.Get("Content-Type"),
		ContentLocation: a.header.Get("Content-Location"), Zone: f.opts.Zone, Now: f.now(),
	})
	if err == nil {
		doc.Feed = &feed
		return doc, nil
	}
	if !errors.Is(err, ErrNotFeed) {
		return doc, fmt.Errorf("read %s: %w", doc.Target, err)
	}
	doc.received = receive(a)
	doc.received.url = doc.URL
	page := f.extract(doc.received)
	if doc.URL != "" {
		page.URL = canonicalPage(page.URL, a.url)
		page.Publisher = publisherAt(page.Publisher, page.URL)
	}
	doc.Page = &page
	return doc, nil
}

// readLocal reads a file or standard input, up to the size of a feed.
func (f *Fetcher) readLocal(target string) ([]byte, error) {
	in := f.opts.Stdin
	if target != "-" {
		file, err := os.Open(target)
		if err != nil {
			return nil, err // it names the file
		}
		defer file.Close()
		in = file
	}
	body, err := io.ReadAll(io.LimitReader(in, maxFeedBytes+1))
	if err != nil {
		return nil, fmt.Errorf("read %s: %w", target, err)
	}
	if len(body) > maxFeedBytes {
		return nil, fmt.Errorf("read %s: it is larger than %d MiB", target, maxFeedBytes>>20)
	}
	if !utf8.Valid(body) && len(body) > 0 && strings.Contains(string(body[:min(len(body), 1024)]), "\x00\x00\x00\x00") {
		return nil, fmt.Errorf("read %s: it is no text", target)
	}
	return body, nil
}
