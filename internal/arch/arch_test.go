package arch

import (
	"io/fs"
	"os"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// root is the module: tests run in the folder of their package.
var root = os.DirFS("../..")

func readModule(t *testing.T) []goFile {
	t.Helper()
	files, err := goFiles(root)
	if err != nil {
		t.Fatal(err)
	}
	if len(files) < 10 {
		t.Fatalf("found %d Go files; is ../.. the module?", len(files))
	}
	return files
}

func report(t *testing.T, wrong []string) {
	t.Helper()
	for _, w := range wrong {
		t.Error(w)
	}
}

func TestImportsPointOneWay(t *testing.T) { report(t, inside(readModule(t))) }

func TestEachOutsideLibraryHasItsDoors(t *testing.T) { report(t, outside(readModule(t))) }

func TestNoGoCodeAndNoTemplateNamesTheBeat(t *testing.T) {
	name, err := beatName(root)
	if err != nil {
		t.Fatal(err)
	}
	if !name.MatchString("recruitment-retention") {
		t.Errorf("%s does not find a topic of the beat", name)
	}
	report(t, beatNames(readModule(t), name))
	wrong, err := templatesNaming(root, name)
	if err != nil {
		t.Fatal(err)
	}
	report(t, wrong)
}

func TestModulePathIsTheOneOfTheRules(t *testing.T) {
	mod, err := fs.ReadFile(root, "go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(string(mod), "module "+module+"\n") {
		t.Errorf("go.mod does not start with module %s", module)
	}
}

func TestArchitecturePageNamesFilesThatExist(t *testing.T) {
	const page = "docs/ARCHITECTURE.md"
	doc, err := fs.ReadFile(root, page)
	if err != nil {
		t.Fatal(err)
	}
	paths := namedPaths(root, string(doc))
	if len(paths) < 8 {
		t.Errorf("%s names %d files; want at least the entrances of the pipeline", page, len(paths))
	}
	for _, p := range paths {
		if !exists(root, p) {
			t.Errorf("%s names `%s`, which does not exist", page, p)
		}
	}
}

func TestRulesFindWhatTheyForbid(t *testing.T) {
	goSource := func(imports ...string) *fstest.MapFile {
		var b strings.Builder
		b.WriteString("package x\n")
		for _, i := range imports {
			b.WriteString("import _ \"" + i + "\"\n")
		}
		return &fstest.MapFile{Data: []byte(b.String())}
	}
	tree := fstest.MapFS{
		"news/a.go":             goSource("strings", module+"/fetch", "golang.org/x/text/unicode/norm"),
		"fetch/a.go":            goSource(module+"/news", module+"/classify", "github.com/mmcdole/gofeed/rss"),
		"fetch/a_test.go":       goSource(module+"/fetch", module+"/internal/testkit", module+"/store", "github.com/google/go-cmp/cmp"),
		"classify/a.go":         goSource("github.com/mmcdole/gofeed", "github.com/google/go-cmp/cmp", "go/ast"),
		"store/sqlite/a.go":     goSource(module+"/store", module+"/config", "modernc.org/sqlite"),
		"jobs/a.go":             goSource(module+"/config", "github.com/robfig/cron/v3", "example.org/unknown"),
		"shiny/a.go":            goSource(),
		"cmd/wardround/a.go":    goSource(module+"/store", module+"/internal/demo"),
		"fetch/testdata/a.go":   goSource(module + "/config"),
		"internal/demo/a.go":    {Data: []byte("package demo // the NHS\n")},
		"deliver/a.go":          {Data: []byte("package deliver\n\nconst host = \"x.nhs.example\"\n")},
		"digest/a.go":           {Data: []byte("package digest // about green-gardens\n")},
		"seeds/topics.yaml":     {Data: []byte("topics:\n  - name: green-gardens\n")},
		"templates/a.html":      {Data: []byte("<p>\nThe Digital Workforce\n")},
		"cmd/wardround/demo.go": {Data: []byte("package main // NHS\n")},
	}
	files, err := goFiles(tree)
	if err != nil {
		t.Fatal(err)
	}
	name, err := beatName(tree)
	if err != nil {
		t.Fatal(err)
	}
	got := append(append(inside(files), outside(files)...), beatNames(files, name)...)
	wrong, err := templatesNaming(tree, name)
	if err != nil {
		t.Fatal(err)
	}
	got = append(got, wrong...)
	want := []string{
		"fetch/a.go: fetch must not import classify",
		"fetch/a_test.go: fetch must not import store",
		"jobs/a.go: jobs must not import config",
		"news/a.go: news must not import fetch",
		"shiny/a.go: package shiny has no place in mayImport",
		"store/sqlite/a.go: store/sqlite must not import config",
		"classify/a.go: github.com/mmcdole/gofeed comes in through fetch only",
		"classify/a.go: github.com/google/go-cmp/cmp comes in through store/storetest, internal/schema only",
		"jobs/a.go: example.org/unknown has no door for this file",
		"news/a.go: news imports the standard library only, not golang.org/x/text/unicode/norm",
		`deliver/a.go:3: names the beat, which is data: const host = "x.nhs.example"`,
		"digest/a.go:1: names the beat, which is data: package digest // about green-gardens",
		"templates/a.html:2: names the beat, which is data: The Digital Workforce",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("wrong (-want +got):\n%s", diff)
	}
}

func TestNamedPathsAreThoseOfFiles(t *testing.T) {
	tree := fstest.MapFS{"fetch/feed.go": {}, "docs/page.md": {}, "cmd/wardround/main.go": {}}
	doc := "`fetch/feed.go`, `fetch/`, `fetch/gone.go:12`, `gone/`, `main.go`, `fetch.Feed`, `a b.go`, `fetch/*.go`, `docs/none`, `text/html`, `cmd/*/main.go`"
	var missing []string
	paths := namedPaths(tree, doc)
	for _, p := range paths {
		if !exists(tree, p) {
			missing = append(missing, p)
		}
	}
	want := []string{"fetch/feed.go", "fetch", "fetch/gone.go", "gone", "main.go", "fetch/*.go", "docs/none", "cmd/*/main.go"}
	if diff := cmp.Diff(want, paths); diff != "" {
		t.Errorf("namedPaths (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"fetch/gone.go", "gone", "docs/none"}, missing); diff != "" {
		t.Errorf("missing (-want +got):\n%s", diff)
	}
}
