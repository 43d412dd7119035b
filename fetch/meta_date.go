package fetch

import (
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"

	"github.com/wardround/wardround/news"
)

var (
	extISO = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`((?:19|20)\d\d)-([01]?\d)-([0-3]?\d)(?:[T ]+(\d{1,2}):(\d\d)(?::(\d\d))?(?:\.\d+)? ?(Z|[+-]\d\d:?\d\d|UTC|GMT)?)?`)
	})
	extDMY = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b([0-3]?\d)(?:st|nd|rd|th)?(?: of|[-/.,])? ?(` + extMonths + `),?[-/. ]*((?:19|20)\d\d)\b`)
	})
	extMDY = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(` + extMonths + `) ?([0-3]?\d)(?:st|nd|rd|th)?,? ?((?:19|20)\d\d)\b`)
	})
	extNumeric = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`\b([0-3]?\d)[./-]([0-3]?\d)[./-]((?:19|20)\d\d)\b|\b((?:19|20)\d\d)[./]([01]?\d)[./]([0-3]?\d)\b`)
	})
	extURLDay = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`[/-]((?:19|20)\d\d)(?:[/-]([01]?\d|[a-z]{3})[/-]|([01]\d))([0-3]?\d)(?:[/.-]|$)`)
	})
)

// extDayOf reads a day out of text. A stamp with a zone is an instant, whose
// day is taken in loc: 23:00Z on a summer evening is tomorrow in London. Day
// before month is assumed for 3/4/2025 unless american is set.
func extDayOf(s string, loc *time.Location, american bool) news.Day {
	if len(s) > 400 {
		s = s[:400]
	}
	if g := extISO().FindStringSubmatch(s); g != nil {
		if d := extISODay(g, loc); d != "" {
			return d
		}
	}
	if t := extRFC(s); !t.IsZero() {
		return news.DayOf(t, loc)
	}
	if g := extDMY().FindStringSubmatch(s); g != nil {
		return extDate(g[3], extMonth(g[2]), g[1])
	}
	if g := extMDY().FindStringSubmatch(s); g != nil {
		return extDate(g[3], extMonth(g[1]), g[2])
	}
	if g := extNumeric().FindStringSubmatch(s); g != nil {
		if g[4] != "" {
			return extDate(g[4], g[5], g[6])
		}
		if d := extDate(g[3], g[2], g[1]); d != "" && !american {
			return d
		}
		if d := extDate(g[3], g[1], g[2]); d != "" {
			return d
		}
		return extDate(g[3], g[2], g[1])
	}
	return extCompact(s, loc)
}

// extISODay reads the groups of extISO.
func extISODay(g []string, loc *time.Location) news.Day {
	day := extDate(g[1], g[2], g[3])
	if day == "" || g[4] == "" || g[7] == "" {
		return day
	}
	zone := strings.Replace(g[7], ":", "", 1)
	if zone == "Z" || zone == "UTC" || zone == "GMT" {
		zone = "+0000"
	}
	if len(g[4]) == 1 {
		g[4] = "0" + g[4]
	}
	t, err := time.Parse("2006-01-02 15:04 -0700", string(day)+" "+g[4]+":"+g[5]+" "+zone)
	if err != nil {
		return day
	}
	return news.DayOf(t, loc)
}

// extRFC reads the stamps of mail headers, which some pages use.
func extRFC(s string) time.Time {
	for _, layout := range []string{time.RFC1123Z, time.RFC1123, "Mon Jan 02 15:04:05 MST 2006", "Mon Jan _2 15:04:05 -0700 2006", "Mon, 2 Jan 2006 15:04:05 -0700"} {
		if t, err := time.Parse(layout, strings.TrimSpace(s)); err == nil {
			return t
		}
	}
	return time.Time{}
}

