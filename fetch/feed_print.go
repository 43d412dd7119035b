package fetch

import (
	"encoding/json"
	"strings"
	"time"
)

// printedItem is an item as `pipe feed` prints it.
type printedItem struct {
	ID        string `json:"id"`
	Title     string `json:"title"`
	Link      string `json:"link"`
	Published string `json:"published"` // RFC 3339, or empty
	Updated   string `json:"updated"`
	Author    string `json:"author"`  // by ", "
	Content   string `json:"content"` // HTML that is safe to show
	Summary   string `json:"summary"`
}

// MarshalJSON writes the feed as `pipe feed` prints it: its title and its items.
func (f Feed) MarshalJSON() ([]byte, error) {
	items := make([]printedItem, 0, len(f.Items))
	for _, i := range f.Items {
		items = append(items, printedItem{
			ID: i.GUID, Title: i.Title, Link: i.Link, Published: printTime(i.Published), Updated: printTime(i.Updated),
			Author: strings.Join(i.Authors, ", "), Content: i.Content(), Summary: i.SummaryHTML(),
		})
	}
	return json.Marshal(struct {
		Title string        `json:"title"`
		Items []printedItem `json:"items"`
	}{f.Title, items})
}

func printTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.RFC3339)
}
