package schema

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/invopop/jsonschema"
	validator "github.com/santhosh-tekuri/jsonschema/v6"

	"github.com/wardround/wardround/internal/yamlfile"
)

var write = flag.Bool("write-schema", false, "write the JSON Schemas under docs/")

// Case is one schema under docs/ and what holds of it.
type Case struct {
	Type    any               // a value of the type the files are read into
	Dir     string            // of the Go files that hold the type
	File    string            // where the schema is kept
	Title   string            // what an editor calls it
	Takes   []string          // patterns of files that it must take; each names one at least
	Refuses map[string]string // files that it must refuse, by what is wrong with them
}

// Hold reports when the schema kept is not the one of the Go types, when a key has
// no description, or when it takes or refuses a file that it should not.
func Hold(t *testing.T, c Case) {
	t.Helper()
	s, err := Of(c.Type, c.Dir, c.Title)
	if err != nil {
		t.Fatal(err)
	}
	got, err := json.MarshalIndent(s, "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, '\n')
	if *write {
		if err := os.WriteFile(c.File, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(c.File)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), string(got)); diff != "" {
		t.Errorf("%s is out of date; run: go generate ./...\n%s", c.File, diff)
	}
	for _, key := range undescribed(s) {
		t.Errorf("%s: %s has no description: comment its Go field", c.File, key)
	}
	c.try(t, got)
}

// undescribed returns the keys without a description.
func undescribed(s *jsonschema.Schema) (keys []string) {
	for name, definition := range s.Definitions {
		for _, key := range undescribed(definition) {
			keys = append(keys, name+"."+key)
		}
	}
	if s.Properties == nil {
		return keys
	}
	for p := s.Properties.Oldest(); p != nil; p = p.Next() {
		if p.Value.Description == "" {
			keys = append(keys, p.Key)
		}
	}
	return keys
}

// try validates files by the schema.
func (c Case) try(t *testing.T, data []byte) {
	t.Helper()
	parsed, err := validator.UnmarshalJSON(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	compiler := validator.NewCompiler()
	if err := compiler.AddResource(c.File, parsed); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile(c.File)
	if err != nil {
		t.Fatalf("%s is no schema: %v", c.File, err)
	}
	for _, pattern := range c.Takes {
		names, err := filepath.Glob(pattern)
		if err != nil || len(names) == 0 {
			t.Errorf("%s names no file, %v", pattern, err)
		}
		for _, name := range names {
			content, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			if err := compiled.Validate(values(t, name, content)); err != nil {
				t.Errorf("%s refuses %s: %v", c.File, name, err)
			}
		}
	}
	for what, content := range c.Refuses {
		if err := compiled.Validate(values(t, what, []byte(content))); err == nil {
			t.Errorf("%s takes %s: %q", c.File, what, content)
		}
	}
}

// values reads a YAML file into maps, lists and scalars, as a validator wants them.
func values(t *testing.T, name string, content []byte) any {
	t.Helper()
	file := yamlfile.Parse(name, content)
	var all any
	file.Decode(&all)
	if err := file.Err(); err != nil {
		t.Fatal(err)
	}
	plain, err := json.Marshal(all)
	if err != nil {
		t.Fatal(err)
	}
	out, err := validator.UnmarshalJSON(bytes.NewReader(plain))
	if err != nil {
		t.Fatal(err)
	}
	return out
}