// extCompact reads 20240517 and Unix seconds or milliseconds.
func extCompact(s string, loc *time.Location) news.Day {
	s = strings.TrimSpace(s)
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		if len(s) >= 8 && (len(s) == 8 || s[8] == 'T' || s[8] == ' ') {
			return extDate(s[:4], s[4:6], s[6:8])
		}
		return ""
	}
	switch len(s) {
	case 8:
		return extDate(s[:4], s[4:6], s[6:8])
	case 10:
		return news.DayOf(time.Unix(n, 0), loc)
	case 13:
		return news.DayOf(time.UnixMilli(n), loc)
	}
	return ""
}

func extMonth(s string) string {
	const names = "janfebmaraprmayjunjulaugsepoctnovdec"
	if len(s) < 3 {
		return ""
	}
	if i := strings.Index(names, strings.ToLower(s[:3])); i >= 0 && i%3 == 0 {
		return strconv.Itoa(i/3 + 1)
	}
	return ""
}

// extDate builds a day, or "" for one that no calendar has.
func extDate(y, m, d string) news.Day {
	if len(m) == 1 {
		m = "0" + m
	}
	if len(d) == 1 {
		d = "0" + d
	}
	day, err := news.ParseDay(y + "-" + m + "-" + d)
	if err != nil || day < "1990-01-01" {
		return "" // "" is the answer for text that holds no day
	}
	return day
}

// readDates takes the day published and the day modified from the first source
// that states them.
func (m *extMeta) readDates(loc *time.Location) {
	american := strings.EqualFold(m.language, "en-us")
	day := func(s string) news.Day { return extDayOf(s, loc, american) }
	for _, o := range m.ld {
		if m.published == "" {
			m.setDay(day(o.str("datePublished")), "JSON-LD")
		}
		m.setModified(day(o.str("dateModified")), "JSON-LD")
	}
	for _, name := range extDateTags {
		if m.published != "" {
			break
		}
		m.setDay(day(m.first(name)), "meta "+name)
	}
	m.setModified(day(m.first("article:modified_time", "og:updated_time", "last-modified", "datemodified", "dcterms.modified")), "meta")
	if m.published == "" {
		m.visibleDay(extDayStrong, day)
	}
	m.firstDay(day)
	if m.settled = m.addressDay(); !m.settled {
		m.printedDay(day)
	}
}

// readWeakDays is for pages where neither metadata nor the lines at the
// headline say when: names of elements, then the day modified.
func (m *extMeta) readWeakDays(loc *time.Location) {
	if m.published == "" {
		american := strings.EqualFold(m.language, "en-us")
		m.visibleDay(extDayWeak, func(s string) news.Day { return extDayOf(s, loc, american) })
	}
	if m.published == "" && m.modified != "" {
		m.setDay(m.modified, "day modified")
	}
}

var extDateTags = []string{"article:published_time", "article:published", "datepublished", "og:published_time", "og:article:published_time", "dc.date.issued", "dcterms.issued",
	"dcterms.created", "dc.date.created", "dc.date", "dcterms.date", "date", "pubdate", "publishdate", "publish-date", "publish_date", "publication_date", "published_time",
	"sailthru.date", "parsely-pub-date", "cxenseparse:recs:publishtime", "citation_publication_date", "citation_date", "datecreated", "article.published", "originalpublicationdate",
	"displaydate", "published-date", "created", "rnews:datepublished", "timestamp", "article_date_original", "bt:pubdate", "article:post_date", "release_date", "dc.created",
	"published_on", "publishedon", "date_published", "publicationdate", "article:published_on"}

// addressDay reads the day in an address such as /2024/05/17/. It is the
// publisher's own day, so it also settles a stamp that is one day off because
// it was written in UTC. It reports whether the address has a day that fits.
func (m *extMeta) addressDay() bool {
	g := extURLDay().FindStringSubmatch(m.page.Path)
	if g == nil {
		return false
	}
	month := g[2] + g[3]
	if len(month) == 3 {
		month = extMonth(month)
	}
	d := extDate(g[1], month, g[4])
	if n := d.Sub(m.published); d != "" && (m.published == "" || n == 1 || n == -1) {
		m.setDay(d, "address")
	}
	return d != "" && d == m.published
}

