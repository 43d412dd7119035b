package arch

import (
	"errors"
	"fmt"
	"go/parser"
	"go/token"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// goFile is what the rules ask of one Go file.
type goFile struct {
	name    string // relative to the module
	dir     string
	test    bool
	imports []string
	source  string
}

// goFiles reads every Go file of the module. Build tags are ignored: a rule holds
// on every platform.
func goFiles(module fs.FS) (files []goFile, err error) {
	err = fs.WalkDir(module, ".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		base := entry.Name()
		if entry.IsDir() {
			if name != "." && (strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") || base == "testdata" || base == "vendor") {
				return fs.SkipDir
			}
			return nil
		}
		if !strings.HasSuffix(base, ".go") {
			return nil
		}
		file, err := readGoFile(module, name)
		files = append(files, file)
		return err
	})
	return files, err
}

func readGoFile(module fs.FS, name string) (goFile, error) {
	source, err := fs.ReadFile(module, name)
	if err != nil {
		return goFile{}, err
	}
	parsed, err := parser.ParseFile(token.NewFileSet(), name, source, parser.ImportsOnly)
	if err != nil {
		return goFile{}, err
	}
	f := goFile{name: name, dir: path.Dir(name), test: strings.HasSuffix(name, "_test.go"), source: string(source)}
	for _, spec := range parsed.Imports {
		imported, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return goFile{}, fmt.Errorf("%s: %w", name, err)
		}
		f.imports = append(f.imports, imported)
	}
	return f, nil
}

// fits reports whether name is what pattern says: itself, anything below it when
// it ends in /..., anything at all when it is "...".
func fits(pattern, name string) bool {
	folder, all := strings.CutSuffix(pattern, "...")
	if !all {
		ok, err := path.Match(pattern, name)
		return ok && err == nil
	}
	return strings.HasPrefix(name+"/", folder)
}

func fitsAny(patterns []string, name string) bool {
	return slices.ContainsFunc(patterns, func(p string) bool { return fits(p, name) })
}

// rule returns what the longest pattern that fits name says.
func rule(rules map[string][]string, name string) (allowed []string, ok bool) {
	longest := ""
	for pattern, list := range rules {
		if fits(pattern, name) && len(pattern) > len(longest) {
			longest, allowed, ok = pattern, list, true
		}
	}
	return allowed, ok
}

// inside returns the wrong imports of packages of the module.
func inside(files []goFile) (wrong []string) {
	for _, f := range files {
		allowed, placed := rule(mayImport, f.dir)
		if !placed {
			wrong = append(wrong, fmt.Sprintf("%s: package %s has no place in mayImport", f.name, f.dir))
			continue
		}
		inTests, _ := rule(testsAlsoImport, f.dir)
		inTests = append(slices.Clone(testsMayImport), inTests...)
		for _, imported := range f.imports {
			pkg, ours := strings.CutPrefix(imported, module+"/")
			switch {
			case !ours, fitsAny(allowed, pkg), f.test && (pkg == f.dir || fitsAny(inTests, pkg)):
			default:
				wrong = append(wrong, fmt.Sprintf("%s: %s must not import %s", f.name, f.dir, pkg))
			}
		}
	}
	return wrong
}

// outside returns imports of libraries that do not come through their door.
func outside(files []goFile) (wrong []string) {
	for _, f := range files {
		for _, imported := range f.imports {
			if standard(imported) || strings.HasPrefix(imported, module+"/") {
				continue
			}
			allowed, known := rule(doors, imported)
			if f.test {
				more, ok := rule(testDoors, imported)
				allowed, known = append(slices.Clone(allowed), more...), known || ok
			}
			switch {
			case f.dir == "news" && !f.test:
				wrong = append(wrong, fmt.Sprintf("%s: news imports the standard library only, not %s", f.name, imported))
			case !known:
				wrong = append(wrong, fmt.Sprintf("%s: %s has no door for this file", f.name, imported))
			case !fitsAny(allowed, f.dir):
				wrong = append(wrong, fmt.Sprintf("%s: %s comes in through %s only", f.name, imported, strings.Join(allowed, ", ")))
			}
		}
	}
	return wrong
}

