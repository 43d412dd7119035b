package digest

import (
	"strings"

	"github.com/wardround/wardround/news"
)

// LetterFoot is what stands below a letter to a reader; empty fields leave their line out.
type LetterFoot struct {
	Edition  string // title of the edition that the reader gets; "" for who gets nothing more
	Operator news.Operator
	LeaveURL string // the reader's own link
	Mail     string // takes wishes to leave
}

// Letter writes the plain text of a letter: its lines filled to the width of an issue, but
// for those that begin with two blanks, which are commands to be copied, and
// below it, as below an issue, why it came, who runs this and how to leave.
func Letter(text string, foot LetterFoot) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		if strings.HasPrefix(line, "  ") {
			b.WriteString(strings.TrimRight(line, "\n") + "\n")
			continue
		}
		b.WriteString(wrap(line) + "\n")
	}
	var lines []string
	if foot.Edition != "" {
		lines = append(lines, wrap("You get this because your address is on the list of "+plain(foot.Edition)+"."))
	}
	if line := operatorLine(foot.Operator); line != "" {
		lines = append(lines, wrap(line))
	}
	if url := safeURL(foot.LeaveURL); foot.Edition != "" && url != "" {
		lines = append(lines, "", wrap("Unsubscribe from this digest (this is your own link: remove it before you forward this):"), url)
	}
	if mail := mailAddress(foot.Mail); foot.Edition != "" && mail != "" {
		lines = append(lines, "", "Unsubscribe by e-mail: "+mail)
	}
	if len(lines) > 0 {
		b.WriteString("\n-- \n" + strings.Join(lines, "\n") + "\n")
	}
	return b.String()
}
