package fetch

import (
	"bytes"
	"fmt"

	"github.com/mmcdole/gofeed/atom"
)

// parseAtom reads Atom 0.3 and 1.0.
func (p *feedParser) parseAtom(doc []byte) error {
	f, err := (&atom.Parser{}).Parse(bytes.NewReader(doc))
	if err != nil {
		return fmt.Errorf("parse atom: %w", err)
	}
	e := extensions(f.Extensions)
	p.feed.Title = f.Title
	p.feed.Home = atomLink(f.Links, "alternate")
	p.feed.Hints.TTL = e.syndication()
	p.authors = atomPeople(f.Authors)
	if len(p.authors) == 0 {
		p.authors = people(e.all("dc:creator")...)
	}
	for _, entry := range f.Entries {
		p.feed.Items = append(p.feed.Items, p.texts.whole(p.atomItem(entry)))
	}
	return nil
}

func (p *feedParser) atomItem(in *atom.Entry) FeedItem {
	e := extensions(in.Extensions)
	var item FeedItem
	item.Title = firstOf(in.Title, e.get("dc:title"), e.get("media:title"))
	item.GUID = e.get("wr:id")
	item.RawSummary = firstOf(in.Summary, e.get("media:description"))
	if in.Content != nil {
		item.RawContent = in.Content.Value
	}
	if item.RawContent == "" {
		item.RawContent = e.get("wr:body")
	}
	item.Link = p.atomItemLink(in, e)
	item.Published = p.firstTime(e.last("wr:published"), e.get("wr:created"), e.get("dcterms:issued"), e.get("dcterms:created"), e.get("dc:date"))
	item.Updated = p.firstTime(e.last("wr:updated"), e.get("dcterms:modified"))
	if item.Published.IsZero() {
		item.Published = item.Updated
	}
	item.Authors = atomPeople(in.Authors)
	if len(item.Authors) == 0 {
		item.Authors = people(e.all("dc:creator")...)
	}
	if in.Source != nil {
		item.Publisher = plainText(in.Source.Title)
		if len(item.Authors) == 0 {
			item.Authors = atomPeople(in.Source.Authors)
		}
	}
	return item
}

// atomItemLink chooses the address of an entry.
func (p *feedParser) atomItemLink(in *atom.Entry, e extensions) string {
	candidates := []string{e.get("feedburner:origlink"), atomLink(in.Links, "alternate"), e.get("wr:id")}
	if in.Content != nil {
		candidates = append(candidates, in.Content.Src)
	}
	candidates = append(candidates, atomLink(in.Links, "via"), atomLink(in.Links, "enclosure"), atomLink(in.Links, "self"), p.feed.Home)
	for _, c := range candidates {
		if link := httpLink(p.base, c); link != "" {
			return link
		}
	}
	return ""
}

// atomLink returns the first link with this relation, a web page before any
// other type.
func atomLink(links []*atom.Link, rel string) string {
	found := ""
	for _, l := range links {
		if l.Rel != rel || l.Href == "" {
			continue
		}
		switch {
		case l.Type == "" || l.Type == "text/html" || l.Type == "application/xhtml+xml":
			return l.Href
		case found == "":
			found = l.Href
		}
	}
	return found
}

func atomPeople(persons []*atom.Person) []string {
	var names []string
	for _, person := range persons {
		names = append(names, firstOf(person.Name, person.Email))
	}
	return people(names...)
}
