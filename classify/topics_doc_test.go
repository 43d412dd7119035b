package classify

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

func topicsDoc(t *testing.T) string {
	t.Helper()
	doc, err := os.ReadFile("../docs/TOPICS.md")
	if err != nil {
		t.Fatal(err)
	}
	return string(doc)
}

// finds reports whether a headline holds a term that is written in the file mine.yaml.
func finds(lex *Lexicon, headline string) bool {
	for _, m := range lex.Judge(article(headline)).Matches {
		if strings.HasPrefix(m.Rule, "mine.yaml:") {
			return true
		}
	}
	return false
}

var (
	docExample = regexp.MustCompile("(?s)<!-- try -->\n```yaml\n(.*?)```\n(?:\n```diff\n(.*?)```\n)?")
	docTerm    = regexp.MustCompile("(?m)^\\| `([^`]+)` \\| (.+) \\| (.+) \\|$")
)

// Every example of docs/TOPICS.md is a file that extends the embedded beat, and finds
// what the page says.
func TestDocumentedExamplesDoWhatThePageSays(t *testing.T) {
	examples := docExample.FindAllStringSubmatch(topicsDoc(t), -1)
	if len(examples) != 4 {
		t.Fatalf("%d examples, want 4", len(examples))
	}
	for _, e := range examples {
		lex, err := Load(os.DirFS("../seeds"), File{Name: "mine.yaml", Data: []byte(e[1])})
		if err != nil {
			t.Errorf("%v\n%s", err, e[1])
			continue
		}
		for line := range strings.Lines(e[2]) {
			sign, headline, _ := strings.Cut(strings.TrimSpace(line), " ")
			if got := finds(lex, headline); got != (sign == "+") {
				t.Errorf("%q found: %v\n%s", headline, got, e[1])
			}
		}
	}
}

// Every row of the table finds what it says, and not what it says it does not.
func TestDocumentedTermsFindWhatThePageSays(t *testing.T) {
	rows := docTerm.FindAllStringSubmatch(topicsDoc(t), -1)
	if len(rows) < 9 {
		t.Fatalf("%d rows, want the whole table", len(rows))
	}
	for _, row := range rows {
		term := strings.ReplaceAll(row[1], `\|`, "|")
		data := "topics:\n  - name: tried\n    terms: [{any: [\"" + term + "\"], why: documented}]\n"
		lex := load(t, os.DirFS("../seeds"), File{Name: "mine.yaml", Data: []byte(data)})
		for i, column := range row[2:] {
			for phrase := range strings.SplitSeq(column, "; ") {
				if got := finds(lex, phrase); got != (i == 0) {
					t.Errorf("`%s` finds %q: %v", term, phrase, got)
				}
			}
		}
	}
}

func TestEveryKeyOfTopicsFilesIsDocumented(t *testing.T) {
	doc := topicsDoc(t)
	keys := []string{"any", "weight", "gives", "needs", "not", "within", "named", "from", "why", "minimum", "points", "full",
		"groups", "together", "scoring", "evidence", "hosts", "topics", "lookalikes", "modest", "furniture", "replace"}
	missing := slices.DeleteFunc(keys, func(key string) bool {
		return regexp.MustCompile("(?m)(?:^|[`{ ])" + key + "[`:]").MatchString(doc)
	})
	if len(missing) > 0 {
		t.Errorf("docs/TOPICS.md does not mention %q", missing)
	}
}
