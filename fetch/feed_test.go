package fetch

import (
	"errors"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/wardround/wardround/news"
)

func parse(t *testing.T, body string) Feed {
	t.Helper()
	feed, err := ParseFeed(FeedInput{Body: []byte(body), URL: "http://one.example/dir/feed.xml"})
	if err != nil {
		t.Fatalf("ParseFeed: %v", err)
	}
	return feed
}

// brief is what of an item the tables compare.
type brief struct {
	ID, Title, Link, Published, Authors, Summary string
}

func briefs(feed Feed) []brief {
	var list []brief
	for _, i := range feed.Items {
		b := brief{ID: i.GUID, Title: i.Title, Link: i.Link, Authors: strings.Join(i.Authors, "; "), Summary: i.Summary}
		if !i.Published.IsZero() {
			b.Published = i.Published.UTC().Format(time.DateTime)
		}
		list = append(list, b)
	}
	return list
}

func Test38EveryFormatGivesTheSameItem(t *testing.T) {
	want := []brief{{ID: "id-1", Title: "Beds & boards", Link: "http://one.example/a", Published: "2026-11-16 07:30:00", Authors: "Ann Author", Summary: "Short words."}}
	for name, body := range map[string]string{
		"rss 2.0": `<rss version="2.0"><channel><title>One</title><item><title>Beds &amp; boards</title><link>http://one.example/a</link>
			<guid isPermaLink="false">id-1</guid><pubDate>Mon, 16 Nov 2026 07:30:00 GMT</pubDate><author>ann@one.example (Ann Author)</author><description>&lt;p&gt;Short words.&lt;/p&gt;</description></item></channel></rss>`,
		"rss 0.91, no root attributes": `<rss><channel><title>One</title><item><title><![CDATA[Beds & boards]]></title><link>/a</link><guid isPermaLink="false">id-1</guid>
			<dc:date xmlns:dc="http://purl.org/dc/elements/1.1/">2026-11-16T07:30:00Z</dc:date><dc:creator>Ann Author</dc:creator><description>Short words.</description></item></channel></rss>`,
		"rdf": `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/">
			<channel rdf:about="http://one.example/"><title>One</title></channel><item rdf:about="id-1"><title>Beds &amp; boards</title><link>http://one.example/a</link>
			<dc:date>2026-11-16T07:30:00Z</dc:date><dc:creator>Ann Author</dc:creator><description>Short words.</description></item></rdf:RDF>`,
		"atom 1.0": `<feed xmlns="http://www.w3.org/2005/Atom"><title>One</title><entry><id>id-1</id><title type="html">Beds &amp;amp; boards</title><link rel="self" href="/self"/><link href="../a"/>
			<published>2026-11-16T07:30:00Z</published><author><name>Ann Author</name></author><summary type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p>Short <b>words</b>.</p></div></summary></entry></feed>`,
		"atom with a prefix": `<a:feed xmlns:a="http://www.w3.org/2005/Atom"><a:title>One</a:title><a:entry><a:id>id-1</a:id><a:title>Beds &amp; boards</a:title><a:link href="http://one.example/a"/>
			<a:published>2026-11-16T07:30:00Z</a:published><a:author><a:name>Ann Author</a:name></a:author><a:summary>Short words.</a:summary></a:entry></a:feed>`,
		"atom 0.3": `<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>One</title><author><name>Ann Author</name></author><entry><id>id-1</id><title>Beds &amp; boards</title>
			<link rel="alternate" type="text/html" href="http://one.example/a"/><issued>2026-11-16T07:30:00Z</issued><summary>Short words.</summary></entry></feed>`,
		"json 1.1": `{"version":"https://jsonfeed.org/version/1.1","title":"One","items":[{"id":"id-1","title":"Beds & boards","url":"http://one.example/a",
			"date_published":"2026-11-16T07:30:00Z","authors":[{"name":"Ann Author"}],"summary":"Short words."}]}`,
		"json 1.0, author object, odd types": `{"version":"https://jsonfeed.org/version/1","title":"One","expired":"no","items":[{"id":"id-1","title":"Beds & boards","external_url":"/a","tags":7,
			"date_published":"2026-11-16T07:30:00Z","author":{"name":"Ann Author"},"summary":"Short words."}]}`,
		"undeclared prefixes, bare ampersand, junk before, no end": "\n\n<!-- x --> junk <?xml version='1.0'?><rss><channel><title>One</title><item><title>Beds & boards</title><link>http://one.example/a</link>" +
			"<guid isPermaLink='false'>id-1</guid><dc:creator>Ann Author</dc:creator><pubDate>Mon, 16 Nov 2026 07:30:00 GMT</pubDate><br><description>Short\x01 words.</description></item></channel>",
	} {
		t.Run(name, func(t *testing.T) {
			feed := parse(t, body)
			if diff := cmp.Diff(want, briefs(feed)); diff != "" {
				t.Errorf("items differ (-want +got):\n%s", diff)
			}
			if feed.Title != "One" {
				t.Errorf("title = %q", feed.Title)
			}
		})
	}
}

