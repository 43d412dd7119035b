// Package yamlfile reads YAML that people write: configuration and the files of
// a beat. It is strict, and it gathers every mistake of a file, each with its
// position, the line it stands on and a hint, instead of stopping at the first.
//
// [Parse] never fails: mistakes are gathered in the [File]. [File.Decode] fills a
// struct, [File.Add] records what the caller finds wrong, [File.Err] gives all of
// it, sorted by position. It is the only package that knows a YAML library.
package yamlfile

import (
	"fmt"
	"strings"
)

// Pos is a place in a file. Line and Column count from 1, Column in characters.
type Pos struct {
	File         string
	Line, Column int
}

// String writes file:line:column, the form editors and terminals jump to.
func (p Pos) String() string { return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column) }

// File is one parsed file and the mistakes found in it so far.
type File struct {
	name     string
	lines    []string
	root     *node // nil for an empty file, or one that is not YAML
	mistakes []Mistake
	more     int // mistakes beyond maxMistakes
}

// maxMistakes bounds a report: past it nobody reads on, and a file of a foreign
// format would print itself back.
const maxMistakes = 100

// Parse reads data; name is used in positions. Syntax mistakes are gathered in the File.
func Parse(name string, data []byte) *File {
	f := &File{name: name}
	src, err := clean(data)
	f.lines = strings.Split(src, "\n")
	if err != nil {
		f.syntax(err)
		return f
	}
	body, err := parse(src)
	if err != nil {
		f.syntax(err)
		return f
	}
	if body != nil {
		f.root = f.build(body)
	}
	return f
}

// Pos returns where path stands; path is like `$.topics[2].terms[0]`, with
// `["key"]` for a key that holds other characters than letters, digits, _ and -.
// A list or mapping stands where its key does. What the file does not have stands
// where its nearest container does, and at 1:1 when there is none.
func (f *File) Pos(path string) Pos {
	if n := f.find(path); n != nil {
		return n.pos
	}
	return Pos{File: f.name, Line: 1, Column: 1}
}

// Add records a mistake that the caller found at path (see [File.Pos]).
func (f *File) Add(path, format string, args ...any) {
	n := f.find(path)
	if n == nil {
		n = &node{pos: f.Pos(path)}
	}
	f.addAt(n, format, args...)
}

// NeedContent records a mistake when the file holds nothing: a file that says nothing
// was meant to say something.
func (f *File) NeedContent() {
	if (f.root == nil || f.root.kind == null) && len(f.mistakes) == 0 {
		f.Add("$", "the file is empty: fill it, or leave it out")
	}
}

// Err returns nil, or all mistakes found so far as a [*Mistakes].
func (f *File) Err() error {
	if len(f.mistakes) == 0 {
		return nil
	}
	return newMistakes(f.mistakes, f.more)
}

// addAt records a mistake at n, keeping its text out of the excerpt when n is secret.
func (f *File) addAt(n *node, format string, args ...any) {
	m := f.mistake(n.pos, fmt.Sprintf(format, args...))
	if n.secret && n.kind != mapping {
		m.excerpt = keepLeft(m.excerpt, n.pos.Column)
	}
	f.record(m)
}

func (f *File) mistake(at Pos, message string) Mistake {
	m := Mistake{Pos: at, Message: message}
	if at.Line >= 1 && at.Line <= len(f.lines) {
		m.excerpt = hideSecret(f.lines[at.Line-1])
	}
	return m
}

func (f *File) record(m Mistake) {
	if len(f.mistakes) == maxMistakes {
		f.more++
		return
	}
	f.mistakes = append(f.mistakes, m)
}
