package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"

	"github.com/wardround/wardround/internal/yamlfile"
)

// beatFiles are all files that a beat may have, without their ending.
var beatFiles = []string{
	"evidence", "topics", "places", "lookalikes", "stories", "sources", "sites", "promises", "history", "issue",
}

// misnamed finds files whose name is nearly that of a file of a beat: nobody would
// read them, and nobody would say so.
func misnamed(fsys fs.FS) error {
	entries, err := fs.ReadDir(fsys, ".")
	if err != nil {
		return fmt.Errorf("read the beat: %w", err)
	}
	var wrong []error
	for _, e := range entries {
		ending := path.Ext(e.Name())
		if ending != ".yaml" && ending != ".yml" {
			continue
		}
		meant := yamlfile.Suggest(strings.TrimSuffix(e.Name(), ending), beatFiles) + ".yaml"
		if meant != ".yaml" && meant != e.Name() {
			wrong = append(wrong, fmt.Errorf("%s: a beat has no such file; did you mean %s?", e.Name(), meant))
		}
	}
	return errors.Join(wrong...)
}

// checkSourceTopics holds the topics that starter sources name to those there are.
func (b *beat) checkSourceTopics(fsys fs.FS) error {
	names := make([]string, len(b.topics))
	for i, t := range b.topics {
		names[i] = t.Name
	}
	const name = "sources.yaml"
	_, err := readOptional(fsys, name, func(_ string, data []byte) (struct{}, error) {
		file := yamlfile.Parse(name, data)
		for i, s := range b.starter { // in the order of the file
			for k, t := range s.Topics {
				if !slices.Contains(names, t) {
					file.Add(fmt.Sprintf("$.sources[%d].topics[%d]", i, k), "unknown topic `%s`%s", t, yamlfile.Hint(t, names))
				}
			}
		}
		return struct{}{}, file.Err()
	})
	return err
}