func Test29WhatIsTolerated(t *testing.T) {
	item := func(inside string) string {
		return "<rss><channel><item>" + inside + "</item><item><title>Next</title></item></channel></rss>"
	}
	for name, c := range map[string]struct{ body, title, link string }{
		"blanks beyond 4 KB":        {strings.Repeat(" \n", 6000) + item("<title>A</title>"), "A", ""},
		"comment beyond 4 KB":       {"<!--" + strings.Repeat("x", 9000) + "-->" + item("<title>A</title>"), "A", ""},
		"doctype with subset":       {`<!DOCTYPE rss [<!ENTITY x "y"> <!ELEMENT rss ANY>]>` + item("<title>A &x; B</title>"), "A &x; B", ""},
		"html entities":             {item("<title>caf&eacute; &ndash; &pound;9&nbsp;m &#8217; &#x92;</title>"), "café – £9 m ’ ’", ""},
		"entity-like query":         {item("<link>http://one.example/?a=1&copy=2&amp;b=3</link>"), "http://one.example/?a=1&copy=2&b=3", "http://one.example/?a=1&copy=2&b=3"},
		"unclosed title":            {item("<title>A<link>http://one.example/a</link>"), "http://one.example/a", "http://one.example/a"},
		"unclosed item":             {"<rss><channel><item><title>A</title><item><title>Next</title></item></channel></rss>", "A", ""},
		"uppercase tags":            {"<RSS><CHANNEL><ITEM><TITLE>A</TITLE><LINK>/a</LINK></ITEM></CHANNEL></RSS>", "A", "http://one.example/a"},
		"a tag that is none":        {item("<title>Waits < 18 weeks, <500 beds</title>"), "Waits < 18 weeks, <500 beds", ""},
		"markup in a title":         {item("<title>A <b>bold</b> title</title>"), "A bold title", ""},
		"escaped markup in a title": {item("<title>A &lt;em&gt;bold&lt;/em&gt; title</title>"), "A bold title", ""},
		"double escape":             {item("<title>A&amp;#8217;s</title>"), "A’s", ""},
		"attribute without quotes":  {item("<title>A</title><atom:link href=http://one.example/a rel=alternate />"), "A", "http://one.example/a"},
		"cdata inside text":         {item("<title>A <![CDATA[<i>&amp;</i>]]> B</title>"), "A & B", ""},
		"processing instruction":    {item("<title>A</title><?php echo 1 ?>"), "A", ""},
		"script in a title":         {item("<title>A&lt;script&gt;alert(1)&lt;/script&gt;</title>"), "A", ""},
	} {
		t.Run(name, func(t *testing.T) {
			feed := parse(t, c.body)
			if len(feed.Items) == 0 {
				t.Fatal("no items")
			}
			if got := feed.Items[0]; got.Title != c.title || got.Link != c.link {
				t.Errorf("title %q, link %q; want %q, %q", got.Title, got.Link, c.title, c.link)
			}
		})
	}
}

func Test31WhereTheLinkIsFound(t *testing.T) {
	const ns = `<rss xmlns:atom="http://www.w3.org/2005/Atom" xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0"><channel><item><title>T</title>`
	for name, c := range map[string]struct{ item, want string }{
		"permalink guid":          {"<guid>http://one.example/g</guid>", "http://one.example/g"},
		"guid that is none":       {"<guid>12345</guid>", ""},
		"guid said not to be one": {"<guid isPermaLink='false'>http://one.example/g</guid>", ""},
		"atom link":               {"<atom:link rel='self' href='/s'/><atom:link href='/b'/>", "http://one.example/b"},
		"feed proxy":              {"<link>http://proxy.example/1</link><feedburner:origLink>http://one.example/o</feedburner:origLink>", "http://one.example/o"},
		"enclosure last":          {"<enclosure url='/x.mp3' type='audio/mpeg'/>", "http://one.example/x.mp3"},
		"relative":                {"<link>b?x=1</link>", "http://one.example/dir/b?x=1"},
		"xml:base":                {"<link xml:base='http://two.example/x/'>b</link>", "http://two.example/x/b"},
		"javascript":              {"<link>javascript:alert(1)</link>", ""},
		"other scheme, then guid": {"<link>ftp://one.example/</link><guid>http://one.example/g</guid>", "http://one.example/g"},
		"brackets stay encoded":   {"<link>http://one.example/?o%5B%5D=1</link>", "http://one.example/?o%5B%5D=1"},
		"blanks around":           {"<link>\n  http://one.example/a \n</link>", "http://one.example/a"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := parse(t, ns+c.item+"</item></channel></rss>").Items[0].Link; got != c.want {
				t.Errorf("link = %q, want %q", got, c.want)
			}
		})
	}
}

