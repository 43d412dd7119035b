package digest

import (
	"fmt"
	"regexp"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// Sizes of what an inbox shows of a subject.
const (
	subjectRunes = 77 // RFC 5322 wants less than 78
	shortestGist = 28 // a clause shorter than this says too little; cut at a word instead
	newsRunes    = 140
)

// subject is the news first and the date last: the From name already says which
// digest it is, and a telephone shows some 35 characters.
func subject(issue news.Issue, day news.Day) string {
	tail := " (" + day.Short() + ")"
	if day == "" {
		tail = ""
	}
	if p, ok := leadPromise(issue); ok {
		return promiseSubject(issue, p, day, tail)
	}
	lead, others, ok := opening(issue)
	if !ok {
		line := noStory(issue)
		if utf8.RuneCountInString(line+tail) > subjectRunes && len(issue.Corrections) > 0 {
			// Half a correction may say what was wrong; what stands before ", not" is right.
			if line, _, ok = strings.Cut(line, ", not "); !ok || utf8.RuneCountInString(line+tail) > subjectRunes {
				line = correctedIssues(issue.Corrections)
			}
		}
		return gist(line, subjectRunes-utf8.RuneCountInString(tail)) + tail
	}
	words := calm(leadWords(lead))
	more := tail
	if others > 0 {
		more = "; " + thousands(others) + " more" + tail
	}
	room := subjectRunes - utf8.RuneCountInString(words)
	if room < utf8.RuneCountInString(more) && room >= utf8.RuneCountInString(tail) {
		more = tail // the whole headline says more than how many follow; the preheader counts them
	}
	return gist(words, subjectRunes-utf8.RuneCountInString(more)) + more
}

// newsLine repeats the news where the text begins, since mail gateways like to
// put a warning before it.
func newsLine(issue news.Issue) string {
	var parts []string
	p, promised := leadPromise(issue)
	if promised {
		year := issueDay(issue, zone(issue)).Start(time.UTC).Year()
		parts = append(parts, gist(calm(promiseGist(p, year)), newsRunes))
	}
	lead, others, ok := opening(issue)
	switch {
	case ok:
		parts = append(parts, gist(calm(leadWords(lead)), newsRunes))
	case !promised || len(inOrder(issue)) > 0:
		parts = append(parts, noStory(issue))
	}
	if ok && others > 0 {
		parts = append(parts, count(others, "more story", "more stories"))
	}
	return sentence(strings.Join(parts, "; "))
}

// noStory says what an issue holds that no story opens.
func noStory(issue news.Issue) string {
	if n := len(issue.Corrections); n > 0 {
		return "Put right: " + clip(plain(issue.Corrections[0].Text), newsRunes)
	}
	releases, sponsored := 0, 0
	for _, s := range inOrder(issue) {
		switch s.Kind {
		case news.KindPress:
			releases++
		case news.KindSponsored:
			sponsored++
		}
	}
	var parts []string
	if releases > 0 {
		parts = append(parts, count(releases, "press release", "press releases"))
	}
	if sponsored > 0 {
		parts = append(parts, count(sponsored, "sponsored text", "sponsored texts"))
	}
	if len(parts) > 0 {
		return "No reporting this time: " + series(parts)
	}
	return quietGist(issue)
}

// correctedIssues says whose words are put right, without saying them again.
func correctedIssues(all []news.Correction) string {
	if len(all) > 1 {
		return "Put right: " + thousands(len(all)) + " things that earlier issues said"
	}
	line := fmt.Sprintf("Put right: what issue %d said", all[0].Issue)
	if ref := plain(all[0].Ref); ref != "" {
		line += " at " + ref
	}
	return line
}

// opening returns the story that opens an issue and how many more there are.
// What a supplier wrote opens none, even when there is nothing else.
func opening(issue news.Issue) (news.Story, int, bool) {
	total := issue.Dropped + len(issue.More)
	var lead *news.Story
	for i := range issue.Sections {
		for j := range issue.Sections[i].Stories {
			if lead == nil {
				lead = &issue.Sections[i].Stories[j]
			}
			total++
		}
	}
	if lead == nil || promotional(lead.Kind) == 1 {
		return news.Story{}, 0, false
	}
	return *lead, total - 1, true
}

// leadWords is what the subject says of the lead.
func leadWords(s news.Story) string {
	title := trimPrefixes(headline(s.Title))
	if title == "" {
		title = "News from " + publisher(s.Publisher)
	}
	return title
}

// quietGist says that there is nothing to tell, and whether that is sure.
func quietGist(issue news.Issue) string {
	c := issue.Coverage
	switch {
	case c.Sources == 0:
		return "No stories, and no sources read"
	case unreadSources(c) > 0:
		return "No stories, but " + count(unreadSources(c), "source", "sources") + " of " + thousands(c.Sources) + " not read"
	case len(c.Away) > 0:
		return "No stories, but sources were not read all of the time"
	case c.Considered > 0:
		return "Nothing new: " + count(c.Considered, "article", "articles") + " read, none on this subject"
	}
	return "Nothing new from " + count(c.Sources, "source", "sources")
}

// gist shortens a headline to n characters: at a clause when enough is left and what
// is left means the same without the rest, else at a word, which shows.
func gist(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	runes := []rune(s)
	head := string(runes[:min(n, len(runes))])
	for _, mark := range []string{"; ", " – ", " — ", " - ", ", "} {
		i := strings.LastIndex(head, mark)
		if utf8.RuneCountInString(head[:max(i, 0)]) < shortestGist {
			continue
		}
		if turns.MatchString(s[i:]) && !strings.ContainsAny(head[:i], "‘“\"") {
			break
		}
		return head[:i]
	}
	return hanging.ReplaceAllString(clip(s, n), "…")
}

// hanging are small words before a cut that say nothing without what follows. "But" and
// "not" stay: without them the headline would say more than it does.
var hanging = regexp.MustCompile(`(?i)(?: (?:at|in|on|of|for|to|by|with|from|the|a|an|and|or|as|its|their))+…$`)

// turns are words that make of a statement somebody's claim, or its contrary: "Plan is
// close, union hears", "Posts to be filled, but not this year". Without them the
// headline would be ours, unless it stands in quotation marks.
var turns = regexp.MustCompile(`(?i)\b(?:says?|said|warns?|warned|claims?|claimed|hears?|heard|tells?|told|finds?|found|fears?|argues?|reports?|reveals?|suggests?|admits?|insists?|predicts?|hopes?|` +
	`survey|study|poll|analysis|sources?|critics|according|allegedly|but|not|unless|if|except|until|despite|though|may|might|could)\b`)

var (
	prefixes = regexp.MustCompile(`(?i)^(?:(?:re|fwd?|exclusive|breaking(?: news)?|news|watch|updated?|revealed|comment|opinion)\s*[:|]\s*)+`)
	shouted  = regexp.MustCompile(`\b[A-Z]{12,}\b|\bFREE\b`)
)

// trimPrefixes takes off what a publisher puts before a headline to be heard.
func trimPrefixes(s string) string {
	rest := prefixes.ReplaceAllString(s, "")
	if rest == "" || len(rest) == len(s) {
		return s
	}
	return capital(rest)
}

// capital makes the first letter of s a capital.
func capital(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

// calm takes the shouting out of a line: filters count it, readers dislike it.
func calm(s string) string {
	if s == strings.ToUpper(s) && s != strings.ToLower(s) && len(strings.Fields(s)) > 2 {
		r, n := utf8.DecodeRuneInString(s)
		s = string(r) + strings.ToLower(s[n:])
	}
	s = shouted.ReplaceAllStringFunc(s, strings.ToLower)
	for strings.Contains(s, "!!") {
		s = strings.ReplaceAll(s, "!!", "!")
	}
	return s
}

// sentence ends s with a full stop unless it ends with a stop already.
func sentence(s string) string {
	if s == "" || strings.ContainsAny(s[len(s)-1:], ".!?") || strings.HasSuffix(s, "…") {
		return s
	}
	return s + "."
}
