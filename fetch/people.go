package fetch

import (
	"regexp"
	"slices"
	"strings"
)

// Forms an RSS author comes in: "a@b.example (Name)", "Name (a@b.example)" and
// "Name <a@b.example>".
var (
	mailThenName = regexp.MustCompile(`^[^@\s()]+@[^\s()]+\s*\(([^()]+)\)$`)
	nameThenMail = regexp.MustCompile(`^([^@<(]+?)\s*[(<][^@\s:]+@[^)>\s]+[)>]$`)
)

// maxAuthors is more than any byline names.
const maxAuthors = 20

// people returns the names in values, cleaned, each once.
func people(values ...string) []string {
	var names []string
	for _, v := range values {
		name := strings.TrimSpace(v)
		if m := mailThenName.FindStringSubmatch(name); m != nil {
			name = m[1]
		} else if m := nameThenMail.FindStringSubmatch(name); m != nil {
			name = m[1]
		}
		name = clip(plainText(name), 300)
		if name != "" && !slices.Contains(names, name) && len(names) < maxAuthors {
			names = append(names, name)
		}
	}
	return names
}
