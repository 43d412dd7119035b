package digest

import (
	"cmp"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

const (
	// opinionCost is what a comment has less than a report of the same score:
	// a reader wants to know what happened before what somebody thinks of it.
	opinionCost = 10
	// otherReport is what each further publisher of a story adds, up to
	// otherReports of them: what several find worth telling weighs more.
	otherReport  = 3
	otherReports = 3
)

// better orders candidates, best first: reporting before what its subject wrote
// and that before what it paid for, news before what an earlier issue
// told, the main subject before a theme in passing, then the standing, the later
// day, and the address so that no tie is left to chance.
func better(a, b Candidate, loc *time.Location) int {
	return cmp.Or(
		cmp.Compare(kindRank(a.Article.Kind), kindRank(b.Article.Kind)),
		cmp.Compare(updated(a), updated(b)),
		cmp.Compare(peripheral(a.Verdict.Level), peripheral(b.Verdict.Level)),
		cmp.Compare(standing(b), standing(a)),
		strings.Compare(string(b.Article.Day(loc)), string(a.Article.Day(loc))),
		strings.Compare(a.Article.URL, b.Article.URL),
	)
}

// openWithNews moves the best report of news to the front. A comment, or a headline
// in the first person, would be read as our own view: it stands in the subject, and
// an inbox shows no publisher beside it.
func openWithNews(entries []entry) {
	at := slices.IndexFunc(entries, func(e entry) bool {
		return e.Article.Kind != news.KindOpinion && promotional(e.Article.Kind) == 0 && !firstPerson(e.Article.Title)
	})
	if at > 0 && promotional(entries[0].Article.Kind) == 0 {
		lead := entries[at]
		copy(entries[1:at+1], entries[:at])
		entries[0] = lead
	}
}

var (
	speakers = wordSet("we we’re we've we’ve our ours us my mine me")
	inQuotes = regexp.MustCompile(`(?:^|\s)[‘“'"].+?[’”'"](?:[\s,.:;!?]|$)`)
	opensI   = regexp.MustCompile(`^I(?:\s|['’]m\b|['’]ve\b)`)
)

// firstPerson reports whether a headline speaks for its publisher or author outside
// of quotation marks: "Our register is open", "Why we left".
func firstPerson(title string) bool {
	title = inQuotes.ReplaceAllString(plain(title), " ")
	return opensI.MatchString(title) || slices.ContainsFunc(strings.Fields(title), func(w string) bool {
		return w != "US" && speakers[strings.ToLower(strings.TrimRight(w, ",.:;!?"))]
	})
}

// standing is a candidate's score, corrected by what sort of text it is and by
// how many others tell the same.
func standing(c Candidate) float64 {
	score := c.Verdict.Score + otherReport*float64(min(len(c.Also), otherReports))
	if c.Article.Kind == news.KindOpinion {
		score -= opinionCost
	}
	return score
}

// kindRank puts reports, official publications and comment first, then press
// releases, then what was paid for.
func kindRank(k news.ArticleKind) int {
	if k == news.KindSponsored {
		return 2
	}
	return promotional(k)
}

// updated is 1 for a changed text and for further reports of a story that an
// earlier issue told: little new to whoever reads every issue.
func updated(c Candidate) int {
	if c.Earlier != nil || c.Since != "" {
		return 1
	}
	return 0
}

// promotional is 1 for text that is not reporting. It ranks below all reporting
// and opens neither an issue nor, while there is reporting, a topic.
func promotional(k news.ArticleKind) int {
	if k == news.KindPress || k == news.KindSponsored {
		return 1
	}
	return 0
}

func peripheral(l news.Level) int {
	if l == news.Core {
		return 0
	}
	return 1
}

// weight is how much a topic weighs in a week. Each further story of a topic
// counts half as much as the one before, so that three strong stories outweigh
// ten faint ones; promotional text counts a tenth.
func weight(s news.Section) float64 {
	sum, share := 0.0, 1.0
	for _, story := range s.Stories {
		value := story.Score
		if promotional(story.Kind) == 1 {
			value /= 10
		}
		sum += value * share
		share /= 2
	}
	return sum
}
