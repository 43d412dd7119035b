package fetch

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"

	"github.com/wardround/wardround/news"
)

func metaOf(t *testing.T, url, page string) *extMeta {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page))
	if err != nil {
		t.Fatal(err)
	}
	return extReadMeta(root, PageInput{URL: url, Zone: extLondon()})
}

func TestTitle(t *testing.T) {
	const site = `<meta property="og:site_name" content="Health Daily">`
	for name, tt := range map[string]struct{ page, want, source string }{
		"an h1 that the social title repeats wins": {
			`<title>Plan struck out | Health Daily</title><meta property="og:title" content="Plan struck out, minutes show">` + site + `<h1>Health Daily</h1><h1>Plan struck out, minutes show</h1>`,
			"Plan struck out, minutes show", "h1"},
		"an h1 of several that says it word for word wins over one that holds it": {
			`<title>Engine Blog: Small steps with small models</title><meta property="og:title" content="Small steps with small models"><h1>Engine Blog</h1><h1>Small steps with small models</h1>`,
			"Small steps with small models", "h1"},
		"a section before the headline goes when two sources leave it out": {
			`<title>Council vetoes new pay bands - Health Daily</title><meta property="og:title" content="Council vetoes new pay bands">` + site + `<h1>Politics | Council vetoes new pay bands</h1>`,
			"Council vetoes new pay bands", "h1"},
		"a lone h1 that reads as a headline wins over a rewritten social title": {
			`<title>Careers: what to expect | Health Daily</title><meta property="og:title" content="What to expect from the careers map">` + site + `<h1>Career map for data staff nearly there, summit told</h1>`,
			"Career map for data staff nearly there, summit told", "h1 alone"},
		"a word more in the h1 is the headline's, not a section": {
			`<title>Common mistakes in ward plans - Health Daily</title><meta property="og:title" content="Common mistakes in ward plans">` + site + `<h1>Most common mistakes in ward plans</h1>`,
			"Most common mistakes in ward plans", "h1"},
		"a word more at its end is no sub-title": {
			`<title>Pay bands for data staff - Health Daily</title><meta property="og:title" content="Pay bands for data staff">` + site + `<h1>Pay bands for data staff compared</h1>`,
			"Pay bands for data staff compared", "h1"},
		"a sub-title in the h1 goes when two sources leave it out": {
			`<title>Pay bands for data staff - Health Daily</title><meta property="og:title" content="Pay bands for data staff">` + site + `<h1>Pay bands for data staff <span>What the council said this week</span></h1>`,
			"Pay bands for data staff", "h1"},
		"a date before the headline goes": {
			`<title>Pay bands for data staff - Health Daily</title><meta property="og:title" content="Pay bands for data staff">` + site + `<h1>Dec 18 2025 Pay bands for data staff</h1>`,
			"Pay bands for data staff", "h1"},
		"a note on the medium is no part of it": {
			`<title>Council vetoes new pay bands</title><h1>Council vetoes new pay bands [Watch]</h1>`, "Council vetoes new pay bands", "h1"},
		"of many h1 only one that shares words with another source is a headline": {
			`<meta property="og:title" content="Careers in data: hospitals want more"><h1>Health Daily</h1><h1>Next in your guide to the wards</h1><h1>How hospitals find people for careers in data</h1><h1>The best canteens</h1>` + site,
			"How hospitals find people for careers in data", "h1 alone"},
		"two words are a headline if markup says so": {
			`<title>How bands for data staff came to be drawn | Health Daily</title>` + site + `<h1 class="hero__title">Drawn up</h1>`, "Drawn up", "h1 alone"},
		"not without": {
			`<title>How bands for data staff came to be drawn | Health Daily</title>` + site + `<h1 class="hero">Drawn up</h1>`, "How bands for data staff came to be drawn", "title element"},
		"nor if it says so of two": {
			`<title>How bands for data staff came to be drawn | Health Daily</title>` + site + `<h1 class="title">Drawn up</h1><h1 class="title">Struck out</h1>`, "How bands for data staff came to be drawn", "title element"},
		"of many h1 the one that markup calls so": {
			`<meta property="og:title" content="How data staff came by their pay">` + site + `<h1 class="article__hed">The drawing up of the bands</h1><h1>More on pay</h1><h1>We need to talk</h1><h1>Do you want to help us?</h1>`, "The drawing up of the bands", "h1 alone"},
		"of social titles that differ the one that a lower heading shows": {
			`<meta property="og:title" content="Data staff pay: what to know now"><meta name="twitter:title" content="How data staff came by their pay">` + site + `<h1>A message from the editor:</h1><h3>How data staff came by their pay</h3>`, "How data staff came by their pay", "headline element"},
		"a line that leads to something is no headline": {
			`<meta property="og:title" content="Careers in data">` + site + `<h1>A message from the editor of this page:</h1>`, "Careers in data", "og:title"},
		"without an h1 the social title loses its site name at the end": {
			`<meta property="og:title" content="Plan struck out - Health Daily">` + site, "Plan struck out", "og:title"},
		"and at the beginning": {
			`<meta property="og:title" content="Health Daily » Plan struck out">` + site, "Plan struck out", "og:title"},
		"the host names the site too": {
			`<title>Plan struck out, minutes show | healthdaily</title>`, "Plan struck out, minutes show", "title element"},
		"a colon inside a headline is no separator": {
			`<title>Pay: what the bands mean for you</title>`, "Pay: what the bands mean for you", "title element"},
		"a heading named the headline stands in for the h1": {
			`<title>Plan struck out, minutes show | Health Daily</title>` + site + `<h2 class="entry-title">Plan struck out, minutes show</h2>`, "Plan struck out, minutes show", "headline element"},
		"JSON-LD when nothing else": {
			`<script type="application/ld+json">{"@type":"NewsArticle","headline":"Plan &amp; pay struck out"}</script>`, "Plan & pay struck out", "JSON-LD"},
	} {
		t.Run(name, func(t *testing.T) {
			m := metaOf(t, "https://www.healthdaily.example/news/1", tt.page)
			if m.title != tt.want {
				t.Errorf("title = %q, want %q", m.title, tt.want)
			}
			if diff := cmp.Diff("title: "+tt.source, m.evidence[0]); diff != "" {
				t.Errorf("evidence (-want +got): %s", diff)
			}
		})
	}
}

