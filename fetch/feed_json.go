package fetch

import (
	"bytes"
	stdjson "encoding/json"
	"fmt"
	"html"
	"strings"

	"github.com/mmcdole/gofeed/json"
)

// parseJSON reads JSON Feed 1.0 and 1.1. Values of an unexpected type are put
// right or left out first, because gofeed gives up on the whole feed.
func (p *feedParser) parseJSON(text string) error {
	text, p.feed.Partial = repairJSON(text)
	doc := map[string]any{}
	decoder := stdjson.NewDecoder(strings.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&doc); err != nil {
		return fmt.Errorf("parse json feed: %w: %w", ErrNotFeed, err)
	}
	items, isList := doc["items"].([]any)
	version, _ := doc["version"].(string)
	if !isList && !strings.Contains(version, "jsonfeed") {
		return fmt.Errorf("parse json feed: %w", ErrNotFeed)
	}
	clean := jsonObject(doc, "version", "title", "home_page_url", "feed_url", "language")
	list := make([]map[string]any, 0, min(len(items), maxItems))
	for _, i := range items[:min(len(items), maxItems)] {
		if object, ok := i.(map[string]any); ok {
			list = append(list, jsonObject(object, "id", "url", "external_url", "title", "content_html", "content_text", "summary", "date_published", "date_modified"))
		}
	}
	clean["items"] = list
	body, err := stdjson.Marshal(clean)
	if err != nil {
		return fmt.Errorf("clean json feed: %w", err)
	}
	f, err := (&json.Parser{}).Parse(bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("parse json feed: %w", err)
	}
	p.fillJSON(f)
	return nil
}

// jsonObject returns the fields of in that are texts or numbers, and its authors.
func jsonObject(in map[string]any, fields ...string) map[string]any {
	out := map[string]any{}
	for _, name := range fields {
		switch v := in[name].(type) {
		case string:
			out[name] = v
		case stdjson.Number:
			out[name] = v.String()
		}
	}
	var authors []map[string]any
	for _, name := range []string{"authors", "author"} {
		list, isList := in[name].([]any)
		if !isList && in[name] != nil {
			list = []any{in[name]}
		}
		for _, a := range list {
			switch a := a.(type) {
			case map[string]any:
				authors = append(authors, jsonAuthor(a))
			case string:
				authors = append(authors, map[string]any{"name": a})
			}
		}
		if len(authors) > 0 {
			out["authors"] = authors
			break
		}
	}
	return out
}

func jsonAuthor(in map[string]any) map[string]any {
	out := map[string]any{}
	for _, name := range []string{"name", "url"} {
		if v, ok := in[name].(string); ok {
			out[name] = v
		}
	}
	return out
}

func (p *feedParser) fillJSON(f *json.Feed) {
	p.feed.Title = html.EscapeString(f.Title)
	p.feed.Home = firstOf(f.HomePageURL, f.FeedURL)
	p.authors = jsonPeople(f.Authors)
	for _, in := range f.Items {
		var item FeedItem
		item.GUID = in.ID
		item.Title = html.EscapeString(in.Title)
		item.Link = firstOf(httpLink(p.base, in.URL), httpLink(p.base, in.ExternalURL))
		if item.Link == "" && looksLikeLink(in.ID) {
			item.Link = httpLink(p.base, in.ID)
		}
		item.RawSummary = html.EscapeString(firstOf(in.Summary, in.ContentText))
		item.RawContent = firstOf(in.ContentHTML, textHTML(in.ContentText))
		item.Published = p.firstTime(in.DatePublished, in.DateModified)
		item.Updated = p.firstTime(in.DateModified)
		item.Authors = jsonPeople(in.Authors)
		p.feed.Items = append(p.feed.Items, item)
	}
}

// textHTML returns plain text as HTML, one paragraph a blank line.
func textHTML(s string) string {
	s = html.EscapeString(strings.ReplaceAll(s, "\r\n", "\n"))
	return strings.ReplaceAll(s, "\n\n", "<p>")
}

func jsonPeople(authors []*json.Author) []string {
	var names []string
	for _, a := range authors {
		names = append(names, firstOf(a.Name, a.URL))
	}
	return people(names...)
}