func Test32AnEmptyTitleIsMadeOfTheFirstWords(t *testing.T) {
	for name, c := range map[string]struct{ item, want string }{
		"summary": {"<description>First words of it.</description><link>/a</link>", "First words of it."},
		"content": {"<content:encoded>&lt;p&gt;Whole text.&lt;/p&gt;</content:encoded><link>/a</link>", "Whole text."},
		"link":    {"<link>/a</link>", "http://one.example/a"},
		"long":    {"<description>" + strings.Repeat("word ", 60) + "</description>", strings.TrimSpace(strings.Repeat("word ", 23)) + "…"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := parse(t, "<rss><channel><item>"+c.item+"</item></channel></rss>").Items[0].Title; got != c.want {
				t.Errorf("title = %q, want %q", got, c.want)
			}
		})
	}
}

func Test33AFutureDateIsNowAndNoDateDropsNothing(t *testing.T) {
	feed, err := ParseFeed(FeedInput{Body: []byte(rssDoc("one.example", "/a|A|Mon, 16 Nov 2099 07:30:00 GMT", "/b|B|rubbish")), Now: monday})
	if err != nil || len(feed.Items) != 2 {
		t.Fatalf("%d items, %v", len(feed.Items), err)
	}
	if got := feed.Items[0].Published; !got.Equal(monday) {
		t.Errorf("published = %v, want the time of the read", got)
	}
	if got := feed.Items[1].Published; !got.IsZero() {
		t.Errorf("published = %v, want none", got)
	}
}

func Test42And44LimitsOfADocument(t *testing.T) {
	many := "<rss><channel>" + strings.Repeat("<item><title>x</title></item>", maxItems+100) + "</channel></rss>"
	if n := len(parse(t, many).Items); n != maxItems {
		t.Errorf("%d items, want %d", n, maxItems)
	}
	long := parse(t, "<rss><channel><item><title>"+strings.Repeat("long ", 40_000)+"</title></item></channel></rss>")
	if n := len(long.Items[0].Title); n > maxTitle {
		t.Errorf("title of %d bytes", n)
	}
	for name, body := range map[string]string{
		"deep unknown tags":   "<rss><channel>" + strings.Repeat("<a>", 400_000),
		"deep extension tags": "<rss><channel><item>" + strings.Repeat("<x:y>", 400_000),
		"deep channels":       "<rss>" + strings.Repeat("<channel>", 250_000),
		"deep markup":         "<rss><channel><item><description>" + strings.Repeat("<div>", 400_000) + "</description></item></channel></rss>",
		"deep escaped markup": "<rss><channel><item><description>" + strings.Repeat("&lt;div&gt;", 400_000) + "</description></item></channel></rss>",
		"many openings":       "<rss><channel><item>" + strings.Repeat("<title><", 250_000),
		"many entities":       "<rss><channel><item><title>" + strings.Repeat("&amp;", 400_000) + "</title></item></channel></rss>",
		"many bare brackets":  "<rss><channel>" + strings.Repeat("<", 2_000_000),
		"open quotes":         "<rss><channel>" + strings.Repeat(`<a b="`, 400_000),
		"open comments":       "<rss><channel>" + strings.Repeat("<!--", 500_000),
		"deep json":           `{"version":"https://jsonfeed.org/version/1","items":` + strings.Repeat("[", 1_000_000),
	} {
		t.Run(name, func(t *testing.T) {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			began := time.Now()
			_, _ = ParseFeed(FeedInput{Body: []byte(body)}) // an error is as good as a feed
			runtime.ReadMemStats(&after)
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("took %v", took)
			}
			if used := int64(after.TotalAlloc-before.TotalAlloc) >> 20; used > 400 {
				t.Errorf("allocated %d MB for %d MB", used, len(body)>>20)
			}
		})
	}
}

