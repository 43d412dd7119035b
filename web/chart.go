package web

import (
	"fmt"

	"github.com/wardround/wardround/news"
)

// bar is what one week had.
type bar struct {
	Week  news.Day `json:"week"` // its Monday
	Count int      `json:"count"`
}

// Units of the drawing. Its width is stretched to the page's.
const (
	chartHeight = 100
	barPitch    = 10
	barWidth    = 8
)

// chart is a drawing of bars with what it says in words.
type chart struct {
	Width, Height int
	Bars          []rect
	Most          int
	Words         string // the drawing for those who do not see it
	From, To      string // first and last week
}

type rect struct {
	X, Y, Width, Height int
	Now                 bool // the running week
}

func newChart(bars []bar, words func(news.Day) string) chart {
	c := chart{Width: len(bars) * barPitch, Height: chartHeight}
	total, busiest := 0, 0
	for i, b := range bars {
		total += b.Count
		if b.Count > bars[busiest].Count {
			busiest = i
		}
	}
	if len(bars) == 0 || total == 0 {
		c.Words = "No article in this time."
		return c
	}
	c.Most = bars[busiest].Count
	for i, b := range bars {
		height := b.Count * chartHeight / c.Most
		if b.Count > 0 {
			height = max(height, 2)
		}
		c.Bars = append(c.Bars, rect{X: i*barPitch + 1, Y: chartHeight - height, Width: barWidth, Height: height, Now: i == len(bars)-1})
	}
	c.From, c.To = words(bars[0].Week), "this week"
	c.Words = fmt.Sprintf("%s in %d weeks. Most in the week of %s: %d. This week so far: %d.",
		count(total, "article", "articles"), len(bars), words(bars[busiest].Week), c.Most, bars[len(bars)-1].Count)
	return c
}
