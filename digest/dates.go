package digest

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

const (
	datesShown = 4   // more is a calendar
	datesKept  = 12  // an issue hands those still to come on to the next
	dateReach  = 200 // days; a day without a year that would be further off is one of the past
)

const (
	monthNames = `January|February|March|April|May|June|July|August|September|October|November|December`
	dateForm   = `(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day,? )?(?:the )?(?:(\d{1,2})(?:st|nd|rd|th)?(?: of)? (` + monthNames + `)|(` + monthNames + `) (\d{1,2})(?:st|nd|rd|th)?)(?:,? (20\d\d))?`
	hour       = `(?:,? (?:at )?(?:noon|midnight|\d{1,2}(?:[.:]\d\d)? ?[ap]m)(?: on)?)?`
)

var (
	anyDate = regexp.MustCompile(`\b` + dateForm + `\b`)

	// closes is the closed grammar of a last day: what closes, at most eight
	// words, that it closes, and the day.
	closes = regexp.MustCompile(`(?i:\b(consultation|call for evidence|survey|comments?|responses?|views|applications?|nominations?|registration|bids|entries|submissions)\b` +
		`(?: [\w’'-]+,?){0,8}? (?:(?:closes?|closing|ends?|ending|due|received|submitted|sent|in)` + hour + `(?: on| by| before)?` +
		`|(?:open|runs?|running|extended|invited|accepted|welcome|submitted|sent|in)(?: until| till| to| by)` + hour + `) )` + dateForm + `\b`)

	// deadline is the other order: "the closing date for applications is 5 May".
	deadline = regexp.MustCompile(`(?i:\b(?:deadline|closing date|last day)(?: for| of)?(?: the| all)?(?: [\w’'-]+){0,3}? ?\b(consultation|call for evidence|survey|comments?|responses?|views|applications?|nominations?|registration|bids|entries|submissions)(?: [\w’'-]+){0,3}? is )` + dateForm + `\b`)

	// unsure marks a sentence that does not plainly state a day still to come.
	unsure = regexp.MustCompile(`(?i)\b(?:not|n[’']t|may|might|could|would|should|if|expected|hopes?|plans?|proposed|originally|was due|were due|had been|had|last year|opens|opened|opening|begins?|starts?|launch(?:es|ed)?)\b`)
)

// lastDays is what a last day is called in our words.
var lastDays = map[string]string{
	"consultation": "consultation closes", "call for evidence": "call for evidence closes", "survey": "survey closes",
	"registration": "registration closes", "bid": "bids close", "entrie": "entries close", "view": "comments close", "comment": "comments close",
	"response": "responses close", "application": "applications close", "nomination": "nominations close", "submission": "submissions close",
}

// datesIn returns the last days that an article states and that do not lie before
// today. A sentence with two dates, or with any doubt in it, gives none: a
// missing line costs less than a wrong one.
func datesIn(a news.Article, today news.Day, loc *time.Location) []news.DateAhead {
	if !open(a.Quality) && a.Quality != news.QualityFeed || a.Kind == news.KindSponsored {
		return nil
	}
	texts := []string{a.Summary, a.Standfirst}
	for _, b := range a.Body {
		texts = append(texts, b.Text)
	}
	var out []news.DateAhead
	for _, text := range texts {
		if !strings.ContainsAny(text, "0123456789") {
			continue // most blocks name no day, and the grammar is dear
		}
		for _, at := range sentences(text) {
			what, day := lastDay(plain(text[at.start:at.end]), a.Day(loc))
			if day >= today {
				out = append(out, news.DateAhead{Day: day, What: what + ": " + headline(a.Title)})
			}
		}
	}
	return out
}

// lastDay reads one sentence of an article of that day.
func lastDay(s string, written news.Day) (string, news.Day) {
	m := closes.FindStringSubmatch(s)
	if m == nil {
		m = deadline.FindStringSubmatch(s)
	}
	if m == nil || len(anyDate.FindAllString(s, 2)) != 1 || unsure.MatchString(anyDate.ReplaceAllString(s, "")) {
		return "", ""
	}
	number, month := cmp.Or(m[2], m[5]), cmp.Or(m[3], m[4])
	return lastDays[strings.TrimSuffix(strings.ToLower(m[1]), "s")], dayNear(number, month, m[6], written)
}

