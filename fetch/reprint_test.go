package fetch

import (
	"testing"
	"time"

	"github.com/wardround/wardround/news"
)

func TestAReprintIsOfTheDayItWasFirstPublished(t *testing.T) {
	for name, tt := range map[string]struct {
		text string
		want news.Day
	}{
		"said of the article":     {"This article was first published on 12 June 2019.", "2019-06-12"},
		"in another word":         {"This interview, now free to read, originally appeared in the spring issue of 3 May 2020.", "2020-05-03"},
		"at the beginning":        {"First published on 12 June 2019", "2019-06-12"},
		"after a label":           {"From the archive: originally published 12 June 2019.", "2019-06-12"},
		"of something else":       {"The plan was first published on 12 June 2019.", ""},
		"moved within the month":  {"This article was originally published on 9 November 2026 by the Gazette.", ""},
		"without a day":           {"This article was first published in 2019.", ""},
		"a date in another sense": {"This article was first published. On 12 June 2019 the plan was dropped.", ""},
	} {
		for place, body := range map[string][]news.Block{
			"first": {{Text: tt.text}, {Text: "a"}, {Text: "b"}, {Text: "c"}},
			"last":  {{Text: "a"}, {Text: "b"}, {Text: "c"}, {Text: tt.text}},
		} {
			if got := firstPublished("", body, "2026-11-17", time.UTC); got != tt.want {
				t.Errorf("%s, %s: %q, want %q", name, place, got, tt.want)
			}
		}
	}
	middle := []news.Block{{Text: "a"}, {Text: "b"}, {Text: "This article was first published on 12 June 2019."}, {Text: "c"}, {Text: "d"}}
	if got := firstPublished("", middle, "2026-11-17", time.UTC); got != "" {
		t.Errorf("in the middle of a text: %q, want none", got)
	}
}
