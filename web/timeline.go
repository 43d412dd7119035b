package web

import (
	"fmt"
	"strconv"
	"strings"

	"github.com/wardround/wardround/news"
)

// Units of the drawing: pixels down, and percent of its width across, so that it
// fits any page without stretching a mark.
const (
	rowHeight  = 26
	axisHeight = 24
	edgeLeft   = 2  // percent, room for a mark
	edgeWidth  = 94 // percent
	rowsDrawn  = 30 // all statements are in the table
	yearsDrawn = 6
)

// timeline draws a promise: a row for each statement, from the day it was made to
// the day it named.
type timeline struct {
	Height  int
	Foot    int // where the axis begins
	Rows    []timeRow
	Years   []timeMark
	Now     string // x of the day it is seen from
	NowDay  string
	Words   string
	Omitted int // rows that are not drawn
}

type timeRow struct {
	Y          int
	From, To   string // x of the two days; To is "" without one
	Read, Late bool   // our reading; the day has passed
	End        bool   // it was dropped or done
}

type timeMark struct{ X, Label string }

func (s *Site) timeline(d promiseData) timeline {
	var t timeline
	rows := d.Statements
	if len(rows) > rowsDrawn {
		t.Omitted = len(rows) - rowsDrawn
		rows = rows[t.Omitted:]
	}
	first, last := rows[0].Day, d.AsOf
	for _, r := range rows {
		first, last = min(first, r.Day), max(last, r.Due)
	}
	span := max(last.Sub(first), 1)
	x := func(day news.Day) string {
		return strconv.FormatFloat(edgeLeft+edgeWidth*float64(day.Sub(first))/float64(span), 'f', 2, 64) + "%"
	}
	for i, r := range rows {
		row := timeRow{Y: i*rowHeight + rowHeight/2, From: x(r.Day), Read: r.OurDate, Late: r.Due != "" && r.Due < d.AsOf,
			End: r.What == signalWords[news.SignalDrop] || r.What == signalWords[news.SignalKept]}
		if r.Due >= r.Day {
			row.To = x(r.Due)
		}
		t.Rows = append(t.Rows, row)
	}
	t.Foot = len(rows) * rowHeight
	t.Height = t.Foot + axisHeight
	t.Now, t.NowDay = x(d.AsOf), d.AsOf.Long()
	t.Years = yearMarks(first, last, x)
	t.Words = timelineWords(d)
	return t
}

// lastDue goes before the last date that was given.
func lastDue(status string) string {
	switch news.PromiseStatus(status) {
	case news.Overdue, news.Dropped, news.Kept:
		return "Last due by"
	}
	return "Now due by"
}

// yearMarks are the first of January of some years.
func yearMarks(first, last news.Day, x func(news.Day) string) []timeMark {
	from, errFrom := strconv.Atoi(string(first[:4]))
	to, errTo := strconv.Atoi(string(last[:4]))
	if errFrom != nil || errTo != nil {
		return nil
	}
	var marks []timeMark
	for year := from + 1; year <= to; year += (to-from)/yearsDrawn + 1 {
		label := fmt.Sprintf("%04d", year)
		marks = append(marks, timeMark{x(news.Day(label + "-01-01")), label})
	}
	return marks
}

// timelineWords says what the drawing shows, for those who do not see it.
func timelineWords(d promiseData) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s from %s to %s.", count(len(d.Statements), "statement", "statements"), d.Statements[0].Day.Long(),
		d.Statements[len(d.Statements)-1].Day.Long())
	if d.FirstDue != "" && d.FirstDue != d.Due {
		fmt.Fprintf(&b, " First due by %s.", d.FirstDue.Long())
	}
	if d.Due != "" {
		fmt.Fprintf(&b, " %s %s.", lastDue(d.Status), d.Due.Long())
	}
	if d.Moves > 0 {
		fmt.Fprintf(&b, " Its date moved %s.", count(d.Moves, "time", "times"))
	}
	return b.String()
}