// firstDay lets the element that markup calls the day of publication overrule
// metadata that states a later one: some systems write the day of the last
// edit, or of a move, into both fields of their metadata.
func (m *extMeta) firstDay(day func(string) news.Day) {
	shown := m.doc.Find(`time[pubdate], body [itemprop~="datePublished"]`).First()
	if shown.Length() == 0 || m.published == "" {
		return
	}
	if d := extShownDay(shown.Nodes[0], day); d != "" && d < m.published && !extExchanged(d, m.published) {
		m.setDay(d, "marked date")
	}
}

// extExchanged reports one day written two ways: 10/12 is December in London
// and October in New York, and the other source tells which was meant.
func extExchanged(a, b news.Day) bool {
	return a != b && len(a) == len(b) && a[:4] == b[:4] && a[5:7] == b[8:] && a[8:] == b[5:7]
}

// printedDay looks for a time element that prints the same instant as the
// metadata, one day off: the printed day is the publisher's.
func (m *extMeta) printedDay(day func(string) news.Day) {
	if m.published == "" {
		return
	}
	for i, n := range m.doc.Find("time[datetime]").Nodes {
		if i == 20 {
			return
		}
		text := extText(n)
		if len(text) > 60 || day(extAttr(n, "datetime")) != m.published && !strings.Contains(extAttr(n, "itemprop"), "datePublished") {
			continue
		}
		if m.offByOne(day(text), "printed date") {
			return
		}
	}
}

// offByOne takes d, which the page prints, in place of the neighbouring day
// that its metadata gives. It is the difference between the publisher's zone
// and that of the stamp.
func (m *extMeta) offByOne(d news.Day, source string) bool {
	if d == "" || m.published == "" {
		return false
	}
	if off := d.Sub(m.published); off != 1 && off != -1 {
		return false
	}
	m.setDay(d, source)
	return true
}

func (m *extMeta) setDay(d news.Day, source string) {
	if d == "" {
		return
	}
	m.published = d
	m.note("published", source)
}

// setModified takes the first day that a source states.
func (m *extMeta) setModified(d news.Day, source string) {
	if d != "" && m.modified == "" {
		m.modified = d
		m.note("modified", source)
	}
}

// extDayStrong and extDayWeak find elements that show a day: by markup that
// says so, and by names that only suggest it and are shared with the dates of
// other stories.
var (
	extDayStrong = []string{`[itemprop~="datePublished"]`, `article header time, time[pubdate], time.entry-date, time.published, .entry-date, .published`}
	extDayWeak   = []string{`article time, main time`, `time[datetime]`,
		`abbr.published, .post-date, .article-date, .publish-date, .published-date, .pub-date, .pubdate, .date-published, .byline-date, .story-date, .news-date, .postdate`,
		`[class*="publish" i], [class*="timestamp" i], [class*="dateline" i], [id*="publish" i], [class*="posted" i], [class*="byline" i], [class*="article-info" i], [class*="post-meta" i], [class*="entry-meta" i], [class*="article-meta" i], [class*="meta" i]`,
		`[class*="date" i], [id*="date" i], time`}
)

// visibleDay takes the day of the first element that shows one.
func (m *extMeta) visibleDay(selectors []string, day func(string) news.Day) {
	for _, sel := range selectors {
		for _, n := range m.doc.Find(sel).Nodes {
			if d := extShownDay(n, day); d != "" {
				m.setDay(d, "visible date")
				return
			}
		}
	}
}

// extShownDay is the day in an element's attributes, or in its text if that is
// short.
func extShownDay(n *html.Node, day func(string) news.Day) news.Day {
	for _, key := range []string{"datetime", "content", "title"} {
		if d := day(extAttr(n, key)); d != "" {
			return d
		}
	}
	if text := extText(n); len(text) < 160 {
		return extShortDay(text, day)
	}
	return ""
}