func Test45NothingInATextChangesALineOrItsDirection(t *testing.T) {
	feed := parse(t, "<rss><channel><title>One\r\nBcc: x</title><item><title>A\u202eevil\u2066 title&#10;X: y\u0000&#0;&#7;</title><description>b\u200b c\u2028d</description></item></channel></rss>")
	if got := feed.Title + "|" + feed.Items[0].Title + "|" + feed.Items[0].Summary; strings.ContainsAny(got, "\r\n\x00\x07\u202e\u2066\u2028") {
		t.Errorf("control characters came through: %q", got)
	}
}

func TestNotAFeed(t *testing.T) {
	for _, body := range []string{"", "hello", "<html><body><rss/></body></html>", `{"a":1}`, `[1,2]`, "<opml/>", "<!DOCTYPE html><p>x", "{", "\x00\x01\x02"} {
		if _, err := ParseFeed(FeedInput{Body: []byte(body)}); !errors.Is(err, ErrNotFeed) {
			t.Errorf("ParseFeed(%q) error = %v, want ErrNotFeed", body, err)
		}
	}
}

func TestHintsOfAFeed(t *testing.T) {
	feed := parse(t, `<rss xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"><channel><ttl>90</ttl><sy:updatePeriod>daily</sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>
		<skipHours><hour>0</hour><hour>24</hour><hour>x</hour></skipHours><skipDays><day>Sunday</day></skipDays></channel></rss>`)
	want := Hints{TTL: 6 * time.Hour, SkipHours: []int{0, 0}, SkipDays: []time.Weekday{time.Sunday}}
	if diff := cmp.Diff(want, feed.Hints); diff != "" {
		t.Errorf("hints differ (-want +got):\n%s", diff)
	}
}

func TestTheFeedsOwnTextBecomesBlocks(t *testing.T) {
	feed := parse(t, `<rss><channel><item><title>T</title><description>Teaser.</description><content:encoded><![CDATA[<h2>Head</h2><p>One<br>two.</p><ul><li>Point</li></ul>
		<blockquote><p>Said.</p></blockquote><script>x()</script><p>The post <a href="/">T</a> appeared first on <a href="/">One</a>.</p>]]></content:encoded></item></channel></rss>`)
	want := []news.Block{{Kind: news.Subhead, Text: "Head"}, {Kind: news.Paragraph, Text: "One two."}, {Kind: news.ListItem, Text: "Point"}, {Kind: news.Quotation, Text: "Said."}}
	if diff := cmp.Diff(want, feed.Items[0].Body); diff != "" {
		t.Errorf("body differs (-want +got):\n%s", diff)
	}
	if got := feed.Items[0].Content(); strings.Contains(got, "script") || !strings.Contains(got, "<h2>Head</h2>") {
		t.Errorf("Content = %q", got)
	}
}

func TestASearchNamesThePublisher(t *testing.T) {
	feed := parse(t, `<rss><channel><item><title>Beds open - The Ward Post</title><link>/a</link><source url="http://post.example/">The Ward Post</source></item></channel></rss>`)
	if got := feed.Items[0]; got.Title != "Beds open" || got.Publisher != "The Ward Post" {
		t.Errorf("title %q, publisher %q", got.Title, got.Publisher)
	}
}

func FuzzParseFeed(f *testing.F) {
	f.Add([]byte(rssDoc("one.example", "/a|A|Mon, 16 Nov 2026 07:30:00 GMT")))
	f.Add([]byte(`<feed xmlns="http://www.w3.org/2005/Atom"><entry xml:base="/x"><id>1</id><author><name>a</name></author><content type="xhtml"><div>x</div></content></entry></feed>`))
	f.Add([]byte(`<rdf:RDF><item rdf:about="x"><title>&#x92;<![CDATA[<b>]]></title><a></item>`))
	f.Add([]byte(`{"version":"https://jsonfeed.org/version/1.1","items":[{"id":1,"authors":{"name":"x"},"content_text":"a\n\nb"}]}`))
	f.Fuzz(func(t *testing.T, body []byte) {
		feed, err := ParseFeed(FeedInput{Body: body, URL: "http://one.example/feed"})
		if err != nil {
			return
		}
		for _, i := range feed.Items {
			if i.Link != "" && !strings.HasPrefix(strings.ToLower(i.Link), "http") || strings.ContainsAny(i.Title+i.Summary, "\r\n\x00") {
				t.Errorf("item %+v", i.Item)
			}
		}
	})
}