// dayNear puts a day in its year: the stated one, else the first that does not
// lie before the day on which it was written.
func dayNear(number, month, year string, written news.Day) news.Day {
	t, err := time.Parse("2 January", number+" "+month)
	if err != nil || year == "" && written == "" {
		return ""
	}
	first := written.Start(time.UTC).Year()
	if year != "" {
		if first, err = strconv.Atoi(year); err != nil {
			return ""
		}
	}
	day, err := news.ParseDay(strconv.Itoa(first) + t.Format("-01-02"))
	if err == nil && year == "" && day < written {
		day, err = news.ParseDay(strconv.Itoa(first+1) + t.Format("-01-02"))
	}
	if err != nil || year == "" && day.Sub(written) > dateReach {
		return ""
	}
	return day
}

// DuePromises returns the days ahead on which promises fall due: of those that are
// due, and whose day was stated. What is only our reading of their words is no date.
func DuePromises(promises []news.Promise, today news.Day) []news.DateAhead {
	var out []news.DateAhead
	for _, p := range promises {
		if p.Status == news.Due && p.DueBasis == news.BasisStated && p.Due >= today && !p.Muted && weighty(p) {
			out = append(out, news.DateAhead{Day: p.Due, What: "promised by then: " + clip(plain(p.Title), headlineRunes), Ref: p.Ref, Promise: true})
		}
	}
	return out
}

// HandOn returns the days ahead of an earlier issue that the next one may still
// show: those that somebody stated of an event. When a promise falls due is asked
// anew each time, since it may have moved.
func HandOn(dates []news.DateAhead) []news.DateAhead {
	return slices.DeleteFunc(slices.Clone(dates), func(d news.DateAhead) bool { return d.Promise })
}

// ahead joins the dates that were handed in with those the issue's articles
// state, soonest first, each matter once. A day that a correction may be about is
// not handed on: a missing line costs less than a wrong one.
func ahead(in Input, issue news.Issue, articles map[int64]news.Article) []news.DateAhead {
	loc := location(in.Edition.Location)
	today := issueDay(issue, loc)
	all := slices.DeleteFunc(slices.Clone(in.Dates), func(d news.DateAhead) bool {
		return d.Day < today || d.Promise || slices.ContainsFunc(in.Corrections, func(c news.Correction) bool { return c.Ref != "" && c.Ref == d.Ref })
	})
	for _, s := range inOrder(issue) {
		for _, d := range datesIn(articles[s.Article], today, loc) {
			d.Ref, d.URL = s.Ref, s.URL
			all = append(all, d)
		}
	}
	// After the events: a consultation that closes is no promise, whoever said so.
	for _, d := range in.Dates {
		if d.Promise && d.Day >= today {
			all = append(all, d)
		}
	}
	var out []news.DateAhead
	for _, d := range all {
		if !slices.ContainsFunc(out, func(o news.DateAhead) bool { return o.Day == d.Day && (o.What == d.What || alike(o.What, d.What)) }) {
			out = append(out, d)
		}
	}
	slices.SortStableFunc(out, func(a, b news.DateAhead) int { return strings.Compare(string(a.Day), string(b.Day)) })
	return out[:min(datesKept, len(out))]
}

// alike reports whether two lines of one day are about one matter: they share
// two words of weight beside what closes.
func alike(a, b string) bool {
	shared := 0
	known := wordSet(strings.ToLower(b))
	for _, w := range strings.Fields(strings.ToLower(a)) {
		if len(w) >= longWord && known[w] && !strings.HasPrefix(w, "close") && !strings.HasSuffix(w, ":") {
			known[w] = false
			shared++
		}
	}
	return shared >= 2
}

// longWord is where words begin that carry a headline's matter.
const longWord = 6
