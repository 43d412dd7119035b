package digest

import (
	"fmt"
	"net/mail"
	"net/url"
	"strings"
	"time"

	"github.com/wardround/wardround/news"
)

// zone returns the zone in which an issue's days are read. A name the machine
// does not know reads as UTC: a frozen issue must stay readable anywhere.
func zone(issue news.Issue) *time.Location {
	loc, err := time.LoadLocation(issue.Zone)
	if err != nil {
		return time.UTC
	}
	return loc
}

// issueDay is the day an issue bears: that of its slot, or of its window's end.
func issueDay(issue news.Issue, loc *time.Location) news.Day {
	if !issue.Slot.At.IsZero() {
		return news.DayOf(issue.Slot.At, loc)
	}
	return news.DayOf(issue.To, loc)
}

func dateline(issue news.Issue, day news.Day) string {
	line := fmt.Sprintf("Issue %d", issue.Number)
	if day != "" {
		line += ", " + day.Start(time.UTC).Format("Monday 2 January 2006")
	}
	return line
}

// sampleRef is a reference that the reader can see in this issue, or one of its kind.
func sampleRef(issue news.Issue) string {
	if stories := inOrder(issue); len(stories) > 0 && stories[0].Ref != "" {
		return plain(stories[0].Ref)
	}
	if len(issue.Promises) > 0 && issue.Promises[0].Ref != "" {
		return plain(issue.Promises[0].Ref)
	}
	return fmt.Sprintf("issue %d", issue.Number)
}

// firstLine says since when there is anything to compare with.
func firstLine(issue news.Issue, loc *time.Location, year int) string {
	line := "This is the first issue."
	from := issue.Coverage.WatchedFrom
	since := news.DayOf(from, loc)
	switch {
	case since == "":
		return line
	case from.After(issue.From):
		return line + " We have watched our sources since " + dayIn(since, year) + "; of the time before we know only what they still listed then."
	}
	return line + " We have watched our sources since " + dayIn(since, year) + "."
}

// operatorLine says who runs this installation.
func operatorLine(o news.Operator) string {
	name, contact := clip(plain(o.Name), headlineRunes), clip(plain(o.Contact), headlineRunes)
	switch {
	case name != "" && contact != "":
		return "Run by " + name + ": " + sentence(contact)
	case name != "":
		return "Run by " + sentence(name)
	case contact != "":
		return "Who runs this: " + sentence(contact)
	}
	return ""
}

// leave chooses how a reader is told to leave. A personal link comes with the
// warning that it works for whoever holds it.
func leave(issue news.Issue, opts RenderOptions) leaveView {
	v := leaveView{URL: safeURL(opts.UnsubscribeURL)}
	address := mailAddress(opts.UnsubscribeMail)
	if address == "" && v.URL == "" {
		address = mailAddress(issue.Operator.Contact)
	}
	if address != "" {
		v.Mail, v.MailURL = address, "mailto:"+url.PathEscape(address)+"?subject=unsubscribe%20"+strings.ReplaceAll(url.QueryEscape(issue.Edition), "+", "%20")
		v.MailURL = strings.Replace(v.MailURL, "%40", "@", 1)
	}
	if v.URL == "" && v.Mail == "" {
		v.Words = "To unsubscribe, reply to this e-mail and say so."
	}
	return v
}

// mailAddress returns the bare address in "mailto:a@b?subject=x", "Name <a@b>"
// or "a@b", or "".
func mailAddress(s string) string {
	s, _, _ = strings.Cut(strings.TrimPrefix(strings.TrimSpace(s), "mailto:"), "?")
	a, err := mail.ParseAddress(s)
	if err != nil || strings.ContainsFunc(a.Address, func(r rune) bool { return r <= ' ' || r > '~' || strings.ContainsRune(`"'<>()\,;`, r) }) {
		return ""
	}
	return a.Address
}

// linkNames remembers which words link where. The same words must not lead to
// two places: a reader who hears only the links could not tell them apart.
type linkNames map[string]string

// unique returns a link text that makes sense alone and is used for url only.
func (names linkNames) unique(title, url, by, ref string) string {
	if title == "" || empty[strings.ToLower(title)] {
		title = untitled
	}
	tries := []string{title, title + " (" + by + ")", title + " (" + ref + ")"}
	if len(strings.Fields(title)) < 3 || title == untitled {
		tries = tries[1:] // too short to make sense alone
	}
	for _, try := range tries {
		key := strings.ToLower(try)
		if at, taken := names[key]; !taken || at == url {
			names[key] = url
			return try
		}
	}
	return title + " (" + ref + ")"
}

const untitled = "Untitled report"

// empty are titles that stand for none.
var empty = wordSet("undefined null nil none nan untitled")
