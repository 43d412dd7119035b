package digest

import (
	"fmt"
	"strings"

	"github.com/wardround/wardround/news"
)

// tally is the week in one line of counts: "1 promise moved, 9 stories from 7
// publishers".
func tally(stories []news.Story, issue news.Issue) string {
	var parts []string
	if line := promisesInWords(issue.Promises); line != "" && !background(issue) {
		parts = append(parts, line)
	}
	if len(stories) > 0 {
		parts = append(parts, storiesInWords(stories, issue))
	}
	if n := len(issue.Corrections); n > 0 && len(stories) == 0 {
		parts = append(parts, count(n, "correction", "corrections"))
	}
	return strings.Join(parts, ", ")
}

// promisesInWords counts promises: "1 promise moved", "3 promises". The heading
// below says what became of each.
func promisesInWords(promises []news.PromiseLine) string {
	all := count(len(promises), "promise", "promises")
	switch len(promiseCounts(promises)) {
	case 0:
		return ""
	case 1:
		return all + " " + promiseKind(promises[0])
	}
	return all
}

func storiesInWords(stories []news.Story, issue news.Issue) string {
	names := make(map[string]bool)
	for _, s := range stories {
		names[publisher(s.Publisher)] = true
	}
	n := len(stories) + issue.Dropped
	if len(names) == 1 && n == 1 {
		return "1 story from " + publisher(stories[0].Publisher)
	}
	return count(n, "story", "stories") + " from " + count(len(names), "publisher", "publishers")
}

// tallyAlone is a line of counts that quotes nobody.
func tallyAlone(stories []news.Story, issue news.Issue) string {
	return fmt.Sprintf("%s in this issue, chosen from %s.", count(len(stories)+issue.Dropped, "story", "stories"),
		count(issue.Coverage.Considered, "article", "articles"))
}

// topicsCounted is how many topics the line of counts names.
const topicsCounted = 3

// topicShares says what the stories are about: "4 on pay, 3 on skills and 2 more".
// It is empty when all are about one topic, or most about none that it names.
func topicShares(issue news.Issue) string {
	if len(issue.Sections) < 2 {
		return ""
	}
	var parts []string
	rest := len(issue.More) + issue.Dropped
	for i, s := range issue.Sections {
		if i < topicsCounted && s.Topic != "" {
			parts = append(parts, fmt.Sprintf("%s on %s", thousands(len(s.Stories)), inSentence(clip(plain(s.Title), nameRunes))))
			continue
		}
		rest += len(s.Stories)
	}
	if all := len(inOrder(issue)) + issue.Dropped; rest*2 > all {
		return ""
	}
	if rest > 0 {
		parts = append(parts, thousands(rest)+" more")
	}
	return series(parts)
}
