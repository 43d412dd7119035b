package schema

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// sample is what a file is read into here.
type sample struct {
	// Every is the least time
	// between two looks.
	Every time.Duration `yaml:"every"`
	Words []below       `yaml:"words"` // what is looked for
	Bare  string        `yaml:"bare" jsonschema:"enum=a,enum=b"`
}

type below struct {
	Name string `yaml:"name" jsonschema:"required"` // of the word
}

func TestSchemaSaysWhatTypesTagsAndCommentsSay(t *testing.T) {
	s, err := Of(sample{}, ".", "a sample")
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(s)
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{
		`"title":"a sample"`, `"description":"The least time between two looks."`, `"description":"What is looked for"`,
		`"enum":["a","b"]`, `"required":["name"]`, `"additionalProperties":false`, `(\\d+w)?`,
	} {
		if !strings.Contains(string(data), want) {
			t.Errorf("schema lacks %s:\n%s", want, data)
		}
	}
	if got := undescribed(s); len(got) != 1 || got[0] != "bare" {
		t.Errorf("undescribed = %q, want bare", got)
	}
}

func TestCommentsAreReadFromFilesThatParse(t *testing.T) {
	dir := t.TempDir()
	if err := os.WriteFile(filepath.Join(dir, "broken.go"), []byte("no Go"), 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := fieldComments(dir); err == nil {
		t.Error("fieldComments took a file that is no Go")
	}
}
