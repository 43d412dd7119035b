package yamlfile

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"
)

// Mistake is one thing wrong in a file.
type Mistake struct {
	Pos     Pos
	Message string
	excerpt string // the line it stands on, secrets taken out
}

// Mistakes is all that is wrong in one file, sorted by position.
type Mistakes struct {
	List []Mistake
	More int // how many were left off
}

func newMistakes(list []Mistake, more int) *Mistakes {
	sorted := slices.Clone(list)
	slices.SortStableFunc(sorted, func(a, b Mistake) int {
		return cmp.Or(cmp.Compare(a.Pos.Line, b.Pos.Line), cmp.Compare(a.Pos.Column, b.Pos.Column))
	})
	return &Mistakes{List: sorted, More: more}
}

// Error writes every mistake with its excerpt, ready for a terminal.
func (m *Mistakes) Error() string {
	var b strings.Builder
	for i, mistake := range m.List {
		if i > 0 {
			b.WriteByte('\n')
		}
		b.WriteString(mistake.String())
	}
	if m.More > 0 {
		fmt.Fprintf(&b, "\nand %d more", m.More)
	}
	return b.String()
}

// String writes the mistake, its line and a caret under the place:
//
//	config.yaml:12:5: unknown key `scheduel`; did you mean `schedule`?
//	  12 |     scheduel: "30 7 * * 1"
//	     |     ^
func (m Mistake) String() string {
	head := fmt.Sprintf("%s: %s", m.Pos, m.Message)
	line, column := window(m.excerpt, m.Pos.Column)
	if strings.TrimSpace(line) == "" {
		return head
	}
	gutter := fmt.Sprintf("%4d", m.Pos.Line)
	return fmt.Sprintf("%s\n%s | %s\n%*s | %s^", head, gutter, line, len(gutter), "", strings.Repeat(" ", column-1))
}

// window cuts a long line to what fits a terminal around column, and returns the
// column inside the cut. Tabs become one space, so that the caret stands right.
func window(line string, column int) (string, int) {
	const width, before = 100, 40
	line = strings.ReplaceAll(line, "\t", " ")
	runes := []rune(line)
	column = min(max(column, 1), len(runes)+1)
	if len(runes) <= width {
		return line, column
	}
	from := max(column-before, 0)
	to := min(from+width, len(runes))
	cut := runes[from:to]
	column -= from
	if from > 0 {
		cut = append([]rune("… "), cut...)
		column += 2
	}
	if to < len(runes) {
		cut = append(slices.Clip(cut), []rune(" …")...)
	}
	return string(cut), column
}

// secretValue finds a value written after a secret key. References such as
// {env: NAME} hold no secret and stay.
var secretValue = regexp.MustCompile(`(?i)((?:passw|passphrase|secret|token|api_?key)[\w-]*["']?\s*:\s*)([^\s{&*#].*)$`)

// addressLogIn finds a log-in inside an address.
var addressLogIn = regexp.MustCompile(`(://)[^\s/@]+@.*$`)

func hideSecret(line string) string {
	return addressLogIn.ReplaceAllString(secretValue.ReplaceAllString(line, "$1***"), "$1***")
}

// keepLeft keeps the part of line that stands left of column.
func keepLeft(line string, column int) string {
	if utf8.RuneCountInString(line) < column {
		return line
	}
	return string([]rune(line)[:max(column-1, 0)]) + "***"
}