func TestAuthors(t *testing.T) {
	for name, tt := range map[string]struct {
		page string
		want []string
	}{
		"a reference in a graph is followed": {
			`<script type="application/ld+json">{"@graph":[{"@type":"NewsArticle","headline":"x","author":{"@id":"#a"}},{"@type":"Person","@id":"#a","name":"Jo Doe"}]}</script>`, []string{"Jo Doe"}},
		"several in a list": {
			`<script type="application/ld+json">{"@type":"Article","author":[{"name":"Jo Doe"},{"name":"Al Roe"}]}</script>`, []string{"Jo Doe", "Al Roe"}},
		"a group in JSON-LD yields to a person in the byline": {
			`<meta property="og:site_name" content="Health Daily"><script type="application/ld+json">{"@type":"Article","author":{"name":"Health Daily"}}</script><p class="byline">By <a>Jo Doe</a></p>`, []string{"Jo Doe"}},
		"and stands when there is none": {
			`<meta property="og:site_name" content="Health Daily"><script type="application/ld+json">{"@type":"Article","author":{"name":"Health Daily"}}</script>`, []string{"Health Daily"}},
		"a meta element with a prefix and two names": {
			`<meta name="author" content="By Jo Doe and Al Roe">`, []string{"Jo Doe", "Al Roe"}},
		"an address is no author": {
			`<meta property="article:author" content="https://social.example/jodoe"><span class="author-name">Jo Doe</span>`, []string{"Jo Doe"}},
		"role and date after the name go": {
			`<div class="byline">By Jo Doe, Health Editor | Published: 3 May 2025</div>`, []string{"Jo Doe"}},
		"a role in an element of its own without a space": {
			`<div class="author"><span>Jo Doe</span><span>Head of Policy</span></div>`, []string{"Jo Doe"}},
		"letters after a name go": {
			`<meta name="author" content="Jo Doe, PhD, RN">`, []string{"Jo Doe"}},
		"a line that only says who": {
			`<h1>Plan</h1><p>By Jo van der Doe</p><p>Text.</p>`, []string{"Jo van der Doe"}},
		"the authors of other stories stay out": {
			`<div><p class="byline"><a href="/author/jd">Jo Doe</a></p></div><section><div><div><p class="byline"><a href="/author/x">Xe Other</a></p></div></div></section>`, []string{"Jo Doe"}},
		"the writer of a comment is no author": {
			`<div class="comment-list"><span class="author">Dana Pell</span></div>`, nil},
		"an initial ends no name": {
			`<p class="byline">By Jo A. Doe</p>`, []string{"Jo A. Doe"}},
		"but a sentence does": {
			`<p class="byline">By Jo Doe. This guide is free of charge.</p>`, []string{"Jo Doe"}},
		"who checked the text did not write it": {
			`<div><span>Peer reviewed by <a href="/authors/xe">Dr Xe Other</a></span> <span>Last updated by <a href="/authors/jo">Jo Doe</a></span></div>`, []string{"Jo Doe"}},
		"nor who edited it": {
			`<p class="author-name">Written by<br><a href="/author/jo">Jo Doe</a></p><p class="author-name">Edited by<br><a href="/author/xe">Xe Other</a></p>`, []string{"Jo Doe"}},
		"a body's own name may hold and": {
			`<p class="byline">by Jo Doe, National Institute of Wards and Rare Diseases</p>`, []string{"Jo Doe"}},
		"scholarly pages give the last name first": {
			`<meta name="citation_author" content="Doe, Jo"><meta name="citation_author" content="van der Roe, Al">`, []string{"Jo Doe", "Al van der Roe"}},
		"co-authors whose elements stand apart": {
			`<section><address><p><a><span itemprop="author">Jo Doe</span></a></p></address><address><p><a><span itemprop="author">Al Roe</span></a></p></address></section>`, []string{"Jo Doe", "Al Roe"}},
		"a newspaper yields to a person": {
			`<script type="application/ld+json">{"@type":"Article","author":{"name":"The Ward Times"}}</script><a class="authors">Jo Doe</a>`, []string{"Jo Doe"}},
		"a pen name in markup made for names": {
			`<p>by <span class="author vcard">moss</span> on 3 May 2025</p>`, []string{"moss"}},
		"a log-in is none": {
			`<p>by <span class="author vcard">wardadmin</span></p>`, nil},
		"nor with digits": {
			`<p>by <span class="author vcard">j0_d0e</span></p>`, nil},
		"a team that an author's page stands for": {
			`<p><a href="/author/ward-team/">Ward News Team</a></p>`, []string{"Ward News Team"}},
		"an icon of a person beside the name": {
			`<ul><li><i class="icon icon-person"></i> Jo Doe</li></ul>`, []string{"Jo Doe"}},
		"the card of another story": {
			`<div class="story-card"><h3>More</h3><span>by</span><a href="/author/xe">Xe Other</a></div>`, nil},
		"but not an author's card": {
			`<div class="author-card"><a href="/author/jo">Jo Doe</a></div>`, []string{"Jo Doe"}},
		"a menu of columnists": {
			`<header><ul class="secondary-nav"><li><a href="/author/xe">Xe Other</a></li></ul></header>`, nil},
		"the foot of the site": {
			`<footer><p class="author">Xe Other</p></footer>`, nil},
		"the foot of the article": {
			`<article><footer><p class="author">Jo Doe</p></footer></article>`, []string{"Jo Doe"}},
		"whoever is quoted": {
			`<blockquote><a href="/author/xe">Xe Other</a></blockquote>`, nil},
		"whoever running text links to": {
			`<p>The minister <a href="/people/xe">Xe Other</a> said on Tuesday that the plan for the wards was ready, that the staff had been told, and that the money would come by the end of the year if all went well.</p>`, nil},
		"the body's class of a blog with one author": {
			`<body class="single single-author"><ul><li><a>Green Wards</a></li></ul>`, nil},
		"labels are no names": {
			`<div class="author"><a>View all posts</a></div>`, nil},
	} {
		t.Run(name, func(t *testing.T) {
			m := metaOf(t, "https://www.healthdaily.example/news/1", tt.page)
			if diff := cmp.Diff(tt.want, m.authors); diff != "" {
				t.Errorf("authors (-want +got): %s", diff)
			}
		})
	}
}

