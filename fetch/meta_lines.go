package fetch

import (
	"regexp"
	"strings"
	"sync"
	"time"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"github.com/wardround/wardround/news"
)

// The functions of this file read the short lines that stand at the headline:
// what readers see of the day and the authors.

var (
	extEdited       = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)updat|modif|edited|review`) })
	extPublishedTag = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`(?i)\b(?:published|posted|date)(?: on)?\b[:\s]`)
	})
	extFirstPublished = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`(?i)\b(?:first|originally) published\b`) })
)

// extHeadlineAt is the index of the block that shows the headline: the h1
// before a breadcrumb or a menu that repeats it; -1 for none.
func (p *extPage) extHeadlineAt() int {
	at, title := -1, extKey(p.meta.title)
	if title == "" {
		return -1
	}
	for i, b := range p.blocks {
		if b.words >= 60 || extKey(b.text) != title {
			continue
		}
		if b.tag == "h1" {
			return i
		}
		if at < 0 {
			at = i
		}
	}
	return at
}

// extTopLines are the short lines from three blocks above the headline down to
// so many words of prose, and how many of them stand above the headline. Without
// a headline they are those from the page's beginning, none above. A masthead's
// "today" stands further off.
func (p *extPage) extTopLines(words int) (lines []*extBlock, above int) {
	at := p.extHeadlineAt()
	start, prose := max(0, at-3), 0
	for i, b := range p.blocks[start:] {
		switch {
		case prose > words:
			return lines, above
		case extProse(b):
			prose += b.words
		case b.words <= 30 && !extInComment(b.node):
			lines = append(lines, b)
			if start+i < at {
				above++
			}
		}
	}
	return lines, above
}

// extVisibleDay reads the day that the page prints on a line of its own at the
// headline, when nothing states it or when metadata states another one. A line
// that says when the text was edited gives the day modified only.
func (p *extPage) extVisibleDay(zone *time.Location) {
	american := strings.EqualFold(p.meta.language, "en-us")
	day := func(s string) news.Day { return extDayOf(s, zone, american) }
	if p.meta.published == "" {
		p.meta.setDay(p.extHistory(extFirstPublished(), day), "visible line")
	}
	passed := false // the line of an edit; the next is of the same matter only if it says so
	lines, above := p.extTopLines(400)
	for i, b := range lines {
		d, edited := extLineDay(b.text, day)
		d = extMeant(d, b.node, day)
		switch {
		case d == "":
			continue
		case edited:
			p.meta.setModified(d, "visible line")
			passed = true
			continue
		}
		if !passed || p.meta.published == "" || extPublishedTag().MatchString(b.text) {
			p.extTakeLine(b, d, i-above)
		}
		break
	}
	if p.meta.modified == "" {
		p.meta.setModified(p.extHistory(extLastEdited(), day), "visible line")
	}
}

// extLineDay is the day on a line, and whether it is that of an edit. Of
// "Updated 7 May 2025, published 3 May 2025" it is the one published.
func extLineDay(text string, day func(string) news.Day) (d news.Day, edited bool) {
	if loc := extPublishedTag().FindStringIndex(text); loc != nil {
		if d := day(text[loc[1]:]); d != "" {
			return d, false
		}
	}
	return extShortDay(text, day), extEdited().MatchString(text)
}

// extMeant is the day d that n prints, in the order of its time element: that
// states whether 10/12 is in October or in December.
func extMeant(d news.Day, n *html.Node, day func(string) news.Day) news.Day {
	if t := extFirst(n, atom.Time); t != nil && d != "" {
		if stated := day(extAttr(t, "datetime")); extExchanged(d, stated) {
			return stated
		}
	}
	return d
}

// extTakeLine takes the day d that line b prints, at lines below the headline.
// Over a day that metadata states it takes only a neighbouring one, and not
// "today" in a masthead, which is never before the day published; and an
// earlier one right under the headline, if metadata gives one day for both
// publication and edit: some systems write the day of a move into both.
func (p *extPage) extTakeLine(b *extBlock, d news.Day, at int) {
	m := p.meta
	off := d.Sub(m.published)
	switch {
	case m.published == "":
		m.setDay(d, "visible line")
	case m.settled || d == m.modified:
	case off == -1, off == 1 && at >= 0:
		m.setDay(d, "printed line")
	case off < 0 && m.published == m.modified && (at == 1 || at == 2) && (b.label == labelDate || b.label == labelByline):
		m.setDay(d, "printed line")
	}
}

// extHistory is the day on a short line that says, anywhere on the page, what
// re says.
func (p *extPage) extHistory(re *regexp.Regexp, day func(string) news.Day) news.Day {
	for _, b := range p.blocks {
		if b.words <= 20 && re.MatchString(b.text) && !extInComment(b.node) {
			if d := day(b.text); d != "" {
				return d
			}
		}
	}
	return ""
}

var extLastEdited = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`(?i)\blast (?:edited|updated|modified|reviewed|changed)\b`)
})

var extTwoDigits = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(\D{0,40})\b([0-3]?\d)([./-])([0-3]?\d)[./-](\d\d)(?:$|[\s,|])`)
})

// extShortDay also reads a day whose year has two digits, as in "02.12.19" and
// "Published on 01/25/26". Numbers between full stops or hyphens are as often a
// version, so before them only a word such as "published" may stand.
func extShortDay(text string, day func(string) news.Day) news.Day {
	if d := day(text); d != "" || len(text) > 80 {
		return d
	}
	g := extTwoDigits().FindStringSubmatch(text)
	if g == nil {
		return ""
	}
	if g[3] != "/" && g[1] != "" && !extPublishedTag().MatchString(g[1]) && !extEdited().MatchString(g[1]) {
		return ""
	}
	return day(g[2] + g[3] + g[4] + g[3] + "20" + g[5])
}
