package web

import (
	"context"
	"net/http"
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

// An archive of nothing has lists of nothing: a program need not ask whether there is one.
func TestAnEmptyListIsAList(t *testing.T) {
	site := newSite(t, &shelf{}, func(o *Options) {
		o.Topics, o.Sources, o.Editions, o.Stories = nil, nil, nil, noTale{}
		o.Promises = func(context.Context, news.Day) ([]news.Promise, error) { return nil, nil }
	})
	for _, page := range []string{"index", "issues", "topics", "promises", "stories", "search", "sources", "about", "accessibility"} {
		for _, query := range []string{"", "?q=nothing"} {
			w := get(t, site, "/"+page+".json"+query)
			if w.Code != http.StatusOK || strings.Contains(w.Body.String(), "null") || !strings.Contains(w.Body.String(), "[]") && page != "accessibility" {
				t.Errorf("/%s.json%s: %d: %s", page, query, w.Code, w.Body)
			}
		}
	}
}

// noTale has no story.
type noTale struct{ tale }

func (noTale) Since(context.Context, news.Day, int) ([]Story, error) { return nil, nil }

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
