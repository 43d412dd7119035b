// Package schema describes YAML files to editors: a JSON Schema made of the Go types
// that the files are read into, their comments and their tags. Only tests import it.
//
// [Of] makes a schema, [Hold] keeps the one under docs/ up to date and tries it on
// files; `go generate ./...` writes it again.
package schema

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"reflect"
	"strings"
	"time"

	"github.com/invopop/jsonschema"

	"github.com/wardround/wardround/internal/yamlfile"
)

// Of returns the schema of files that are read into a struct of v's type. Names are
// those of `yaml` tags, descriptions the comments of the Go files in dir.
func Of(v any, dir, title string) (*jsonschema.Schema, error) {
	comments, err := fieldComments(dir)
	if err != nil {
		return nil, err
	}
	r := jsonschema.Reflector{
		FieldNameTag: "yaml", ExpandedStruct: true, RequiredFromJSONSchemaTags: true, Anonymous: true, Mapper: Durations,
		LookupComment: func(t reflect.Type, field string) string { return Sentence(comments[t.Name()+"."+field], field) },
	}
	s := r.Reflect(v)
	s.Title = title
	AddVersion(s)
	return s, nil
}

// AddVersion lets a file say which version of its format it has.
func AddVersion(s *jsonschema.Schema) {
	if _, own := s.Properties.Get("version"); !own {
		s.Properties.Set("version", &jsonschema.Schema{Type: "integer", Const: yamlfile.Version, Description: "Of the file's format; a file without it has this one"})
	}
}

// fieldComments returns the comments of all struct fields in the Go files of dir, as
// TYPE.FIELD.
func fieldComments(dir string) (map[string]string, error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	if err != nil {
		return nil, err
	}
	comments := map[string]string{}
	for _, name := range names {
		file, err := parser.ParseFile(token.NewFileSet(), name, nil, parser.ParseComments)
		if err != nil {
			return nil, fmt.Errorf("read comments: %w", err)
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if spec, ok := n.(*ast.TypeSpec); ok {
				note(comments, spec)
			}
			return true
		})
	}
	return comments, nil
}

// note records the comments of one type's fields, if it is a struct.
func note(comments map[string]string, spec *ast.TypeSpec) {
	fields, ok := spec.Type.(*ast.StructType)
	if !ok {
		return
	}
	for _, f := range fields.Fields.List {
		text := f.Doc.Text()
		if text == "" {
			text = f.Comment.Text()
		}
		for _, name := range f.Names {
			comments[spec.Name.Name+"."+name.Name] = text
		}
	}
}

// Sentence joins the lines of a comment and drops the Go name and the verb that
// people do not need: "Every is the least time" becomes "The least time".
func Sentence(comment, name string) string {
	text := strings.Join(strings.Fields(comment), " ")
	text = strings.TrimPrefix(text, name+" ")
	for _, verb := range []string{"is ", "are ", "says "} {
		text = strings.TrimPrefix(text, verb)
	}
	if text == "" {
		return ""
	}
	return strings.ToUpper(text[:1]) + text[1:]
}

// Durations writes durations as people do: 90s, 2h, 7d.
func Durations(t reflect.Type) *jsonschema.Schema {
	if t != reflect.TypeFor[time.Duration]() {
		return nil
	}
	one := uint64(1)
	return &jsonschema.Schema{Type: "string", MinLength: &one, Pattern: `^(0|(\d+w)?(\d+d)?(\d+(\.\d+)?(h|m|s|ms))*)$`}
}
