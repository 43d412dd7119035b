package fetch

import (
	"bytes"
	"fmt"
	"net/url"
	"strconv"
	"strings"
	"time"

	ext "github.com/mmcdole/gofeed/extensions"
	"github.com/mmcdole/gofeed/rss"
)

// parseRSS reads RSS of any version, and RDF.
func (p *feedParser) parseRSS(doc []byte) error {
	f, err := (&rss.Parser{}).Parse(bytes.NewReader(doc))
	if err != nil {
		return fmt.Errorf("parse rss: %w", err)
	}
	channel := extensions(f.Extensions)
	p.feed.Title = firstOf(f.Title, channel.get("dc:title"), channel.get("atom:title"))
	p.feed.Home = firstOf(f.Link, channel.link())
	p.authors = people(f.ManagingEditor)
	for _, names := range [][]string{channel.all("dc:creator"), channel.all("itunes:author"), {f.WebMaster}, channel.all("dc:publisher")} {
		if len(p.authors) == 0 {
			p.authors = people(names...)
		}
	}
	p.feed.Hints = rssHints(f, channel)
	for _, item := range f.Items {
		p.feed.Items = append(p.feed.Items, p.texts.whole(p.rssItem(item)))
	}
	return nil
}

func (p *feedParser) rssItem(in *rss.Item) FeedItem {
	e := extensions(in.Extensions)
	var item FeedItem
	item.Title = firstOf(in.Title, e.get("dc:title"), e.get("media:title"), e.get("atom:title"))
	item.GUID = e.get("wr:about")
	guid := ""
	if in.GUID != nil && in.GUID.Value != "" {
		item.GUID = in.GUID.Value
		if in.GUID.IsPermalink != "false" {
			guid = in.GUID.Value
		}
	}
	if item.GUID == "" {
		item.GUID = firstOf(e.get("wr:id"), e.get("dc:identifier"))
	}
	item.Link = p.rssLink(in, e, guid)
	item.RawSummary = firstOf(in.Description, e.get("dc:description"), e.get("itunes:summary"), e.get("atom:summary"), e.get("media:description"))
	item.RawContent = firstOf(in.Content, in.Custom["encoded"], e.get("atom:content"), e.get("atom03:content"), e.get("wr:body"), in.Custom["summary"], in.Custom["content"])
	if item.RawSummary == "" && in.Custom["summary"] != "" && item.RawContent != in.Custom["summary"] {
		item.RawSummary = in.Custom["summary"]
	}
	item.Authors = rssAuthors(in, e)
	p.rssDates(in, e, &item)
	if in.Source != nil {
		item.Publisher = plainText(in.Source.Title)
	}
	return item
}

// rssLink chooses the address of an item: the link, a permalink guid, an atom
// link, the address a feed proxy hides, an enclosure. A proxy that keeps the
// original beside its own link loses to it.
func (p *feedParser) rssLink(in *rss.Item, e extensions, guid string) string {
	candidates := []string{e.get("feedburner:origlink"), in.Link, guid, e.link(), e.get("wr:about")}
	for _, enclosure := range in.Enclosures {
		candidates = append(candidates, enclosure.URL)
	}
	for i, c := range candidates {
		c = cleanLine(c)
		if i == 2 && !looksLikeLink(c) {
			continue // many feeds forget isPermaLink="false"
		}
		if link := httpLink(p.base, c); link != "" {
			return link
		}
	}
	return ""
}

func looksLikeLink(s string) bool {
	u, err := url.Parse(s)
	return err == nil && (u.Host != "" && u.IsAbs() || strings.HasPrefix(s, "/"))
}

func rssAuthors(in *rss.Item, e extensions) []string {
	for _, names := range [][]string{{in.Author}, e.all("dc:creator"), e.all("dc:author"), e.people("author"), {in.Custom["creator"]}, e.all("itunes:author"), e.all("media:credit")} {
		if authors := people(names...); len(authors) > 0 {
			return authors
		}
	}
	return nil
}