func TestDayOfText(t *testing.T) {
	for _, tt := range []struct {
		text     string
		american bool
		want     news.Day
	}{
		{"2007-09-10T23:00:01+00:00", false, "2007-09-11"}, // British Summer Time
		{"2007-12-10T23:00:01+00:00", false, "2007-12-10"},
		{"2025-03-30T00:30:00Z", false, "2025-03-30"},
		{"2025-06-30 23:15:00 UTC", false, "2025-07-01"},
		{"2025-06-30T23:15:00+0100", false, "2025-06-30"},
		{"2025-06-30T23:15:00", false, "2025-06-30"},
		{"2025-6-3", false, "2025-06-03"},
		{"Published: 3rd of May 2025, 10:15", false, "2025-05-03"},
		{"15 March 2024", false, "2024-03-15"},
		{"Mar 15, 2024", false, "2024-03-15"},
		{"Sept. 3rd, 2024", false, "2024-09-03"},
		{"03/04/2025", false, "2025-04-03"},
		{"03/04/2025", true, "2025-03-04"},
		{"10/31/2024", false, "2024-10-31"},
		{"2024/05/17", false, "2024-05-17"},
		{"20240517", false, "2024-05-17"},
		{"1719788400", false, "2024-07-01"},
		{"1719788400000", false, "2024-07-01"},
		{"Mon, 30 Jun 2025 23:30:00 +0000", false, "2025-07-01"},
		{"31 February 2025", false, ""},
		{"version 12.10.2", false, ""},
		{"yesterday", false, ""},
		{"", false, ""},
	} {
		if got := extDayOf(tt.text, extLondon(), tt.american); got != tt.want {
			t.Errorf("extDayOf(%q, american %v) = %q, want %q", tt.text, tt.american, got, tt.want)
		}
	}
}

