package digest

import (
	"strings"

	"github.com/wardround/wardround/news"
)

// change says in a few words what a reader of the earlier report did not know,
// or "" when nothing is new that a reader would see: a mended comma or a
// changed caption is no news.
func change(earlier news.Story, now news.Article) string {
	before, title := headline(earlier.Title), headline(now.Title)
	if !strings.EqualFold(before, title) && !(repeats(title, before) && repeats(before, title)) {
		return "its headline was “" + innerQuotes(before) + "”"
	}
	if !open(earlier.Quality) && open(now.Quality) {
		return "all of it can be read now"
	}
	if len(earlier.Excerpt) > 0 && now.Quality == news.QualityFull && !holds(now, earlier.Excerpt) {
		return "what we quoted then is no longer in it"
	}
	return ""
}

// open reports whether a page could be read to its end.
func open(q news.Quality) bool { return q == news.QualityFull || q == "" }

// holds reports whether an article has one of the sentences.
func holds(a news.Article, sentences []string) bool {
	text := plain(a.Standfirst) + " " + plain(a.Summary)
	for _, b := range a.Body {
		text += " " + plain(b.Text)
	}
	for _, s := range sentences {
		if strings.Contains(text, s) {
			return true
		}
	}
	return false
}

// updateLine is how a story says that it was told before.
func updateLine(s news.Story) string {
	if s.Updates == "" {
		return ""
	}
	line := "Updated since " + plain(s.Updates)
	if what := clip(plain(s.Changed), headlineRunes+30); what != "" {
		line += ": " + what
	}
	return sentence(line)
}