func (p *feedParser) rssDates(in *rss.Item, e extensions, item *FeedItem) {
	item.Published = p.firstTime(e.get("wr:pubdate"), e.get("dc:date"), e.get("dcterms:issued"), e.get("dcterms:created"), e.get("atom:published"), e.get("atom03:issued"), in.Custom["published"], in.Custom["date"])
	item.Updated = p.firstTime(e.get("dcterms:modified"), e.get("atom:updated"), e.get("atom03:modified"), in.Custom["updated"], in.Custom["modified"], e.get("dc:date"))
	if item.Published.IsZero() {
		item.Published = item.Updated
	}
}

// firstTime returns the first of the values that is a time.
func (p *feedParser) firstTime(values ...string) time.Time {
	for _, v := range values {
		if v == "" {
			continue
		}
		if t, ok := ParseTime(v, p.in.Zone); ok {
			return t
		}
	}
	return time.Time{}
}

// extensions are the elements of other namespaces, as gofeed keeps them; local
// names are lower case because repair writes them so.
type extensions ext.Extensions

// all returns the texts of the elements called "prefix:name".
func (e extensions) all(name string) []string {
	prefix, name, _ := strings.Cut(name, ":")
	var values []string
	for _, x := range e[prefix][name] {
		if x.Value != "" {
			values = append(values, x.Value)
		}
	}
	return values
}

// get returns the first text of the elements called "prefix:name".
func (e extensions) get(name string) string {
	prefix, name, _ := strings.Cut(name, ":")
	for _, x := range e[prefix][name] {
		if x.Value != "" {
			return x.Value
		}
	}
	return ""
}

// last returns the last text of the elements called "prefix:name".
func (e extensions) last(name string) string {
	values := e.all(name)
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1]
}

// link returns the address of an embedded Atom link to the text itself.
func (e extensions) link() string {
	for _, prefix := range []string{"atom", "atom03", "atom10"} {
		for _, l := range e[prefix]["link"] {
			if rel := l.Attrs["rel"]; (rel == "" || rel == "alternate") && l.Attrs["href"] != "" {
				return l.Attrs["href"]
			}
		}
	}
	return ""
}

// people returns the names of embedded Atom persons.
func (e extensions) people(element string) []string {
	var names []string
	for _, prefix := range []string{"atom", "atom03", "atom10"} {
		for _, person := range e[prefix][element] {
			name := person.Value
			for _, field := range []string{"email", "name"} {
				if x := person.Children[field]; len(x) > 0 && x[0].Value != "" {
					name = x[0].Value
				}
			}
			names = append(names, name)
		}
	}
	return names
}

func rssHints(f *rss.Feed, channel extensions) Hints {
	h := Hints{TTL: channel.syndication()}
	if minutes, err := strconv.Atoi(strings.TrimSpace(f.TTL)); err == nil && minutes > 0 && minutes < 1<<20 {
		h.TTL = max(h.TTL, time.Duration(minutes)*time.Minute)
	}
	for _, s := range f.SkipHours {
		if hour, err := strconv.Atoi(strings.TrimSpace(s)); err == nil && hour >= 0 && hour <= 24 {
			h.SkipHours = append(h.SkipHours, hour%24)
		}
	}
	for _, s := range f.SkipDays {
		for day := time.Sunday; day <= time.Saturday; day++ {
			if strings.EqualFold(strings.TrimSpace(s), day.String()) {
				h.SkipDays = append(h.SkipDays, day)
			}
		}
	}
	return h
}

// syndication returns the interval that sy:updatePeriod and sy:updateFrequency
// state, or zero.
func (e extensions) syndication() time.Duration {
	periods := map[string]time.Duration{
		"hourly": time.Hour, "daily": 24 * time.Hour, "weekly": 7 * 24 * time.Hour,
		"monthly": 30 * 24 * time.Hour, "yearly": 365 * 24 * time.Hour,
	}
	period := periods[strings.ToLower(strings.TrimSpace(e.get("sy:updateperiod")))]
	times, err := strconv.Atoi(strings.TrimSpace(e.get("sy:updatefrequency")))
	if err != nil || times < 1 {
		times = 1
	}
	return period / time.Duration(times)
}