func TestPublishedDay(t *testing.T) {
	for name, tt := range map[string]struct {
		url, page string
		want      news.Day
		source    string
	}{
		"JSON-LD first":                           {"", `<meta name="date" content="2025-01-01"><script type="application/ld+json">{"@type":"Article","datePublished":"2025-02-02"}</script>`, "2025-02-02", "JSON-LD"},
		"then meta":                               {"", `<meta property="article:published_time" content="2025-02-03T10:00:00Z"><time datetime="2024-01-01">`, "2025-02-03", "meta article:published_time"},
		"then a time element":                     {"", `<article><header><time datetime="2025-02-04">Tuesday</time></header></article>`, "2025-02-04", "visible date"},
		"the address without separators":          {"/news/20250205/plan", `<p>x</p>`, "2025-02-05", "address"},
		"the address alone":                       {"/2025/feb/05/plan", `<p>x</p>`, "2025-02-05", "address"},
		"the address settles a stamp one day off": {"/2023/11/08/game", `<meta property="article:published_time" content="2023-11-09T03:10:00+00:00">`, "2023-11-08", "address"},
		"but not one that is weeks off":           {"/2023/10/01/game", `<meta property="article:published_time" content="2023-11-09T03:10:00+00:00">`, "2023-11-09", "meta article:published_time"},
		"the printed day of the same stamp wins":  {"", `<meta property="article:published_time" content="2023-10-10T23:30:00+00:00"><time datetime="2023-10-10T23:30:00+00:00">10 October 2023</time>`, "2023-10-10", "printed date"},
		"the day modified for want of better":     {"", `<meta property="article:modified_time" content="2025-02-06T10:00:00Z">`, "2025-02-06", "day modified"},
	} {
		t.Run(name, func(t *testing.T) {
			m := metaOf(t, "https://news.example"+tt.url, tt.page)
			m.readWeakDays(extLondon())
			found := false
			for _, e := range m.evidence {
				found = found || e == "published: "+tt.source
			}
			if m.published != tt.want || !found {
				t.Errorf("published = %q by %q, want %q by %s", m.published, m.evidence, tt.want, tt.source)
			}
		})
	}
}

