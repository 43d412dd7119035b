package config

import (
	"fmt"
	"os"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/wardround/wardround/internal/yamlfile"
)

// checkTags holds the `range` and `enum` tags of every field.
func (l *loader) checkTags() {
	walk(reflect.ValueOf(l.Settings), "$", func(path string, sf reflect.StructField, v reflect.Value) {
		if r, ok := sf.Tag.Lookup("range"); ok && !inRange(v, r) {
			low, high, _ := strings.Cut(r, "..")
			l.file.Add(path, "out of range: want %s to %s", low, high)
		}
		if allowed := enum(sf); allowed != nil {
			l.oneOf(path, v.String(), allowed)
		}
	})
}

// walk visits every field below v that the file can set.
func walk(v reflect.Value, path string, visit func(string, reflect.StructField, reflect.Value)) {
	switch v.Kind() {
	case reflect.Slice:
		for i := range v.Len() {
			walk(v.Index(i), fmt.Sprintf("%s[%d]", path, i), visit)
		}
	case reflect.Struct:
		for i := range v.NumField() {
			sf := v.Type().Field(i)
			if !sf.IsExported() {
				continue
			}
			below := path + "." + sf.Tag.Get("yaml")
			visit(below, sf, v.Field(i))
			walk(v.Field(i), below, visit)
		}
	}
}

func inRange(v reflect.Value, r string) bool {
	low, high, _ := strings.Cut(r, "..")
	return bound(v, low) <= v.Int() && v.Int() <= bound(v, high)
}

// bound reads one end of a range tag. Tags are part of the program: a wrong one
// is found by any test.
func bound(v reflect.Value, s string) int64 {
	if v.Type() == reflect.TypeFor[time.Duration]() {
		d, err := yamlfile.ParseDuration(s)
		if err != nil {
			panic("config: range tag: " + err.Error())
		}
		return int64(d)
	}
	n, err := strconv.ParseInt(s, 10, 64)
	if err != nil {
		panic("config: range tag: " + err.Error())
	}
	return n
}

func enum(sf reflect.StructField) (allowed []string) {
	for part := range strings.SplitSeq(sf.Tag.Get("jsonschema"), ",") {
		if word, ok := strings.CutPrefix(part, "enum="); ok {
			allowed = append(allowed, word)
		}
	}
	return allowed
}

func (l *loader) oneOf(path, value string, allowed []string) {
	for _, a := range allowed {
		if value == a {
			return
		}
	}
	l.file.Add(path, "unknown value `%s`%s", value, yamlfile.Hint(value, allowed))
}

// loadBeat asks for what the beat says; without a Beat check, or when it cannot be
// read, topic names are not checked.
func (l *loader) loadBeat() {
	if l.checks.Beat == nil {
		return
	}
	beat, err := l.checks.Beat(l.Settings)
	if err != nil {
		l.others = append(l.others, err)
		return
	}
	l.beat = beat
}

func (l *loader) checkTopics(path string, names []string) {
	if l.beat.Topics == nil {
		return
	}
	known := map[string]bool{}
	for _, t := range l.beat.Topics {
		known[t] = true
	}
	for i, name := range names {
		if !known[name] {
			l.file.Add(fmt.Sprintf("%s[%d]", path, i), "unknown topic `%s`%s", name, yamlfile.Hint(name, l.beat.Topics))
		}
	}
}

// checkPaths holds that every named file can be read and the beat is a folder.
// It reports whether the beat and what extends it can.
func (l *loader) checkPaths() bool {
	beat := true
	if l.Beat != "" {
		if info, err := os.Stat(l.Beat); err != nil || !info.IsDir() {
			l.file.Add("$.beat", "no folder %s", l.Beat)
			beat = false
		}
	}
	l.checkTemplates()
	for key, files := range map[string][]string{"topics": l.Topics.Files, "promises": l.Promises.Files, "sites": l.Sites.Files} {
		for i, path := range files {
			beat = l.checkReadable(fmt.Sprintf("$.%s.files[%d]", key, i), path) && beat
		}
	}
	l.checkReadable("$.http.ca_file", l.HTTP.CAFile)
	l.checkReadable("$.smtp.ca_file", l.SMTP.CAFile)
	return beat
}

// checkTemplates tries out the operator's own templates.
func (l *loader) checkTemplates() {
	if l.Templates == "" || l.checks.Templates == nil {
		return
	}
	if err := l.checks.Templates(l.Templates); err != nil {
		l.file.Add("$.templates", "%s", err)
	}
}

func (l *loader) checkReadable(at, path string) bool {
	if path == "" {
		return true
	}
	info, err := os.Stat(path)
	if err == nil && info.IsDir() {
		l.file.Add(at, "%s is a folder, want a file", path)
		return false
	}
	if err == nil {
		var f *os.File
		if f, err = os.Open(path); err == nil {
			err = f.Close()
		}
	}
	if err != nil {
		l.file.Add(at, "cannot read: %s", err)
	}
	return err == nil
}

// checkCron holds a cron line to the rules of the package that runs it.
func (l *loader) checkCron(at, line string) {
	if l.checks.Cron == nil {
		return
	}
	if err := l.checks.Cron(line); err != nil {
		l.file.Add(at, "%s", err)
	}
}

func oneLine(s string) bool { return !strings.ContainsAny(s, "\r\n\t\x00") }
