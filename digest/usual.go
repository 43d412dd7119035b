package digest

import (
	"fmt"
	"slices"

	"github.com/wardround/wardround/news"
)

const (
	// usualIssues is how many issues it takes to speak of what is usual.
	usualIssues = 8
	// UsualSpan is how many issues are looked back at: half a year of weeks.
	UsualSpan = 26
)

// besideUsual sets the number of stories beside that of the issues before, in
// words, or is "" while there are too few. A small number after an incomplete
// reading is never called quiet.
func besideUsual(issue news.Issue) string {
	earlier := slices.Clone(issue.Earlier[:min(len(issue.Earlier), UsualSpan)])
	if len(earlier) < usualIssues {
		return ""
	}
	slices.Sort(earlier)
	now, usual := len(inOrder(issue))+issue.Dropped, earlier[len(earlier)/2]
	low, high := earlier[0], earlier[len(earlier)-1]
	before := fmt.Sprintf("the %d issues before", len(earlier))
	var line string
	switch {
	case now > high:
		line = "More stories than in any of " + before + "; " + thousands(usual) + " " + verb(usual, "is", "are") + " usual"
	case now < low:
		line = "Fewer stories than in any of " + before + "; " + thousands(usual) + " " + verb(usual, "is", "are") + " usual"
	case now*4 > usual*5 && now-usual > 1: // a quarter more, and not by one story alone
		line = "More stories than usual, which is " + thousands(usual)
	case now*5 < usual*4 && usual-now > 1:
		line = "Fewer stories than usual, which is " + thousands(usual)
	default:
		return "About as many stories as usual."
	}
	if now < usual && incomplete(issue.Coverage) {
		line += ", but we did not read everything we watch"
	}
	return line + "."
}