// standard reports whether the standard library has the package: its paths have no
// dot in their first part.
func standard(imported string) bool {
	first, _, _ := strings.Cut(imported, "/")
	return !strings.Contains(first, ".")
}

// topicName finds the names of topics in a topics file.
var topicName = regexp.MustCompile(`(?m)^  - name: (\S+)`)

// beatName matches what no Go code may name: beatWords, and the topics of the beat.
func beatName(tree fs.FS) (*regexp.Regexp, error) {
	topics, err := fs.ReadFile(tree, "seeds/topics.yaml")
	if err != nil {
		return nil, err
	}
	var words []string
	for _, w := range beatWords {
		words = append(words, regexp.QuoteMeta(w))
	}
	for _, m := range topicName.FindAllStringSubmatch(string(topics), -1) {
		words = append(words, m[1])
	}
	// The service's name is in those of its bodies (NHSX), so it counts inside words, too.
	return regexp.Compile(`(?i)nhs|\b(?:` + strings.Join(words, "|") + `)\b`)
}

// beatNames returns the lines of Go code that name what belongs to the beat.
func beatNames(files []goFile, name *regexp.Regexp) (wrong []string) {
	for _, f := range files {
		if !f.test && !fitsAny(mayNameTheBeat, f.dir) && !fitsAny(mayNameTheBeat, f.name) {
			wrong = append(wrong, named(f.name, f.source, name)...)
		}
	}
	return wrong
}

// templatesNaming returns the lines of templates that name what belongs to the beat.
func templatesNaming(tree fs.FS, name *regexp.Regexp) (wrong []string, err error) {
	files := 0
	err = fs.WalkDir(tree, "templates", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || strings.HasSuffix(path, ".go") {
			return err
		}
		source, err := fs.ReadFile(tree, path)
		wrong, files = append(wrong, named(path, string(source), name)...), files+1
		return err
	})
	if files == 0 {
		err = errors.Join(err, errors.New("no templates found"))
	}
	return wrong, err
}

func named(file, source string, name *regexp.Regexp) (wrong []string) {
	for i, line := range strings.Split(source, "\n") {
		if name.MatchString(line) {
			wrong = append(wrong, fmt.Sprintf("%s:%d: names the beat, which is data: %s", file, i+1, strings.TrimSpace(line)))
		}
	}
	return wrong
}

var (
	backquoted = regexp.MustCompile("`([^`\n]+)`")
	pathLike   = regexp.MustCompile(`^\.?[\w*-][\w.*-]*(/[\w.*-]+)*/?$`)
	fileEnding = regexp.MustCompile(`\.(go|md|ya?ml|json|html|txt|sql|mod|sum|ics|pem)$`)
)

// namedPaths returns the backquoted words of a document that speak of files: with
// a file ending, with a slash at the end, or starting with a folder of the module.
func namedPaths(tree fs.FS, doc string) (paths []string) {
	for _, m := range backquoted.FindAllStringSubmatch(doc, -1) {
		word, _, _ := strings.Cut(m[1], ":")
		if !pathLike.MatchString(word) {
			continue
		}
		first, _, nested := strings.Cut(word, "/")
		_, err := fs.Stat(tree, first)
		if fileEnding.MatchString(word) || strings.HasSuffix(word, "/") || nested && err == nil {
			paths = append(paths, strings.TrimSuffix(word, "/"))
		}
	}
	return paths
}

// exists reports whether the tree has the path; * stands for any characters, and a
// bare Go file name may be that of any package.
func exists(tree fs.FS, name string) bool {
	found, err := fs.Glob(tree, name)
	if err != nil || len(found) > 0 {
		return err == nil
	}
	if strings.Contains(name, "/") || !strings.HasSuffix(name, ".go") {
		return false
	}
	for _, pattern := range []string{"*/" + name, "*/*/" + name} {
		if found, err := fs.Glob(tree, pattern); err == nil && len(found) > 0 {
			return true
		}
	}
	return false
}
