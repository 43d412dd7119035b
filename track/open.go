package track

import (
	"slices"

	"github.com/wardround/wardround/news"
)

// deflections are how somebody who promises leaves a matter open. Only plain ones are
// here: what is merely not mentioned was not left open by anybody.
var deflections = []string{
	"part of (a|the) (wider|broader|bigger|larger) (conversation|discussion|debate)", "(a|the) (wider|broader) (conversation|discussion)",
	"(would|could) not be drawn", "declin~ to (say|comment|confirm|give|name|set)", "(refuses|refused) to (say|confirm|give|name)",
	"would not (say|commit|confirm|give|name)", "(gave|give|gives) no (figure|figures|detail|details|answer|indication)", "(did|does) not say (whether|how|if|where)",
	"(discussions|talks|conversations) (go|went|are|were|would|will|continue|continued) (on|ongoing|continue|continuing|under|about|over) (way|) _3 (about|over|on|bringing|whether)",
	"yet to be (decided|agreed|settled|confirmed)", "no decision (has|had|was) (been|) (made|taken)", "(remains|remain) (open|undecided|unresolved)", "(remains|remain) to be (decided|agreed|settled)", "(has|have) not (yet|) (been|) (decided|agreed)",
}

// matters are what is told to be left open, by the words that name it.
var matters = []struct {
	label string
	words []string
}{
	{"money", []string{"money", "funding", "funded", "investment", "budget", "costs", "cost", "pay for", "financed"}},
	{"a merger with something else", []string{"merg~", "merger", "merge", "(bring~|bringing|brought) _3 together", "combin~ (with|the|them)", "fold~ (it|them) into"}},
	{"pay", []string{"pay (scales|bands|rates|rise|levels)", "grading", "salaries"}},
	{"who will do it", []string{"headcount", "who (will|would) (run|lead|deliver|own)"}},
}

var openBook = mustBook(func(b book) error {
	for _, w := range deflections {
		if err := b.add("deflection", "", w); err != nil {
			return err
		}
	}
	for _, m := range matters {
		for _, w := range m.words {
			if err := b.add("matter", m.label, w); err != nil {
				return err
			}
		}
	}
	return nil
})

// leftOpen returns what a sentence plainly leaves open, in the order it is named.
func leftOpen(s []token) []string {
	var out []string
	deflected := false
	for _, h := range openBook.find(s) {
		switch {
		case h.kind == "deflection":
			deflected = true
		case !slices.Contains(out, h.rule):
			out = append(out, h.rule)
		}
	}
	if !deflected {
		return nil
	}
	return out
}

// leaveOpen notes what an article leaves open with its promises on the thing that its
// headline names: of others it is not plain what is meant.
func (c *context) leaveOpen(list []news.Statement) {
	if len(c.open) == 0 {
		return
	}
	for i, s := range list {
		if s.Commits && c.headline(s.Keys) {
			list[i].LeftOpen = c.open
		}
	}
}
