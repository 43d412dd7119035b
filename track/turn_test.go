package track

import (
	"testing"

	"github.com/wardround/wardround/news"
)

// The sources of a day answer in any order; what became of a promise must not hang on it.
func TestStatusDoesNotHangOnWhichArticleOfADayCameFirst(t *testing.T) {
	r := rules(t)
	read := func(number int64, day news.Day, url, text string) []news.Statement {
		a := news.Article{ID: number, URL: url, Publisher: "Wardline", Title: "NHS digital workforce plan", MaxSnippet: -1,
			Body: []news.Block{{Kind: news.Paragraph, Text: text}}}
		return r.Statements(a, day)
	}
	status := map[news.PromiseStatus]int{}
	for _, order := range [][2]int64{{2, 3}, {3, 2}} {
		list := read(1, "2026-01-10", "https://wardline.example/1", "NHS England will publish the NHS digital workforce plan by the end of June 2026.")
		list = append(list, read(order[0], "2026-05-10", "https://wardline.example/2", "NHS England will publish the NHS digital workforce plan by the end of September 2026.")...)
		list = append(list, read(order[1], "2026-05-10", "https://gazette.example/3", "NHS England has scrapped the NHS digital workforce plan, it said.")...)
		if len(list) != 3 {
			t.Fatalf("%d statements, want 3: %+v", len(list), list)
		}
		for _, p := range r.Follow(list, "2026-05-11") {
			if len(p.Statements) > 1 {
				status[p.Status]++
			}
		}
	}
	if len(status) != 1 || status[news.Dropped] != 2 {
		t.Errorf("statuses by order of arrival: %v, want dropped in both", status)
	}
}
