package digest

import (
	"fmt"
	"os"
	"strings"
	"testing"
)

// The page that tells readers how stories are ranked must not say other figures
// than the code goes by.
func TestThePageOnRankingHoldsTheFigures(t *testing.T) {
	data, err := os.ReadFile("../docs/RANKING.md")
	if err != nil {
		t.Fatal(err)
	}
	page := strings.Join(strings.Fields(string(data)), " ")
	for _, want := range []string{
		fmt.Sprintf("each further publisher that reports the same adds %d, up to %d publishers; comment has %d less", otherReport, otherReports, opinionCost),
		fmt.Sprintf("The best %d stories carry an excerpt", leadStories),
		fmt.Sprintf("the next %d one sentence", secondStories),
		fmt.Sprintf("At most %d stories are told; after them come up to %d further headlines", maxStories, maxMore),
		fmt.Sprintf("%d words and one word in %d of the body", quoteWords, quoteShare),
		fmt.Sprintf("| up to %v | what made", passageMatches),
		fmt.Sprintf("| up to %v | it tells what the headline", passageHeadline),
		fmt.Sprintf("| up to %v | it stands at the opening", passageOpening),
		fmt.Sprintf("| %v | somebody does", passageDeed),
		fmt.Sprintf("| %v | it has a figure", passageFigure),
		fmt.Sprintf("| %v | a second sentence", passageSecond),
		fmt.Sprintf("nor gathers %v points", leastTold),
		fmt.Sprintf("At most %d days are shown", datesShown),
		fmt.Sprintf("After %d issues", usualIssues),
		fmt.Sprintf("up to %d issues before", UsualSpan),
		otherTopic,
	} {
		if !strings.Contains(page, want) {
			t.Errorf("docs/RANKING.md does not say %q", want)
		}
	}
}
