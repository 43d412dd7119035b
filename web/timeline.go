package web

import (
	"fmt"
	"strconv"
	"strings"
	"time"

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
	marksDrawn = 5  // as many as have room on a telephone
	endsMarked = 60 // days, of which no more than two begin a month
)

// timeline draws a promise: a row for each statement, from the day it was made to
// the day it named.
type timeline struct {
	Height  int
	Foot    int // where the axis begins
	Rows    []timeRow
	Marks   []timeMark
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

// timeMark is an upright with a label. The label of an end stays within the drawing.
type timeMark struct{ X, Label, End string }

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
	t.Marks = timeMarks(first, last, x)
	t.Words = timelineWords(d)
	return t
}

// lastDue goes before the last date that was given.
func lastDue(status string) string {
	switch news.PromiseStatus(status) {
	case news.Overdue, news.Dropped, news.Kept:
		return "last due by"
	}
	return "now due by"
}

// timeMarks are the two ends of a short time, the first days of some months of a
// longer one, and of some years of one that is longer still.
func timeMarks(first, last news.Day, x func(news.Day) string) []timeMark {
	span := last.Sub(first)
	if span <= endsMarked {
		marks := []timeMark{{x(first), first.Short(), "from"}}
		if span > 0 {
			marks = append(marks, timeMark{x(last), last.Short(), "until"})
		}
		return marks
	}
	step := 12 * (span/(365*marksDrawn) + 1)
	for _, months := range []int{6, 3, 2, 1} {
		if span < months*30*marksDrawn {
			step = months
		}
	}
	var marks []timeMark
	start := first.Start(time.UTC)
	for at := time.Date(start.Year(), 1, 1, 0, 0, 0, 0, time.UTC); ; at = at.AddDate(0, step, 0) {
		day := news.DayOf(at, time.UTC)
		switch {
		case day > last:
			return marks
		case day < first:
		case step%12 == 0:
			marks = append(marks, timeMark{X: x(day), Label: at.Format("2006")})
		case at.Month() == time.January || len(marks) == 0:
			marks = append(marks, timeMark{X: x(day), Label: at.Format("Jan 2006")})
		default:
			marks = append(marks, timeMark{X: x(day), Label: at.Format("Jan")})
		}
	}
}

// timelineWords says what the drawing shows, for those who do not see it.
func timelineWords(d promiseData) string {
	var b strings.Builder
	first, last := d.Statements[0].Day, d.Statements[len(d.Statements)-1].Day
	fmt.Fprintf(&b, "%s, ", count(len(d.Statements), "statement", "statements"))
	if first == last {
		fmt.Fprintf(&b, "on %s.", first.Long())
	} else {
		fmt.Fprintf(&b, "from %s to %s.", first.Long(), last.Long())
	}
	switch {
	case d.FirstDue != "" && d.Due != "" && d.FirstDue != d.Due:
		fmt.Fprintf(&b, " First due by %s, %s %s.", d.FirstDue.Long(), lastDue(d.Status), d.Due.Long())
	case d.Due != "":
		fmt.Fprintf(&b, " %s %s.", capital(news.PromiseStatus(d.Status).DueWords()), d.Due.Long())
	}
	if d.Moves > 0 {
		fmt.Fprintf(&b, " Its date moved %s.", times(d.Moves))
	}
	return b.String()
}
