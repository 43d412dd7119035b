package web

import (
	"bytes"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/wardround/wardround/news"
)

// calendarPast keeps dates that passed lately in the calendar, so that a reader
// sees what came of them.
const calendarPast = 90

// calendar answers with the due dates of open promises (RFC 5545).
func (s *Site) calendar(r *http.Request) reply {
	list, err := s.followed(r.Context(), s.today())
	if err != nil {
		d := s.trouble(r, err)
		return reply{status: d.status, kind: "text/plain; charset=utf-8", body: []byte(d.Title + ".\n")}
	}
	return reply{kind: "text/calendar; charset=utf-8", body: s.calendarOf(list)}
}

func (s *Site) calendarOf(list []news.Promise) []byte {
	var b bytes.Buffer
	calendarLine(&b, "BEGIN", "VCALENDAR")
	calendarLine(&b, "VERSION", "2.0")
	calendarLine(&b, "PRODID", "-//wardround//promises//EN")
	calendarLine(&b, "X-WR-CALNAME", escapeCalendar(s.opts.Title+": promises"))
	for i := range list {
		p := &list[i]
		if p.Due == "" || p.Due < s.today().Add(-calendarPast) || p.Status == news.Dropped || p.Status == news.Kept {
			continue
		}
		s.calendarEvent(&b, s.promiseLine(p, false))
	}
	calendarLine(&b, "END", "VCALENDAR")
	return b.Bytes()
}

func (s *Site) calendarEvent(b *bytes.Buffer, line promiseLine) {
	says := "Stated by those who promise it."
	if line.OurDate {
		says = "Our reading of loose words, not a stated date."
	}
	calendarLine(b, "BEGIN", "VEVENT")
	calendarLine(b, "UID", escapeCalendar(s.identifier("/p/"+line.Ref)))
	// The day of the last change stands for the moment, so that an unchanged
	// calendar is the same bytes.
	calendarLine(b, "DTSTAMP", strings.ReplaceAll(string(line.Changed), "-", "")+"T000000Z")
	calendarLine(b, "DTSTART;VALUE=DATE", strings.ReplaceAll(string(line.Due), "-", ""))
	calendarLine(b, "SUMMARY", escapeCalendar("Due: "+line.Title))
	calendarLine(b, "DESCRIPTION", escapeCalendar(line.Ref+", "+line.Label+". "+says))
	if s.base != nil {
		calendarLine(b, "URL", s.absolute(line.Path))
	}
	calendarLine(b, "TRANSP", "TRANSPARENT")
	calendarLine(b, "END", "VEVENT")
}

var calendarEscapes = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\n", `\n`, "\r", "")

// escapeCalendar writes text as RFC 5545 section 3.3.11 wants it.
func escapeCalendar(text string) string { return calendarEscapes.Replace(text) }

// foldAt is the most bytes of a line (RFC 5545 section 3.1).
const foldAt = 75

// calendarLine writes a property, folded between characters.
func calendarLine(b *bytes.Buffer, name, value string) {
	line, room := name+":"+value, foldAt
	for len(line) > room {
		cut := room
		for !utf8.RuneStart(line[cut]) {
			cut--
		}
		b.WriteString(line[:cut] + "\r\n ")
		line, room = line[cut:], foldAt-1
	}
	b.WriteString(line + "\r\n")
}
