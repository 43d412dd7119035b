package fetch

import (
	"encoding/json"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestAFeedPrintsAsPipeFeedPromises(t *testing.T) {
	feed := parse(t, `<rss><channel><title>One</title><item><title>T</title><link>/a</link><guid>g</guid><pubDate>Mon, 16 Nov 2026 07:30:00 GMT</pubDate>
		<description>&lt;p onclick="x()"&gt;S&lt;/p&gt;</description></item></channel></rss>`)
	got, err := json.Marshal(feed)
	if err != nil {
		t.Fatal(err)
	}
	const want = `{"title":"One","items":[{"id":"g","title":"T","link":"http://one.example/a","published":"2026-11-16T07:30:00Z","updated":"","author":"","content":"","summary":"\u003cp\u003eS\u003c/p\u003e"}]}`
	if diff := cmp.Diff(want, string(got)); diff != "" {
		t.Errorf("json differs (-want +got):\n%s", diff)
	}
	if got, err := json.Marshal(Feed{Title: "Empty"}); err != nil || string(got) != `{"title":"Empty","items":[]}` {
		t.Errorf("an empty feed prints %s, %v", got, err)
	}
}
