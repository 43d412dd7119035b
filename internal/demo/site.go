package demo

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
	"time"
)

// site is one publisher with its articles, newest first.
type site struct {
	publisher Publisher
	articles  []Article
	changed   time.Time // of the feed; the newest article's instant, or later
	doc       document  // the feed as served
}

// document is a body with the validators it is served with.
type document struct {
	body        []byte
	contentType string
	etag        string
	modified    time.Time
}

func newDocument(body []byte, contentType string, modified time.Time) document {
	sum := sha256.Sum256(body)
	return document{body: body, contentType: contentType + "; charset=utf-8", etag: `"` + hex.EncodeToString(sum[:8]) + `"`, modified: modified}
}

func (s *site) home() string { return "https://" + s.publisher.Host() + "/" }

// put adds an article, or replaces the one at its address, and renews the feed.
// Last-Modified always moves on, even for an article older than the newest.
func (s *site) put(articles ...Article) error {
	for _, a := range articles {
		s.articles = slices.DeleteFunc(s.articles, func(old Article) bool { return old.Slug == a.Slug })
		s.articles = append(s.articles, a)
	}
	slices.SortStableFunc(s.articles, func(a, b Article) int { return b.Published.Compare(a.Published) })
	changed := s.changed.Add(time.Second)
	if len(s.articles) > 0 && s.articles[0].Published.After(changed) {
		changed = s.articles[0].Published
	}
	s.changed = changed
	body, err := s.feed()
	if err != nil {
		return err
	}
	s.doc = newDocument(body, s.publisher.Feed.contentType(), s.changed)
	return nil
}

// find returns the article whose page lies at path.
func (s *site) find(path string) (Article, bool) {
	for _, a := range s.articles {
		if a.Path() == path {
			return a, true
		}
	}
	return Article{}, false
}

// serve returns what lies at path; it is false where there is nothing.
func (s *site) serve(path string) (document, bool, error) {
	switch path {
	case s.publisher.Feed.path():
		return s.doc, s.publisher.Broken != Missing, nil
	case "/robots.txt":
		body := fmt.Sprintf("User-agent: *\nDisallow: %s\n", forbiddenPath)
		return newDocument([]byte(body), "text/plain", time.Time{}), true, nil
	case "/":
		body, err := s.homePage()
		return newDocument(body, "text/html", s.changed), err == nil, err
	}
	a, ok := s.find(path)
	if !ok || a.Page == Missing {
		return document{}, false, nil
	}
	body, err := s.articlePage(a)
	return newDocument(body, "text/html", a.Published), err == nil, err
}

// sheets parses every embedded file.
func sheets() ([]sheet, error) {
	files, err := articleFiles.ReadDir("articles")
	if err != nil {
		return nil, fmt.Errorf("list made-up articles: %w", err)
	}
	var all []sheet
	for _, file := range files {
		data, err := articleFiles.ReadFile("articles/" + file.Name())
		if err != nil {
			return nil, fmt.Errorf("read made-up articles: %w", err)
		}
		s, err := parseSheet(strings.TrimSuffix(file.Name(), ".txt"), data)
		if err != nil {
			return nil, err
		}
		all = append(all, s)
	}
	return all, nil
}
