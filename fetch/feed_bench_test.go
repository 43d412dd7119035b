package fetch

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkParseFeed reads a feed of 25 items with teasers, the usual size.
func BenchmarkParseFeed(b *testing.B) {
	items := make([]string, 25)
	for i := range items {
		items[i] = fmt.Sprintf("/a/%d|%s %d|Mon, 16 Nov 2026 07:%02d:00 GMT", i, strings.Repeat("word ", 8), i, i)
	}
	body := []byte(strings.ReplaceAll(rssDoc("one.example", items...), "Words of the feed.", strings.Repeat("&lt;p&gt;Words &amp;amp; more of them.&lt;/p&gt; ", 20)))
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		if _, err := ParseFeed(FeedInput{Body: body, URL: "http://one.example/feed"}); err != nil {
			b.Fatal(err)
		}
	}
}
