package track

import (
	"errors"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// TestWordsThatMayNotBeQuotedAreNotShown holds that a promise is followed all the
// same where its publisher lets nothing be quoted, by dates and link alone.
func TestWordsThatMayNotBeQuotedAreNotShown(t *testing.T) {
	r := rules(t)
	const said = "The trust will open its first regional school of data in September 2026."
	for name, tt := range map[string]struct {
		quality news.Quality
		most    int
		shown   bool
	}{
		"no limit":                   {news.QualityFull, -1, true},
		"nosnippet":                  {news.QualityFull, 0, false},
		"a limit below the sentence": {news.QualityFull, len(said) - 1, false},
		"a limit it fits in":         {news.QualityFull, len(said), true},
		"the opening before a wall":  {news.QualityWall, -1, false},
	} {
		t.Run(name, func(t *testing.T) {
			a := news.Article{ID: 7, Title: "Plans for training", Publisher: "Wardline", Quality: tt.quality, MaxSnippet: tt.most,
				Body: []news.Block{{Kind: news.Paragraph, Text: said}}}
			got := r.Statements(a, "2026-02-01")
			if len(got) != 1 || got[0].To != "2026-09-30" {
				t.Fatalf("Statements = %+v, want one, due in September", got)
			}
			if got[0].NoQuote == tt.shown || (got[0].Quote != "") != tt.shown {
				t.Errorf("NoQuote %t, Quote %q; want shown %t", got[0].NoQuote, got[0].Quote, tt.shown)
			}
			promises := r.Follow(got, "2026-02-02")
			if len(promises) != 1 {
				t.Fatalf("Follow = %+v, want one promise", promises)
			}
			title := promises[0].Title
			if ofText := strings.Contains(title, "school of data"); ofText != tt.shown || title == "" {
				t.Errorf("title %q, want words of the text: %t", title, tt.shown)
			}
		})
	}
}

func TestAPromiseIsToldWithoutWordsThatMayNotBeQuoted(t *testing.T) {
	r := rules(t)
	const said, phrase = "The trust will open its first regional school of data in September 2026.", "in September 2026"
	for _, quiet := range []bool{false, true} {
		a := news.Article{ID: 7, Title: "Plans for training", Publisher: "Wardline", MaxSnippet: -1,
			Body: []news.Block{{Kind: news.Paragraph, Text: said, NoQuote: quiet}}}
		list := r.Follow(r.Statements(a, "2026-02-01"), "2026-02-02")
		if len(list) != 1 || list[0].Due != "2026-09-30" {
			t.Fatalf("Follow = %+v, want one promise, due in September", list)
		}
		var explained, calendar strings.Builder
		if err := errors.Join(Explain(&explained, list[0], true), Calendar(&calendar, list)); err != nil {
			t.Fatal(err)
		}
		for name, text := range map[string]string{"Explain": explained.String(), "Calendar": strings.ReplaceAll(calendar.String(), "\r\n ", "")} {
			if strings.Contains(text, "school of data") == quiet || strings.Contains(text, phrase) == quiet {
				t.Errorf("%s with NoQuote %t:\n%s", name, quiet, text)
			}
			if !strings.Contains(text, "Wardline") {
				t.Errorf("%s does not name the report:\n%s", name, text)
			}
		}
	}
}
