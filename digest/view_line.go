package digest

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// meta is the line under a headline: who, when, and what sort of text.
func meta(s news.Story, year int) string {
	line := publisher(s.Publisher)
	if s.Day != "" {
		line += ", " + dayIn(s.Day, year)
	}
	switch s.Kind {
	case news.KindPress:
		line += " · press release, not reporting"
	case news.KindSponsored:
		line += " · sponsored, not reporting"
	case news.KindOpinion:
		line += " · opinion"
	case news.KindOfficial:
		line += " · official publication"
	}
	if role := roleWords(s.Role, s.Of); role != "" && s.Kind != news.KindPress {
		line += " · " + role
	}
	if s.Since != "" {
		line += " · further report of " + plain(s.Since)
	}
	switch s.Quality {
	case news.QualityWall:
		line += " (subscribers only)"
	case news.QualityTeaser:
		line += " (only its opening is free to read)"
	case news.QualityChallenge, news.QualityFailed, news.QualityFeed:
		line += " (page not read by us)"
	}
	return line
}

// quotation returns who speaks and the excerpt in quotation marks.
func quotation(s news.Story) (intro, quote string) {
	text := plain(strings.Join(s.Excerpt, " "))
	if text == "" {
		return "", ""
	}
	intro = publisher(s.Publisher) + " writes:"
	switch s.Kind {
	case news.KindPress:
		intro = "The release states:"
	case news.KindSponsored:
		intro = "The advertiser states:"
	}
	return intro, "“" + innerQuotes(text) + "”"
}

// innerQuotes turns the double quotation marks of a text into single ones, since
// the whole stands in double ones.
func innerQuotes(s string) string {
	s = strings.NewReplacer("“", "‘", "”", "’").Replace(s)
	var b strings.Builder
	before := ' '
	for _, r := range s {
		switch {
		case r == '"' && (unicode.IsSpace(before) || before == '('):
			r = '‘'
		case r == '"':
			r = '’'
		}
		b.WriteRune(r)
		before = r
	}
	return b.String()
}

// noteLine is the operator's own words on a story or a promise, marked as such.
func noteLine(note string) string {
	if note = clip(plain(note), NoteRunes); note == "" {
		return ""
	}
	return "Editor's note: " + sentence(note)
}

func publisher(name string) string {
	if name = clip(plain(name), nameRunes); name != "" {
		return name
	}
	return "Unnamed publisher"
}

// inSentence writes a title as it stands in the middle of a sentence: "Pay and
// grading" begins small, a name does not.
func inSentence(title string) string {
	_, n := utf8.DecodeRuneInString(title)
	if title[n:] != strings.ToLower(title[n:]) {
		return title
	}
	return strings.ToLower(title[:n]) + title[n:]
}

// whyLine says why a story is in: "Why: it names data analysts (headline and first
// paragraph)." Words that stand in the headline above it are not said again: a
// reader has just read them.
func whyLine(why, title string) string {
	why = clip(plain(why), reasonRunes)
	if why == "" {
		return ""
	}
	words, places, ok := cutLast(strings.TrimRight(why, "."), ", ")
	if !ok || words == "" || len(strings.Fields(places)) > placesWords {
		return "Why: " + sentence(why)
	}
	title = strings.ToLower(title)
	for _, w := range strings.Split(strings.ToLower(words), " and ") {
		if !strings.Contains(title, w) {
			return "Why: it names " + words + " (" + places + ")."
		}
	}
	return "Why: its headline says so."
}

// placesWords is the most words that say where something stands in an article:
// "headline and first paragraph".
const placesWords = 4

func cutLast(s, sep string) (before, after string, found bool) {
	if i := strings.LastIndex(s, sep); i >= 0 {
		return s[:i], s[i+len(sep):], true
	}
	return s, "", false
}

// putRight is one correction as the mail tells it.
func putRight(c news.Correction) string {
	at := fmt.Sprintf("Issue %d", c.Issue)
	if ref := plain(c.Ref); ref != "" {
		at += " [" + ref + "]"
	}
	if about := headline(c.About); about != "" {
		at += " on “" + innerQuotes(about) + "”"
	}
	return at + ": " + sentence(clip(plain(c.Text), correctionRunes))
}

// dateLine is one of the days ahead as the mail of today tells it.
func dateLine(d news.DateAhead, today news.Day, year int) dateView {
	what := clip(plain(d.What), headlineRunes)
	if ref := plain(d.Ref); ref != "" {
		what += " [" + ref + "]"
	}
	v := dateView{Day: dayIn(d.Day, year), What: what}
	if d.Day == today {
		v.Day += ", today"
	}
	return v
}