func TestDaysFollowTheZoneOfTheEdition(t *testing.T) {
	page := `<script type="application/ld+json">{"@type":"Article","datePublished":"2025-06-30T23:15:00Z"}</script><p>x</p>`
	for zone, want := range map[string]news.Day{"Europe/London": "2025-07-01", "America/New_York": "2025-06-30"} {
		loc, err := time.LoadLocation(zone)
		if err != nil {
			t.Fatal(err)
		}
		if got := Extract(PageInput{URL: "https://news.example/a", Body: []byte(page), Zone: loc}).Published; got != want {
			t.Errorf("in %s the day is %q, want %q", zone, got, want)
		}
	}
}

func TestCanonicalAddress(t *testing.T) {
	for name, tt := range map[string]struct{ page, want string }{
		"relative":                 {`<link rel="canonical" href="/news/plan">`, "https://news.example/news/plan"},
		"with and without www":     {`<link rel="canonical" href="https://www.news.example/news/plan#top">`, "https://www.news.example/news/plan"},
		"another site is ignored":  {`<link rel="canonical" href="https://other.example/plan">`, ""},
		"the home page is ignored": {`<link rel="canonical" href="https://news.example/">`, ""},
		"a script is ignored":      {`<link rel="canonical" href="javascript:alert(1)">`, ""},
		"og:url stands in":         {`<meta property="og:url" content="https://news.example/x">`, "https://news.example/x"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := metaOf(t, "https://news.example/a?utm=1", tt.page).canonical; got != tt.want {
				t.Errorf("canonical = %q, want %q", got, tt.want)
			}
		})
	}
}

func TestSnippetLimits(t *testing.T) {
	for _, tt := range []struct {
		header, page string
		want         int
	}{
		{"", "", -1},
		{"", `<meta name="robots" content="index, follow">`, -1},
		{"", `<meta name="robots" content="max-snippet:-1">`, -1},
		{"", `<meta name="robots" content="max-snippet: 50, noarchive">`, 50},
		{"max-snippet:20", `<meta name="robots" content="max-snippet:50">`, 20},
		{"nosnippet", "", 0},
		{"otherbot: nosnippet", "", -1},
		{"wardround: nosnippet", "", 0},
		{"", `<meta name="robots" content="none">`, 0},
	} {
		page := tt.page + "<p>Some text.</p>"
		got := Extract(PageInput{URL: "https://news.example/a", Body: []byte(page), Robots: tt.header}).MaxSnippet
		if got != tt.want {
			t.Errorf("MaxSnippet with header %q and %s = %d, want %d", tt.header, tt.page, got, tt.want)
		}
	}
	if got := Extract(PageInput{ContentType: "application/pdf", Body: []byte("%PDF-1.7"), Robots: "nosnippet"}).MaxSnippet; got != 0 {
		t.Errorf("MaxSnippet of a PDF = %d, want 0 by its header", got)
	}
}

func TestJSONLDThatIsNotJSON(t *testing.T) {
	for name, tt := range map[string]struct {
		raw  string
		want string
	}{
		"a raw line break in a string": {"{\"@type\":\"Article\",\"headline\":\"one\ntwo\"}", "one two"},
		"in an HTML comment":           {`<!-- {"@type":"Article","headline":"h"} -->`, "h"},
		"in CDATA":                     {`<![CDATA[{"@type":"Article","headline":"h"}]]>`, "h"},
		"a semicolon after it":         {`{"@type":"Article","headline":"h"};`, "h"},
		"cut short":                    {`{"@type":"Article","headline":"h`, ""},
		"a bare list of numbers":       {`[1,2,[3]]`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			for _, o := range extArticles(extReadLD(tt.raw)) {
				got = o.str("headline")
			}
			if got != tt.want {
				t.Errorf("headline of %q = %q, want %q", tt.raw, got, tt.want)
			}
		})
	}
}

func FuzzDayOfText(f *testing.F) {
	for _, s := range []string{"2025-06-30T23:15:00Z", "3 May 2025", "10/31/2024", "20240517", "1719788400"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if d := extDayOf(s, time.UTC, false); d != "" {
			if _, err := news.ParseDay(string(d)); err != nil {
				t.Errorf("extDayOf(%q) = %q, no day", s, d)
			}
		}
	})
}
