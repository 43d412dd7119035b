package config_test

import (
	"encoding/json"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/invopop/jsonschema"

	"github.com/wardround/wardround/config"
	files "github.com/wardround/wardround/internal/schema"
	"github.com/wardround/wardround/internal/yamlfile"
)

const (
	schemaFile    = "../docs/config.schema.json"
	referenceFile = "../docs/CONFIG.md"
	exampleFile   = "../config.yaml"
)

// schema describes the settings to an editor: names, types and ranges from the
// struct, descriptions from its comments.
func schema(t *testing.T) *jsonschema.Schema {
	t.Helper()
	r := jsonschema.Reflector{
		FieldNameTag: "yaml", DoNotReference: true, RequiredFromJSONSchemaTags: true, Anonymous: true, Mapper: files.Durations,
	}
	if err := r.AddGoComments("github.com/wardround/wardround/config", "."); err != nil {
		t.Fatal(err)
	}
	for key, comment := range r.CommentMap {
		r.CommentMap[key] = files.Sentence(comment, key[strings.LastIndex(key, ".")+1:])
	}
	s := r.Reflect(&config.Settings{})
	files.AddVersion(s)
	s.Title = "wardround configuration"
	s.Description = "Every key is optional."
	finish(s, reflect.TypeFor[config.Settings](), &r)
	return s
}

// finish adds what the reflector does not know: ranges and short forms.
func finish(s *jsonschema.Schema, t reflect.Type, r *jsonschema.Reflector) {
	if s.Properties == nil {
		return
	}
	for i := range t.NumField() {
		sf := t.Field(i)
		property, ok := s.Properties.Get(sf.Tag.Get("yaml"))
		if !ok {
			continue
		}
		setRange(property, sf)
		below := sf.Type
		if below.Kind() == reflect.Slice {
			property, below = property.Items, below.Elem()
		}
		if below.Kind() == reflect.Struct {
			finish(property, below, r)
		}
		if below == reflect.TypeFor[config.Recipient]() {
			full := *property
			*property = jsonschema.Schema{OneOf: []*jsonschema.Schema{{Type: "string", Description: "name@host, or a name and <name@host>"}, &full}}
		}
		if below == reflect.TypeFor[config.Secret]() {
			one := uint64(1)
			property.MaxProperties = &one
		}
	}
}

func setRange(s *jsonschema.Schema, sf reflect.StructField) {
	low, high, ok := strings.Cut(sf.Tag.Get("range"), "..")
	if !ok {
		return
	}
	if sf.Type.Kind() == reflect.Int {
		s.Minimum, s.Maximum = json.Number(low), json.Number(high)
		return
	}
	s.Description += " From " + low + " to " + high + "."
}

func TestSchemaIsUpToDate(t *testing.T) {
	got, err := json.MarshalIndent(schema(t), "", "  ")
	if err != nil {
		t.Fatal(err)
	}
	holdFile(t, schemaFile, string(got)+"\n")
}

// referenceIntro stands at the head of the page that lists all keys.
const referenceIntro = `Every key of config.yaml, in the order of [config.yaml](../config.yaml), which shows each with its default. Written
from the Go types by ` + "`go generate ./...`" + `. Every key may be left out. Durations are 90s, 20m, 2h, 7d or 2w; paths are
relative to the file. ` + "`wardround check`" + ` reports every mistake with its line.`

func TestReferenceIsUpToDate(t *testing.T) {
	holdFile(t, referenceFile, files.Reference(schema(t), referenceIntro))
}

// holdFile reports when a generated file is not what it should be.
func holdFile(t *testing.T, name, got string) {
	t.Helper()
	if *update {
		write(t, name, got)
	}
	want, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(string(want), got); diff != "" {
		t.Errorf("%s is out of date; run: go generate ./...\n%s", name, diff)
	}
}

func TestEveryKeyIsDescribedInTheSchema(t *testing.T) {
	var lacking func(s *jsonschema.Schema, path string)
	lacking = func(s *jsonschema.Schema, path string) {
		if s.Items != nil {
			lacking(s.Items, path+"[]")
		}
		for _, one := range s.OneOf {
			lacking(one, path)
		}
		if s.Properties == nil {
			return
		}
		for p := s.Properties.Oldest(); p != nil; p = p.Next() {
			if p.Value.Description == "" {
				t.Errorf("%s.%s has no description", path, p.Key)
			}
			lacking(p.Value, path+"."+p.Key)
		}
	}
	lacking(schema(t), "$")
}

func TestExampleFileLoadsToTheDefaults(t *testing.T) {
	clean(t)
	c, err := config.Load(exampleFile, config.Options{Checks: checks})
	if err != nil {
		t.Fatal(err)
	}
	c.Store = "" // settled by the environment
	if diff := cmp.Diff(config.Defaults(), c.Settings, cmpopts.EquateEmpty(), cmpopts.IgnoreUnexported(config.Secret{})); diff != "" {
		t.Errorf("%s (-defaults +got):\n%s", exampleFile, diff)
	}
}

// commented is a setting in a comment: the # stands directly before it, or
// before the indentation of a longer example. Prose has one space after the #.
var commented = regexp.MustCompile(`(?m)^( *)#(\S|  )`)

func TestExampleFileShowsEveryKeyAndNoOther(t *testing.T) {
	data, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	f := yamlfile.Parse("config.yaml", commented.ReplaceAll(data, []byte("$1$2")))
	var settings config.Settings
	f.Decode(&settings)
	if err := f.Err(); err != nil {
		t.Fatal(err)
	}
	var all any
	f.Decode(&all)
	described, err := os.ReadFile(schemaFile)
	if err != nil {
		t.Fatal(err)
	}
	shown := map[string]bool{}
	show(reflect.TypeFor[config.Settings](), []any{all}, shown)
	for key, ok := range shown {
		if !ok {
			t.Errorf("%s does not show %s", exampleFile, key)
		}
		if name := key[strings.Index(key, ".")+1:]; !strings.Contains(string(described), strconv.Quote(name)+": {") {
			t.Errorf("%s does not have %s", schemaFile, key)
		}
	}
	if lines := strings.Count(string(data), "\n"); lines > 190 {
		t.Errorf("%s has %d lines, want a page or two", exampleFile, lines)
	}
}

// show notes for every key of typ, as TYPE.key, whether any of values has it.
func show(typ reflect.Type, values []any, shown map[string]bool) {
	for i := range typ.NumField() {
		sf := typ.Field(i)
		if !sf.IsExported() {
			continue
		}
		name := sf.Tag.Get("yaml")
		here := under(values, name)
		key := typ.Name() + "." + name
		shown[key] = shown[key] || len(here) > 0
		below := sf.Type
		if below.Kind() == reflect.Slice {
			below = below.Elem()
		}
		if below.Kind() == reflect.Struct {
			show(below, here, shown)
		}
	}
}

// under returns what stands under key in any of the mappings, lists opened.
func under(values []any, key string) (out []any) {
	for _, s := range values {
		mapping, ok := s.(map[string]any)
		if !ok {
			continue
		}
		switch v, ok := mapping[key]; list := v.(type) {
		case []any:
			if out = append(out, list...); len(list) == 0 {
				out = append(out, nil)
			}
		default:
			if ok {
				out = append(out, v)
			}
		}
	}
	return out
}
