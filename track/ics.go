package track

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// Calendar writes the due dates of promises as an iCalendar file (RFC 5545), one whole
// day each. Promises that were kept or dropped, that have no day or that the operator
// muted are left out. Offices speak in it, never people by name.
func Calendar(w io.Writer, list []news.Promise) error {
	lines := []string{"BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//wardround//promises//EN", "CALSCALE:GREGORIAN", "METHOD:PUBLISH", "X-WR-CALNAME:Promises followed by wardround"}
	for _, p := range list {
		if p.Due == "" || p.Muted || p.Status == news.Kept || p.Status == news.Dropped {
			continue
		}
		day := p.Due.Start(time.UTC)
		lines = append(lines, "BEGIN:VEVENT",
			"UID:"+escaped(p.ID)+"@promises.wardround",
			"DTSTAMP:"+p.AsOf.Start(time.UTC).Format("20060102T150405Z"),
			"DTSTART;VALUE=DATE:"+day.Format("20060102"),
			"DTEND;VALUE=DATE:"+day.AddDate(0, 0, 1).Format("20060102"),
			"SUMMARY:"+escaped(eventTitle(p)),
			"DESCRIPTION:"+escaped(eventText(p)),
			"TRANSP:TRANSPARENT")
		if url := p.Statements[len(p.Statements)-1].URL; strings.HasPrefix(url, "http") {
			lines = append(lines, "URL:"+url)
		}
		lines = append(lines, "END:VEVENT")
	}
	lines = append(lines, "END:VCALENDAR")
	var b strings.Builder
	for _, l := range lines {
		fold(&b, l)
	}
	_, err := io.WriteString(w, b.String())
	return err
}

func eventTitle(p news.Promise) string {
	if p.DueBasis == news.BasisRead {
		return fmt.Sprintf("%s [%s], by our reading", p.Title, p.Ref)
	}
	return fmt.Sprintf("%s [%s]", p.Title, p.Ref)
}

func eventText(p news.Promise) string {
	s := p.Statements[len(p.Statements)-1]
	words := fmt.Sprintf("%s. %s, %s.", capital(p.Label), s.Publisher, s.Reported.Long())
	if p.DuePhrase != "" {
		words = fmt.Sprintf("%s. “%s”, %s, %s.", capital(p.Label), p.DuePhrase, s.Publisher, s.Reported.Long())
	}
	if p.DueBasis == news.BasisRead {
		words += " The day is our reading, not theirs."
	}
	return words + " Not seen is not the same as not done."
}

// escaped is text as RFC 5545 section 3.3.11 wants it.
func escaped(s string) string {
	return strings.NewReplacer("\\", "\\\\", ";", "\\;", ",", "\\,", "\r\n", "\\n", "\n", "\\n", "\r", "\\n").Replace(s)
}

// foldAt is how many octets a content line may have, without its end (RFC 5545 section 3.1).
const foldAt = 75

// fold writes one content line, cut between characters where it is too long.
func fold(b *strings.Builder, line string) {
	width := 0
	for _, r := range line {
		if n := utf8.RuneLen(r); width+n > foldAt {
			b.WriteString("\r\n ")
			width = 1
		}
		width += utf8.RuneLen(r)
		b.WriteRune(r)
	}
	b.WriteString("\r\n")
}
