package jobs

import (
	"context"
	"fmt"
	"strings"
	"unicode"
)

// alteredStories proposes corrections: of stories whose publisher has since taken
// the page away, changed the headline, or the text so far that it would not be told any more, as of one that
// was withdrawn. Whether readers must hear of it is the operator's to say.
func (s *Steps) alteredStories(ctx context.Context, wrong Trouble) error {
	all, err := s.Store.Altered(ctx, s.Now().Add(-updateSpan))
	for _, a := range all {
		var what string
		switch {
		case a.Told.Ref == "": // taken out of the issue since
			continue
		case a.Gone:
			what = "is no longer there: its address answers that the page is gone. Was it withdrawn?"
		case !a.Relevant:
			what = "has a text that would not be told any more; was it withdrawn?"
		case letters(a.Title) != letters(a.Told.Title):
			what = "has another headline now: “" + strings.Join(strings.Fields(a.Title), " ") + "”."
		default:
			continue
		}
		// The command holds none of the publisher's words: it is pasted into a shell.
		name := fmt.Sprintf("altered:%s:%s:%d", a.Edition, a.Told.Ref, a.Revision)
		if a.Gone {
			name = fmt.Sprintf("gone:%s:%s", a.Edition, a.Told.Ref)
		}
		wrong[name] = fmt.Sprintf(
			"Story %s of edition %s, “%s” (%s), %s If readers should know:\n  wardround correct %s --edition %s 'WHAT IS RIGHT'",
			a.Told.Ref, a.Edition, strings.Join(strings.Fields(a.Told.Title), " "), a.Told.URL, what, a.Told.Ref, a.Edition)
	}
	return err
}

// letters are those of a headline and its digits, without case: other quotation
// marks or dashes are no change.
func letters(title string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, title)
}
