package storetest

import (
	"bytes"
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

// testReceived: pages kept as they were received.
func testReceived(t *testing.T, open opener) {
	t.Run("a page comes back as it was received", func(t *testing.T) { keptWhole(t, open(t)) })
	t.Run("the same bytes are one, and go with their last page", func(t *testing.T) { keptOnce(t, open(t)) })
	t.Run("a reading of our own is no revision", func(t *testing.T) {
		k := open(t)
		a := k.take(monday, item(1))
		k.page(a.ID, monday, "Read so.")
		k.must(k.SavePage(t.Context(), news.ScrapedPage{Article: a.ID, At: monday, State: news.PageDone, Again: true,
			Page: news.Page{Quality: news.QualityFull, Body: []news.Block{{Kind: news.Paragraph, Text: "Read otherwise.", NoQuote: true}}, Section: "Policy", Document: "https://gazette.example/plan.pdf"}}))
		got := k.article(a.ID)
		same(t, "revision", got.Revision, 1)
		same(t, "body", got.Body, []news.Block{{Kind: news.Paragraph, Text: "Read otherwise.", NoQuote: true}})
		same(t, "section and document", []string{got.Section, got.Document}, []string{"Policy", "https://gazette.example/plan.pdf"})
		judge, err := k.ToJudge(t.Context(), 10)
		k.must(err)
		same(t, "to be judged again", len(judge), 1)
	})
	t.Run("misses of a rule are counted from the latest page back", func(t *testing.T) { ruleMisses(t, open(t)) })
}

func keep(k *kit, article int64, at time.Time, raw string, evidence ...string) {
	k.Helper()
	k.must(k.SavePage(k.Context(), news.ScrapedPage{Article: article, At: at, State: news.PageDone,
		Page: news.Page{Quality: news.QualityFull, Evidence: evidence}, Raw: []byte(raw), ContentType: "text/html; charset=latin1",
		RawURL: "https://gazette.example/r", Robots: "max-snippet:20"}))
}

func keptWhole(t *testing.T, k *kit) {
	a := k.take(monday, item(1))
	big := string(bytes.Repeat([]byte("<p>caf\xe9</p>"), 50_000))
	keep(k, a.ID, monday, "old")
	keep(k, a.ID, monday.Add(hour), big)
	got, err := k.KeptPages(t.Context(), monday, 0, 10)
	k.must(err)
	same(t, "pages", len(got), 1)
	same(t, "bytes are equal", string(got[0].Raw) == big, true)
	got[0].Raw = nil
	same(t, "page", got[0], news.KeptPage{Article: k.article(a.ID), URL: "https://gazette.example/r",
		ContentType: "text/html; charset=latin1", Robots: "max-snippet:20", At: monday.Add(hour)})
	for name, from := range map[string]struct {
		since time.Time
		after int64
	}{"later": {monday.Add(2 * hour), 0}, "after its number": {monday, a.ID}} {
		none, err := k.KeptPages(t.Context(), from.since, from.after, 10)
		k.must(err)
		same(t, name, len(none), 0)
	}
}

func keptOnce(t *testing.T, k *kit) {
	one, two := k.take(monday, item(1)), k.take(monday, item(2))
	keep(k, one.ID, monday, "same")
	keep(k, two.ID, monday.Add(hour), "same")
	n, err := k.ForgetPages(t.Context(), monday.Add(hour), nil)
	k.must(err)
	same(t, "forgotten", n, 1)
	left, err := k.KeptPages(t.Context(), time.Time{}, 0, 10)
	k.must(err)
	same(t, "left", len(left), 1)
	same(t, "its bytes", string(left[0].Raw), "same")
	n, err = k.ForgetPages(t.Context(), monday.Add(2*hour), nil)
	k.must(err)
	same(t, "forgotten", n, 1)
}

func ruleMisses(t *testing.T, k *kit) {
	evidence := [][]string{{"miss"}, {"hit"}, {"miss"}, {"title: h1"}, {"miss", "body: general"}}
	for i, e := range evidence {
		a := k.take(monday.Add(time.Duration(i)*hour), item(i+1))
		keep(k, a.ID, monday, "page", e...)
	}
	got, err := k.RuleMisses(t.Context(), "miss", "hit")
	k.must(err)
	same(t, "misses in a row", got, map[string]int{source("gazette").URL: 2})
}
