package digest

import (
	"strings"
	"testing"
)

func TestABeatNamesItsIssues(t *testing.T) {
	got, err := ParseWording("issue.yaml", []byte("title: ' Planning Round'\nintroduction: What was decided.\n"))
	if want := (Wording{Title: "Planning Round", Introduction: "What was decided."}); err != nil || got != want {
		t.Errorf("ParseWording = %+v, %v, want %+v", got, err, want)
	}
}

func TestWordingIsShortAndOnOneLine(t *testing.T) {
	for name, c := range map[string]struct{ file, want string }{
		"no title":         {"introduction: x\n", "an issue needs a title"},
		"an empty file":    {"", "an issue needs a title"},
		"a long title":     {"title: " + strings.Repeat("x", 61) + "\n", "issue.yaml:1:8: want one line of at most 60 bytes"},
		"two lines":        {"title: x\nintroduction: |\n  a\n  b\n", "want one line of at most 400 bytes"},
		"a misspelled key": {"titel: x\n", "did you mean `title`?"},
	} {
		t.Run(name, func(t *testing.T) {
			if _, err := ParseWording("issue.yaml", []byte(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("ParseWording(%q) = %v, want %q", c.file, err, c.want)
			}
		})
	}
}
