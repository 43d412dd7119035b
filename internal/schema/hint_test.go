package schema

import (
	"os"
	"path/filepath"
	"regexp"
	"testing"
)

// hint is the line by which an editor finds the schema of a YAML file.
var hint = regexp.MustCompile(`^# yaml-language-server: \$schema=(\S+)\n`)

func TestFilesOfBeatsNameTheirSchema(t *testing.T) {
	var files []string
	for _, pattern := range []string{"../../seeds/*.yaml", "../../docs/examples/*/*.yaml", "../../config.yaml"} {
		found, err := filepath.Glob(pattern)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, found...)
	}
	if len(files) < 20 {
		t.Fatalf("found %d files of beats", len(files))
	}
	for _, name := range files {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		m := hint.FindSubmatch(data)
		if m == nil {
			t.Errorf("%s does not begin with the line that names its schema", name)
			continue
		}
		if _, err := os.Stat(filepath.Join(filepath.Dir(name), string(m[1]))); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}
