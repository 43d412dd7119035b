package web

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/wardround/wardround/news"
)

// What a program gets must stand in docs/WEB.md, field by field.
func TestEveryFieldOfThePagesIsDescribed(t *testing.T) {
	doc, err := os.ReadFile("../docs/WEB.md")
	if err != nil {
		t.Fatal(err)
	}
	_, fields, _ := strings.Cut(string(doc), "\n## Fields\n")
	described := strings.Fields(strings.NewReplacer("\n", " ", "(", " ", ")", " ", ",", " ", ".", " ", ":", " ").Replace(fields))
	known := map[string]bool{}
	for _, word := range described {
		known[strings.Trim(word, "`")] = known[strings.Trim(word, "`")] || strings.HasPrefix(word, "`")
	}
	seen := map[string]bool{}
	for _, data := range []any{homeData{}, issuesData{}, articleData{}, topicsData{}, topicData{}, promisesData{}, promiseData{}, storiesData{}, storyLine{},
		searchData{}, sourcesData{}, aboutData{}, privacyData{}, accessibilityData{}, leaveData{}, problem{}} {
		for _, name := range jsonNames(reflect.TypeOf(data), seen) {
			if !known[name] {
				t.Errorf("docs/WEB.md does not describe %q of %T", name, data)
			}
		}
	}
	if len(seen) < 20 {
		t.Errorf("only %d types were looked at", len(seen))
	}
}

// jsonNames are the names of a type's fields as JSON, and of the types of this
// package in it. What news describes is described there.
func jsonNames(typ reflect.Type, seen map[string]bool) (names []string) {
	for typ.Kind() == reflect.Slice || typ.Kind() == reflect.Pointer {
		typ = typ.Elem()
	}
	if typ.Kind() != reflect.Struct || seen[typ.String()] || typ == reflect.TypeFor[news.Operator]() || typ == reflect.TypeFor[news.Issue]() {
		return nil
	}
	seen[typ.String()] = true
	for field := range typ.Fields() {
		name, _, _ := strings.Cut(field.Tag.Get("json"), ",")
		switch {
		case name == "-" || name == "" && !field.Anonymous:
			continue
		case name != "":
			names = append(names, name)
		}
		if strings.HasPrefix(field.Type.String(), "web.") || strings.HasPrefix(field.Type.String(), "[]web.") || field.Anonymous {
			names = append(names, jsonNames(field.Type, seen)...)
		}
	}
	return names
}
