package fetch

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/wardround/wardround/internal/yamlfile"
	"github.com/wardround/wardround/news"
)

//go:generate go test . -run TestSchema -write-schema

// sourcesFile is the shape of a beat's sources.yaml.
type sourcesFile struct {
	Sources []sourceEntry `yaml:"sources" jsonschema:"required"` // the beat's starter list
}

// sourceEntry is one source.
type sourceEntry struct {
	Name    string        `yaml:"name" jsonschema:"required"`                                  // unique, for people
	URL     string        `yaml:"url" jsonschema:"required"`                                   // http or https
	Kind    string        `yaml:"kind" jsonschema:"enum=feed,enum=site,enum=page,enum=search"` // feed; site (its feed is looked for); page (links picked by selectors); search (a feed of results). Default: feed
	Every   time.Duration `yaml:"every"`                                                       // least time between two reads. Default: 0s, as often as fetch.schedule says
	List    string        `yaml:"list"`                                                        // CSS selector of one entry; kind page needs it
	Link    string        `yaml:"link"`                                                        // CSS selector of the link inside an entry. Default: the first link
	Topics  []string      `yaml:"topics"`                                                      // the only topics it may select for. Default: all
	Excerpt string        `yaml:"excerpt" jsonschema:"enum=short,enum=feed,enum=none"`         // what may be quoted. Default: short
	Mark    string        `yaml:"mark" jsonschema:"enum=A,enum=B,enum=C"`                      // how sure the address is: A seen in several lists, B in one, C nowhere
	Off     bool          `yaml:"off"`                                                         // not read until somebody switches it on
}

var (
	sourceKinds = []string{string(news.KindFeed), string(news.KindSite), string(news.KindPage), string(news.KindSearch)}
	excerpts    = []string{string(news.ExcerptShort), string(news.ExcerptFeed), string(news.ExcerptNone)}
	marks       = []string{"A", "B", "C"}
)

// ParseSources reads the starter list of a beat. All mistakes are reported
// together.
func ParseSources(name string, data []byte) ([]news.Source, error) {
	var doc sourcesFile
	file := yamlfile.Parse(name, data)
	file.Decode(&doc)
	file.NeedContent()
	sources := make([]news.Source, 0, len(doc.Sources))
	names, urls := map[string]bool{}, map[string]bool{}
	for i, entry := range doc.Sources {
		path := fmt.Sprintf("$.sources[%d]", i)
		src := entry.source(file, path)
		once(file, path+".name", names, strings.ToLower(src.Name))
		once(file, path+".url", urls, src.URL)
		sources = append(sources, src)
	}
	if err := file.Err(); err != nil {
		return nil, err
	}
	return sources, nil
}

func once(file *yamlfile.File, path string, seen map[string]bool, value string) {
	if value != "" && seen[value] {
		file.Add(path, "%q stands twice in the list", value)
	}
	seen[value] = true
}

// source checks one entry and fills its defaults.
func (e sourceEntry) source(file *yamlfile.File, path string) news.Source {
	src := news.Source{
		Name: strings.TrimSpace(e.Name), URL: strings.TrimSpace(e.URL), Origin: news.FromStarter, Every: e.Every,
		List: e.List, Link: e.Link, Topics: e.Topics, Off: e.Off,
		Kind:    news.SourceKind(oneOf(file, path+".kind", e.Kind, sourceKinds)),
		Excerpt: news.Excerpt(oneOf(file, path+".excerpt", e.Excerpt, excerpts)),
		Mark:    e.mark(file, path),
	}
	if src.Name == "" {
		file.Add(path, "a source needs a name")
	}
	if err := CheckSource(src); err != nil {
		file.Add(path+".url", "%v", err)
	}
	if src.Kind != news.KindPage && src.List+src.Link != "" {
		file.Add(path+".kind", "list and link pick entries of a page; a source of kind %s has none", src.Kind)
	}
	if src.Every < 0 {
		file.Add(path+".every", "every must not be negative")
	}
	return src
}

// oneOf returns value if it is known, and the first known one if it is empty.
func oneOf(file *yamlfile.File, path, value string, known []string) string {
	if value == "" {
		return known[0]
	}
	if !slices.Contains(known, value) {
		hint := ""
		if closest := yamlfile.Suggest(value, known); closest != "" {
			hint = fmt.Sprintf("; did you mean %q?", closest)
		}
		file.Add(path, "%q is not one of %s%s", value, strings.Join(known, ", "), hint)
	}
	return value
}

// mark says how sure the address is; an entry need not say.
func (e sourceEntry) mark(file *yamlfile.File, path string) string {
	if e.Mark == "" {
		return ""
	}
	return oneOf(file, path+".mark", e.Mark, marks)
}
