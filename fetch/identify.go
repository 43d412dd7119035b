package fetch

import (
	"crypto/sha256"
	"encoding/hex"
	"time"

	"github.com/wardround/wardround/news"
)

// identify gives every item an identity that lasts, and folds those that a feed
// lists twice. The identity is the feed's own, else the canonical link, else
// title and date. Items with neither link nor words are dropped.
func (f *Fetcher) identify(src news.Source, found []FeedItem) []news.Item {
	items := make([]news.Item, 0, len(found))
	guids, urls := map[string]bool{}, map[string]bool{}
	for _, in := range found {
		item := in.Item
		if item.Link == "" && item.Title == "" {
			continue
		}
		if item.GUID == "" {
			item.GUID = item.URL
		}
		if item.GUID == "" {
			item.GUID = "wr:" + digestOf(item.Title, item.Published.UTC().Format(time.RFC3339))
		}
		if item.URL == "" {
			item.URL = src.URL + "#wr-" + digestOf(item.GUID)
		}
		if src.Kind != news.KindSearch { // a search names the publishers of what it found
			item.Publisher = publisherAt(item.Publisher, item.URL)
		}
		if guids[item.GUID] || urls[item.URL] {
			continue
		}
		guids[item.GUID], urls[item.URL] = true, true
		items = append(items, item)
	}
	return items
}

// digestOf returns a short name for the parts together.
func digestOf(parts ...string) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write([]byte(p))
		h.Write([]byte{0})
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
